namespace SkiaSharp;

/// <summary>Decodes an image: its size is known before a pixel is decoded.</summary>
public abstract class SKCodec : IDisposable
{
    private protected SKCodec()
    {
    }

    public abstract SKImageInfo Info { get; }
    public abstract SKEncodedImageFormat EncodedFormat { get; }

    public static SKCodec? Create(Stream stream) => Create(stream, out _);

    /// <summary>Reads the stream to its end; null where it is no image that this stack reads.</summary>
    public static SKCodec? Create(Stream stream, out SKCodecResult result)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var bytes = Bytes(stream);
        SKCodec? codec = bytes switch
        {
            [0xFF, 0xD8, 0xFF, ..] => JpegCodec.Open(bytes),
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => PngCodec.Open(bytes),
            _ => null,
        };
        result = codec is not null ? SKCodecResult.Success : bytes.Length == 0 ? SKCodecResult.IncompleteInput : SKCodecResult.Unimplemented;
        return codec;
    }

    // An array that the stream lets see is taken as it is.
    private static byte[] Bytes(Stream stream)
    {
        if (stream is MemoryStream { Position: 0 } given && given.TryGetBuffer(out var whole) && whole.Offset == 0 && whole.Count == whole.Array!.Length) return whole.Array;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>Decodes into memory of at least <c>info.BytesSize</c> bytes.</summary>
    public SKCodecResult GetPixels(SKImageInfo info, IntPtr pixels)
    {
        if (pixels == 0) return SKCodecResult.InvalidParameters;
        if (info.Width != Info.Width || info.Height != Info.Height) return SKCodecResult.InvalidScale;
        return info.ColorType == SKColorType.Rgba8888 || (info.ColorType == SKColorType.Gray8 && Info.ColorType == SKColorType.Gray8)
            ? Decode(info, pixels)
            : SKCodecResult.InvalidConversion;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    private protected abstract SKCodecResult Decode(SKImageInfo info, IntPtr pixels);
}
