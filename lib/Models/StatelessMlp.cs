using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>A multilayer perceptron with ReLU as a function of its weights; many tasks go through one batched product a layer.</summary>
public sealed class StatelessMlp : StatelessNetwork
{
    private readonly long[] widths;

    /// <param name="inputs">Features of a row, at least 1.</param>
    /// <param name="hidden">Units of each hidden layer, each at least 1; none gives a linear model.</param>
    /// <param name="outputs">At least 1; 1 for anomaly detection.</param>
    public StatelessMlp(int inputs, IReadOnlyList<int> hidden, int outputs = 1)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        Options.Require(inputs >= 1, nameof(inputs), inputs, "at least 1");
        foreach (var units in hidden) Options.Require(units >= 1, nameof(hidden), units, "at least 1 unit a layer");
        Options.Require(outputs >= 1, nameof(outputs), outputs, "at least 1");
        widths = [inputs, .. hidden.Select(units => (long)units), outputs];
        Weights = [.. Enumerable.Range(0, widths.Length - 1).SelectMany(i => new (string, long[])[]
            { (FormattableString.Invariant($"linear{i}.weight"), [widths[i + 1], widths[i]]), (FormattableString.Invariant($"linear{i}.bias"), [widths[i + 1]]) })];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, long[] Shape)> Weights { get; }

    /// <inheritdoc/>
    public override int Outputs => (int)widths[^1];

    /// <inheritdoc/>
    public override bool HasBatchNorm => false;

    /// <inheritdoc/>
    public override bool BatchesTasksWell => true;

    /// <inheritdoc/>
    public override string Description => "MLP " + string.Join('-', widths);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> weights, int statisticsFrom = 0)
    {
        for (var i = 0; i < weights.Count; i += 2)
        {
            x = functional.linear(x, weights[i], weights[i + 1]);
            if (i < weights.Count - 2) x = x.relu();
        }
        return x;
    }

    /// <inheritdoc/>
    public override Tensor ForwardTasks(Tensor x, IReadOnlyList<Tensor> weights, int statisticsFrom = 0)
    {
        for (var i = 0; i < weights.Count; i += 2)
        {
            x = baddbmm(weights[i + 1].unsqueeze(1), x, weights[i].transpose(1, 2));
            if (i < weights.Count - 2) x = x.relu();
        }
        return x;
    }

    /// <inheritdoc/>
    internal override Tensor[] TaskGradients(Tensor x, IReadOnlyList<Tensor> weights, SupportTargets targets) => MlpGradient.Of(x, weights, targets);
}
