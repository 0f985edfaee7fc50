using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="TailProbability"/>.</summary>
public sealed record TailProbabilityOptions : DetectorOptions;

/// <summary>
/// ECOD, empirical cumulative distributions (Li, Zhao, Hu, Botta, Ionescu, Chen, TKDE 2022): per feature the tail probabilities
/// <c>P(X ≤ x)</c> and <c>P(X ≥ x)</c>, counted; their negative logarithms are summed over the features for the left tails, the right tails, and the tails
/// on the skewed side; the largest of the three sums is the score. No parameters. A row is counted along with the training rows, so that no probability is 0.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class TailProbability(TailProbabilityOptions? options = null) : Detector<TailProbabilityOptions>(options)
{
    private const string Sorted = "sorted", LeftSkewed = "left_skewed";

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        Learn(Sorted, x.t().contiguous().sort(1).Values);
        var centered = x - x.mean([0L], keepdim: true);
        Learn(LeftSkewed, (centered.pow(3).mean([0L]) < 0).to(float64));
        return ScoreCore(x);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x)
    {
        var sorted = Learnt(Sorted);
        var rows = sorted.shape[1];
        var columns = x.t().contiguous();
        var left = NegativeLog(searchsorted(sorted, columns, right: true), rows);
        var right = NegativeLog(rows - searchsorted(sorted, columns), rows);
        var skewed = Learnt(LeftSkewed).unsqueeze(1);
        var automatic = skewed * left + (1 - skewed) * right;
        return maximum(maximum(left.sum([0L]), right.sum([0L])), automatic.sum([0L]));
    }

    private static Tensor NegativeLog(Tensor counts, long rows) => -((counts.to(float64) + 1) / (rows + 1)).log();
}
