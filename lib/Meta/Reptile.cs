using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Models;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// Reptile (Nichol, Achiam, Schulman, 2018): move the first weights towards where gradient steps on a task lead, <c>θ ← θ + ε (θ' − θ)</c>; no query and no second derivative. The
/// outer optimizer takes <c>θ − θ'</c> for a gradient. In meta-training the steps are made on support and query together, since nothing has to be held back.
/// </summary>
/// <param name="network">As many outputs as the tasks have ways; 1 for anomaly detection.</param>
/// <param name="options">Null takes five inner steps of 0.1. Second order, learnt rates and per-step losses have no meaning here and are refused.</param>
public sealed class Reptile(StatelessNetwork network, MamlOptions? options = null) : InnerLoopLearner(network, Checked(options))
{
    /// <summary>The options it was built with.</summary>
    public MamlOptions Options => InnerOptions;

    /// <inheritdoc/>
    internal override Tensor MetaLoss(TaskView view, EpisodeBatch batch, IReadOnlyList<Tensor> parameters)
    {
        var items = view.Task is null ? 1 : 0;
        var x = cat([view.Of(batch.Support), view.Of(batch.Query)], dim: items);
        var y = cat([view.Of(batch.SupportLabels), view.Of(batch.QueryLabels)], dim: items);
        var adapted = InnerLoop(view, parameters, x, y, InnerGraph.None);
        // A function whose gradient is θ − θ', and whose value is half the squared way.
        var ways = parameters.Zip(adapted, (before, after) => 0.5 * (before - (view.Task is null ? after.detach() : after.detach().unsqueeze(0))).square().sum() / view.Count);
        return ways.Aggregate((a, b) => a + b);
    }

    private static MamlOptions Checked(MamlOptions? options)
    {
        options ??= new() { InnerSteps = 5, InnerRate = 0.1, SecondOrder = false };
        if (options.Rates != InnerRates.Fixed || options.PerStepLossSteps > 0 || options.SecondOrder)
            throw new ArgumentException("Reptile has fixed inner rates, no per-step losses and no second order; set Rates to Fixed, PerStepLossSteps to 0, SecondOrder to false.", nameof(options));
        return options;
    }
}
