using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Data;

/// <summary>Writes PNG files (RFC 2083), 8 bits a value.</summary>
public static class PngFile
{
    private const byte Grey = 0, Colour = 2, Palette = 3;

    /// <summary>Writes one image; the file is there whole or not at all.</summary>
    /// <param name="path">Where to, by custom NAME.png.</param>
    /// <param name="image"><c>[1, height, width]</c> grey or <c>[3, height, width]</c> colour, values in [0, 1], which become 256 shades.</param>
    /// <exception cref="ArgumentException">The image has another shape.</exception>
    public static void Write(string path, Tensor image)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(image);
        if (image.ndim != 3 || image.shape[0] is not (1 or 3) || image.numel() == 0)
            throw new ArgumentException($"image has the shape [{string.Join(", ", image.shape)}]; it must be [1, height, width] or [3, height, width].", nameof(image));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var bytes = (image.clamp(0, 1) * 255).round().to(ScalarType.Byte).permute(1, 2, 0).contiguous().cpu().data<byte>().ToArray();
        var file = Encode(bytes, (int)image.shape[2], (int)image.shape[1], image.shape[0] == 1 ? Grey : Colour, []);
        AtomicFile.Write(path, stream => stream.Write(file));
    }

    /// <summary>A file of few colours: a byte a pixel, its place in the palette.</summary>
    /// <param name="pixels">[height, width] places in the palette.</param>
    /// <param name="palette">[colours * 3] red, green, blue; at most 256 colours.</param>
    internal static byte[] WithPalette(byte[,] pixels, ReadOnlySpan<byte> palette) =>
        Encode(MemoryMarshal.CreateReadOnlySpan(ref pixels[0, 0], pixels.Length), pixels.GetLength(1), pixels.GetLength(0), Palette, palette);

    private static byte[] Encode(ReadOnlySpan<byte> bytes, int width, int height, byte kind, ReadOnlySpan<byte> palette)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, kind);
        Chunk(file, "IHDR", header);
        if (kind == Palette) Chunk(file, "PLTE", palette);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var size = bytes.Length / height;
            var line = new byte[size + 1];   // first the filter of the line: none
            for (var y = 0; y < height; y++)
            {
                bytes.Slice(y * size, size).CopyTo(line.AsSpan(1));
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
