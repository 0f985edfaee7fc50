using MetaAnomalyLib.Episodes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// A learner that maps items into a space and compares there, without any step of training at a new task. Batch normalisation has the statistics of meta-training when scoring, so
/// that a query's score does not depend on the other queries (not transductive).
/// </summary>
/// <param name="embedding"><c>[batch, ...] → [batch, features]</c>, such as <see cref="Models.Conv4"/>, or an <see cref="Models.Mlp"/> for rows of a table; the learner takes it over.</param>
public abstract class MetricLearner(Module<Tensor, Tensor> embedding) : MetaLearner
{
    /// <summary>The embedding.</summary>
    public Module<Tensor, Tensor> Embedding { get; } = embedding ?? throw new ArgumentNullException(nameof(embedding));

    /// <inheritdoc/>
    protected override Module Model => Embedding;

    /// <summary>Where items lie in the learnt space.</summary>
    /// <param name="items"><c>[items, ...]</c></param>
    /// <returns><c>[items, features]</c>, without a graph.</returns>
    public Tensor Embed(Tensor items)
    {
        ArgumentNullException.ThrowIfNull(items);
        Embedding.eval();
        using var noGrad = no_grad();
        return Embedding.call(items);
    }

    /// <summary>Where items lie in the learnt space, as rows: for a picture, or for a detector that looks there.</summary>
    /// <param name="items"><c>[items, ...]</c></param>
    /// <returns><c>[items, features]</c></returns>
    public float[,] EmbedRows(Tensor items)
    {
        using var scope = NewDisposeScope();
        return (float[,])Embed(items).contiguous().data<float>().ToNDArray();
    }

    /// <summary>What is made of the support's points.</summary>
    /// <param name="support"><c>[tasks, support, features]</c></param>
    /// <param name="labels">int64 <c>[tasks, support]</c></param>
    /// <param name="ways">Classes, 0 for anomaly detection.</param>
    protected abstract IReadOnlyList<Tensor> AdaptTo(Tensor support, Tensor labels, int ways);

    /// <summary>Compares the queries' points with it.</summary>
    /// <param name="state">What <see cref="AdaptTo"/> has made.</param>
    /// <param name="query"><c>[tasks, query, features]</c></param>
    /// <param name="ways">Classes, 0 for anomaly detection.</param>
    protected abstract Tensor Compare(IReadOnlyList<Tensor> state, Tensor query, int ways);

    /// <summary>The loss of points: by default that of the queries' scores.</summary>
    protected virtual Tensor PointLoss(Tensor support, Tensor supportLabels, Tensor query, Tensor queryLabels, int ways) =>
        QueryLoss(Compare(AdaptTo(support, supportLabels, ways), query, ways), queryLabels);

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor> AdaptCore(Tensor support, Tensor labels, int ways) => AdaptTo(Points(support), labels, ways);

    /// <inheritdoc/>
    protected sealed override Tensor ScoreCore(IReadOnlyList<Tensor> state, Tensor query, int ways) => Compare(state, Points(query), ways);

    /// <inheritdoc/>
    protected sealed override Tensor Loss(EpisodeBatch batch)
    {
        var support = batch.Support.shape[1];
        var points = Points(cat([batch.Support, batch.Query], dim: 1));   // one pass over the network for both
        return PointLoss(points.narrow(1, 0, support), batch.SupportLabels, points.narrow(1, support, batch.Query.shape[1]), batch.QueryLabels, batch.Ways);
    }

    private Tensor Points(Tensor items) => Embedding.call(items.flatten(0, 1)).view(items.shape[0], items.shape[1], -1);

    /// <summary><c>|a|² − 2 a·b + |b|²</c> of all pairs: <c>[tasks, a, features]</c> and <c>[tasks, b, features]</c> give <c>[tasks, a, b]</c>.</summary>
    internal static Tensor SquaredDistances(Tensor a, Tensor b)
    {
        var squares = a.square().sum([-1L], keepdim: true) + b.square().sum([-1L]).unsqueeze(-2);
        return baddbmm(squares, a, b.transpose(-2, -1), alpha: -2);
    }
}
