using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Microsoft.Data.Analysis;

/// <summary>A column of values of an unmanaged type, with nulls: one array of values, one bit per row that is set where the row is valid
/// (Apache Arrow's layout).</summary>
public partial class PrimitiveDataFrameColumn<T> : DataFrameColumn, IEnumerable<T?> where T : unmanaged
{
    private T[] _values = [];
    private byte[] _validity = [];
    private long _nullCount;

    public PrimitiveDataFrameColumn(string name, IEnumerable<T?> values) : base(name, 0, typeof(T))
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var value in values)
            Append(value);
    }

    public PrimitiveDataFrameColumn(string name, IEnumerable<T> values) : base(name, 0, typeof(T))
    {
        ArgumentNullException.ThrowIfNull(values);
        Adopt(values.ToArray());
    }

    /// <summary>A column of <paramref name="length"/> nulls.</summary>
    public PrimitiveDataFrameColumn(string name, long length = 0) : base(name, 0, typeof(T)) => AppendMany(null, length);

    /// <summary>A column over values and validity bits in Arrow's layout. No bits: every row is valid.</summary>
    public PrimitiveDataFrameColumn(
        string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, 0, typeof(T))
    {
        if (nullBitMap.IsEmpty && nullCount != 0)
            throw new ArgumentNullException(nameof(nullBitMap), "Inconsistent null bitmaps and NullCounts");
        if (!nullBitMap.IsEmpty && nullBitMap.Length < (length + 7) / 8)
            throw new ArgumentException("Inconsistent null bitmap and data buffer lengths", nameof(nullBitMap));
        Adopt(buffer.IsEmpty ? new T[length] : MemoryMarshal.Cast<byte, T>(buffer.Span)[..length].ToArray());
        if (!nullBitMap.IsEmpty)
            nullBitMap.Span[.._validity.Length].CopyTo(_validity);
        _nullCount = nullCount;
    }

    public override long NullCount => _nullCount;

    /// <summary>The value, or null. Index errors are exceptions.</summary>
    public new T? this[long rowIndex]
    {
        get => IsValid(rowIndex) ? _values[rowIndex] : null;
        set
        {
            CheckRow(rowIndex);
            _nullCount += (IsValid(rowIndex) ? 1 : 0) - (value.HasValue ? 1 : 0);
            _values[rowIndex] = value.GetValueOrDefault();
            SetValidity((int)rowIndex, value.HasValue);
        }
    }

    public new IReadOnlyList<T?> this[long startIndex, int length]
    {
        get
        {
            CheckRow(startIndex);
            return Enumerable.Range(0, (int)Math.Min(length, Length - startIndex)).Select(i => this[startIndex + i]).ToList();
        }
    }

    /// <summary>The values as one memory block; rows that are null hold the default value.</summary>
    public IEnumerable<ReadOnlyMemory<T>> GetReadOnlyDataBuffers() => [_values.AsMemory(0, (int)Length)];

    /// <summary>One bit per row, least significant first, set where the row is valid.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> GetReadOnlyNullBitMapBuffers() => [_validity.AsMemory(0, ((int)Length + 7) / 8)];

    public override bool IsValid(long index)
    {
        CheckRow(index);
        return (_validity[index >> 3] >> (int)(index & 7) & 1) != 0;
    }

    public void Append(T? value)
    {
        Reserve(Length + 1);
        _values[Length] = value.GetValueOrDefault();
        SetValidity((int)Length, value.HasValue);
        _nullCount += value.HasValue ? 0 : 1;
        Length++;
    }

    public void AppendMany(T? value, long count)
    {
        Reserve(Length + count);
        for (long i = 0; i < count; i++)
            Append(value);
    }

    public new PrimitiveDataFrameColumn<T> Clone(long numberOfNullsToAppend = 0)
        => (PrimitiveDataFrameColumn<T>)CloneImplementation(numberOfNullsToAppend);

    public new PrimitiveDataFrameColumn<T> Clone(DataFrameColumn mapIndices, bool invertMapIndices = false, long numberOfNullsToAppend = 0)
        => (PrimitiveDataFrameColumn<T>)CloneImplementation(mapIndices, invertMapIndices, numberOfNullsToAppend);

    public new PrimitiveDataFrameColumn<T> Sort(bool ascending = true, bool putNullValuesLast = true)
        => (PrimitiveDataFrameColumn<T>)base.Sort(ascending, putNullValuesLast);

    public PrimitiveDataFrameColumn<T> FillNulls(T value, bool inPlace = false)
    {
        var result = inPlace ? this : Clone();
        for (long row = 0; row < Length && result._nullCount > 0; row++)
        {
            if (!result.IsValid(row))
                result[row] = value;
        }
        return result;
    }

    public new PrimitiveDataFrameColumn<T> DropNulls() => (PrimitiveDataFrameColumn<T>)DropNullsImplementation();

    /// <summary>Applies a function to the values that are not null.</summary>
    public PrimitiveDataFrameColumn<T> Apply(Func<T, T> func, bool inPlace = false)
    {
        var result = inPlace ? this : Clone();
        for (long row = 0; row < Length; row++)
        {
            if (result.IsValid(row))
                result._values[row] = func(result._values[row]);
        }
        return result;
    }

    public override DataFrame ValueCounts()
    {
        var groups = GroupColumnValues<T>(out _);
        return new DataFrame(
            new PrimitiveDataFrameColumn<T>("Values", groups.Keys),
            new PrimitiveDataFrameColumn<long>("Counts", groups.Values.Select(rows => (long)rows.Count)));
    }

    public override GroupBy GroupBy(int columnIndex, DataFrame parent) => new GroupBy<T>(parent, columnIndex, GroupColumnValues<T>(out _));

    public override Dictionary<TKey, ICollection<long>> GroupColumnValues<TKey>(out HashSet<long> nullIndices)
    {
        var groups = new Dictionary<T, ICollection<long>>();
        if (groups is not Dictionary<TKey, ICollection<long>> result)
            throw new NotSupportedException($"Column '{Name}' is grouped by its own type, {DataType.Name}, not by {typeof(TKey).Name}.");
        nullIndices = [];
        for (long row = 0; row < Length; row++)
        {
            if (!IsValid(row))
                nullIndices.Add(row);
            else if (groups.TryGetValue(_values[row], out var rows))
                rows.Add(row);
            else
                groups.Add(_values[row], new List<long> { row });
        }
        return result;
    }

    public IEnumerator<T?> GetEnumerator()
    {
        for (long row = 0; row < Length; row++)
            yield return this[row];
    }

    protected virtual PrimitiveDataFrameColumn<T> CreateNewColumn(string name, long length = 0) => new(name, length);

    protected override IEnumerator GetEnumeratorCore() => GetEnumerator();

    protected override object GetValue(long rowIndex) => this[rowIndex];

    protected override IReadOnlyList<object> GetValues(long startIndex, int length)
        => this[startIndex, length].Select(v => (object)v).ToList();

    protected override void SetValue(long rowIndex, object value)
        => this[rowIndex] = value is null or T ? (T?)value
            : throw new ArgumentException(Messages.MismatchedValueType(DataType), nameof(value));

    protected override DataFrameColumn CloneImplementation(long numberOfNullsToAppend)
    {
        var clone = CreateNewColumn(Name);
        clone.Adopt(Values.ToArray());
        _validity.AsSpan(0, clone._validity.Length).CopyTo(clone._validity);
        clone._nullCount = _nullCount;
        clone.AppendMany(null, numberOfNullsToAppend);
        return clone;
    }

    protected override DataFrameColumn CloneImplementation(DataFrameColumn mapIndices, bool invertMapIndices, long numberOfNullsToAppend)
    {
        if (mapIndices is null)
            return CloneImplementation(numberOfNullsToAppend);
        var clone = CreateNewColumn(Name);
        var rows = SelectedRows(mapIndices, invertMapIndices);
        clone.Reserve(rows.Length + numberOfNullsToAppend);
        foreach (var row in rows)
            clone.Append(row < 0 ? null : this[row]);
        clone.AppendMany(null, numberOfNullsToAppend);
        return clone;
    }

    protected override DataFrameColumn FillNullsImplementation(object value, bool inPlace)
        => FillNulls((T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture), inPlace);

    protected override DataFrameColumn DropNullsImplementation() => CloneImplementation(ElementwiseIsNotNull(), false, 0);

    protected internal override void Resize(long length)
        => AppendMany(null, length >= Length ? length - Length : throw new ArgumentException(Messages.CannotResizeDown, nameof(length)));

    protected internal override PrimitiveDataFrameColumn<long> GetSortIndices(bool ascending = true, bool putNullValuesLast = true)
        => SortIndices(new ArraySegment<T>(_values, 0, (int)Length), IsValid, ascending, putNullValuesLast);

    internal ReadOnlySpan<T> Values => _values.AsSpan(0, (int)Length);

    internal long[] TrueRows()
        => Enumerable.Range(0, (int)Length).Where(row => this[row] is true).Select(row => (long)row).ToArray();

    /// <summary>Takes the array as the column's values, all valid.</summary>
    private void Adopt(T[] values)
    {
        _values = values;
        _validity = new byte[(values.Length + 7) / 8];
        _validity.AsSpan().Fill(0xFF);
        if ((values.Length & 7) != 0)
            _validity[^1] = (byte)((1 << (values.Length & 7)) - 1);
        Length = values.Length;
    }

    private void CheckRow(long row)
    {
        if ((ulong)row >= (ulong)Length)
            throw new ArgumentOutOfRangeException(nameof(row), row, "Index cannot be greater than the Column's Length");
    }

    private void Reserve(long length)
    {
        if (length <= _values.Length)
            return;
        var capacity = (int)Math.Min(Array.MaxLength, Math.Max(length, _values.Length * 2L));
        Array.Resize(ref _values, capacity);
        Array.Resize(ref _validity, (capacity + 7) / 8);
    }

    private void SetValidity(int row, bool valid)
    {
        var bit = (byte)(1 << (row & 7));
        _validity[row >> 3] = (byte)(valid ? _validity[row >> 3] | bit : _validity[row >> 3] & ~bit);
    }
}
