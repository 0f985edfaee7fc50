using System.Numerics;

namespace MetaAnomalyLib.Metrics;

public static partial class Metric
{
    /// <summary>Brier score: the mean squared distance of the probability from what happened (Brier 1950).</summary>
    /// <param name="labels">[n] 0 or 1.</param>
    /// <param name="probabilities">[n] in 0..1, of being an anomaly.</param>
    /// <returns>0..1; lower is better.</returns>
    public static double Brier(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities) => BrierOf(labels, probabilities);

    /// <inheritdoc cref="Brier(ReadOnlySpan{int}, ReadOnlySpan{double})"/>
    public static double Brier(ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities) => BrierOf(labels, probabilities);

    /// <summary>Log loss (binary cross-entropy) in nats. Probabilities are kept one machine epsilon away from 0 and 1.</summary>
    /// <param name="labels">[n] 0 or 1.</param>
    /// <param name="probabilities">[n] in 0..1, of being an anomaly.</param>
    /// <returns>0 or more; lower is better.</returns>
    public static double LogLoss(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities) =>
        LogLossOf(labels, probabilities, Math.BitIncrement(1.0) - 1.0);

    /// <inheritdoc cref="LogLoss(ReadOnlySpan{int}, ReadOnlySpan{double})"/>
    public static double LogLoss(ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities) =>
        LogLossOf(labels, probabilities, MathF.BitIncrement(1f) - 1f);

    /// <summary>The reliability diagram over bins of equal width; empty bins are left out.</summary>
    /// <param name="labels">[n] 0 or 1.</param>
    /// <param name="probabilities">[n] in 0..1, of being an anomaly.</param>
    /// <param name="bins">Number of bins, 1..1000.</param>
    public static CalibrationCurve CalibrationCurve(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int bins = 10) =>
        CalibrationCurveOf(labels, probabilities, bins);

    /// <inheritdoc cref="CalibrationCurve(ReadOnlySpan{int}, ReadOnlySpan{double}, int)"/>
    public static CalibrationCurve CalibrationCurve(ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, int bins = 10) =>
        CalibrationCurveOf(labels, probabilities, bins);

    /// <summary>Expected calibration error (Naeini et al. 2015): the mean over rows of |promised - happened| of their bin.</summary>
    /// <param name="labels">[n] 0 or 1.</param>
    /// <param name="probabilities">[n] in 0..1, of being an anomaly.</param>
    /// <param name="bins">Number of bins of equal width, 1..1000.</param>
    /// <returns>0..1; lower is better.</returns>
    public static double ExpectedCalibrationError(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int bins = 10) =>
        CalibrationCurveOf(labels, probabilities, bins).ExpectedCalibrationError;

    /// <inheritdoc cref="ExpectedCalibrationError(ReadOnlySpan{int}, ReadOnlySpan{double}, int)"/>
    public static double ExpectedCalibrationError(ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, int bins = 10) =>
        CalibrationCurveOf(labels, probabilities, bins).ExpectedCalibrationError;

    private static void CheckProbabilities<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> probabilities)
        where T : struct, IFloatingPointIeee754<T>
    {
        Check.SameLength(labels.Length, probabilities.Length, nameof(probabilities));
        Check.Binary(labels);
        Check.Probabilities(probabilities, nameof(probabilities));
    }

    private static double BrierOf<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> probabilities) where T : struct, IFloatingPointIeee754<T>
    {
        CheckProbabilities(labels, probabilities);
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var miss = double.CreateTruncating(probabilities[i]) - labels[i];
            sum += miss * miss;
        }
        return sum / labels.Length;
    }

    private static double LogLossOf<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> probabilities, double epsilon)
        where T : struct, IFloatingPointIeee754<T>
    {
        CheckProbabilities(labels, probabilities);
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var probability = Math.Clamp(double.CreateTruncating(probabilities[i]), epsilon, 1 - epsilon);
            sum -= labels[i] == 1 ? Math.Log(probability) : Math.Log(1 - probability);
        }
        return sum / labels.Length;
    }

    private static CalibrationCurve CalibrationCurveOf<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> probabilities, int bins)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (bins is < 1 or > 1000)
            throw new ArgumentOutOfRangeException(nameof(bins), bins, "It must lie in 1..1000.");
        CheckProbabilities(labels, probabilities);

        var (predicted, positives, counts) = (new double[bins], new int[bins], new int[bins]);
        for (var i = 0; i < labels.Length; i++)
        {
            var probability = double.CreateTruncating(probabilities[i]);
            var bin = BinOf(probability, bins);
            predicted[bin] += probability;
            positives[bin] += labels[i];
            counts[bin]++;
        }

        int[] filled = [.. Enumerable.Range(0, bins).Where(bin => counts[bin] > 0)];
        var error = filled.Sum(bin => Math.Abs(predicted[bin] - positives[bin])) / labels.Length;
        return new CalibrationCurve(
            [.. filled.Select(bin => predicted[bin] / counts[bin])],
            [.. filled.Select(bin => (double)positives[bin] / counts[bin])],
            [.. filled.Select(bin => counts[bin])],
            error);
    }

    // Bins are open on the left and closed on the right, with the edges k * (1 / bins) as floating point has them (scikit-learn's).
    private static int BinOf(double probability, int bins)
    {
        var width = 1.0 / bins;
        var bin = Math.Clamp((int)(probability * bins), 0, bins - 1);
        while (bin > 0 && probability <= bin * width)
            bin--;
        while (bin < bins - 1 && probability > (bin + 1) * width)
            bin++;
        return bin;
    }
}
