using Microsoft.Data.Analysis;

namespace MetaAnomalyLib.Preprocessing;

/// <summary>What becomes of a category that was not in the training part.</summary>
public enum UnknownCategory
{
    /// <summary>All its columns are 0.</summary>
    Ignore,

    /// <summary>It is an error.</summary>
    Refuse,
}

/// <summary>One column of 0 and 1 for each category of the training part, in ordinal order of the categories.</summary>
/// <param name="Unknown">What becomes of a category that was not in the training part. Default: all zeros.</param>
/// <remarks>A missing value (null) is a category of its own, called <c>missing</c>, if the training part has one; else it counts as
/// unknown. Order as scikit-learn's OneHotEncoder.</remarks>
public sealed record OneHotEncoder(UnknownCategory Unknown = UnknownCategory.Ignore)
{
    /// <summary>What was learned of each column; null before fitting.</summary>
    public IReadOnlyList<EncodedColumn>? Columns { get; init; }

    /// <summary>The encoder, fitted on columns of a training frame.</summary>
    /// <exception cref="ArgumentException">There are no rows, or a column is not text.</exception>
    public OneHotEncoder Fit(DataFrame frame, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Rows.Count == 0)
            throw new ArgumentException("There are no rows to fit on; at least one is needed.", nameof(frame));
        return this with { Columns = [.. columns.Select(name => Learn(Text(frame, name)))] };
    }

    /// <summary>The categories as a matrix <c>[rows, categories of all columns]</c>.</summary>
    /// <exception cref="InvalidOperationException">The encoder is not fitted.</exception>
    /// <exception cref="ArgumentException">A column is missing or not text, or a category is unknown and refused.</exception>
    public float[,] Transform(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var columns = Columns ?? throw NotFitted();
        var matrix = new float[frame.Rows.Count, columns.Sum(column => column.Width)];
        var first = 0;
        foreach (var column in columns)
        {
            var values = Text(frame, column.Name);
            var index = column.Categories.Select((category, i) => (category, i)).ToDictionary(
                pair => pair.category, pair => pair.i, StringComparer.Ordinal);
            for (var row = 0; row < values.Length; row++)
            {
                var value = values[row];
                if (value is null ? column.HasMissing : index.ContainsKey(value))
                    matrix[row, first + (value is null ? column.Categories.Count : index[value])] = 1;
                else if (Unknown == UnknownCategory.Refuse)
                    throw new ArgumentException(
                        $"Column '{column.Name}', row {row}: '{value ?? "missing"}' was not in the training part "
                        + $"({string.Join(", ", column.Categories)}).",
                        nameof(frame));
            }
            first += column.Width;
        }
        return matrix;
    }

    /// <summary>Names of the resulting features, such as <c>colour=red</c>.</summary>
    /// <exception cref="InvalidOperationException">The encoder is not fitted.</exception>
    public IReadOnlyList<string> Names()
        => [.. (Columns ?? throw NotFitted()).SelectMany(column => column.Names)];

    private static EncodedColumn Learn(StringDataFrameColumn column)
        => new(column.Name, [.. column.Where(value => value is not null).Distinct().Order(StringComparer.Ordinal)], column.NullCount > 0);

    private static StringDataFrameColumn Text(DataFrame frame, string name) => frame.Columns[name] as StringDataFrameColumn
        ?? throw new ArgumentException(
            $"Column '{name}' holds {frame.Columns[name].DataType.Name} values; only text is encoded.", nameof(name));

    private static InvalidOperationException NotFitted()
        => new("OneHotEncoder is not fitted. Call Fit on the training part first, and use what it returns.");
}

/// <summary>What the training part held in one text column.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Categories">Its categories, sorted.</param>
/// <param name="HasMissing">Whether values were missing.</param>
public sealed record EncodedColumn(string Name, IReadOnlyList<string> Categories, bool HasMissing)
{
    /// <summary>Number of columns it becomes.</summary>
    internal int Width => Categories.Count + (HasMissing ? 1 : 0);

    /// <summary>Their names.</summary>
    internal IEnumerable<string> Names => Categories.Concat(HasMissing ? ["missing"] : []).Select(category => $"{Name}={category}");
}
