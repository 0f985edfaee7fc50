using System.Runtime.InteropServices;

namespace SkiaSharp;

/// <summary>JPEG by libjpeg-turbo.</summary>
internal sealed partial class JpegCodec : SKCodec
{
    private const string Library = "libturbojpeg.so.0";
    private const int Rgba = 7, Gray = 6, Warning = 0, AccurateDct = 4096;   // TJPF_RGBA, TJPF_GRAY, TJERR_WARNING, TJFLAG_ACCURATEDCT
    private const int GraySampling = 3;                                     // TJSAMP_GRAY

    private readonly byte[] bytes;

    private JpegCodec(byte[] bytes, int width, int height, bool gray) =>
        (this.bytes, Info) = (bytes, new(width, height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque));

    public override SKImageInfo Info { get; }
    public override SKEncodedImageFormat EncodedFormat => SKEncodedImageFormat.Jpeg;

    public static unsafe JpegCodec? Open(byte[] bytes)
    {
        var decoder = tjInitDecompress();
        if (decoder == 0) return null;
        try
        {
            fixed (byte* data = bytes)
                return tjDecompressHeader3(decoder, data, (nuint)bytes.Length, out var width, out var height, out var sampling, out _) == 0 && width > 0 && height > 0
                    ? new(bytes, width, height, sampling == GraySampling)
                    : null;
        }
        finally
        {
            _ = tjDestroy(decoder);
        }
    }

    private protected override unsafe SKCodecResult Decode(SKImageInfo info, IntPtr pixels)
    {
        var decoder = tjInitDecompress();
        if (decoder == 0) return SKCodecResult.InternalError;
        try
        {
            fixed (byte* data = bytes)
            {
                var format = info.ColorType == SKColorType.Gray8 ? Gray : Rgba;
                if (tjDecompress2(decoder, data, (nuint)bytes.Length, (byte*)pixels, info.Width, info.RowBytes, info.Height, format, AccurateDct) == 0) return SKCodecResult.Success;
                return tjGetErrorCode(decoder) == Warning ? SKCodecResult.IncompleteInput : SKCodecResult.ErrorInInput;
            }
        }
        finally
        {
            _ = tjDestroy(decoder);
        }
    }

    [LibraryImport(Library)]
    private static partial nint tjInitDecompress();

    [LibraryImport(Library)]
    private static unsafe partial int tjDecompressHeader3(nint handle, byte* data, nuint size, out int width, out int height, out int sampling, out int colorspace);

    [LibraryImport(Library)]
    private static unsafe partial int tjDecompress2(nint handle, byte* data, nuint size, byte* pixels, int width, int pitch, int height, int format, int flags);

    [LibraryImport(Library)]
    private static partial int tjGetErrorCode(nint handle);

    [LibraryImport(Library)]
    private static partial int tjDestroy(nint handle);
}
