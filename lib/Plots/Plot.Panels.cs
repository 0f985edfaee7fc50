using MetaAnomalyLib.Data;
using Plotly.NET.CSharp;
using Color = Plotly.NET.Color;
using GenericChart = Plotly.NET.GenericChart;
using StyleParam = Plotly.NET.StyleParam;

namespace MetaAnomalyLib.Plots;

/// <summary>One of several planes side by side: points, and what a model says of the plane behind them.</summary>
/// <param name="Name">What stands above it.</param>
/// <param name="Points">[rows, 2] finite.</param>
/// <param name="Groups">[rows] from 0, the colour of each point.</param>
public sealed record Plane(string Name, double[,] Points, IReadOnlyList<int> Groups)
{
    /// <summary>What this plane shows; null shows what the others do, or what is around its own points.</summary>
    public PlotArea? Area { get; init; }

    /// <summary>Points that are drawn large, one a group in the order of the groups, such as prototypes; or null.</summary>
    public double[,]? Marks { get; init; }

    /// <summary>Anomaly scores at <see cref="PlotArea.Grid"/>: blue below 0, orange above, a line between; or null.</summary>
    public IReadOnlyList<float>? Scores { get; init; }

    /// <summary>The group that a model takes each point of <see cref="PlotArea.Grid"/> for, in its colour, pale; or null.</summary>
    public IReadOnlyList<int>? Regions { get; init; }
}

public static partial class Plot
{
    private const int FieldScale = 3, FieldShades = 15, GapCells = 6, HeadCells = 9;

    /// <summary>Planes side by side: a learnt space at several times, decision regions of several learners.</summary>
    /// <param name="planes">At least one.</param>
    /// <param name="groups">What the legend says, one a group, at most 7; empty for no legend.</param>
    /// <param name="title">What to see.</param>
    /// <param name="area">What each plane shows; null shows each around its own points.</param>
    /// <param name="columns">Planes a line, from 1 to 6.</param>
    public static Figure Planes(IReadOnlyList<Plane> planes, IReadOnlyList<string> groups, string title, PlotArea? area = null, int columns = 3)
    {
        NotEmpty(planes, nameof(planes));
        ArgumentNullException.ThrowIfNull(groups);
        if (columns is < 1 or > 6) throw new ArgumentOutOfRangeException(nameof(columns), columns, "It must lie in 1..6.");
        foreach (var plane in planes) CheckPlane(plane, plane.Area ?? area);

        columns = Math.Min(columns, planes.Count);
        var lines = (planes.Count + columns - 1) / columns;
        // All in cells of the field behind the planes; one line more for the legend.
        const int Step = PlotArea.Side + GapCells, High = PlotArea.Side + HeadCells;
        var (wide, high) = (columns * Step - GapCells, lines * High + (groups.Count > 0 ? HeadCells : 2));
        var cell = Math.Min((HouseStyle.Width - 40.0) / wide, 330.0 / PlotArea.Side);
        var charts = new List<GenericChart>();
        for (var i = 0; i < planes.Count; i++)
            charts.AddRange(Drawn(planes[i], planes[i].Area ?? area ?? PlotArea.Around(planes[i].Points), i % columns * Step, high - i / columns * High - HeadCells));
        charts.AddRange(Key(groups, wide, cell));

        var margin = (HouseStyle.Width - cell * wide) / 2;
        var chart = Chart.Combine(charts).Dressed(title, "", "", x: Tuple.Create(0.0, (double)wide), y: Tuple.Create(0.0, (double)high)).WithoutLegend();
        var layout = Plotly.NET.Layout.init<string>(
            Width: HouseStyle.Width, Height: (int)Math.Round(54 + cell * high + 8),
            Margin: Plotly.NET.LayoutObjects.Margin.init<int, int, int, int, int, bool>(Left: (int)margin, Right: (int)margin, Top: 54, Bottom: 8, Autoexpand: false));
        layout.SetValue("xaxis", Labels([]));
        layout.SetValue("yaxis", Labels([]));
        if (planes.Any(plane => plane.Scores is not null || plane.Regions is not null))
        {
            var image = Over(FieldSheet(planes, columns, wide, high));
            image.SetValue("layer", "below");
            layout.SetValue("images", new[] { image });
        }
        return new Figure(GenericChart.addLayout(layout, chart), $"{title}: {string.Join("; ", planes.Select(plane => $"{plane.Name}, {plane.Groups.Count} points"))}"
            + (groups.Count > 0 ? $" ({string.Join(", ", groups)})" : ""));
    }

