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
        using var stream = new MemoryStream(File.ReadAllBytes(path), writable: false);
        using var codec = SKCodec.Create(stream, out _)
            ?? throw new DataFormatException(path, "bytes that are no readable image", "a JPEG or PNG image", "Fetch the file again, or remove it.");
        var named = Jpeg.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png;
        if (codec.EncodedFormat != named)
            throw new DataFormatException(path, $"a {codec.EncodedFormat} image", $"a {named} image, as its name says", "Rename or remove it.");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > maxPixels)
            throw new DataFormatException(path, FormattableString.Invariant($"{width} x {height} pixels"), FormattableString.Invariant($"at most {maxPixels} pixels"), "Raise MaxPixels if the file is to be trusted.");
        var grey = codec.Info.ColorType == SKColorType.Gray8;
        var pixels = Pixels(codec, new SKImageInfo(width, height, grey ? SKColorType.Gray8 : SKColorType.Rgba8888, grey ? SKAlphaType.Opaque : SKAlphaType.Unpremul), path);
        var planes = Planes(pixels, width * height, grey, channels);
        var result = new byte[channels * side * side];
        for (var channel = 0; channel < channels; channel++)
            Resize(planes[grey ? 0 : channel], width, height, side).CopyTo(result.AsSpan(channel * side * side));
        return result;
    }

    private static unsafe byte[] Pixels(SKCodec codec, SKImageInfo info, string path)
    {
        var pixels = new byte[checked(info.Width * info.Height * info.BytesPerPixel)];
        fixed (byte* start = pixels)
        {
            var result = codec.GetPixels(info, (nint)start);
            return result == SKCodecResult.Success ? pixels : throw new DataFormatException(
                path, result == SKCodecResult.IncompleteInput ? "an image that ends too early or is damaged" : "a damaged image", "a whole image", "Fetch the file again, or remove it.");
        }
    }

    private static byte[][] Planes(byte[] pixels, int count, bool grey, int channels)
    {
        if (grey) return [pixels];
        byte[][] planes = [.. Enumerable.Range(0, channels).Select(_ => new byte[count])];
        for (var i = 0; i < count; i++)
        {
            var (red, green, blue) = (pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2]);
            if (channels == 3) (planes[0][i], planes[1][i], planes[2][i]) = (red, green, blue);
            else planes[0][i] = (byte)((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
        }
        return planes;
    }

    /// <summary>First the lines, then the columns.</summary>
    private static byte[] Resize(byte[] plane, int width, int height, int side)
    {
        if (width != side)
        {
            var (lines, taps) = (new byte[height * side], Taps(width, side));
            for (var y = 0; y < height; y++)
                for (var x = 0; x < side; x++)
                    lines[y * side + x] = Sum(plane, y * width + taps[x].Start, 1, taps[x].Weights);
            plane = lines;
        }
        if (height == side) return plane;
        var (result, columns) = (new byte[side * side], Taps(height, side));
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                result[y * side + x] = Sum(plane, columns[y].Start * side + x, side, columns[y].Weights);
        return result;
    }

    private static byte Sum(byte[] values, int start, int step, float[] weights)
    {
        var sum = 0.5f;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * values[start + i * step];
        return (byte)Math.Clamp(sum, 0, 255);
    }

    /// <summary>Of each place of the result: the first place that it is made of, and the weights from there on.</summary>
    private static (int Start, float[] Weights)[] Taps(int from, int to)
    {
        var scale = (double)from / to;
        var reach = Math.Max(1, scale);
        return
        [
            .. Enumerable.Range(0, to).Select(place =>
            {
                var centre = (place + 0.5) * scale;
                var (start, stop) = (Math.Max(0, (int)(centre - reach + 0.5)), Math.Min(from, (int)(centre + reach + 0.5)));
                var weights = Enumerable.Range(start, stop - start).Select(i => Math.Max(0, 1 - Math.Abs((i - centre + 0.5) / reach))).ToArray();
                var sum = weights.Sum();
                return (start, Array.ConvertAll(weights, weight => (float)(weight / sum)));
            }),
        ];
    }
}
