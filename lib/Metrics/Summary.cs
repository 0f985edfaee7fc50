using System.Globalization;

namespace MetaAnomalyLib.Metrics;

/// <summary>Mean, spread and confidence interval of one number over seeds or episodes.</summary>
/// <param name="Count">Number of values.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Of the sample (n - 1); NaN for a single value.</param>
/// <param name="HalfWidth">The mean lies within Mean ± HalfWidth with the confidence asked for (Student t); NaN for a single value.</param>
/// <param name="Confidence">The confidence of the interval, in (0, 1).</param>
public sealed record Summary(int Count, double Mean, double StandardDeviation, double HalfWidth, double Confidence)
{
    /// <summary>Lower end of the confidence interval.</summary>
    public double Low => Mean - HalfWidth;

    /// <summary>Upper end of the confidence interval.</summary>
    public double High => Mean + HalfWidth;

    /// <summary>Summarises values.</summary>
    /// <param name="values">[n] finite, n at least 1.</param>
    /// <param name="confidence">In (0, 1).</param>
    /// <exception cref="ArgumentException">No values, or one that is not finite.</exception>
    public static Summary Of(ReadOnlySpan<double> values, double confidence = 0.95)
    {
        if (values.IsEmpty)
            throw new ArgumentException("values is empty; give at least one, better five.", nameof(values));
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "It must lie in (0, 1).");
        Check.Finite(values, nameof(values));

        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        var mean = sum / values.Length;
        if (values.Length == 1)
            return new Summary(1, mean, double.NaN, double.NaN, confidence);

        var squares = 0.0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        var deviation = Math.Sqrt(squares / (values.Length - 1));
        var half = StudentT.TwoSidedQuantile(confidence, values.Length - 1) * deviation / Math.Sqrt(values.Length);
        return new Summary(values.Length, mean, deviation, half, confidence);
    }

    /// <inheritdoc cref="Of(ReadOnlySpan{double}, double)"/>
    public static Summary Of(IEnumerable<double> values, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Of(values.ToArray().AsSpan(), confidence);
    }

    /// <summary>For example "0.912 ± 0.013 (n = 5)": mean and standard deviation.</summary>
    public override string ToString() => Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Mean:F3} (n = 1)")
        : string.Create(CultureInfo.InvariantCulture, $"{Mean:F3} ± {StandardDeviation:F3} (n = {Count})");
}
