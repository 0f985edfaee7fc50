using System.Globalization;
using System.Text.Json;

namespace MetaAnomalyLib.Plots.Picture;

/// <summary>One axis: from data to px, its range and its ticks. Linear, logarithmic or of categories.</summary>
internal sealed class Axis
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _start;
    private readonly double _end;
    private readonly List<string>? _categories;

    /// <param name="layout">The axis in the layout; may be Undefined.</param>
    /// <param name="data">What the traces have on this axis, numbers or categories.</param>
    /// <param name="zero">Whether the axis must show zero (bars).</param>
    /// <param name="padding">Share of the range left free at each end where no range is given.</param>
    /// <param name="start">The px of the axis' low end.</param>
    /// <param name="end">The px of its high end.</param>
    public Axis(JsonElement layout, IReadOnlyList<JsonElement> data, bool zero, double padding, double start, double end)
    {
        (Layout, _start, _end) = (layout, start, end);
        Log = layout.Text("type") == "log";
        if (layout.Text("type") == "category" || (layout.Text("type") is null or "-" && data.Any(IsWord)))
            _categories = [.. data.Select(d => d.AsText() ?? "").Distinct()];

        (_low, _high) = _categories is { } names ? (-0.5, names.Count - 0.5) : RangeOf(data, zero, padding);
        if (layout.Items("range") is { Length: 2 } range && !range.Any(end => double.IsNaN(end.AsNumber())))
            (_low, _high) = (range[0].AsNumber(), range[1].AsNumber());
        if (layout.Text("autorange") == "reversed")
            (_low, _high) = (_high, _low);
        if (_low == _high)
            (_low, _high) = (_low - 1, _high + 1);
    }

    public JsonElement Layout { get; }

    public bool Log { get; }

    /// <summary>The px of a value of the data; NaN where it has none.</summary>
    public double Of(JsonElement value) => _categories is { } names && value.AsText() is { } name && names.IndexOf(name) is >= 0 and var at
        ? Pixel(at)
        : Of(value.AsNumber());

    /// <summary>The px of a number.</summary>
    public double Of(double value) => Pixel(Log ? (value > 0 ? Math.Log10(value) : double.NaN) : value);

    /// <summary>A value as a number: itself, or the index of its category.</summary>
    public double Coordinate(JsonElement value) => _categories is { } names ? names.IndexOf(value.AsText() ?? "") : value.AsNumber();

    /// <summary>The px of an index of a category, or of a number.</summary>
    public double Place(double coordinate) => _categories is null ? Of(coordinate) : Pixel(coordinate);

    /// <summary>The ticks within the range, at most about <paramref name="most"/>, with what stands at them.</summary>
    public IEnumerable<(double Pixel, string Label)> Ticks(int most)
    {
        if (_categories is { } names)
            return names.Select((name, i) => (Pixel(i), name)).ToArray();
        if (Layout.Items("tickvals") is { Length: > 0 } given)
        {
            var texts = Layout.Items("ticktext");
            return given.Select((value, i) => (Of(value), texts.ElementAtOrDefault(i).AsText() ?? Label(value.AsNumber(), 1))).ToArray();
        }

        var (low, high) = (Math.Min(_low, _high), Math.Max(_low, _high));
        var step = Log ? Math.Max(1, Math.Ceiling((high - low) / most)) : Step((high - low) / most);
        var ticks = new List<(double, string)>();
        for (var i = Math.Ceiling(low / step - 1e-9); i * step <= high + step * 1e-9; i++)
            ticks.Add((Pixel(i * step), Log ? Label(Math.Pow(10, i * step), 1) : Label(i * step, step)));
        return ticks;
    }

    private double Pixel(double coordinate) => _start + (coordinate - _low) / (_high - _low) * (_end - _start);

    private (double, double) RangeOf(IReadOnlyList<JsonElement> data, bool zero, double padding)
    {
        // The logarithm of what is not positive is not finite, and out.
        double[] numbers = [.. data.Select(d => Log ? Math.Log10(d.AsNumber()) : d.AsNumber()).Where(double.IsFinite)];
        if (numbers.Length == 0)
            return (0, 1);
        var (low, high) = (numbers.Min(), numbers.Max());
        if (zero)
            (low, high) = (Math.Min(0, low), Math.Max(0, high));
        var free = (high - low) * padding;
        return (zero && low == 0 ? 0 : low - free, zero && high == 0 ? 0 : high + free);
    }

    private static bool IsWord(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() != "NaN" && double.IsNaN(value.AsNumber());

    // 1, 2 or 5 times a power of ten, the first that is not smaller.
    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
    }

    private static string Label(double value, double step) => Unsigned(value, step).Replace('-', '\u2212');

    private static string Unsigned(double value, double step)
    {
        if (Math.Abs(value) < step * 1e-9)
            return "0";
        if (Math.Abs(value) >= 1e4)
        {
            var (scale, unit) = Math.Abs(value) switch { >= 1e9 => (1e9, "B"), >= 1e6 => (1e6, "M"), _ => (1e3, "k") };
            return (value / scale).ToString("0.###", CultureInfo.InvariantCulture) + unit;
        }
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 9);
        return Math.Abs(value) < 1e-4
            ? value.ToString("0.##e0", CultureInfo.InvariantCulture)
            : value.ToString(Math.Abs(value) < 1 ? "0.######" : "0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }
}
