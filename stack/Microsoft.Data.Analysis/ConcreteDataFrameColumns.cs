namespace Microsoft.Data.Analysis;

public partial class BooleanDataFrameColumn : PrimitiveDataFrameColumn<bool>
{
    public BooleanDataFrameColumn(string name, IEnumerable<bool?> values) : base(name, values) { }

    public BooleanDataFrameColumn(string name, IEnumerable<bool> values) : base(name, values) { }

    public BooleanDataFrameColumn(string name, long length = 0) : base(name, length) { }

    public BooleanDataFrameColumn(
        string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<bool> CreateNewColumn(string name, long length = 0)
        => new BooleanDataFrameColumn(name, length);
}

public partial class ByteDataFrameColumn : PrimitiveDataFrameColumn<byte>
{
    public ByteDataFrameColumn(string name, IEnumerable<byte?> values) : base(name, values) { }

    public ByteDataFrameColumn(string name, IEnumerable<byte> values) : base(name, values) { }

    public ByteDataFrameColumn(string name, long length = 0) : base(name, length) { }

    public ByteDataFrameColumn(string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<byte> CreateNewColumn(string name, long length = 0)
        => new ByteDataFrameColumn(name, length);
}

public partial class CharDataFrameColumn : PrimitiveDataFrameColumn<char>
{
    public CharDataFrameColumn(string name, IEnumerable<char?> values) : base(name, values) { }

    public CharDataFrameColumn(string name, IEnumerable<char> values) : base(name, values) { }

    public CharDataFrameColumn(string name, long length = 0) : base(name, length) { }

    public CharDataFrameColumn(string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<char> CreateNewColumn(string name, long length = 0)
        => new CharDataFrameColumn(name, length);
}

public partial class DateTimeDataFrameColumn : PrimitiveDataFrameColumn<DateTime>
{
    public DateTimeDataFrameColumn(string name, IEnumerable<DateTime?> values) : base(name, values) { }

    public DateTimeDataFrameColumn(string name, IEnumerable<DateTime> values) : base(name, values) { }

    public DateTimeDataFrameColumn(string name, long length = 0) : base(name, length) { }

    public DateTimeDataFrameColumn(
        string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<DateTime> CreateNewColumn(string name, long length = 0)
        => new DateTimeDataFrameColumn(name, length);
}

public partial class DecimalDataFrameColumn : PrimitiveDataFrameColumn<decimal>
{
    public DecimalDataFrameColumn(string name, IEnumerable<decimal?> values) : base(name, values) { }

    public DecimalDataFrameColumn(string name, IEnumerable<decimal> values) : base(name, values) { }

    public DecimalDataFrameColumn(string name, long length = 0) : base(name, length) { }

    public DecimalDataFrameColumn(
        string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<decimal> CreateNewColumn(string name, long length = 0)
        => new DecimalDataFrameColumn(name, length);
}

public partial class DoubleDataFrameColumn : PrimitiveDataFrameColumn<double>
{
    public DoubleDataFrameColumn(string name, IEnumerable<double?> values) : base(name, values) { }

    public DoubleDataFrameColumn(string name, IEnumerable<double> values) : base(name, values) { }

    public DoubleDataFrameColumn(string name, long length = 0) : base(name, length) { }

    public DoubleDataFrameColumn(
        string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<double> CreateNewColumn(string name, long length = 0)
        => new DoubleDataFrameColumn(name, length);
}

public partial class Int16DataFrameColumn : PrimitiveDataFrameColumn<short>
{
    public Int16DataFrameColumn(string name, IEnumerable<short?> values) : base(name, values) { }

    public Int16DataFrameColumn(string name, IEnumerable<short> values) : base(name, values) { }

    public Int16DataFrameColumn(string name, long length = 0) : base(name, length) { }

    public Int16DataFrameColumn(
        string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<short> CreateNewColumn(string name, long length = 0)
        => new Int16DataFrameColumn(name, length);
}

public partial class Int32DataFrameColumn : PrimitiveDataFrameColumn<int>
{
    public Int32DataFrameColumn(string name, IEnumerable<int?> values) : base(name, values) { }

