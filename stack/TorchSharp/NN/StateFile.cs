using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>TorchSharp's .dat format: LEB128 numbers; a tensor is its element type, dimension count, sizes and raw little-endian
/// elements.</summary>
internal static class StateFile
{
    private const int LongestName = 4096;
    private const int MostDimensions = 64;
    private const int ChunkBytes = 1 << 20;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static void WriteNumber(BinaryWriter writer, long value)
    {
        for (; value >= 0x80; value >>= 7) writer.Write((byte)(value | 0x80));
        writer.Write((byte)value);
    }

    public static long ReadNumber(BinaryReader reader)
    {
        long result = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var b = ReadByte(reader);
            result |= (long)(b & 0x7f) << shift;
            if (b < 0x80) return result;
        }
        throw new InvalidDataException("The file holds a number of more than 63 bits, so it is no state dict; nothing was loaded.");
    }

    /// <summary>A string as BinaryWriter writes it.</summary>
    public static string ReadName(BinaryReader reader)
    {
        var length = ReadNumber(reader);
        if (length > LongestName) throw new InvalidDataException(
            $"The file holds a name of {length} bytes, so it is no state dict; nothing was loaded.");
        var bytes = new byte[length];
        ReadExactly(reader, bytes);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("The file holds a name that is not UTF-8, so it is no state dict; nothing was loaded.", e);
        }
    }

    public static void WriteTensor(BinaryWriter writer, Tensor tensor)
    {
        WriteNumber(writer, (long)tensor.dtype);
        var shape = tensor.shape;
        WriteNumber(writer, shape.Length);
        foreach (var size in shape) WriteNumber(writer, size);
        using var contiguous = tensor.to(tensor.dtype, CPU, copy: false) is var there && there.is_contiguous() ? there : Contiguous(there);
        writer.Write(contiguous.bytes);
    }

    private static Tensor Contiguous(Tensor tensor)
    {
        using (tensor) return tensor.contiguous();
    }

    /// <summary>The elements of an entry that must have the target's shape and element type.</summary>
    public static byte[] ReadBytesFor(Tensor target, string key, BinaryReader reader)
    {
        var (type, shape) = ReadHeader(reader);
        if (type != (long)target.dtype)
            throw new ArgumentException($"Mismatched tensor data types while loading '{key}': {(ScalarType)type} in the file, "
                + $"{target.dtype} in the model. Make sure that the model you are loading into is exactly the same as the origin.");
        if (!shape.AsSpan().SequenceEqual(target.shape))
            throw new ArgumentException($"Mismatched tensor shape while loading '{key}': [{string.Join(", ", shape)}] in the file, "
                + $"[{string.Join(", ", target.shape)}] in the model. Make sure that the model you are loading into is exactly the same "
                + "as the origin.");
        var bytes = new byte[target.numel() * target.element_size()];
        ReadExactly(reader, bytes);
        return bytes;
    }

    public static void SkipTensor(BinaryReader reader)
    {
        var (type, shape) = ReadHeader(reader);
        Skip(reader, ByteCount(type, shape));
    }

    public static void SetBytes(Tensor target, byte[] bytes)
    {
        if (target.is_contiguous() && target.device_type == DeviceType.CPU)
        {
            target.bytes = bytes;
            return;
        }
        using var staged = Interop.Ops.empty_memory_format.Call(target.shape, target.dtype);
        staged.bytes = bytes;
        using (no_grad()) Interop.Ops.copy_.InPlace(target, staged);
    }

    private static (long Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        var type = ReadNumber(reader);
        var dimensions = ReadNumber(reader);
        if (dimensions > MostDimensions) throw new InvalidDataException(
            $"The file holds a tensor of {dimensions} dimensions, so it is no state dict; nothing was loaded.");
        var shape = new long[dimensions];
        for (var i = 0; i < shape.Length; i++) shape[i] = ReadNumber(reader);
        return (type, shape);
    }

    private static long ByteCount(long type, long[] shape)
    {
        long bytes = type is < sbyte.MinValue or > sbyte.MaxValue ? 0 : (ScalarType)type switch
        {
            ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
            ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
            ScalarType.Int32 or ScalarType.Float32 => 4,
            ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
            ScalarType.ComplexFloat64 => 16,
            _ => 0,
        };
        if (bytes == 0) throw new InvalidDataException($"The file holds a tensor of the unknown element type {type}; nothing was loaded.");
        foreach (var size in shape)
        {
            if (size != 0 && bytes > int.MaxValue / size)
                throw new InvalidDataException(
                    $"The file holds a tensor of the shape [{string.Join(", ", shape)}], more than 2 GB; nothing was loaded.");
            bytes *= size;
        }
        return bytes;
    }

    private static void Skip(BinaryReader reader, long count)
    {
        var chunk = new byte[Math.Min(count, ChunkBytes)];
        while (count > 0)
        {
            var part = chunk.AsSpan(0, (int)Math.Min(count, ChunkBytes));
            ReadExactly(reader, part);
            count -= part.Length;
        }
    }

    private static byte ReadByte(BinaryReader reader)
    {
        Span<byte> one = stackalloc byte[1];
        ReadExactly(reader, one);
        return one[0];
    }

    private static void ReadExactly(BinaryReader reader, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var read = reader.Read(bytes);
            if (read == 0) throw new InvalidDataException("The file ends too early: it is truncated or no state dict; nothing was loaded.");
            bytes = bytes[read..];
        }
    }
}
