using System.Globalization;
using System.Text.Json;

namespace MetaAnomalyLib.Plots.Picture;

/// <summary>From 0..1 to a colour: stops of the figure, or one of a few named scales; what is unknown is Viridis.</summary>
internal sealed class ColorScale
{
    private static readonly Dictionary<string, string[]> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Viridis"] = ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"],
        ["Cividis"] = ["#00224e", "#434e6c", "#7d7c78", "#bbae6f", "#fee838"],
        ["Greys"] = ["#000000", "#ffffff"],
        ["Greens"] = ["#00441b", "#41ab5d", "#f7fcf5"],
        ["RdBu"] = ["#050aac", "#dcdcdc", "#b20a1c"],
        ["Bluered"] = ["#0000ff", "#ff0000"],
    };

    private readonly (double At, double[] Rgb)[] _stops;

    public ColorScale(JsonElement scale)
    {
        _stops = scale.ValueKind == JsonValueKind.Array
            ? [.. scale.EnumerateArray().Select(stop => (stop[0].AsNumber(), Rgb(stop[1].AsText() ?? "")))]
            : Even(Named.GetValueOrDefault(scale.AsText() ?? "Viridis", Named["Viridis"]));
    }

    /// <summary>The colour as "#rrggbb".</summary>
    public string At(double part)
    {
        part = Math.Clamp(part, 0, 1);
        var next = Array.FindIndex(_stops, stop => stop.At >= part);
        if (next <= 0)
            return Hex(_stops[next < 0 ? ^1 : 0].Rgb);
        var (low, high) = (_stops[next - 1], _stops[next]);
        var t = high.At > low.At ? (part - low.At) / (high.At - low.At) : 1;
        return Hex([.. low.Rgb.Zip(high.Rgb, (a, b) => a + t * (b - a))]);
    }

    private static (double, double[])[] Even(string[] colors) =>
        [.. colors.Select((color, i) => ((double)i / (colors.Length - 1), Rgb(color)))];

    private static double[] Rgb(string color)
    {
        if (color.StartsWith('#') && color.Length == 7 && int.TryParse(color.AsSpan(1), NumberStyles.HexNumber, null, out var hex))
            return [hex >> 16, (hex >> 8) & 255, hex & 255];
        // "rgb(1, 2, 3)" or "rgba(1, 2, 3, 1.0)"
        double[] numbers = [.. color.Trim("rgba()".ToCharArray()).Split(',')
            .Select(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : double.NaN)];
        var known = numbers.Length >= 3 && numbers.Take(3).All(double.IsFinite);
        return known ? numbers[..3] : color == "white" ? [255, 255, 255] : [128, 128, 128];
    }

    private static string Hex(double[] rgb) => "#" + Convert.ToHexStringLower([.. rgb.Select(c => (byte)Math.Round(c))]);
}
