using System.Globalization;
using System.Numerics;
using Microsoft.Data.Analysis;

namespace MetaAnomalyLib.Data;

/// <summary>From a data frame to the arrays that models take.</summary>
public static class DataFrameExtensions
{
    /// <summary>The columns as a matrix <c>[rows, columns]</c>; a null becomes NaN, true 1, false 0.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="columns">Names of the columns; none means all.</param>
    /// <exception cref="ArgumentException">A column does not exist, or holds neither numbers nor booleans.</exception>
    public static float[,] ToMatrix(this DataFrame frame, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var selected = columns is null or [] ? frame.Columns.ToList() : columns.Select(name => frame.Columns[name]).ToList();
        var matrix = new float[frame.Rows.Count, selected.Count];
        for (var i = 0; i < selected.Count; i++)
            Copy(selected[i], matrix, i);
        return matrix;
    }

    /// <summary>One column as labels <c>[rows]</c>: 1 where the value, as text, equals <paramref name="anomaly"/>, else 0.</summary>
    /// <exception cref="ArgumentException">The column does not exist, or has a null.</exception>
    public static int[] ToLabels(this DataFrame frame, string column, string anomaly = "1")
    {
        ArgumentNullException.ThrowIfNull(frame);
        var labels = frame.Columns[column];
        if (labels.NullCount > 0)
            throw new ArgumentException(
                $"Column '{column}' has {labels.NullCount} missing labels; every row needs one. Drop these rows first.", nameof(column));
        return labels.Cast<object>().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) == anomaly ? 1 : 0).ToArray();
    }

    /// <summary>The rows that a column marks, when it marks only a few and leaves the others empty, 0 or anything else: the known anomalies of a table that is otherwise unlabelled.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="column">Name of the column.</param>
    /// <param name="value">What stands in a marked row; upper and lower case are the same. Default: 1.</param>
    /// <returns>Indices of the rows, ascending.</returns>
    /// <exception cref="ArgumentException">There is no such column, or it marks no row: the message says what it holds.</exception>
    public static int[] MarkedRows(this DataFrame frame, string column, string value = "1")
    {
        ArgumentNullException.ThrowIfNull(frame);
        var texts = frame.Columns[column].Cast<object?>().Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture)?.Trim() ?? "").ToArray();
        int[] marked = [.. Enumerable.Range(0, texts.Length).Where(row => texts[row].Equals(value, StringComparison.OrdinalIgnoreCase))];
        return marked.Length > 0 ? marked : throw new ArgumentException(
            $"No row of column '{column}' is '{value}'; it holds {string.Join(", ", texts.Distinct().Take(5).Select(text => $"'{text}'"))}. Name the value that marks a known anomaly.", nameof(value));
    }

    private static void Copy(DataFrameColumn column, float[,] matrix, int index)
    {
        switch (column)
        {
            case PrimitiveDataFrameColumn<float> c: Copy(c, matrix, index); break;
            case PrimitiveDataFrameColumn<double> c: Copy(c, matrix, index); break;
            case PrimitiveDataFrameColumn<long> c: Copy(c, matrix, index); break;
            case PrimitiveDataFrameColumn<int> c: Copy(c, matrix, index); break;
            case PrimitiveDataFrameColumn<short> c: Copy(c, matrix, index); break;
            case PrimitiveDataFrameColumn<byte> c: Copy(c, matrix, index); break;
            case PrimitiveDataFrameColumn<bool> c:
                for (var row = 0; row < c.Length; row++)
                    matrix[row, index] = c[row] switch { true => 1, false => 0, null => float.NaN };
                break;
            default:
                throw new ArgumentException(
                    $"Column '{column.Name}' holds {column.DataType.Name} values; a matrix needs numbers or booleans. Encode it with "
                    + "OneHotEncoder, or leave it out.");
        }
    }

    private static void Copy<T>(PrimitiveDataFrameColumn<T> column, float[,] matrix, int index) where T : unmanaged, INumber<T>
    {
        var row = 0;
        foreach (var block in column.GetReadOnlyDataBuffers())
        {
            foreach (var value in block.Span)
                matrix[row++, index] = float.CreateTruncating(value);
        }
        for (row = 0; column.NullCount > 0 && row < column.Length; row++)
        {
            if (!column.IsValid(row))
                matrix[row, index] = float.NaN;
        }
    }
}
