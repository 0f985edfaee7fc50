using System.Collections;
using System.Globalization;

namespace Microsoft.Data.Analysis;

/// <summary>The rows of a frame, grouped by the values of one column.</summary>
public abstract class GroupBy
{
    /// <summary>Number of non-null values in each group.</summary>
    public abstract DataFrame Count(params string[] columnNames);

    /// <summary>First value of each group.</summary>
    public abstract DataFrame First(params string[] columnNames);

    public abstract DataFrame Head(int numberOfRows);

    public abstract DataFrame Tail(int numberOfRows);

    public abstract DataFrame Max(params string[] columnNames);

    public abstract DataFrame Min(params string[] columnNames);

    public abstract DataFrame Product(params string[] columnNames);

    public abstract DataFrame Sum(params string[] columnNames);

    /// <summary>Sum of each group divided by its number of rows, nulls included (as in the official API).</summary>
    public abstract DataFrame Mean(params string[] columnNames);
}

/// <inheritdoc cref="Analysis.GroupBy"/>
public class GroupBy<TKey> : GroupBy
{
    private readonly DataFrame _dataFrame;
    private readonly int _keyColumn;
    private readonly IDictionary<TKey, ICollection<long>> _rowsOfKey;

    public GroupBy(DataFrame dataFrame, int groupByColumnIndex, IDictionary<TKey, ICollection<long>> keyToRowIndices)
    {
        _dataFrame = dataFrame;
        _keyColumn = groupByColumnIndex;
        _rowsOfKey = keyToRowIndices ?? throw new ArgumentException(nameof(keyToRowIndices));
    }

    /// <summary>The groups, for LINQ.</summary>
    public IEnumerable<IGrouping<TKey, DataFrameRow>> Groupings
        => _rowsOfKey.Select(group => new Grouping(group.Key, group.Value.Select(row => _dataFrame.Rows[row])));

    public override DataFrame Count(params string[] columnNames)
        => Aggregate(columnNames, c => new PrimitiveDataFrameColumn<long>(c.Name), (column, rows) => rows.LongCount(column.IsValid));

    public override DataFrame First(params string[] columnNames) => Aggregate(columnNames, Same, (column, rows) => column[rows.First()]);

    public override DataFrame Max(params string[] columnNames) => Aggregate(columnNames, Same, (column, rows) => column.Max(rows));

    public override DataFrame Min(params string[] columnNames) => Aggregate(columnNames, Same, (column, rows) => column.Min(rows));

    public override DataFrame Product(params string[] columnNames) => Aggregate(columnNames, Same, (column, rows) => column.Product(rows));

    public override DataFrame Sum(params string[] columnNames) => Aggregate(columnNames, Same, (column, rows) => column.Sum(rows));

    public override DataFrame Mean(params string[] columnNames) => Aggregate(
        columnNames,
        c => new PrimitiveDataFrameColumn<double>(c.Name),
        (column, rows) => Convert.ToDouble(column.Sum(rows), CultureInfo.InvariantCulture) / rows.Count);

    public override DataFrame Head(int numberOfRows) => KeyFirst(_rowsOfKey.Values.SelectMany(rows => rows.Take(numberOfRows)));

    public override DataFrame Tail(int numberOfRows) => KeyFirst(_rowsOfKey.Values.SelectMany(rows => rows.TakeLast(numberOfRows)));

    private static DataFrameColumn Same(DataFrameColumn column) => column.Clone(new PrimitiveDataFrameColumn<long>("Empty"));

    private DataFrame KeyFirst(IEnumerable<long> rows)
    {
        var selected = _dataFrame[rows];
        var key = selected.Columns[_keyColumn];
        selected.Columns.RemoveAt(_keyColumn);
        selected.Columns.Insert(0, key);
        return selected;
    }

    private DataFrame Aggregate(
        string[] names, Func<DataFrameColumn, DataFrameColumn> create, Func<DataFrameColumn, ICollection<long>, object> value)
    {
        var key = _dataFrame.Columns[_keyColumn];
        var result = new DataFrame(key.Clone(new PrimitiveDataFrameColumn<long>("First", _rowsOfKey.Values.Select(rows => rows.First()))));
        var columns = names is null or [] ? _dataFrame.Columns.ToList() : names.Select(name => _dataFrame.Columns[name]).ToList();
        foreach (var column in columns.Where(c => c != key))
        {
            var aggregate = create(column);
            aggregate.Resize(_rowsOfKey.Count);
            var group = 0;
            foreach (var rows in _rowsOfKey.Values)
                aggregate[group++] = value(column, rows);
            result.Columns.Add(aggregate);
        }
        return result;
    }

    private sealed class Grouping(TKey key, IEnumerable<DataFrameRow> rows) : IGrouping<TKey, DataFrameRow>
    {
        public TKey Key => key;

        public IEnumerator<DataFrameRow> GetEnumerator() => rows.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
