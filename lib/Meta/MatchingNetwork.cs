using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// Matching networks (Vinyals et al., 2016, equation 1, without full context embeddings): a query attends to the support items by the cosine of their angle, and the attention on a class is
/// its probability. The sharpness of the attention is learnt. Anomaly detection: with normal items only, how far the query's soft largest similarity stays below a learnt threshold; with
/// labelled anomalies, the log-odds of the attention on them.
/// </summary>
public sealed class MatchingNetwork : MetricLearner
{
    private const double Tiny = 1e-8;
    private readonly EmbeddingWithNumbers model;

    /// <param name="embedding"><c>[batch, ...] → [batch, features]</c>; the learner takes it over.</param>
    public MatchingNetwork(Module<Tensor, Tensor> embedding) : base(embedding) =>
        model = new EmbeddingWithNumbers(embedding, ("sharpness", Math.Log(10)), ("threshold", 0.7));

    /// <inheritdoc/>
    public override string OptionsJson => JsonSerializer.Serialize(new { Attention = "cosine" });

    /// <inheritdoc/>
    protected override Module Model => model;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> AdaptTo(Tensor support, Tensor labels, int ways) =>
        [functional.normalize(support, dim: -1), functional.one_hot(labels, Math.Max(ways, 2)).to(support.dtype)];

    /// <inheritdoc/>
    protected override Tensor Compare(IReadOnlyList<Tensor> state, Tensor query, int ways)
    {
        var sharpness = model["sharpness"].exp();
        var similarity = sharpness * functional.normalize(query, dim: -1).bmm(state[0].transpose(1, 2));   // [tasks, query, support]
        var probability = similarity.softmax(-1).bmm(state[1]);
        var logits = (probability + Tiny).log();
        if (ways > 0) return logits;
        var mean = (similarity.logsumexp(-1) - Math.Log(similarity.shape[2])) / sharpness;
        var anomalies = state[1].select(-1, 1).sum([-1L], keepdim: true);
        return where(anomalies.eq(0), sharpness * (model["threshold"] - mean), logits.select(-1, 1) - logits.select(-1, 0));
    }
}
