using System.Numerics;

namespace MetaAnomalyLib.Metrics;

/// <summary>
/// The numbers by which a detector is judged, as pure functions. Labels are 0 (normal) and 1 (anomaly); a higher score means more
/// anomalous. Definitions and results are scikit-learn's. Wrong input (empty, different lengths, NaN, other labels, a class that is
/// missing where both are needed) is an <see cref="ArgumentException"/>.
/// </summary>
public static partial class Metric
{
    /// <summary>
    /// Area under the ROC curve: the chance that an anomaly scores higher than a normal row, ties counting half. O(n log n).
    /// </summary>
    /// <param name="labels">[n] 0 or 1, both present.</param>
    /// <param name="scores">[n] finite, higher = more anomalous.</param>
    /// <returns>0..1; 0.5 is guessing.</returns>
    public static double Auroc(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores) => AurocOf(labels, scores);

    /// <inheritdoc cref="Auroc(ReadOnlySpan{int}, ReadOnlySpan{double})"/>
    public static double Auroc(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores) => AurocOf(labels, scores);

    /// <summary>The ROC curve.</summary>
    /// <param name="labels">[n] 0 or 1, both present.</param>
    /// <param name="scores">[n] finite, higher = more anomalous.</param>
    /// <param name="dropIntermediate">Leaves out points in the middle of straight pieces: a lighter figure, the same area.</param>
    public static RocCurve RocCurve(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, bool dropIntermediate = true) =>
        RocCurveOf(labels, scores, dropIntermediate);

    /// <inheritdoc cref="RocCurve(ReadOnlySpan{int}, ReadOnlySpan{double}, bool)"/>
    public static RocCurve RocCurve(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, bool dropIntermediate = true) =>
        RocCurveOf(labels, scores, dropIntermediate);

    /// <summary>Average precision: the sum over thresholds of precision times the recall gained. O(n log n).</summary>
    /// <param name="labels">[n] 0 or 1, both present.</param>
    /// <param name="scores">[n] finite, higher = more anomalous.</param>
    /// <returns>0..1; guessing reaches the share of anomalies.</returns>
    public static double AveragePrecision(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores) => AveragePrecisionOf(labels, scores);

    /// <inheritdoc cref="AveragePrecision(ReadOnlySpan{int}, ReadOnlySpan{double})"/>
    public static double AveragePrecision(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores) => AveragePrecisionOf(labels, scores);

    /// <summary>The precision-recall curve, in scikit-learn's order (thresholds rising, the point without threshold last).</summary>
    /// <param name="labels">[n] 0 or 1, both present.</param>
    /// <param name="scores">[n] finite, higher = more anomalous.</param>
    public static PrecisionRecallCurve PrecisionRecallCurve(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores) =>
        PrecisionRecallCurveOf(labels, scores);

    /// <inheritdoc cref="PrecisionRecallCurve(ReadOnlySpan{int}, ReadOnlySpan{double})"/>
    public static PrecisionRecallCurve PrecisionRecallCurve(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores) =>
        PrecisionRecallCurveOf(labels, scores);

    /// <summary>False alarms at the threshold where at least <paramref name="truePositiveRate"/> of the anomalies are found.</summary>
    /// <param name="labels">[n] 0 or 1, both present.</param>
    /// <param name="scores">[n] finite, higher = more anomalous.</param>
    /// <param name="truePositiveRate">In (0, 1]; 0.95 is the custom in out-of-distribution detection.</param>
    /// <returns>0..1; lower is better.</returns>
    public static double FprAtTpr(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, double truePositiveRate = 0.95) =>
        FprAtTprOf(labels, scores, truePositiveRate);

    /// <inheritdoc cref="FprAtTpr(ReadOnlySpan{int}, ReadOnlySpan{double}, double)"/>
    public static double FprAtTpr(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, double truePositiveRate = 0.95) =>
        FprAtTprOf(labels, scores, truePositiveRate);

    /// <summary>The threshold with the highest F1 (the highest such threshold). Choose it on validation data, never on test data.</summary>
    /// <param name="labels">[n] 0 or 1, both present.</param>
    /// <param name="scores">[n] finite, higher = more anomalous.</param>
    public static BestF1 BestF1(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores) => BestF1Of(labels, scores);

    /// <inheritdoc cref="BestF1(ReadOnlySpan{int}, ReadOnlySpan{double})"/>
    public static BestF1 BestF1(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores) => BestF1Of(labels, scores);

    /// <summary>1 where the score reaches the threshold, else 0.</summary>
    /// <param name="scores">[n] finite.</param>
    /// <param name="threshold">Rows with a score of at least this are called anomalies.</param>
    public static int[] Predict(ReadOnlySpan<double> scores, double threshold) => PredictOf(scores, threshold);

    /// <inheritdoc cref="Predict(ReadOnlySpan{double}, double)"/>
    public static int[] Predict(ReadOnlySpan<float> scores, double threshold) => PredictOf(scores, threshold);

