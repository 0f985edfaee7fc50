using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>How the scores of several detectors, each with a scale of its own, become one.</summary>
public enum Combination
{
    /// <summary>The mean of the scores, each standardised by the mean and deviation of its training scores.</summary>
    Average,

    /// <summary>The mean of the ranks: the share of the training scores that are lower.</summary>
    RankAverage,

    /// <summary>The mean of <c>−log(share of the training scores that are higher)</c>: a rank counts the more, the rarer it is.</summary>
    TailAverage,

    /// <summary>The largest of the standardised scores: one detector that is alarmed is enough.</summary>
    Maximum,

    /// <summary>A weighted sum of the standardised scores. The weights, none negative, are those of a logistic regression that tells the training rows from rows whose features
    /// were drawn apart from each other: no labels are needed (Hastie, Tibshirani, Friedman, section 14.2.4).</summary>
    Stacking,
}

/// <summary>Scores of several detectors, <c>[rows, detectors]</c>, onto one scale.</summary>
internal static class ScoreCombination
{
    /// <summary>Mean and deviation of each detector's training scores, both <c>[detectors]</c>; a deviation of 0 counts as 1.</summary>
    public static (Tensor Mean, Tensor Deviation) Scale(Tensor training)
    {
        var (mean, deviation) = (training.mean([0L]), training.std(0, unbiased: false));
        return (mean, where(deviation > 0, deviation, ones_like(deviation)));
    }

    public static Tensor Standardised(Tensor scores, Tensor training)
    {
        var (mean, deviation) = Scale(training);
        return (scores - mean) / deviation;
    }

    /// <summary>The share of each detector's training scores below each score, equal ones counting half.</summary>
    public static Tensor Ranks(Tensor scores, Tensor training)
    {
        var columns = new List<Tensor>();
        for (var i = 0; i < training.shape[1]; i++)
        {
            var (sorted, values) = (training.select(1, i).contiguous().sort().Values, scores.select(1, i).contiguous());
            columns.Add((searchsorted(sorted, values) + searchsorted(sorted, values, right: true)).to(float64) / (2.0 * training.shape[0]));
        }
        return stack(columns, 1);
    }

    /// <summary><c>[rows, detectors] → [rows]</c>.</summary>
    /// <param name="scores">float64 <c>[rows, detectors]</c>.</param>
    /// <param name="training">The training rows' scores, float64 <c>[training rows, detectors]</c>.</param>
    /// <param name="how">Any but stacking, whose weights are learnt.</param>
    public static Tensor Combine(Tensor scores, Tensor training, Combination how) => how switch
    {
        Combination.Average => Standardised(scores, training).mean([1L]),
        Combination.RankAverage => Ranks(scores, training).mean([1L]),
        // The highest rank still has a tail of about one row.
        Combination.TailAverage => -(1 - Ranks(scores, training) + 1.0 / (training.shape[0] + 1)).log().mean([1L]),
        Combination.Maximum => Standardised(scores, training).max(1).values,
        _ => throw new ArgumentOutOfRangeException(nameof(how), how, $"{how} has weights that are learnt."),
    };
}
