using System.Buffers;
using SkiaSharp;

namespace MetaAnomalyLib.Data;

/// <summary>Decodes one image file into bytes of a wanted size: grey as ITU-R 601 luma, scaled with a triangle filter that averages where it shrinks.</summary>
internal static class ImageDecoder
{
    private static readonly string[] Jpeg = [".jpg", ".jpeg"], Png = [".png"];

    /// <summary>Whether the name says that it is an image that is read.</summary>
    public static bool Takes(string path) => Jpeg.Concat(Png).Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The image, <c>[channels, side, side]</c>.</summary>
    /// <exception cref="DataFormatException">It is empty, too large, damaged, or not what its name says.</exception>
    public static byte[] Read(string path, int channels, int side, long maxBytes, long maxPixels)
    {
        Limits.CheckFileSize(path, maxBytes);
        var bytes = File.ReadAllBytes(path);
        using var stream = new MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true);
        using var codec = SKCodec.Create(stream, out _)
            ?? throw new DataFormatException(path, "bytes that are no readable image", "a JPEG or PNG image", "Fetch the file again, or remove it.");
        var named = Jpeg.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png;
        if (codec.EncodedFormat != named)
            throw new DataFormatException(path, $"a {codec.EncodedFormat} image", $"a {named} image, as its name says", "Rename or remove it.");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > maxPixels)
            throw new DataFormatException(path, FormattableString.Invariant($"{width} x {height} pixels"), FormattableString.Invariant($"at most {maxPixels} pixels"), "Raise MaxPixels if the file is to be trusted.");
        var grey = codec.Info.ColorType == SKColorType.Gray8;
        var info = new SKImageInfo(width, height, grey ? SKColorType.Gray8 : SKColorType.Rgba8888, grey ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        var result = new byte[channels * side * side];
        // Large arrays that are made anew for each image would keep the garbage collector busy.
        var pixels = ArrayPool<byte>.Shared.Rent(checked(width * height * info.BytesPerPixel));
        var plane = grey ? pixels : ArrayPool<byte>.Shared.Rent(width * height);
        try
        {
            Decode(codec, info, pixels, path);
            for (var channel = 0; channel < channels; channel++)
            {
                var into = result.AsSpan(channel * side * side, side * side);
                if (grey && channel > 0)
                {
                    result.AsSpan(0, side * side).CopyTo(into);
                    continue;
                }
                if (!grey) TakeOut(pixels, channels == 1 ? null : channel, plane.AsSpan(0, width * height));
                TriangleFilter.Scale(plane.AsSpan(0, width * height), width, height, side, into);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
            if (!grey) ArrayPool<byte>.Shared.Return(plane);
        }
        return result;
    }

    private static unsafe void Decode(SKCodec codec, SKImageInfo info, byte[] pixels, string path)
    {
        fixed (byte* start = pixels)
        {
            var result = codec.GetPixels(info, (nint)start);
            if (result != SKCodecResult.Success) throw new DataFormatException(path, FaultOf(result), "a whole image", "Fetch the file again, or remove it.");
        }
    }

    /// <summary>What a decoder's answer says of the file. Decoders differ in which kinds they convert (of 16 bits, of four inks, say): what one does not is refused as such, not as damaged.</summary>
    internal static string FaultOf(SKCodecResult result) => result switch
    {
        SKCodecResult.IncompleteInput => "an image that ends too early or is damaged",
        SKCodecResult.InvalidConversion or SKCodecResult.Unimplemented => "an image of a kind that the decoder does not convert to 8 bits of grey or colour",
        _ => "a damaged image",
    };

    /// <summary>One channel of RGBA, or, for null, its luma.</summary>
    private static void TakeOut(ReadOnlySpan<byte> pixels, int? channel, Span<byte> plane)
    {
        if (channel is { } one)
        {
            for (var i = 0; i < plane.Length; i++) plane[i] = pixels[4 * i + one];
            return;
        }
        for (var i = 0; i < plane.Length; i++)
            plane[i] = (byte)((pixels[4 * i] * 19595 + pixels[4 * i + 1] * 38470 + pixels[4 * i + 2] * 7471 + 0x8000) >> 16);
    }
}
