using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MetaAnomalyLib.Data;

/// <summary>From numpy's Fortran order (first index fastest) to row-major.</summary>
internal static class FortranOrder
{
    private const int Block = 32;

    public static byte[] ToRowMajor(byte[] data, int[] shape, int itemSize)
    {
        if (shape.Length < 2 || data.Length == 0)
            return data;
        var result = GC.AllocateUninitializedArray<byte>(data.Length);
        switch (itemSize)
        {
            case 1: Reorder<byte>(data, result, shape); break;
            case 2: Reorder<ushort>(data, result, shape); break;
            case 4: Reorder<uint>(data, result, shape); break;
            default: Reorder<ulong>(data, result, shape); break;
        }
        return result;
    }

    private static void Reorder<T>(byte[] data, byte[] result, int[] shape) where T : unmanaged
    {
        var source = MemoryMarshal.Cast<byte, T>(data.AsSpan());
        var destination = MemoryMarshal.Cast<byte, T>(result.AsSpan());
        if (shape.Length == 2)
            Transpose(source, destination, shape[0], shape[1]);
        else
            ReorderAny(source, destination, shape);
    }

    /// <summary>In blocks, so that both sides stay in the cache.</summary>
    private static void Transpose<T>(ReadOnlySpan<T> source, Span<T> destination, int rows, int columns)
    {
        for (var row0 = 0; row0 < rows; row0 += Block)
        {
            for (var column0 = 0; column0 < columns; column0 += Block)
            {
                var (lastRow, lastColumn) = (Math.Min(row0 + Block, rows), Math.Min(column0 + Block, columns));
                for (var row = row0; row < lastRow; row++)
                {
                    for (var column = column0; column < lastColumn; column++)
                        destination[row * columns + column] = source[column * rows + row];
                }
            }
        }
    }

    private static void ReorderAny<T>(ReadOnlySpan<T> source, Span<T> destination, int[] shape)
    {
        var strides = new int[shape.Length];
        strides[0] = 1;
        for (var axis = 1; axis < shape.Length; axis++)
            strides[axis] = strides[axis - 1] * shape[axis - 1];
        var index = new int[shape.Length];
        var from = 0;
        for (var to = 0; to < destination.Length; to++)
        {
            destination[to] = source[from];
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < shape[axis])
                    break;
                from -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }
    }
}

/// <summary>From a file's byte order to the machine's.</summary>
internal static class ByteOrder
{
    public static void ToNative(byte[] data, int itemSize, bool bigEndian)
    {
        if (bigEndian != BitConverter.IsLittleEndian)
            return;
        switch (itemSize)
        {
            case 2: Reverse<ushort>(data, BinaryPrimitives.ReverseEndianness); break;
            case 4: Reverse<uint>(data, BinaryPrimitives.ReverseEndianness); break;
            case 8: Reverse<ulong>(data, BinaryPrimitives.ReverseEndianness); break;
        }
    }

    private delegate void Reverser<T>(ReadOnlySpan<T> source, Span<T> destination);

    private static void Reverse<T>(byte[] data, Reverser<T> reverse) where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(data.AsSpan());
        reverse(values, values);
    }
}
