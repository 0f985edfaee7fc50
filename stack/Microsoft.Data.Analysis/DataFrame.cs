using System.Globalization;
using System.Text;

namespace Microsoft.Data.Analysis;

/// <summary>Columns of equal length, each with a name and one type. The part of Microsoft.Data.Analysis 0.23 that this project
/// uses.</summary>
[TypeFormatterSource(typeof(DataFrameFormatterSource), PreferredMimeTypes = new[] { "text/html" })]
public partial class DataFrame
{
    internal const int DefaultMaxRowsToShowInPreview = 25;

    public DataFrame(IEnumerable<DataFrameColumn> columns)
    {
        Columns = new DataFrameColumnCollection(columns);
        Rows = new DataFrameRowCollection(this);
    }

    public DataFrame(params DataFrameColumn[] columns) : this((IEnumerable<DataFrameColumn>)columns) { }

    public DataFrameColumnCollection Columns { get; }

    public DataFrameRowCollection Rows { get; }

    public object this[long rowIndex, int columnIndex]
    {
        get => Columns[columnIndex][rowIndex];
        set => Columns[columnIndex][rowIndex] = value;
    }

    public DataFrameColumn this[string columnName]
    {
        get => Columns[columnName];
        set => Columns[columnName] = value;
    }

    public DataFrame this[PrimitiveDataFrameColumn<bool> rowFilter] => Filter(rowFilter);

    public DataFrame this[PrimitiveDataFrameColumn<int> rowIndices] => Filter(rowIndices);

    public DataFrame this[PrimitiveDataFrameColumn<long> rowIndices] => Filter(rowIndices);

    public DataFrame this[IEnumerable<int> rowIndices] => Filter(new PrimitiveDataFrameColumn<int>("Filter", rowIndices));

    public DataFrame this[IEnumerable<long> rowIndices] => Filter(new PrimitiveDataFrameColumn<long>("Filter", rowIndices));

    public DataFrame this[IEnumerable<bool> rowFilter] => Filter(new PrimitiveDataFrameColumn<bool>("Filter", rowFilter));

    /// <summary>The rows where <paramref name="filter"/> is true (null counts as false).</summary>
    public DataFrame Filter(PrimitiveDataFrameColumn<bool> filter) => Map(filter);

    /// <summary>The rows named by <paramref name="rowIndices"/>, in that order (null gives a row of nulls).</summary>
    public DataFrame Filter(PrimitiveDataFrameColumn<int> rowIndices) => Map(rowIndices);

    /// <inheritdoc cref="Filter(PrimitiveDataFrameColumn{int})"/>
    public DataFrame Filter(PrimitiveDataFrameColumn<long> rowIndices) => Map(rowIndices);

    /// <summary>The first <paramref name="numberOfRows"/> rows.</summary>
    public DataFrame Head(int numberOfRows) => this[Enumerable.Range(0, numberOfRows)];

    /// <summary>The last <paramref name="numberOfRows"/> rows.</summary>
    public DataFrame Tail(int numberOfRows) => this[Enumerable.Range(0, numberOfRows).Select(i => Rows.Count - numberOfRows + i)];

    /// <summary>Rows drawn at random without replacement. It has no seed (as in the official API): use the library's splits where a result
    /// must be repeatable.</summary>
    public DataFrame Sample(int numberOfRows)
    {
        if (numberOfRows > Rows.Count)
            throw new ArgumentException(
                $"Parameter.Count exceeds the number of rows({Rows.Count}) in the DataFrame ", nameof(numberOfRows));
        var rows = Enumerable.Range(0, (int)Math.Min(int.MaxValue, Rows.Count)).ToArray();
        Random.Shared.Shuffle(rows);
        return this[rows.Take(numberOfRows)];
    }

    /// <summary>A full copy.</summary>
    public DataFrame Clone() => Map(null);

    public DataFrame OrderBy(string columnName, bool ascending = true, bool putNullValuesLast = true)
        => Map(Columns[columnName].GetSortIndices(ascending, putNullValuesLast));

    public DataFrame OrderByDescending(string columnName, bool putNullValuesLast = true) => OrderBy(columnName, false, putNullValuesLast);

    public DataFrame DropNulls(DropNullOptions options = DropNullOptions.Any)
    {
        var keep = new bool[Rows.Count];
        for (var row = 0; row < keep.Length; row++)
            keep[row] = options == DropNullOptions.Any ? Columns.All(c => c.IsValid(row)) : Columns.Any(c => c.IsValid(row));
        return this[keep];
    }

    public DataFrame FillNulls(object value, bool inPlace = false)
    {
        var result = inPlace ? this : Clone();
        foreach (var column in result.Columns)
            column.FillNulls(value, inPlace: true);
        return result;
    }

    /// <summary>Fills the nulls of each column with its own value.</summary>
    public DataFrame FillNulls(IList<object> values, bool inPlace = false)
    {
        if (values.Count != Columns.Count)
            throw new ArgumentException(Messages.MismatchedColumnLengths, nameof(values));
        var result = inPlace ? this : Clone();
        for (var i = 0; i < values.Count; i++)
            result.Columns[i].FillNulls(values[i], inPlace: true);
        return result;
    }

    public GroupBy GroupBy(string columnName) => Columns[columnName].GroupBy(Columns.IndexOf(columnName), this);

    public GroupBy<TKey> GroupBy<TKey>(string columnName)
        => GroupBy(columnName) as GroupBy<TKey> ?? throw new InvalidCastException(
            $"Cannot cast elements of column '{columnName}' type of {Columns[columnName].DataType} to type {typeof(TKey)} used as TKey "
            + "in grouping ");

    /// <summary>Type and number of non-null values of each column.</summary>
    public DataFrame Info()
    {
        var result = new DataFrame();
        if (Columns.Count > 0)
            result.Columns.Add(new StringDataFrameColumn("Info", ["DataType", Messages.NonNullLength]));
        foreach (var column in Columns)
            result.Columns.Add(column.Info());
        return result;
    }

    /// <summary>Length, maximum, minimum and mean of each numeric column. As in the official API the mean divides by the number of rows,
    /// nulls included; <see cref="DataFrameColumn.Mean"/> does not.</summary>
    public DataFrame Description()
    {
        var result = new DataFrame();
        foreach (var column in Columns.Where(c => c.HasDescription()))
        {
            if (result.Columns.Count == 0)
                result.Columns.Add(new StringDataFrameColumn("Description", [Messages.NonNullLength, "Max", "Min", "Mean"]));
            result.Columns.Add(column.Description());
        }
        return result;
    }

    public override string ToString() => ToString(DefaultMaxRowsToShowInPreview);

    /// <summary>The first <paramref name="rowsToShow"/> rows as a text table.</summary>
    public string ToString(long rowsToShow)
    {
        var text = new StringBuilder();
        var padding = Columns.Select(c => c.Name.Length + 1).Append(10).Max();
        foreach (var column in Columns)
            text.Append(column.Name.PadRight(padding));
        text.AppendLine();
        var shown = Math.Min(Rows.Count, rowsToShow);
        for (long row = 0; row < shown; row++)
        {
            foreach (var column in Columns)
                text.Append(Show(column[row]).PadRight(padding));
            text.AppendLine();
        }
        if (shown < Rows.Count)
            text.AppendLine(Messages.AmountOfRowsShown(rowsToShow, Rows.Count));
        return text.ToString();
    }

    internal static string Show(object value) => Convert.ToString(value ?? "null", CultureInfo.InvariantCulture);

    internal DataFrame Map(DataFrameColumn mapIndices) => new(Columns.Select(c => c.Clone(mapIndices)).ToList());
}
