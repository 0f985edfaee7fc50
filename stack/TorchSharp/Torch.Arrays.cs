using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>How <see cref="torch.cdist"/> finds Euclidean distances.</summary>
public enum compute_mode
{
    use_mm_for_euclid_dist_if_necessary = 0,
    use_mm_for_euclid_dist = 1,
    donot_use_mm_for_euclid_dist = 2,
}

public static partial class torch
{
    /// <summary>A tensor with the elements, shape and element type of an array of any rank. (A copy: the array stays its own.)</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false,
        string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        return FromArray(rawArray, Lengths(rawArray), dtype, device, requires_grad).Leaf(false, names);
    }

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);

    /// <summary>A vector of <paramref name="count"/> elements of an array from <paramref name="offset"/> on (counted in elements); -1 means the rest.</summary>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        if (offset < 0 || offset >= rawArray.LongLength)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"offset must be in [0, {rawArray.LongLength - 1}].");
        if (count < 0) count = rawArray.LongLength - offset;
        if (count > rawArray.LongLength - offset)
            throw new ArgumentOutOfRangeException(nameof(count), count,
                $"The array has {rawArray.LongLength - offset} elements from offset {offset} on.");
        using var all = FromArray(rawArray, [rawArray.LongLength], dtype, null, false);
        using var part = all.narrow(0, offset, count);
        return part.clone().Leaf(requires_grad);
    }

    private static Tensor FromArray(Array array, long[] shape, ScalarType? dtype, Device? device, bool requires_grad)
    {
        Tensor Of<T>() where T : unmanaged => FromData(ElementsOf<T>(array), shape, TypeOf(typeof(T)), dtype, device, requires_grad);
        var element = array.GetType().GetElementType()!;
        return TypeOf(element) switch
        {
            ScalarType.Bool => Of<bool>(),
            ScalarType.Byte => Of<byte>(),
            ScalarType.Int8 => Of<sbyte>(),
            ScalarType.Int16 => Of<short>(),
            ScalarType.Int32 => Of<int>(),
            ScalarType.Int64 => Of<long>(),
            ScalarType.Float16 => Of<Half>(),
            ScalarType.Float32 => Of<float>(),
            ScalarType.Float64 => Of<double>(),
            ScalarType.ComplexFloat32 => Of<(float, float)>(),
            _ => Of<System.Numerics.Complex>(),
        };
    }

    /// <summary>The element type that holds a .NET type.</summary>
    internal static ScalarType TypeOf(Type type) =>
        type == typeof(float) ? ScalarType.Float32
        : type == typeof(double) ? ScalarType.Float64
        : type == typeof(long) ? ScalarType.Int64
        : type == typeof(int) ? ScalarType.Int32
        : type == typeof(short) ? ScalarType.Int16
        : type == typeof(sbyte) ? ScalarType.Int8
        : type == typeof(byte) ? ScalarType.Byte
        : type == typeof(bool) ? ScalarType.Bool
        : type == typeof(Half) ? ScalarType.Float16
        : type == typeof((float, float)) ? ScalarType.ComplexFloat32
        : type == typeof(System.Numerics.Complex) ? ScalarType.ComplexFloat64
        : throw new NotSupportedException($"A tensor cannot hold elements of type {type.Name}; use a number or bool.");

    private static long[] Lengths(Array array)
    {
        var lengths = new long[array.Rank];
        for (var d = 0; d < lengths.Length; d++) lengths[d] = array.GetLongLength(d);
        return lengths;
    }

    private static ReadOnlySpan<T> Span<T>(IList<T> list) => list switch
    {
        T[] array => array,
        List<T> known => CollectionsMarshal.AsSpan(known),
        _ => list.ToArray(),
    };
}
