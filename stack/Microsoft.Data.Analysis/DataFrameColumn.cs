using System.Collections;
using System.Text;

namespace Microsoft.Data.Analysis;

/// <summary>One named column.</summary>
public abstract partial class DataFrameColumn : IEnumerable
{
    private readonly List<DataFrameColumnCollection> _owners = [];

    protected DataFrameColumn(string name, long length, Type type)
    {
        Name = name;
        Length = length;
        DataType = type;
    }

    public static PrimitiveDataFrameColumn<T> Create<T>(string name, IEnumerable<T?> values) where T : unmanaged => new(name, values);

    public static PrimitiveDataFrameColumn<T> Create<T>(string name, IEnumerable<T> values) where T : unmanaged => new(name, values);

    public static StringDataFrameColumn Create(string name, IEnumerable<string> values) => new(name, values);

    public string Name { get; private set; }

    public long Length { get; protected set; }

    public Type DataType { get; }

    public abstract long NullCount { get; }

    public object this[long rowIndex]
    {
        get => GetValue(rowIndex);
        set => SetValue(rowIndex, value);
    }

    public IReadOnlyList<object> this[long startIndex, int length] => GetValues(startIndex, length);

    /// <summary>Renames the column, in every frame that holds it.</summary>
    public void SetName(string newName)
    {
        foreach (var owner in _owners)
            owner.OnRenamed(Name, newName);
        Name = newName;
    }

    public virtual bool IsValid(long index) => NullCount == 0 || this[index] is not null;

    public DataFrameColumn Clone(long numberOfNullsToAppend = 0) => CloneImplementation(numberOfNullsToAppend);

    /// <summary>A copy of the rows that <paramref name="mapIndices"/> (bool, int or long) selects; a full copy where it is null.</summary>
    public DataFrameColumn Clone(DataFrameColumn mapIndices, bool invertMapIndices = false, long numberOfNullsToAppend = 0)
        => CloneImplementation(mapIndices, invertMapIndices, numberOfNullsToAppend);

    public DataFrameColumn Sort(bool ascending = true, bool putNullValuesLast = true)
        => Clone(GetSortIndices(ascending, putNullValuesLast));

    public virtual DataFrameColumn FillNulls(object value, bool inPlace = false) => FillNullsImplementation(value, inPlace);

    public virtual DataFrameColumn DropNulls() => DropNullsImplementation();

    public virtual bool IsNumericColumn() => false;

    public virtual bool HasDescription() => false;

    public virtual DataFrameColumn Description() =>
        throw new NotSupportedException($"Column '{Name}' of type {DataType.Name} has no description; HasDescription() tells.");

    public virtual StringDataFrameColumn Info() => new(Name, [DataType.ToString(), DataFrame.Show(Length - NullCount)]);

    /// <summary>The distinct values and how often each occurs, in order of first occurrence.</summary>
    public abstract DataFrame ValueCounts();

    public abstract GroupBy GroupBy(int columnIndex, DataFrame parent);

    /// <summary>Row indices of each distinct value, in order of first occurrence.</summary>
    public abstract Dictionary<TKey, ICollection<long>> GroupColumnValues<TKey>(out HashSet<long> nullIndices);

    public override string ToString() => ToString(DataFrame.DefaultMaxRowsToShowInPreview);

    public string ToString(long rowsToShow)
    {
        var text = new StringBuilder(Name);
        var shown = Math.Min(Length, rowsToShow);
        for (long row = 0; row < shown; row++)
            text.AppendLine(DataFrame.Show(this[row]));
        if (shown < Length)
            text.AppendLine(Messages.AmountOfRowsShown(rowsToShow, Length));
        return text.Append("Name: ").Append(Name).Append(", Type: ").Append(DataType).ToString();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumeratorCore();

    protected abstract object GetValue(long rowIndex);

    protected abstract IReadOnlyList<object> GetValues(long startIndex, int length);

    protected abstract void SetValue(long rowIndex, object value);

    protected abstract IEnumerator GetEnumeratorCore();

    protected abstract DataFrameColumn CloneImplementation(long numberOfNullsToAppend = 0);

    protected abstract DataFrameColumn CloneImplementation(DataFrameColumn mapIndices, bool invertMapIndices, long numberOfNullsToAppend);

    protected abstract DataFrameColumn FillNullsImplementation(object value, bool inPlace);

    protected abstract DataFrameColumn DropNullsImplementation();

    protected internal abstract void Resize(long length);

    protected internal abstract PrimitiveDataFrameColumn<long> GetSortIndices(bool ascending, bool putNullValuesLast);

    internal void AddOwner(DataFrameColumnCollection owner)
    {
        if (!_owners.Contains(owner))
            _owners.Add(owner);
    }

    internal void RemoveOwner(DataFrameColumnCollection owner) => _owners.Remove(owner);

    /// <summary>The rows that a bool, int or long column selects; -1 stands for null.</summary>
    internal long[] SelectedRows(DataFrameColumn mapIndices, bool invert)
    {
        if (mapIndices is PrimitiveDataFrameColumn<bool> filter)
            return filter.Length <= Length ? filter.TrueRows()
                : throw new ArgumentException("MapIndices exceeds column length", nameof(mapIndices));
        IEnumerable<long?> indices = mapIndices switch
        {
            PrimitiveDataFrameColumn<int> map => map.Select(i => (long?)i),
            PrimitiveDataFrameColumn<long> map => map,
            _ => throw new ArgumentException(
                $"Expected value to be of type {typeof(long)}, {typeof(int)} or {typeof(bool)}", nameof(mapIndices)),
        };
        var rows = indices.Select(i => i is null ? -1 : i >= 0 && i < Length ? i.Value
            : throw new ArgumentOutOfRangeException(nameof(mapIndices), i, "Index cannot be greater than the Column's Length")).ToArray();
        if (invert)
            Array.Reverse(rows);
        return rows;
    }

    /// <summary>Stable order of the valid rows, nulls before or after them.</summary>
    internal static PrimitiveDataFrameColumn<long> SortIndices<T>(
        IReadOnlyList<T> values, Func<long, bool> isValid, bool ascending, bool putNullValuesLast)
    {
        var rows = Enumerable.Range(0, values.Count);
        var valid = rows.Where(i => isValid(i)).ToArray();
        var ordered = (ascending ? valid.OrderBy(i => values[i]) : valid.OrderByDescending(i => values[i])).Select(i => (long)i);
        var nulls = rows.Where(i => !isValid(i)).Select(i => (long)i);
        return new Int64DataFrameColumn("SortIndices", putNullValuesLast ? ordered.Concat(nulls) : nulls.Concat(ordered));
    }
}