    public Int32DataFrameColumn(string name, IEnumerable<int> values) : base(name, values) { }

    public Int32DataFrameColumn(string name, long length = 0) : base(name, length) { }

    public Int32DataFrameColumn(
        string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<int> CreateNewColumn(string name, long length = 0)
        => new Int32DataFrameColumn(name, length);
}

public partial class Int64DataFrameColumn : PrimitiveDataFrameColumn<long>
{
    public Int64DataFrameColumn(string name, IEnumerable<long?> values) : base(name, values) { }

    public Int64DataFrameColumn(string name, IEnumerable<long> values) : base(name, values) { }

    public Int64DataFrameColumn(string name, long length = 0) : base(name, length) { }

    public Int64DataFrameColumn(
        string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<long> CreateNewColumn(string name, long length = 0)
        => new Int64DataFrameColumn(name, length);
}

public partial class SByteDataFrameColumn : PrimitiveDataFrameColumn<sbyte>
{
    public SByteDataFrameColumn(string name, IEnumerable<sbyte?> values) : base(name, values) { }

    public SByteDataFrameColumn(string name, IEnumerable<sbyte> values) : base(name, values) { }

    public SByteDataFrameColumn(string name, long length = 0) : base(name, length) { }

    public SByteDataFrameColumn(
        string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<sbyte> CreateNewColumn(string name, long length = 0)
        => new SByteDataFrameColumn(name, length);
}

public partial class SingleDataFrameColumn : PrimitiveDataFrameColumn<float>
{
    public SingleDataFrameColumn(string name, IEnumerable<float?> values) : base(name, values) { }

    public SingleDataFrameColumn(string name, IEnumerable<float> values) : base(name, values) { }

    public SingleDataFrameColumn(string name, long length = 0) : base(name, length) { }

    public SingleDataFrameColumn(
        string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<float> CreateNewColumn(string name, long length = 0)
        => new SingleDataFrameColumn(name, length);
}

public partial class UInt16DataFrameColumn : PrimitiveDataFrameColumn<ushort>
{
    public UInt16DataFrameColumn(string name, IEnumerable<ushort?> values) : base(name, values) { }

    public UInt16DataFrameColumn(string name, IEnumerable<ushort> values) : base(name, values) { }

    public UInt16DataFrameColumn(string name, long length = 0) : base(name, length) { }

    public UInt16DataFrameColumn(
        string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<ushort> CreateNewColumn(string name, long length = 0)
        => new UInt16DataFrameColumn(name, length);
}

public partial class UInt32DataFrameColumn : PrimitiveDataFrameColumn<uint>
{
    public UInt32DataFrameColumn(string name, IEnumerable<uint?> values) : base(name, values) { }

    public UInt32DataFrameColumn(string name, IEnumerable<uint> values) : base(name, values) { }

    public UInt32DataFrameColumn(string name, long length = 0) : base(name, length) { }

    public UInt32DataFrameColumn(
        string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<uint> CreateNewColumn(string name, long length = 0)
        => new UInt32DataFrameColumn(name, length);
}

public partial class UInt64DataFrameColumn : PrimitiveDataFrameColumn<ulong>
{
    public UInt64DataFrameColumn(string name, IEnumerable<ulong?> values) : base(name, values) { }

    public UInt64DataFrameColumn(string name, IEnumerable<ulong> values) : base(name, values) { }

    public UInt64DataFrameColumn(string name, long length = 0) : base(name, length) { }

    public UInt64DataFrameColumn(
        string name, ReadOnlyMemory<byte> buffer, ReadOnlyMemory<byte> nullBitMap, int length = 0, int nullCount = 0)
        : base(name, buffer, nullBitMap, length, nullCount) { }

    protected override PrimitiveDataFrameColumn<ulong> CreateNewColumn(string name, long length = 0)
        => new UInt64DataFrameColumn(name, length);
}
