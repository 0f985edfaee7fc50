using System.Runtime.InteropServices;

namespace SkiaSharp;

/// <summary>JPEG by libjpeg-turbo. Four inks become RGBA as in Skia: they are taken to be kept inverted, as Adobe does, so a colour is ink times black.</summary>
internal sealed partial class JpegCodec : SKCodec
{
    private const string Library = "libturbojpeg.so.0";
    private const int Rgba = 7, Gray = 6, Warning = 0, AccurateDct = 4096;   // TJPF_RGBA, TJPF_GRAY, TJERR_WARNING, TJFLAG_ACCURATEDCT
    private const int GraySampling = 3;                                     // TJSAMP_GRAY
    private const int Cmyk = 11, CmykSpace = 3, YcckSpace = 4;              // TJPF_CMYK, TJCS_CMYK, TJCS_YCCK

    private readonly byte[] bytes;
    private readonly bool inks;

    private JpegCodec(byte[] bytes, int width, int height, bool gray, bool inks) =>
        (this.bytes, this.inks, Info) = (bytes, inks, new(width, height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque));

    public override SKImageInfo Info { get; }
    public override SKEncodedImageFormat EncodedFormat => SKEncodedImageFormat.Jpeg;

    public static unsafe JpegCodec? Open(byte[] bytes)
    {
        var decoder = tjInitDecompress();
        if (decoder == 0) return null;
        try
        {
            fixed (byte* data = bytes)
                return tjDecompressHeader3(decoder, data, (nuint)bytes.Length, out var width, out var height, out var sampling, out var space) == 0 && width > 0 && height > 0
                    ? new(bytes, width, height, sampling == GraySampling, space is CmykSpace or YcckSpace)
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
                var format = info.ColorType == SKColorType.Gray8 ? Gray : inks ? Cmyk : Rgba;
                var whole = tjDecompress2(decoder, data, (nuint)bytes.Length, (byte*)pixels, info.Width, info.RowBytes, info.Height, format, AccurateDct) == 0;
                if (inks) Mix(new Span<byte>((void*)pixels, info.BytesSize));
                if (whole) return SKCodecResult.Success;
                return tjGetErrorCode(decoder) == Warning ? SKCodecResult.IncompleteInput : SKCodecResult.ErrorInInput;
            }
        }
        finally
        {
            _ = tjDestroy(decoder);
        }
    }

    private static void Mix(Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i += 4)
        {
            var black = pixels[i + 3];
            for (var ink = 0; ink < 3; ink++) pixels[i + ink] = (byte)((pixels[i + ink] * black + 127) / 255);
            pixels[i + 3] = 255;
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
