namespace SkiaSharp;

/// <summary>How a pixel is stored.</summary>
public enum SKColorType
{
    Unknown = 0,
    Rgba8888 = 4,
    Gray8 = 9,
}

/// <summary>What the alpha of a pixel means.</summary>
public enum SKAlphaType
{
    Unknown = 0,
    Opaque = 1,
    Premul = 2,
    Unpremul = 3,
}

/// <summary>File formats; this stack reads JPEG and PNG.</summary>
public enum SKEncodedImageFormat
{
    Bmp = 0,
    Gif = 1,
    Ico = 2,
    Jpeg = 3,
    Png = 4,
}

/// <summary>How decoding went.</summary>
public enum SKCodecResult
{
    Success = 0,
    IncompleteInput = 1,
    ErrorInInput = 2,
    InvalidConversion = 3,
    InvalidScale = 4,
    InvalidParameters = 5,
    InvalidInput = 6,
    CouldNotRewind = 7,
    InternalError = 8,
    Unimplemented = 9,
}

/// <summary>The size and the kind of pixels.</summary>
public struct SKImageInfo(int width, int height, SKColorType colorType, SKAlphaType alphaType) : IEquatable<SKImageInfo>
{
    public int Width { get; set; } = width;
    public int Height { get; set; } = height;
    public SKColorType ColorType { get; set; } = colorType;
    public SKAlphaType AlphaType { get; set; } = alphaType;

    public readonly int BytesPerPixel => ColorType switch { SKColorType.Gray8 => 1, SKColorType.Rgba8888 => 4, _ => 0 };
    public readonly int RowBytes => Width * BytesPerPixel;
    public readonly int BytesSize => Width * Height * BytesPerPixel;
    public readonly long BytesSize64 => (long)Width * Height * BytesPerPixel;

    public readonly bool Equals(SKImageInfo other) => (Width, Height, ColorType, AlphaType) == (other.Width, other.Height, other.ColorType, other.AlphaType);
    public override readonly bool Equals(object? obj) => obj is SKImageInfo other && Equals(other);
    public override readonly int GetHashCode() => HashCode.Combine(Width, Height, ColorType, AlphaType);
    public static bool operator ==(SKImageInfo left, SKImageInfo right) => left.Equals(right);
    public static bool operator !=(SKImageInfo left, SKImageInfo right) => !left.Equals(right);
}
