using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Data;
using Plotly.NET.CSharp;
using GenericChart = Plotly.NET.GenericChart;
using StyleParam = Plotly.NET.StyleParam;

namespace MetaAnomalyLib.Plots;

/// <summary>A line of <see cref="Plot.Images"/>: square pictures of one brightness a pixel.</summary>
/// <param name="Name">What stands beside the line.</param>
/// <param name="Pixels">[pictures, side * side], line by line, finite.</param>
/// <param name="High">What is drawn darkest; 0 is drawn white. Default: 1.</param>
/// <param name="IsError">Whether it is drawn in the colour of anomalies.</param>
public sealed record ImageRow(string Name, double[,] Pixels, double High = 1, bool IsError = false)
{
    /// <summary>A line of pictures as they are read.</summary>
    public static ImageRow Of(string name, float[,] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        var widened = new double[pixels.GetLength(0), pixels.GetLength(1)];
        for (var row = 0; row < pixels.GetLength(0); row++)
            for (var column = 0; column < pixels.GetLength(1); column++) widened[row, column] = pixels[row, column];
        return new(name, widened);
    }

    /// <summary>The same line with 0 black and <see cref="High"/> white, as X-rays and photographs are shown.</summary>
    public ImageRow Light
    {
        get
        {
            var light = (double[,])Pixels.Clone();
            for (var row = 0; row < light.GetLength(0); row++)
                for (var column = 0; column < light.GetLength(1); column++) light[row, column] = High - light[row, column];
            return this with { Pixels = light };
        }
    }

    /// <summary>A line of error maps, one scale for all: darkest is what only one pixel in two hundred exceeds.</summary>
    public static ImageRow Errors(string name, double[,] errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        double[] sorted = [.. errors.Cast<double>().Order()];
        return new(name, errors, sorted.Length == 0 ? 1 : Math.Max(sorted[(int)(0.995 * (sorted.Length - 1))], 1e-9), IsError: true);
    }
}

public static partial class Plot
{
    private const int Shades = 16, Gap = 2;

    /// <summary>Pictures in lines and columns: reconstructions under their inputs, error maps under those, what was generated epoch by epoch.</summary>
    /// <param name="rows">One entry a line, each with as many pictures of the same size.</param>
    /// <param name="title">What to see.</param>
    /// <param name="columns">What stands under each column, or null.</param>
    public static Figure Images(IReadOnlyList<ImageRow> rows, string title, IReadOnlyList<string>? columns = null)
    {
        NotEmpty(rows, nameof(rows));
        var (count, size) = (rows[0].Pixels.GetLength(0), rows[0].Pixels.GetLength(1));
        var side = (int)Math.Round(Math.Sqrt(size));
        if (count == 0 || side * side != size)
            throw new ArgumentException($"'{rows[0].Name}' has {count} pictures of {size} pixels; give at least one, and side * side pixels.", nameof(rows));
        if (rows.FirstOrDefault(row => row.Pixels.GetLength(0) != count || row.Pixels.GetLength(1) != size) is { } other)
            throw new ArgumentException($"'{other.Name}' has {other.Pixels.GetLength(0)} pictures of {other.Pixels.GetLength(1)} pixels, '{rows[0].Name}' {count} of {size}; give the same in each line.", nameof(rows));
        if (columns is not null && columns.Count != count)
            throw new ArgumentException($"columns has {columns.Count} names for {count} pictures.", nameof(columns));
        foreach (var row in rows) Check.Finite([.. row.Pixels.Cast<double>()], row.Name);

        var left = Math.Clamp(24 + (int)(8.5 * rows.Max(row => row.Name.Length)), 30, 220);
        // Names that are wider than their picture are turned by plotly and need more room.
        var turned = columns is not null && columns.Max(name => name.Length) * 8.0 > Math.Min((HouseStyle.Width - left - 22.0) / count, 110);
        var bottom = columns is null ? 14 : turned ? 72 : 40;
        var cell = Math.Min(Math.Min((HouseStyle.Width - left - 22.0) / count, (HouseStyle.Height - 58.0 - bottom) / rows.Count), 110);
        var chart = Chart.Scatter<double, double, string>(
                x: [count / 2.0], y: [rows.Count / 2.0], mode: StyleParam.Mode.Markers, Opacity: 0, ShowLegend: false, UseDefaults: false)
            .With("hoverinfo", "skip")
            .Dressed(title, "", "", x: Tuple.Create(0.0, (double)count), y: Tuple.Create((double)rows.Count, 0.0))
            .WithoutLegend();
        var layout = Plotly.NET.Layout.init<string>(
            Width: HouseStyle.Width, Height: (int)Math.Round(58 + cell * rows.Count + bottom),
            Margin: Plotly.NET.LayoutObjects.Margin.init<int, int, int, int, int, bool>(
                Left: left, Right: (int)(HouseStyle.Width - left - cell * count), Top: 58, Bottom: bottom, Autoexpand: false));
        layout.SetValue("xaxis", Labels(columns ?? []));
        layout.SetValue("yaxis", Labels([.. rows.Select(row => row.Name)]));
        layout.SetValue("images", new[] { Over(Sheet(rows, count, side)) });
        var names = columns is null ? "" : $" ({string.Join(", ", columns)})";
        return new Figure(GenericChart.addLayout(layout, chart), $"{title}: {string.Join("; ", rows.Select(row => row.Name))}, {count} pictures each{names}");
    }

