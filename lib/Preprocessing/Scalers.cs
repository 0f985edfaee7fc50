namespace MetaAnomalyLib.Preprocessing;

/// <summary>A step that moves and divides every feature: <c>(x - Offset) / Scale</c>. A constant feature becomes 0. NaN stays
/// NaN.</summary>
public abstract record Scaler : Step
{
    /// <summary>What is subtracted, <c>[features]</c>; null before fitting.</summary>
    public double[]? Offset { get; init; }

    /// <summary>What is divided by, <c>[features]</c>, never 0; null before fitting.</summary>
    public double[]? Scale { get; init; }

    /// <inheritdoc/>
    public override bool IsFitted => Offset is not null && Offset.Length == Scale?.Length;

    /// <inheritdoc/>
    protected override int FittedWidth => Offset!.Length;

    /// <summary>Offset and scale of one feature from its training values, of which there is at least one. A scale of 0 stands for a
    /// constant feature.</summary>
    protected abstract (double Offset, double Scale) Measure(double[] values);

    /// <inheritdoc/>
    protected override Step FitCore(float[,] x)
    {
        var (offset, scale) = (new double[x.GetLength(1)], new double[x.GetLength(1)]);
        for (var column = 0; column < offset.Length; column++)
        {
            var values = Columns.Present(x, column);
            var constant = values.Length == 0 || values.Min() == values.Max();
            (offset[column], scale[column]) = values.Length == 0 ? (0, 1) : Measure(values);
            if (constant || scale[column] == 0)
                scale[column] = 1;
        }
        return this with { Offset = offset, Scale = scale };
    }

    /// <inheritdoc/>
    protected override float[,] TransformCore(float[,] x)
    {
        var result = new float[x.GetLength(0), x.GetLength(1)];
        for (var row = 0; row < x.GetLength(0); row++)
        {
            for (var column = 0; column < x.GetLength(1); column++)
                result[row, column] = (float)((x[row, column] - Offset![column]) / Scale![column]);
        }
        return result;
    }
}

/// <summary>Mean 0 and standard deviation 1 (the population's, as scikit-learn's StandardScaler).</summary>
public sealed record StandardScaler : Scaler
{
    /// <inheritdoc/>
    protected override (double Offset, double Scale) Measure(double[] values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }
}

/// <summary>From 0 to 1 on the training part (as scikit-learn's MinMaxScaler); new data may lie outside.</summary>
public sealed record MinMaxScaler : Scaler
{
    /// <inheritdoc/>
    protected override (double Offset, double Scale) Measure(double[] values) => (values.Min(), values.Max() - values.Min());
}

/// <summary>Median 0 and interquartile range 1 (as scikit-learn's RobustScaler): outliers in the training part do not move it.</summary>
public sealed record RobustScaler : Scaler
{
    /// <inheritdoc/>
    protected override (double Offset, double Scale) Measure(double[] values)
        => (Columns.Quantile(values, 0.5), Columns.Quantile(values, 0.75) - Columns.Quantile(values, 0.25));
}
