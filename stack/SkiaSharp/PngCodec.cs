using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SkiaSharp;

/// <summary>PNG by libpng's simplified interface; 16 bits a channel become 8. Values are given as they are stored, as Skia gives them where no colour space is asked for.</summary>
internal sealed partial class PngCodec : SKCodec
{
    private const string Library = "libpng16.so.16";
    private const uint Version = 1, Alpha = 1, Color = 2, ColorMap = 8, Rgba = Alpha | Color, Gray = 0;
    private const uint SixteenBitsAreSrgb = 4;

    private readonly byte[] bytes;

    private PngCodec(byte[] bytes, Image image)
    {
        this.bytes = bytes;
        var gray = (image.Format & (Alpha | Color | ColorMap)) == 0;
        Info = new((int)image.Width, (int)image.Height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888, (image.Format & Alpha) == 0 ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
    }

    public override SKImageInfo Info { get; }
    public override SKEncodedImageFormat EncodedFormat => SKEncodedImageFormat.Png;

    public static unsafe PngCodec? Open(byte[] bytes)
    {
        bytes = WithoutColorNotes(bytes);
        fixed (byte* data = bytes)
        {
            var image = new Image { Version = Version };
            if (png_image_begin_read_from_memory(ref image, data, (nuint)bytes.Length) == 0) return null;
            png_image_free(ref image);
            return image.Width is > 0 and <= int.MaxValue && image.Height is > 0 and <= int.MaxValue ? new(bytes, image) : null;
        }
    }

    // libpng's simplified interface would convert by these; nothing can ask it not to.
    private static byte[] WithoutColorNotes(byte[] bytes)
    {
        var kept = new MemoryStream(bytes.Length);
        var at = 8;   // behind the signature
        kept.Write(bytes, 0, at);
        while (at + 12 <= bytes.Length && BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)) is var length && length <= (uint)(bytes.Length - at - 12))
        {
            var size = (int)length + 12;
            var name = bytes.AsSpan(at + 4, 4);
            if (!name.SequenceEqual("gAMA"u8) && !name.SequenceEqual("cHRM"u8) && !name.SequenceEqual("iCCP"u8)) kept.Write(bytes, at, size);
            at += size;
        }
        kept.Write(bytes, at, bytes.Length - at);
        return kept.Length == bytes.Length ? bytes : kept.ToArray();
    }

    private protected override unsafe SKCodecResult Decode(SKImageInfo info, IntPtr pixels)
    {
        fixed (byte* data = bytes)
        {
            var image = new Image { Version = Version };
            if (png_image_begin_read_from_memory(ref image, data, (nuint)bytes.Length) == 0) return SKCodecResult.ErrorInInput;
            try
            {
                image.Flags |= SixteenBitsAreSrgb;
                image.Format = info.ColorType == SKColorType.Gray8 ? Gray : Rgba;
                return png_image_finish_read(ref image, 0, (byte*)pixels, info.RowBytes, 0) != 0 ? SKCodecResult.Success : SKCodecResult.ErrorInInput;
            }
            finally
            {
                png_image_free(ref image);
            }
        }
    }

    /// <summary>png_image of png.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Image
    {
        public nint Opaque;
        public uint Version, Width, Height, Format, Flags, ColorMapEntries, WarningOrError;
        public Message Text;
    }

    [InlineArray(64)]
    private struct Message
    {
        private byte first;
    }

    [LibraryImport(Library)]
    private static unsafe partial int png_image_begin_read_from_memory(ref Image image, byte* data, nuint size);

    [LibraryImport(Library)]
    private static unsafe partial int png_image_finish_read(ref Image image, nint background, byte* pixels, int stride, nint colormap);

    [LibraryImport(Library)]
    private static partial void png_image_free(ref Image image);
}