    private static Plotly.NET.LayoutObjects.LinearAxis Labels(IReadOnlyList<string> names)
    {
        var axis = new Plotly.NET.LayoutObjects.LinearAxis();
        axis.SetValue("showgrid", false);
        axis.SetValue("showline", false);
        axis.SetValue("showticklabels", names.Count > 0);
        axis.SetValue("tickvals", names.Select((_, i) => i + 0.5).ToArray());
        axis.SetValue("ticktext", names.Select(HouseStyle.Plain).ToArray());
        axis.SetValue("fixedrange", true);
        return axis;
    }

    private static DynamicObj.DynamicObj Over(byte[] png)
    {
        var image = new DynamicObj.DynamicObj();
        image.SetValue("source", "data:image/png;base64," + Convert.ToBase64String(png));
        foreach (var (name, word) in new[] { ("xref", "paper"), ("yref", "paper"), ("sizing", "stretch"), ("layer", "above"), ("xanchor", "left"), ("yanchor", "top") })
            image.SetValue(name, word);
        foreach (var (name, number) in new[] { ("x", 0.0), ("y", 1.0), ("sizex", 1.0), ("sizey", 1.0) })
            image.SetValue(name, number);
        return image;
    }

    /// <summary>All pictures as one, enlarged in whole steps so that no browser blurs them, in 16 shades: a sixth of the size, and no eye misses the others.</summary>
    private static byte[] Sheet(IReadOnlyList<ImageRow> rows, int count, int side)
    {
        var scale = Math.Max(1, 84 / side);
        var step = side * scale + Gap;
        var pixels = new byte[step * rows.Count, step * count];
        for (var line = 0; line < rows.Count; line++)
        {
            var (name, values, high, isError) = rows[line];
            for (var y = 0; y < side * scale; y++)
            {
                for (var x = 0; x < step * count - Gap; x++)
                {
                    if (x % step >= side * scale) continue;
                    var value = values[x / step, y / scale * side + x % step / scale] / high;
                    pixels[line * step + y, x] = (byte)(Math.Round(Math.Clamp(value, 0, 1) * (Shades - 1)) + (isError ? Shades : 0));
                }
            }
        }
        return PngFile.WithPalette(pixels, [.. Shade("#ffffff", "#7d7d7d", "#111111"), .. Shade("#ffffff", HouseStyle.Anomaly, "#4a1f00")]);
    }

    private static IEnumerable<byte> Shade(params string[] stops)
    {
        var colors = stops.Select(stop => Convert.FromHexString(stop.AsSpan(1))).ToArray();
        for (var i = 0; i < Shades; i++)
        {
            var at = i * (colors.Length - 1.0) / (Shades - 1);
            var (from, to) = (colors[(int)at], colors[Math.Min((int)at + 1, colors.Length - 1)]);
            for (var c = 0; c < 3; c++) yield return (byte)Math.Round(from[c] + (at - (int)at) * (to[c] - from[c]));
        }
    }
}
