using System.Collections;

namespace Microsoft.Data.Analysis;

/// <summary>A column of text, with nulls.</summary>
public partial class StringDataFrameColumn : DataFrameColumn, IEnumerable<string>
{
    private readonly List<string> _values;
    private long _nullCount;

    public StringDataFrameColumn(string name, long length = 0) : this(name, new string[length]) { }

    public StringDataFrameColumn(string name, IEnumerable<string> values) : base(name, 0, typeof(string))
    {
        _values = [.. values ?? throw new ArgumentNullException(nameof(values))];
        _nullCount = _values.Count(value => value is null);
        Length = _values.Count;
    }

    public override long NullCount => _nullCount;

    public new string this[long rowIndex]
    {
        get => _values[checked((int)rowIndex)];
        set
        {
            _nullCount += (value is null ? 1 : 0) - (this[rowIndex] is null ? 1 : 0);
            _values[(int)rowIndex] = value;
        }
    }

    public new List<string> this[long startIndex, int length]
        => _values.GetRange(checked((int)startIndex), (int)Math.Min(length, Length - startIndex));

    public void Append(string value)
    {
        _values.Add(value);
        _nullCount += value is null ? 1 : 0;
        Length++;
    }

    /// <summary>Applies a function to the values that are not null.</summary>
    public StringDataFrameColumn Apply(Func<string, string> func, bool inPlace = false)
        => Replace(value => value is null ? null : func(value), inPlace);

    public StringDataFrameColumn FillNulls(string value, bool inPlace = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Replace(old => old ?? value, inPlace);
    }

    public new StringDataFrameColumn DropNulls() => (StringDataFrameColumn)DropNullsImplementation();

    public new StringDataFrameColumn Clone(long numberOfNullsToAppend = 0)
        => (StringDataFrameColumn)CloneImplementation(numberOfNullsToAppend);

    public new StringDataFrameColumn Clone(DataFrameColumn mapIndices, bool invertMapIndices, long numberOfNullsToAppend)
        => (StringDataFrameColumn)CloneImplementation(mapIndices, invertMapIndices, numberOfNullsToAppend);

    public new StringDataFrameColumn Sort(bool ascending = true, bool putNullValuesLast = true)
        => (StringDataFrameColumn)base.Sort(ascending, putNullValuesLast);

    public override DataFrame ValueCounts()
    {
        var groups = GroupColumnValues<string>(out _);
        return new DataFrame(
            new StringDataFrameColumn("Values", groups.Keys),
            new PrimitiveDataFrameColumn<long>("Counts", groups.Values.Select(rows => (long)rows.Count)));
    }

    public override GroupBy GroupBy(int columnIndex, DataFrame parent)
        => new GroupBy<string>(parent, columnIndex, GroupColumnValues<string>(out _));

    public override Dictionary<TKey, ICollection<long>> GroupColumnValues<TKey>(out HashSet<long> nullIndices)
    {
        var groups = new Dictionary<string, ICollection<long>>();
        if (groups is not Dictionary<TKey, ICollection<long>> result)
            throw new NotSupportedException($"Column '{Name}' is grouped by its own type, {DataType.Name}, not by {typeof(TKey).Name}.");
        nullIndices = [];
        for (var row = 0; row < _values.Count; row++)
        {
            if (_values[row] is not { } value)
                nullIndices.Add(row);
            else if (groups.TryGetValue(value, out var rows))
                rows.Add(row);
            else
                groups.Add(value, new List<long> { row });
        }
        return result;
    }

    public PrimitiveDataFrameColumn<bool> ElementwiseEquals(string value) => Flags(row => this[row] == value);

    public override PrimitiveDataFrameColumn<bool> ElementwiseEquals<T>(T value)
        => value is DataFrameColumn column ? ElementwiseEquals(column) : ElementwiseEquals(value.ToString());

    public override PrimitiveDataFrameColumn<bool> ElementwiseEquals(DataFrameColumn column)
        => column is null ? ElementwiseIsNull() : Flags(row => this[row] == column[row]?.ToString());

    public PrimitiveDataFrameColumn<bool> ElementwiseNotEquals(string value) => Flags(row => this[row] != value);

    public override PrimitiveDataFrameColumn<bool> ElementwiseNotEquals<T>(T value)
        => value is DataFrameColumn column ? ElementwiseNotEquals(column) : ElementwiseNotEquals(value.ToString());

    public override PrimitiveDataFrameColumn<bool> ElementwiseNotEquals(DataFrameColumn column)
        => column is null ? ElementwiseIsNotNull() : Flags(row => this[row] != column[row]?.ToString());

    public IEnumerator<string> GetEnumerator() => _values.GetEnumerator();

    protected override IEnumerator GetEnumeratorCore() => GetEnumerator();

    protected override object GetValue(long rowIndex) => this[rowIndex];

    protected override IReadOnlyList<object> GetValues(long startIndex, int length) => this[startIndex, length];

    protected override void SetValue(long rowIndex, object value)
        => this[rowIndex] = value is null or string ? (string)value
            : throw new ArgumentException(Messages.MismatchedValueType(DataType), nameof(value));

    protected override DataFrameColumn CloneImplementation(long numberOfNullsToAppend)
        => new StringDataFrameColumn(Name, _values.Concat(new string[numberOfNullsToAppend]));

    protected override DataFrameColumn CloneImplementation(DataFrameColumn mapIndices, bool invertMapIndices, long numberOfNullsToAppend)
        => mapIndices is null
            ? CloneImplementation(numberOfNullsToAppend)
            : new StringDataFrameColumn(
                Name,
                SelectedRows(mapIndices, invertMapIndices).Select(row => row < 0 ? null : this[row]).Concat(
                    new string[numberOfNullsToAppend]));

    protected override DataFrameColumn FillNullsImplementation(object value, bool inPlace)
        => value is string text ? FillNulls(text, inPlace)
            : throw new ArgumentException(Messages.MismatchedValueType(DataType), nameof(value));

    protected override DataFrameColumn DropNullsImplementation()
        => new StringDataFrameColumn(Name, _values.Where(value => value is not null));

    protected internal override void Resize(long length)
    {
        if (length < Length)
            throw new ArgumentException(Messages.CannotResizeDown, nameof(length));
        while (Length < length)
            Append(null);
    }

    protected internal override PrimitiveDataFrameColumn<long> GetSortIndices(bool ascending, bool putNullValuesLast)
        => SortIndices(_values, IsValid, ascending, putNullValuesLast);

    private StringDataFrameColumn Replace(Func<string, string> func, bool inPlace)
    {
        var result = inPlace ? this : Clone();
        for (long row = 0; row < Length; row++)
            result[row] = func(result[row]);
        return result;
    }
}
