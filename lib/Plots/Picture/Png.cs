using System.Buffers.Binary;
using System.IO.Compression;
using MetaAnomalyLib.Data;

namespace MetaAnomalyLib.Plots.Picture;

/// <summary>Writes PNG files of few colours (RFC 2083): a byte a pixel, its place in the palette.</summary>
internal static class Png
{
    /// <summary>The file.</summary>
    /// <param name="pixels">[height, width] places in the palette.</param>
    /// <param name="palette">[colours * 3] red, green, blue; at most 256 colours.</param>
    public static byte[] Write(byte[,] pixels, ReadOnlySpan<byte> palette)
    {
        var (height, width) = (pixels.GetLength(0), pixels.GetLength(1));
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3);   // 8 bits, a palette
        Chunk(file, "IHDR", header);
        Chunk(file, "PLTE", palette);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var line = new byte[width + 1];   // first the filter of the line: none
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++) line[x + 1] = pixels[y, x];
                zlib.Write(line);
            }
        }
        Chunk(file, "IDAT", data.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, string name, ReadOnlySpan<byte> content)
    {
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(name), .. content];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc32.Update(Crc32.Start, body));
        file.Write(number);
    }
}
