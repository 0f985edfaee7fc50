using Plotly.NET.CSharp;
using Color = Plotly.NET.Color;
using GenericChart = Plotly.NET.GenericChart;
using StyleParam = Plotly.NET.StyleParam;

namespace MetaAnomalyLib.Plots;

public static partial class Plot
{
    /// <summary>Rows as points in a plane, a colour a group: what lies near what in a latent space. Of a large group every n-th row is drawn.</summary>
    /// <param name="points">[rows, 2] finite.</param>
    /// <param name="groups">[rows] from 0, the place in <paramref name="names"/>.</param>
    /// <param name="names">What the legend says, one a group, at most 7; the first is drawn below the others.</param>
    /// <param name="title">What to see.</param>
    /// <param name="xTitle">What the first number is.</param>
    /// <param name="yTitle">What the second is.</param>
    /// <param name="most">Points drawn at most, each group its share, at least one a group.</param>
    public static Figure Map(
        double[,] points, IReadOnlyList<int> groups, IReadOnlyList<string> names, string title, string xTitle, string yTitle, int most = 150)
    {
        ArgumentNullException.ThrowIfNull(points);
        NotEmpty(groups, nameof(groups));
        NotEmpty(names, nameof(names));
        if (points.GetLength(1) != 2 || points.GetLength(0) != groups.Count)
            throw new ArgumentException($"points is [{points.GetLength(0)}, {points.GetLength(1)}]; it must be [{groups.Count}, 2], one point a group's entry.", nameof(points));
        if (groups.FirstOrDefault(group => group < 0 || group >= names.Count) is var wrong && (wrong < 0 || wrong >= names.Count))
            throw new ArgumentException($"groups contains {wrong}; groups count from 0 to {names.Count - 1}.", nameof(groups));
        if (most < names.Count) throw new ArgumentOutOfRangeException(nameof(most), most, $"At least one point a group must be drawn, {names.Count}.");

        var share = most / names.Count;
        var charts = new List<GenericChart>();
        for (var group = 0; group < names.Count; group++)
        {
            int[] all = [.. Enumerable.Range(0, groups.Count).Where(row => groups[row] == group)];
            int[] rows = [.. all.Where((_, i) => i % Math.Max(1, (all.Length + share - 1) / share) == 0)];
            if (rows.Length == 0) continue;
            var color = Color.fromString(HouseStyle.Series(group));
            charts.Add(Chart.Scatter<double, double, string>(
                x: [.. rows.Select(row => Rounded(points[row, 0]))], y: [.. rows.Select(row => Rounded(points[row, 1]))], mode: StyleParam.Mode.Markers,
                Name: HouseStyle.Plain($"{names[group]} ({all.Length})"), Opacity: 0.65, MarkerColor: color, ShowLegend: true, UseDefaults: false)
                .With("marker", Plotly.NET.TraceObjects.Marker.init(Color: color, Size: 8)));
        }
        double[] xs = [.. Enumerable.Range(0, groups.Count).Select(row => points[row, 0])], ys = [.. Enumerable.Range(0, groups.Count).Select(row => points[row, 1])];
        var (width, height) = (Math.Max(xs.Max() - xs.Min(), 1e-9), Math.Max(ys.Max() - ys.Min(), 1e-9));
        var chart = Chart.Combine(charts)
            .Dressed(title, xTitle, yTitle)
            .LegendInFreeCorner(charts.Count, xs.Zip(ys, (x, y) => ((x - xs.Min()) / width, (y - ys.Min()) / height))
                .Select(p => (p.Item1, p.Item2, p.Item1, p.Item2)));
        return new Figure(chart, $"{title}: {string.Join(", ", names.Select((name, group) => $"{groups.Count(g => g == group)} {name}"))}");
    }

    /// <summary>A table of numbers as colours: errors of each feature, say, row by row.</summary>
    /// <param name="values">[rows, columns]; white is 0, the darkest is <paramref name="high"/>.</param>
    /// <param name="rows">What stands beside each row, all different.</param>
    /// <param name="columns">What stands under each column, all different.</param>
    /// <param name="title">What to see.</param>
    /// <param name="xTitle">What the columns are.</param>
    /// <param name="high">The value of the darkest colour. Default: the largest.</param>
    public static Figure Heat(double[,] values, IReadOnlyList<string> rows, IReadOnlyList<string> columns, string title, string xTitle, double? high = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        NotEmpty(rows, nameof(rows));
        NotEmpty(columns, nameof(columns));
        if (values.GetLength(0) != rows.Count || values.GetLength(1) != columns.Count)
            throw new ArgumentException($"values is [{values.GetLength(0)}, {values.GetLength(1)}] for {rows.Count} rows and {columns.Count} columns.", nameof(values));

        double[][] z = [.. rows.Select((_, row) => columns.Select((_, column) => Rounded(values[row, column])).ToArray())];
        var chart = Chart.Heatmap<double, string, string, string>(
                zData: z, X: new([.. columns.Select(HouseStyle.Plain)], true), Y: new([.. rows.Select(HouseStyle.Plain)], true), ShowScale: false, UseDefaults: false,
                ColorScale: StyleParam.Colorscale.NewCustom(
                    [Tuple.Create(0.0, Color.fromString("#ffffff")), Tuple.Create(0.5, Color.fromString(HouseStyle.Anomaly)), Tuple.Create(1.0, Color.fromString("#4a1f00"))]))
            .With("zmin", 0.0).With("zmax", high ?? z.Max(line => line.Max()))
            .Dressed(title, xTitle, "", x: Tuple.Create(-0.5, columns.Count - 0.5), y: Tuple.Create(rows.Count - 0.5, -0.5), gridX: false, categories: true)
            .WithoutLegend();
        var left = Math.Clamp(24 + (int)(8.5 * rows.Max(name => name.Length)), 60, 240);
        chart = GenericChart.addLayout(Plotly.NET.Layout.init<string>(Margin: HouseStyle.Around(left)), chart);
        var (atRow, atColumn) = (from row in Enumerable.Range(0, rows.Count) from column in Enumerable.Range(0, columns.Count) select (row, column)).MaxBy(at => values[at.row, at.column]);
        return new Figure(chart, Text($"{title}: largest {values[atRow, atColumn]:G4} at {rows[atRow]}, {columns[atColumn]}"));
    }

    // Four digits are more than a screen shows.
    private static double Rounded(double value) =>
        value == 0 || !double.IsFinite(value) ? value : double.Parse(value.ToString("G4", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
