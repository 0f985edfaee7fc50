namespace MetaAnomalyLib.Preprocessing;

/// <summary>What a missing value is filled with.</summary>
public enum ImputeStrategy
{
    /// <summary>The mean of the training values.</summary>
    Mean,

    /// <summary>The median of the training values.</summary>
    Median,

    /// <summary>A constant.</summary>
    Constant,
}

/// <summary>Fills missing values (NaN) with what the training part says.</summary>
/// <param name="Strategy">Mean, median or constant. Default: mean.</param>
/// <param name="Constant">The constant. Default: 0.</param>
/// <param name="AddIndicators">Whether each feature that had missing values in training gets a column that is 1 where the value was
/// missing. Default: no.</param>
/// <remarks>A feature without any training value is filled with <paramref name="Constant"/>. Values and order as scikit-learn's
/// SimpleImputer with
/// <c>keep_empty_features</c>: features first, then the indicators.</remarks>
public sealed record Imputer(ImputeStrategy Strategy = ImputeStrategy.Mean, float Constant = 0, bool AddIndicators = false) : Step
{
    /// <summary>The value for each feature, <c>[features]</c>; null before fitting.</summary>
    public double[]? Fill { get; init; }

    /// <summary>Indices of the features that get an indicator column; null before fitting.</summary>
    public int[]? Indicated { get; init; }

    /// <inheritdoc/>
    public override bool IsFitted => Fill is not null;

    /// <inheritdoc/>
    protected override int FittedWidth => Fill!.Length;

    /// <inheritdoc/>
    protected override Step FitCore(float[,] x)
    {
        if (!float.IsFinite(Constant))
            throw new ArgumentOutOfRangeException(nameof(Constant), Constant, "The constant that fills missing values must be finite.");
        var fill = new double[x.GetLength(1)];
        var indicated = new List<int>();
        for (var column = 0; column < fill.Length; column++)
        {
            var values = Columns.Present(x, column);
            if (values.Length < x.GetLength(0))
                indicated.Add(column);
            fill[column] = values.Length == 0 || Strategy == ImputeStrategy.Constant ? Constant
                : Strategy == ImputeStrategy.Mean ? values.Average() : Columns.Quantile(values, 0.5);
        }
        return this with { Fill = fill, Indicated = AddIndicators ? [.. indicated] : [] };
    }

    /// <inheritdoc/>
    protected override float[,] TransformCore(float[,] x)
    {
        var (rows, width) = (x.GetLength(0), x.GetLength(1));
        var result = new float[rows, width + Indicated!.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < width; column++)
                result[row, column] = float.IsNaN(x[row, column]) ? (float)Fill![column] : x[row, column];
            for (var i = 0; i < Indicated.Length; i++)
                result[row, width + i] = float.IsNaN(x[row, Indicated[i]]) ? 1 : 0;
        }
        return result;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> NamesCore(IReadOnlyList<string> names)
        => [.. names, .. Indicated!.Select(i => names[i] + " is missing")];
}
