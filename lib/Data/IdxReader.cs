using System.Buffers.Binary;
using System.IO.Compression;

namespace MetaAnomalyLib.Data;

/// <summary>Reads idx files, the format of MNIST and its successors, plain or gzipped (found by content, not by name).</summary>
public static class IdxReader
{
    /// <summary>Reads one array.</summary>
    /// <param name="path">Path of the idx or idx.gz file.</param>
    /// <param name="maxBytes">Largest array that is read, in bytes.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is not an idx file, or truncated, too long or too large.</exception>
    public static NdArray Read(string path, long maxBytes = NpyReader.DefaultMaxBytes)
    {
        var length = Limits.CheckFileSize(path, long.MaxValue);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        Span<byte> magic = stackalloc byte[2];
        Limits.ReadExactly(file, magic, path, "idx header");
        file.Position = 0;
        if (!magic.SequenceEqual((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return Read(file, path, length, maxBytes);
        try
        {
            using var gzip = new GZipStream(new BufferedStream(file, 128 << 10), CompressionMode.Decompress, leaveOpen: true);
            var array = Read(gzip, path, length * Limits.MaxDeflateRatio, maxBytes);
            CheckTrailer(file, path, 4 + 4 * array.Shape.Count + (long)array.Count * NdArray.SizeOf(array.Type));
            return array;
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException(path, e.Message, "a gzipped idx file", "The file is damaged: fetch it again.", e);
        }
    }

    /// <summary>A gzip file ends with the size of its content. .NET does not notice when the end is cut off.</summary>
    private static void CheckTrailer(FileStream file, string path, long bytes)
    {
        Span<byte> size = stackalloc byte[4];
        file.Position = file.Length - size.Length;
        file.ReadExactly(size);
        if (BinaryPrimitives.ReadUInt32LittleEndian(size) != (uint)bytes)
            throw new DataFormatException(
                path, "a gzip file without its end", "checksum and size after the data", "The file is truncated: fetch it again.");
    }

    /// <summary>Reads an array from a stream that can hold <paramref name="available"/> bytes at most.</summary>
    private static NdArray Read(Stream stream, string file, long available, long maxBytes)
    {
        Span<byte> header = stackalloc byte[4];
        Limits.ReadExactly(stream, header, file, "idx header");
        DType? type = header[2] switch
        {
            0x08 => DType.UInt8,
            0x09 => DType.Int8,
            0x0B => DType.Int16,
            0x0C => DType.Int32,
            0x0D => DType.Float32,
            0x0E => DType.Float64,
            _ => null,
        };
        if (header[0] != 0 || header[1] != 0 || type is not { } element || header[3] == 0)
            throw new DataFormatException(
                file, $"the first bytes {Convert.ToHexString(header)}", "an idx file: 0000, a type of 08 to 0E, a rank",
                "Check what the file is.");

        var extents = new byte[4 * header[3]];
        Limits.ReadExactly(stream, extents, file, "idx header");
        var shape = extents.Chunk(4).Select(e => (long)BinaryPrimitives.ReadUInt32BigEndian(e)).ToArray();
        var bytes = Limits.CheckArraySize(file, shape, NdArray.SizeOf(element), maxBytes);
        if (header.Length + extents.Length + bytes > available)
        {
            throw new DataFormatException(
                file, FormattableString.Invariant($"a shape of {bytes} bytes"),
                FormattableString.Invariant($"at most the {available} bytes the file can hold"),
                "The file is truncated or damaged: fetch it again.");
        }
        var data = GC.AllocateUninitializedArray<byte>((int)bytes);
        Limits.ReadExactly(stream, data, file, "data");
        Limits.CheckEnd(stream, file);
        ByteOrder.ToNative(data, NdArray.SizeOf(element), bigEndian: true);
        return new NdArray(element, Array.ConvertAll(shape, extent => (int)extent), data);
    }
}
