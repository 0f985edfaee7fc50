using System.Numerics;

namespace MetaAnomalyLib.Metrics;

/// <summary>What every metric demands of its input, checked in one place so that the messages agree.</summary>
internal static class Check
{
    public static void SameLength(int labels, int others, string name)
    {
        if (labels == 0)
            throw new ArgumentException("labels is empty; a metric needs at least one row.", nameof(labels));
        if (labels != others)
            throw new ArgumentException($"labels has {labels} values but {name} has {others}; give one of {name} per label.", name);
    }

    /// <summary>Checks that all labels are 0 or 1; returns the number of ones.</summary>
    public static int Binary(ReadOnlySpan<int> labels, string name = "labels")
    {
        var ones = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] > 1)
                throw new ArgumentException($"{name}[{i}] is {labels[i]}; it must be 0 (normal) or 1 (anomaly).", name);
            ones += labels[i];
        }
        return ones;
    }

    public static void Finite<T>(ReadOnlySpan<T> values, string name) where T : struct, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
                throw new ArgumentException(
                    FormattableString.Invariant($"{name}[{i}] is {values[i]}; every value must be finite. ") +
                    "Look for a diverged model or a missing value in its input.", name);
        }
    }

    public static void Probabilities<T>(ReadOnlySpan<T> values, string name) where T : struct, IFloatingPointIeee754<T>
    {
        Finite(values, name);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] < T.Zero || values[i] > T.One)
                throw new ArgumentException(
                    FormattableString.Invariant($"{name}[{i}] is {values[i]}; a probability lies in 0..1. ") +
                    "Apply a sigmoid to logits first.", name);
        }
    }

    public static void BothClasses(string metric, int count, int positives)
    {
        if (positives == 0)
            throw new ArgumentException(
                $"labels contains no anomaly (1) among {count} rows; {metric} needs both classes. " +
                "Use a stratified split or a larger sample.", "labels");
        if (positives == count)
            throw new ArgumentException(
                $"labels contains no normal row (0) among {count} rows; {metric} needs both classes. " +
                "Use a stratified split or a larger sample.", "labels");
    }
}
