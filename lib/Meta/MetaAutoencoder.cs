using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Models;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// A meta-learned autoencoder: first weights from which a few gradient steps on normal items of a new task make a network that rebuilds further normal items of that task, and anomalies
/// badly. The inner loss is the squared error of rebuilding the normal support; the score is the logarithm of a query's error over the support's own, minus a learnt threshold. The outer loss
/// is the balanced cross-entropy of that score. (MAML's inner loop, Finn et al., 2017, with the task "rebuild what is normal here".)
/// </summary>
public sealed class MetaAutoencoder : InnerLoopLearner
{
    private const double Tiny = 1e-6;

    /// <param name="network">As many outputs as inputs, narrower between, such as <c>new StatelessMlp(20, [16, 4, 16], 20)</c>; items are rows.</param>
    /// <param name="options">Null takes five inner steps of 0.05.</param>
    public MetaAutoencoder(StatelessMlp network, MamlOptions? options = null) : base(network, options ?? new() { InnerSteps = 5, InnerRate = 0.05 }, ("threshold", 1))
    {
        if (network.Weights[0].Shape[1] != network.Outputs)
            throw new ArgumentException($"The network has {network.Weights[0].Shape[1]} inputs and {network.Outputs} outputs; an autoencoder has as many of both.", nameof(network));
    }

    /// <summary>The options it was built with.</summary>
    public MamlOptions Options => InnerOptions;

    /// <inheritdoc/>
    private protected override bool SolvesWays(int ways) => ways == 0;

    /// <inheritdoc/>
    private protected override IReadOnlyList<Tensor> StateOf(IReadOnlyList<Tensor> weights, Tensor support, Tensor labels)
    {
        using var noGrad = no_grad();
        return [.. weights, Reference(Errors(Network.ForwardTasks(support, weights), support), labels)];
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(IReadOnlyList<Tensor> state, Tensor query, int ways) =>
        Score(Errors(Network.ForwardTasks(query, [.. state.SkipLast(1)]), query), state[^1], Parameters[^1]);

    /// <inheritdoc/>
    internal override Tensor MetaLoss(TaskView view, EpisodeBatch batch, IReadOnlyList<Tensor> parameters)
    {
        var (support, labels, query) = (view.Of(batch.Support), view.Of(batch.SupportLabels), view.Of(batch.Query));
        var weights = InnerLoop(view, parameters, support, labels, OuterGraph);
        var reference = Reference(Errors(view.Forward(Network, support, weights, 0), support), labels);
        var scores = Score(Errors(view.Forward(Network, query, weights, 0), query), reference, parameters[^1]);
        var truth = view.Of(batch.QueryLabels);
        return view.Task is null ? QueryLoss(scores, truth) : QueryLoss(scores.unsqueeze(0), truth.unsqueeze(0));
    }

    private protected override SupportTargets? Targets(Tensor x, Tensor y) => null;

    /// <inheritdoc/>
    private protected override Func<Tensor, Tensor> SupportLoss(Tensor x, Tensor y)
    {
        var normal = y.eq(0).to(x.dtype);
        var weight = normal / normal.sum([-1L], keepdim: true);
        return outputs => (Errors(outputs, x) * weight).sum();
    }

    private static Tensor Errors(Tensor rebuilt, Tensor x) => (rebuilt - x).square().mean([-1L]);

    // The error of the normal support, [tasks, 1] or [1].
    private static Tensor Reference(Tensor errors, Tensor labels)
    {
        var normal = labels.eq(0).to(errors.dtype);
        return (errors * normal).sum([-1L], keepdim: true) / normal.sum([-1L], keepdim: true);
    }

    private static Tensor Score(Tensor errors, Tensor reference, Tensor threshold) => (errors + Tiny).log() - (reference + Tiny).log() - threshold;
}
