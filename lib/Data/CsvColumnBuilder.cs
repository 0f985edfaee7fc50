using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Analysis;

namespace MetaAnomalyLib.Data;

/// <summary>Collects the fields of one csv column and finds its type on the way: long, double where a fraction appears, bool, else
/// text.</summary>
internal sealed class CsvColumnBuilder(string name, MissingValues missing, bool isText)
{
    private enum Kind { Unknown, Integer, Real, Boolean, Text, Mixed }

    private Kind _kind = isText ? Kind.Text : Kind.Unknown;
    private byte[] _values = [];
    private byte[] _validity = [];
    private readonly List<string?> _texts = [];
    private readonly HashSet<string> _pool = [];
    private int _capacity;
    private int _count;
    private int _nulls;

    public string Name => name;

    public bool IsText => _kind == Kind.Text;

    /// <summary>Numbers (or booleans) first, then something else: read again as text.</summary>
    public bool IsMixed => _kind == Kind.Mixed;

    public void Reserve(int rows)
    {
        if (rows <= _capacity || _kind == Kind.Text)
            return;
        _capacity = rows;
        Array.Resize(ref _values, checked(rows * sizeof(double)));
        Array.Resize(ref _validity, (rows + 7) / 8);
    }

    public void Add(ReadOnlySpan<byte> field)
    {
        if (_kind == Kind.Real && Utf8Number.TryParseFast(field, out double fast))
        {
            AddReal(fast);
            return;
        }
        if (_kind == Kind.Integer && Utf8Number.TryParseFast(field, out long integer))
        {
            AddInteger(integer);
            return;
        }
        AddSlow(field);
    }

    /// <summary>The data frame's column. Its values are the memory that was filled while reading.</summary>
    public DataFrameColumn ToColumn() => _kind switch
    {
        Kind.Text => new StringDataFrameColumn(name, _texts!),
        Kind.Integer => new Int64DataFrameColumn(name, Values, Validity, _count, _nulls),
        Kind.Boolean => new BooleanDataFrameColumn(name, Booleans(), Validity, _count, _nulls),
        _ => new DoubleDataFrameColumn(name, Values, Validity, _count, _nulls),
    };

    private ReadOnlyMemory<byte> Values => _values.AsMemory(0, _count * sizeof(double));

    private ReadOnlyMemory<byte> Validity => _validity.AsMemory(0, (_count + 7) / 8);

    private void AddSlow(ReadOnlySpan<byte> field)
    {
        if (missing.Contains(field))
            AddNull();
        else if (_kind == Kind.Text)
            AddText(field);
        else if (_kind is Kind.Unknown or Kind.Integer && Utf8Number.TryParse(field, out long integer))
            AddInteger(integer);
        else if (_kind is Kind.Unknown or Kind.Integer or Kind.Real && Utf8Number.TryParse(field, out double real))
            AddReal(real);
        else if (_kind is Kind.Unknown or Kind.Boolean && TryParseBoolean(field, out var boolean))
            AddBoolean(boolean);
        else if (_kind == Kind.Unknown)
            AddFirstText(field);
        else
            _kind = Kind.Mixed;
    }

    private void AddInteger(long value)
    {
        _kind = Kind.Integer;
        Grow();
        MemoryMarshal.Write(_values.AsSpan(_count * sizeof(long)), value);
        SetValid();
    }

    private void AddReal(double value)
    {
        if (_kind == Kind.Integer)
        {
            var integers = MemoryMarshal.Cast<byte, long>(_values.AsSpan());
            var reals = MemoryMarshal.Cast<byte, double>(_values.AsSpan());
            for (var i = 0; i < _count; i++)
                reals[i] = integers[i];
        }
        _kind = Kind.Real;
        Grow();
        MemoryMarshal.Write(_values.AsSpan(_count * sizeof(double)), value);
        SetValid();
    }

    private void AddBoolean(bool value)
    {
        _kind = Kind.Boolean;
        Grow();
        _values[_count] = (byte)(value ? 1 : 0);
        SetValid();
    }

    private byte[] Booleans() => _values.AsSpan(0, _count).ToArray();

    private void AddNull()
    {
        if (_kind == Kind.Text)
        {
            _texts.Add(null);
            return;
        }
        Grow();
        _count++;
        _nulls++;
    }

    private void AddFirstText(ReadOnlySpan<byte> field)
    {
        _kind = Kind.Text;
        CollectionsMarshal.SetCount(_texts, _count);
        (_values, _validity) = ([], []);
        AddText(field);
    }

    /// <summary>Categories repeat: equal texts share one string, up to a bound that keeps the pool small for columns of unique
    /// texts.</summary>
    private void AddText(ReadOnlySpan<byte> field)
    {
        Span<char> chars = stackalloc char[256];
        if (field.Length > chars.Length)
        {
            _texts.Add(Encoding.UTF8.GetString(field));
            return;
        }
        var key = chars[..Encoding.UTF8.GetChars(field, chars)];
        var pool = _pool.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!pool.TryGetValue(key, out var text))
        {
            text = key.ToString();
            if (_pool.Count < 4096)
                _pool.Add(text);
        }
        _texts.Add(text);
    }

    private void Grow()
    {
        if (_count == _capacity)
            Reserve(checked(Math.Max(1024, _capacity * 2)));
    }

    private void SetValid()
    {
        _validity[_count >> 3] |= (byte)(1 << (_count & 7));
        _count++;
    }

    private static bool TryParseBoolean(ReadOnlySpan<byte> field, out bool value)
    {
        value = field is [(byte)'T' or (byte)'t', ..];
        return field.SequenceEqual("True"u8) || field.SequenceEqual("TRUE"u8) || field.SequenceEqual("true"u8)
            || field.SequenceEqual("False"u8) || field.SequenceEqual("FALSE"u8) || field.SequenceEqual("false"u8);
    }
}

/// <summary>The texts that stand for a missing value, as UTF-8.</summary>
internal sealed class MissingValues(IEnumerable<string> texts)
{
    private readonly byte[][] _texts = texts.Select(Encoding.UTF8.GetBytes).ToArray();

    /// <summary>Whether the field is empty or one of the texts.</summary>
    public bool Contains(ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty)
            return true;
        foreach (var text in _texts)
        {
            if (field.SequenceEqual(text))
                return true;
        }
        return false;
    }
}
