using System.Text.Json.Serialization;

namespace MetaAnomalyLib.Preprocessing;

/// <summary>One step from matrix to matrix. Fitting gives a new, fitted step: fit on the training part only, then transform every part with
/// it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "step")]
[JsonDerivedType(typeof(Imputer), "imputer")]
[JsonDerivedType(typeof(StandardScaler), "standard")]
[JsonDerivedType(typeof(MinMaxScaler), "minMax")]
[JsonDerivedType(typeof(RobustScaler), "robust")]
public abstract record Step
{
    /// <summary>Whether the step has seen a training part.</summary>
    [JsonIgnore]
    public abstract bool IsFitted { get; }

    /// <summary>Number of features the step was fitted on.</summary>
    [JsonIgnore]
    protected abstract int FittedWidth { get; }

    /// <summary>The step, fitted on training rows.</summary>
    /// <param name="x">Training part, <c>[rows, features]</c>; NaN stands for a missing value.</param>
    /// <exception cref="ArgumentException">There are no rows, or a value is infinite.</exception>
    public Step Fit(float[,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.GetLength(0) == 0)
            throw new ArgumentException("There are no rows to fit on; at least one is needed.", nameof(x));
        foreach (var value in x)
        {
            if (float.IsInfinity(value))
                throw new ArgumentException("x holds an infinite value; values must be finite, or NaN for missing ones.", nameof(x));
        }
        return FitCore(x);
    }

    /// <summary>The transformed rows, a new array <c>[rows, features of the result]</c>.</summary>
    /// <param name="x">Rows of the width that was fitted.</param>
    /// <exception cref="InvalidOperationException">The step is not fitted.</exception>
    /// <exception cref="ArgumentException">The width is another one.</exception>
    public float[,] Transform(float[,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        RequireFitted();
        if (x.GetLength(1) != FittedWidth)
            throw new ArgumentException(
                $"x has {x.GetLength(1)} features; {GetType().Name} was fitted on {FittedWidth}. Pass the same columns in the same order.",
                nameof(x));
        return TransformCore(x);
    }

    /// <summary>The names of the resulting features.</summary>
    /// <param name="names">Names of the features that go in.</param>
    /// <exception cref="InvalidOperationException">The step is not fitted.</exception>
    public IReadOnlyList<string> Names(IReadOnlyList<string> names)
    {
        RequireFitted();
        return NamesCore(names);
    }

    /// <summary>Fits on checked rows.</summary>
    protected abstract Step FitCore(float[,] x);

    /// <summary>Transforms rows of the right width.</summary>
    protected abstract float[,] TransformCore(float[,] x);

    /// <summary>Names of the result; the same by default.</summary>
    protected virtual IReadOnlyList<string> NamesCore(IReadOnlyList<string> names) => names;

    private void RequireFitted()
    {
        if (!IsFitted)
            throw new InvalidOperationException(
                $"{GetType().Name} is not fitted. Call Fit on the training part first, and use what it returns.");
    }
}

/// <summary>Statistics of one column.</summary>
internal static class Columns
{
    /// <summary>The values of a column that are not missing.</summary>
    public static double[] Present(float[,] x, int column)
    {
        var values = new List<double>(x.GetLength(0));
        for (var row = 0; row < x.GetLength(0); row++)
        {
            if (!float.IsNaN(x[row, column]))
                values.Add(x[row, column]);
        }
        return [.. values];
    }

    /// <summary>Quantile with linear interpolation, numpy's default (Hyndman and Fan, 1996, type 7).</summary>
    public static double Quantile(double[] values, double quantile)
    {
        var sorted = values.Order().ToArray();
        var position = quantile * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