    private static double AurocOf<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> scores) where T : struct, IFloatingPointIeee754<T>
    {
        using var ranked = RankedScores.Of("AUROC", labels, scores);
        return AreaOf(ranked);
    }

    private static double AreaOf(RankedScores ranked)
    {
        // Twice the area under the counts is an integer: nothing is rounded before the division.
        long twice = 0;
        var (lastTrue, lastFalse) = (0, 0);
        ranked.Reset();
        while (ranked.MoveNext())
        {
            twice += (long)(ranked.FalsePositives - lastFalse) * (ranked.TruePositives + lastTrue);
            (lastTrue, lastFalse) = (ranked.TruePositives, ranked.FalsePositives);
        }
        return twice / (2.0 * ranked.Positives * ranked.Negatives);
    }

    private static RocCurve RocCurveOf<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> scores, bool dropIntermediate)
        where T : struct, IFloatingPointIeee754<T>
    {
        using var ranked = RankedScores.Of("the ROC curve", labels, scores);
        var points = new List<(int False, int True, double Threshold)>();
        while (ranked.MoveNext())
            points.Add((ranked.FalsePositives, ranked.TruePositives, ranked.Threshold));

        var kept = new List<(int False, int True, double Threshold)>(points.Count + 1) { (0, 0, double.PositiveInfinity) };
        for (var i = 0; i < points.Count; i++)
        {
            var straight = i > 0 && i < points.Count - 1
                && points[i + 1].False - points[i].False == points[i].False - points[i - 1].False
                && points[i + 1].True - points[i].True == points[i].True - points[i - 1].True;
            if (!dropIntermediate || !straight)
                kept.Add(points[i]);
        }
        return new RocCurve(
            [.. kept.Select(p => (double)p.False / ranked.Negatives)],
            [.. kept.Select(p => (double)p.True / ranked.Positives)],
            [.. kept.Select(p => p.Threshold)],
            AreaOf(ranked));
    }

    private static double AveragePrecisionOf<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> scores)
        where T : struct, IFloatingPointIeee754<T>
    {
        using var ranked = RankedScores.Of("average precision", labels, scores);
        return AveragePrecisionOf(ranked);
    }

    private static double AveragePrecisionOf(RankedScores ranked)
    {
        ranked.Reset();
        var (sum, lastTrue) = (0.0, 0);
        while (ranked.MoveNext())
        {
            if (ranked.TruePositives == lastTrue)
                continue;
            sum += (ranked.TruePositives - lastTrue) * PrecisionOf(ranked);
            lastTrue = ranked.TruePositives;
        }
        return sum / ranked.Positives;
    }

    private static PrecisionRecallCurve PrecisionRecallCurveOf<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> scores)
        where T : struct, IFloatingPointIeee754<T>
    {
        using var ranked = RankedScores.Of("the precision-recall curve", labels, scores);
        List<double> precisions = [1], recalls = [0], thresholds = [];
        while (ranked.MoveNext())
        {
            precisions.Add(PrecisionOf(ranked));
            recalls.Add((double)ranked.TruePositives / ranked.Positives);
            thresholds.Add(ranked.Threshold);
        }
        precisions.Reverse();
        recalls.Reverse();
        thresholds.Reverse();
        return new PrecisionRecallCurve([.. precisions], [.. recalls], [.. thresholds],
            AveragePrecisionOf(ranked), (double)ranked.Positives / labels.Length);
    }

    private static double FprAtTprOf<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> scores, double truePositiveRate)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (truePositiveRate is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(truePositiveRate), truePositiveRate, "It must lie in (0, 1].");
        using var ranked = RankedScores.Of("FPR at TPR", labels, scores);
        while (ranked.MoveNext() && (double)ranked.TruePositives / ranked.Positives < truePositiveRate)
            continue;
        return (double)ranked.FalsePositives / ranked.Negatives;
    }

    private static BestF1 BestF1Of<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> scores) where T : struct, IFloatingPointIeee754<T>
    {
        using var ranked = RankedScores.Of("best F1", labels, scores);
        var best = new BestF1(-1, 0, 0, 0);
        while (ranked.MoveNext())
        {
            var f1 = 2.0 * ranked.TruePositives / (ranked.Positives + ranked.TruePositives + ranked.FalsePositives);
            if (f1 > best.F1)
                best = new BestF1(f1, ranked.Threshold, PrecisionOf(ranked), (double)ranked.TruePositives / ranked.Positives);
        }
        return best;
    }

    private static double PrecisionOf(RankedScores ranked) =>
        (double)ranked.TruePositives / (ranked.TruePositives + ranked.FalsePositives);

    private static int[] PredictOf<T>(ReadOnlySpan<T> scores, double threshold) where T : struct, IFloatingPointIeee754<T>
    {
        Check.Finite(scores, nameof(scores));
        if (double.IsNaN(threshold))
            throw new ArgumentException("threshold is NaN; give a number.", nameof(threshold));
        var predictions = new int[scores.Length];
        for (var i = 0; i < predictions.Length; i++)
            predictions[i] = double.CreateTruncating(scores[i]) >= threshold ? 1 : 0;
        return predictions;
    }
}
