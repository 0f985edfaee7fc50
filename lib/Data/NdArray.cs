using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MetaAnomalyLib.Data;

/// <summary>Element type of an <see cref="NdArray"/>.</summary>
public enum DType
{
    /// <summary>bool, one byte.</summary>
    Bool,

    /// <summary>sbyte.</summary>
    Int8,

    /// <summary>byte.</summary>
    UInt8,

    /// <summary>short.</summary>
    Int16,

    /// <summary>ushort.</summary>
    UInt16,

    /// <summary>int.</summary>
    Int32,

    /// <summary>uint.</summary>
    UInt32,

    /// <summary>long.</summary>
    Int64,

    /// <summary>ulong.</summary>
    UInt64,

    /// <summary>Half.</summary>
    Float16,

    /// <summary>float.</summary>
    Float32,

    /// <summary>double.</summary>
    Float64,
}

/// <summary>An array read from a file: element type, shape, and row-major data in the machine's byte order.</summary>
public sealed class NdArray
{
    private readonly byte[] _data;

    internal NdArray(DType type, IReadOnlyList<int> shape, byte[] data) => (Type, Shape, _data) = (type, shape, data);

    /// <summary>Element type.</summary>
    public DType Type { get; }

    /// <summary>Extents, the slowest first; empty for a single value.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count => _data.Length / SizeOf(Type);

    /// <summary>The elements without a copy, row-major. <typeparamref name="T"/> must be the element type itself.</summary>
    /// <exception cref="InvalidOperationException">The array holds another type.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged
        => typeof(T) == ClrType(Type) ? MemoryMarshal.Cast<byte, T>(_data) : throw new InvalidOperationException(
            $"The array holds {Type}, not {typeof(T).Name}. Use AsSpan<{ClrType(Type).Name}>, or ToArray<{typeof(T).Name}>, which "
            + "converts.");

    /// <summary>The elements converted to <typeparamref name="T"/>, row-major. A fraction is cut; bool gives 0 and 1.</summary>
    /// <exception cref="OverflowException">A value does not fit.</exception>
    public T[] ToArray<T>() where T : unmanaged, INumber<T>
    {
        var result = new T[Count];
        ConvertTo<T>(result);
        return result;
    }

    /// <summary>The elements as a matrix of floats: <c>[n]</c> becomes <c>[n, 1]</c>, <c>[n, a, b, ...]</c> becomes <c>[n, a * b *
    /// ...]</c>.</summary>
    public float[,] ToMatrix()
    {
        var rows = Shape.Count == 0 ? 1 : Shape[0];
        var matrix = new float[rows, rows == 0 ? Shape.Skip(1).Aggregate(1, (product, extent) => product * extent) : Count / rows];
        if (matrix.Length > 0)
            ConvertTo(MemoryMarshal.CreateSpan(ref matrix[0, 0], matrix.Length));
        return matrix;
    }

    /// <summary>Type and shape, such as <c>Float64 [214, 7]</c>.</summary>
    public override string ToString()
        => $"{Type} [{string.Join(", ", Shape.Select(extent => extent.ToString(CultureInfo.InvariantCulture)))}]";

    internal static int SizeOf(DType type) => type switch
    {
        DType.Bool or DType.Int8 or DType.UInt8 => 1,
        DType.Int16 or DType.UInt16 or DType.Float16 => 2,
        DType.Int32 or DType.UInt32 or DType.Float32 => 4,
        _ => 8,
    };

    private static Type ClrType(DType type) => type switch
    {
        DType.Bool => typeof(bool),
        DType.Int8 => typeof(sbyte),
        DType.UInt8 => typeof(byte),
        DType.Int16 => typeof(short),
        DType.UInt16 => typeof(ushort),
        DType.Int32 => typeof(int),
        DType.UInt32 => typeof(uint),
        DType.Int64 => typeof(long),
        DType.UInt64 => typeof(ulong),
        DType.Float16 => typeof(Half),
        DType.Float32 => typeof(float),
        _ => typeof(double),
    };

    private void ConvertTo<T>(Span<T> destination) where T : unmanaged, INumber<T>
    {
        switch (Type)
        {
            case DType.Int8: Convert<sbyte, T>(destination); break;
            case DType.Int16: Convert<short, T>(destination); break;
            case DType.UInt16: Convert<ushort, T>(destination); break;
            case DType.Int32: Convert<int, T>(destination); break;
            case DType.UInt32: Convert<uint, T>(destination); break;
            case DType.Int64: Convert<long, T>(destination); break;
            case DType.UInt64: Convert<ulong, T>(destination); break;
            case DType.Float16: Convert<Half, T>(destination); break;
            case DType.Float32: Convert<float, T>(destination); break;
            case DType.Float64: Convert<double, T>(destination); break;
            default: Convert<byte, T>(destination); break;
        }
    }

    private void Convert<TFrom, TTo>(Span<TTo> destination) where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        var source = MemoryMarshal.Cast<byte, TFrom>(_data);
        if (typeof(TFrom) == typeof(TTo))
        {
            MemoryMarshal.Cast<TFrom, TTo>(source).CopyTo(destination);
            return;
        }
        for (var i = 0; i < source.Length; i++)
            destination[i] = TTo.CreateChecked(source[i]);
    }
}