    private static IEnumerable<GenericChart> Drawn(Plane plane, PlotArea area, int left, int top)
    {
        const int Side = PlotArea.Side;
        yield return HouseStyle.Line([left, left + Side, left + Side, left, left], [top, top, top - Side, top - Side, top], "", HouseStyle.Reference, width: 1).With("hoverinfo", "skip");
        yield return Words([left + Side / 2.0], [top + 3.5], [plane.Name], StyleParam.TextPosition.MiddleCenter);
        double X(double x) => left + Side * (x - area.Left) / (area.Right - area.Left);
        double Y(double y) => top - Side * (area.Top - y) / (area.Top - area.Bottom);
        // What lies outside of the area would lie in the next plane.
        bool Inside(double[,] points, int row) => points[row, 0] >= area.Left && points[row, 0] <= area.Right && points[row, 1] >= area.Bottom && points[row, 1] <= area.Top;
        GenericChart Markers(double[,] points, IEnumerable<int> rows, int group, int size, StyleParam.MarkerSymbol symbol, double opacity)
        {
            int[] shown = [.. rows.Where(row => Inside(points, row))];
            var color = Color.fromString(HouseStyle.Series(group));
            return Chart.Scatter<double, double, string>(
                x: [.. shown.Select(row => Rounded(X(points[row, 0])))], y: [.. shown.Select(row => Rounded(Y(points[row, 1])))], mode: StyleParam.Mode.Markers,
                Opacity: opacity, ShowLegend: false, UseDefaults: false)
                .With("marker", Plotly.NET.TraceObjects.Marker.init(Color: color, Size: size, Symbol: symbol)).With("hoverinfo", "skip");
        }
        foreach (var group in plane.Groups.Distinct().Order())
            yield return Markers(plane.Points, Enumerable.Range(0, plane.Groups.Count).Where(row => plane.Groups[row] == group), group, 7, StyleParam.MarkerSymbol.Circle, 0.75);
        for (var mark = 0; mark < (plane.Marks?.GetLength(0) ?? 0); mark++)
        {
            yield return Markers(plane.Marks!, [mark], 6, 19, StyleParam.MarkerSymbol.Diamond, 1);   // a black rim
            yield return Markers(plane.Marks!, [mark], mark, 14, StyleParam.MarkerSymbol.Diamond, 1);
        }
    }

    private static GenericChart Words(double[] x, double[] y, string[] words, StyleParam.TextPosition position) => Chart.Scatter<double, double, string>(
        x: x, y: y, mode: StyleParam.Mode.Text, MultiText: new([.. words.Select(HouseStyle.Plain)], true), TextPosition: position, ShowLegend: false, UseDefaults: false)
        .With("hoverinfo", "skip");

    // A legend in one line below the planes.
    private static IEnumerable<GenericChart> Key(IReadOnlyList<string> groups, int wide, double cell)
    {
        double[] widths = [.. groups.Select(name => (36 + 8.6 * name.Length) / cell)];
        var at = Math.Max(1, (wide - widths.Sum()) / 2);
        for (var group = 0; group < groups.Count; group++)
        {
            yield return Chart.Scatter<double, double, string>(x: [at], y: [HeadCells / 2.0 - 1], mode: StyleParam.Mode.Markers, ShowLegend: false, UseDefaults: false)
                .With("marker", Plotly.NET.TraceObjects.Marker.init(Color: Color.fromString(HouseStyle.Series(group)), Size: 11)).With("hoverinfo", "skip");
            yield return Words([at + 6 / cell], [HeadCells / 2.0 - 1], [groups[group]], StyleParam.TextPosition.MiddleRight);
            at += widths[group];
        }
    }

    private static byte[] FieldSheet(IReadOnlyList<Plane> planes, int columns, int wide, int high)
    {
        const int Side = PlotArea.Side;
        var pixels = new byte[high * FieldScale, wide * FieldScale];
        for (var i = 0; i < planes.Count; i++)
        {
            var (left, top) = (i % columns * (Side + GapCells), i / columns * (Side + HeadCells) + HeadCells);
            for (var y = 0; y < Side * FieldScale; y++)
                for (var x = 0; x < Side * FieldScale; x++) pixels[top * FieldScale + y, left * FieldScale + x] = Shade(planes[i], x / FieldScale, y / FieldScale);
        }
        return PngFile.WithPalette(pixels, [0xff, 0xff, 0xff, 0x44, 0x44, 0x44, .. Shade("#7fb4d8", "#ffffff", "#eba676").Take(3 * Shades), .. Enumerable.Range(0, 7).SelectMany(Pale)]);
    }

    // 0 is white, 1 the line between; then the shades of scores, then the pale groups.
    private static byte Shade(Plane plane, int x, int y)
    {
        const int Side = PlotArea.Side;
        if (plane.Regions is { } regions) return (byte)(2 + Shades + regions[y * Side + x] % 7);
        if (plane.Scores is not { } scores) return 0;
        var score = scores[y * Side + x];
        var isEdge = (x > 0 && score > 0 != scores[y * Side + x - 1] > 0) || (y > 0 && score > 0 != scores[(y - 1) * Side + x] > 0);
        return isEdge ? (byte)1 : (byte)(2 + Math.Round(FieldShades / (1 + Math.Exp(-score))));
    }

    private static byte[] Pale(int group) => [.. Convert.FromHexString(HouseStyle.Series(group).AsSpan(1)).Select(part => (byte)(255 - (255 - part) * 0.28))];

    private static void CheckPlane(Plane plane, PlotArea? area)
    {
        if (plane.Points.GetLength(1) != 2 || plane.Points.GetLength(0) != plane.Groups.Count)
            throw new ArgumentException($"'{plane.Name}' has points [{plane.Points.GetLength(0)}, {plane.Points.GetLength(1)}] and {plane.Groups.Count} groups; give [rows, 2] and one group a row.", nameof(plane));
        foreach (var count in new[] { plane.Scores?.Count, plane.Regions?.Count })
        {
            if (count is { } points && (points != PlotArea.Side * PlotArea.Side || area is null))
                throw new ArgumentException($"'{plane.Name}' has a field of {points} values; ask the model at area.Grid(), {PlotArea.Side * PlotArea.Side} points, and give that area.", nameof(plane));
        }
        Metrics.Check.Finite([.. plane.Points.Cast<double>()], plane.Name);
    }
}
