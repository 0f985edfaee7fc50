using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Models;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// Model-agnostic meta-learning (Finn, Abbeel, Levine, 2017, algorithm 2): weights from which a few gradient steps on a task's support lead to weights that do well on its queries. The
/// options make FOMAML, ANIL, Meta-SGD and MAML++ of it. With one-class tasks it is one-class MAML (Frikha et al., 2021): the inner loop sees normal items only, the outer loss weighs
/// normal items and anomalies alike.
/// </summary>
/// <param name="network">As many outputs as the tasks have ways; 1 for anomaly detection.</param>
/// <param name="options">Null takes the defaults.</param>
public sealed class Maml(StatelessNetwork network, MamlOptions? options = null) : InnerLoopLearner(network, options ?? new MamlOptions())
{
    /// <summary>The options it was built with.</summary>
    public MamlOptions Options => InnerOptions;

    /// <summary>What it has learnt, under another number and size of the inner steps: an initialisation that was learnt for one step is adapted by more, or smaller, ones as well (Finn et al. train
    /// with one on Omniglot and test with three). Choose them on validation tasks.</summary>
    /// <param name="innerSteps">At least 1.</param>
    /// <param name="innerRate">Above 0.</param>
    /// <returns>A learner with weights of its own.</returns>
    /// <exception cref="InvalidOperationException">Its rates are learnt, or it is not fitted.</exception>
    public Maml With(int innerSteps, double innerRate)
    {
        if (Options.Rates != InnerRates.Fixed) throw new InvalidOperationException($"Its inner rates are learnt ({Options.Rates}), for {Options.InnerSteps} steps; only fixed ones can be replaced.");
        var other = new Maml(Network, Options with { InnerSteps = innerSteps, InnerRate = innerRate });
        other.FitLike(this);
        other.Model.load_state_dict(Model.state_dict());
        return other;
    }

    /// <inheritdoc/>
    internal override Tensor MetaLoss(TaskView view, EpisodeBatch batch, IReadOnlyList<Tensor> parameters)
    {
        var (support, query, labels) = (view.Of(batch.Support), view.Of(batch.Query), view.Of(batch.QueryLabels));
        Tensor? total = null;
        InnerLoop(view, parameters, support, view.Of(batch.SupportLabels), OuterGraph, (step, weights) =>
        {
            if (Importance(step) is not (> 0 and var importance)) return;
            var loss = importance * QueryLoss(Queries(Logits(view, weights, StatisticsOf(support), query), view), view.Task is null ? labels : labels.unsqueeze(0));
            total = total is null ? loss : total + loss;
        });
        return total!;
    }

    private static Tensor Queries(Tensor scores, TaskView view) => view.Task is null ? scores : scores.unsqueeze(0);
}
