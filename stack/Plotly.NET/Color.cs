using System.Globalization;

namespace Plotly.NET;

/// <summary>A colour, or one for each point.</summary>
public sealed class Color
{
    private Color(object value) => Value = value;

    public object Value { get; }

    public static Color fromString(string c) => new(c);

    /// <param name="s">Six hexadecimal digits, with or without #.</param>
    public static Color fromHex(string s)
    {
        if (s.TrimStart('#') is not { Length: 6 } digits
            || !int.TryParse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var rgb))
        {
            throw new ArgumentException($"'{s}' is no colour; write six hexadecimal digits such as #0072B2.", nameof(s));
        }
        return fromRGB(rgb >> 16, (rgb >> 8) & 255, rgb & 255);
    }

    public static Color fromRGB(int r, int g, int b) => fromARGB(255, r, g, b);

    /// <param name="a">Opacity, 0..255; the figure has it to one decimal.</param>
    public static Color fromARGB(int a, int r, int g, int b) =>
        new(string.Create(CultureInfo.InvariantCulture, $"rgba({r}, {g}, {b}, {a / 255.0:F1})"));

    public static Color fromKeyword(ColorKeyword c) => fromRGB(c.Rgb.R, c.Rgb.G, c.Rgb.B);

    public static Color fromColors(IEnumerable<Color> c) => new(c.Select(color => color.Value).ToArray());

    public static Color fromColorScaleValues<T>(IEnumerable<T> c) where T : IConvertible => new(c.ToArray());

    public override bool Equals(object? obj) => obj is Color other && Equals(Value, other.Value);

    public override int GetHashCode() => Value.GetHashCode();
}

/// <summary>The named colours of CSS that the charts here use.</summary>
public sealed class ColorKeyword
{
    private ColorKeyword(int r, int g, int b) => Rgb = (r, g, b);

    internal (int R, int G, int B) Rgb { get; }

    public static ColorKeyword Black { get; } = new(0, 0, 0);
    public static ColorKeyword Blue { get; } = new(0, 0, 255);
    public static ColorKeyword Brown { get; } = new(165, 42, 42);
    public static ColorKeyword Crimson { get; } = new(220, 20, 60);
    public static ColorKeyword Cyan { get; } = new(0, 255, 255);
    public static ColorKeyword DarkGray { get; } = new(169, 169, 169);
    public static ColorKeyword DarkOrange { get; } = new(255, 140, 0);
    public static ColorKeyword Gold { get; } = new(255, 215, 0);
    public static ColorKeyword Gray { get; } = new(128, 128, 128);
    public static ColorKeyword Green { get; } = new(0, 128, 0);
    public static ColorKeyword Indigo { get; } = new(75, 0, 130);
    public static ColorKeyword LightGray { get; } = new(211, 211, 211);
    public static ColorKeyword Magenta { get; } = new(255, 0, 255);
    public static ColorKeyword Navy { get; } = new(0, 0, 128);
    public static ColorKeyword Olive { get; } = new(128, 128, 0);
    public static ColorKeyword Orange { get; } = new(255, 165, 0);
    public static ColorKeyword Pink { get; } = new(255, 192, 203);
    public static ColorKeyword Purple { get; } = new(128, 0, 128);
    public static ColorKeyword Red { get; } = new(255, 0, 0);
    public static ColorKeyword SteelBlue { get; } = new(70, 130, 180);
    public static ColorKeyword Teal { get; } = new(0, 128, 128);
    public static ColorKeyword Tomato { get; } = new(255, 99, 71);
    public static ColorKeyword White { get; } = new(255, 255, 255);
    public static ColorKeyword Yellow { get; } = new(255, 255, 0);
}
