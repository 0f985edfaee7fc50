using Plotly.NET.CSharp;
using Color = Plotly.NET.Color;
using Font = Plotly.NET.Font;
using GenericChart = Plotly.NET.GenericChart;
using Layout = Plotly.NET.Layout;
using Margin = Plotly.NET.LayoutObjects.Margin;
using StyleParam = Plotly.NET.StyleParam;
using Title = Plotly.NET.Title;

namespace MetaAnomalyLib.Plots;

/// <summary>One look for every figure: 720 x 420 px, letters for a projector, colours that colour-blind readers tell apart.</summary>
internal static class HouseStyle
{
    public const int Width = 720;
    public const int Height = 420;
    public const double FontSize = 15;

    /// <summary>Normal rows, everywhere.</summary>
    public const string Normal = "#0072B2";

    /// <summary>Anomalies, everywhere.</summary>
    public const string Anomaly = "#D55E00";

    /// <summary>What is only there for comparison: chance, base rate, perfect calibration.</summary>
    public const string Reference = "#888888";

    public const string Ink = "#222222";
    private const string GridLine = "#E6E6E6";

    // Okabe and Ito (2008), without the yellow that vanishes on white.
    private static readonly string[] Palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];

    /// <summary>The colour of the series with this index.</summary>
    public static string Series(int index) => Palette[index % Palette.Length];

    /// <summary>Text that plotly.js shows as it is: its own markup is made harmless.</summary>
    public static string Plain(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Gives a chart the title, the size, the letters and the axes of the house.</summary>
    public static GenericChart Dressed(
        this GenericChart chart, string title, string xTitle, string yTitle,
        Tuple<double, double>? x = null, Tuple<double, double>? y = null, bool gridX = true, bool categories = false)
    {
        var layout = Layout.init<string>(
            Title: Title.init(Text: Plain(title), Font: Font.init(Size: 19, Color: Color.fromString(Ink)), X: 0.02,
                XAnchor: StyleParam.XAnchorPosition.Left),
            Margin: Around(left: 78),
            Width: Width,
            Height: Height,
            Font: Font.init(Size: FontSize, Color: Color.fromString(Ink)),
            PaperBGColor: Color.fromString("white"),
            PlotBGColor: Color.fromString("white"));
        // Without a stated type plotly takes names such as "0" and "1" for numbers.
        var type = categories ? StyleParam.AxisType.Category : default(Optional<StyleParam.AxisType>);
        return GenericChart.addLayout(layout, chart)
            .WithXAxisStyle<double, double, string>(
                TitleText: Plain(xTitle), AxisType: type, MinMax: Range(x), ShowGrid: gridX, GridColor: Color.fromString(GridLine), ZeroLine: false,
                ShowLine: true, LineColor: Color.fromString(Reference))
            .WithYAxisStyle<double, double, string>(
                TitleText: Plain(yTitle), AxisType: type, MinMax: Range(y), ShowGrid: true, GridColor: Color.fromString(GridLine), ZeroLine: false,
                ShowLine: true, LineColor: Color.fromString(Reference));

        static Optional<Tuple<double, double>> Range(Tuple<double, double>? range) =>
            range is null ? default(Optional<Tuple<double, double>>) : range;
    }

    /// <summary>Places the legend in the corner of the plot with the least below it.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="entries">Lines of the legend.</param>
    /// <param name="drawn">What is drawn, in fractions of the plot, as ends of strokes.</param>
    /// <param name="inset">How far a legend on the left stands from the axis, in fractions of the plot.</param>
    public static GenericChart LegendInFreeCorner(
        this GenericChart chart, int entries, IEnumerable<(double X1, double Y1, double X2, double Y2)> drawn, double inset = 0)
    {
        var (width, height) = (0.48, 0.04 + 0.085 * entries);
        var covered = new double[2, 2];
        foreach (var (x1, y1, x2, y2) in drawn)
        {
            var length = Math.Abs(x2 - x1) + Math.Abs(y2 - y1);
            for (var step = 0; step <= 20; step++)
            {
                var (x, y) = (x1 + (x2 - x1) * step / 20, y1 + (y2 - y1) * step / 20);
                if ((x < width || x > 1 - width) && (y < height || y > 1 - height))
                    covered[x > 0.5 ? 1 : 0, y > 0.5 ? 1 : 0] += length + 0.01;
            }
        }
        var (right, top) = new[] { (1, 1), (1, 0), (0, 1), (0, 0) }.MinBy(corner => covered[corner.Item1, corner.Item2]);
        return chart.LegendAt(right, top, inset);
    }

    /// <summary>The strokes of a line, in fractions of a plot that shows the given ranges.</summary>
    public static IEnumerable<(double, double, double, double)> Strokes(
        IReadOnlyList<double> x, IReadOnlyList<double> y, (double Low, double High) xRange, (double Low, double High) yRange)
    {
        for (var i = 1; i < x.Count; i++)
        {
            if (double.IsFinite(y[i - 1]) && double.IsFinite(y[i]))
                yield return (X(x[i - 1]), Y(y[i - 1]), X(x[i]), Y(y[i]));
        }

        double X(double value) => (value - xRange.Low) / (xRange.High - xRange.Low);
        double Y(double value) => (value - yRange.Low) / (yRange.High - yRange.Low);
    }

    /// <summary>Places the legend in a corner of the plot: 0 or 1 for left or right, 0 or 1 for bottom or top.</summary>
    public static GenericChart LegendAt(this GenericChart chart, int right, int top, double inset = 0) => GenericChart
        .addLayout(Layout.init<string>(ShowLegend: true), chart)
        .WithLegendStyle(
            BGColor: Color.fromString("rgba(255,255,255,0.8)"),
            TraceOrder: StyleParam.TraceOrder.Normal,
            X: right == 1 ? 0.99 : 0.01 + inset,
            XAnchor: right == 1 ? StyleParam.XAnchorPosition.Right : StyleParam.XAnchorPosition.Left,
            Y: top == 1 ? 0.99 : 0.01,
            YAnchor: top == 1 ? StyleParam.YAnchorPosition.Top : StyleParam.YAnchorPosition.Bottom);

    /// <summary>The margins of the house, in px.</summary>
    public static Margin Around(int left) =>
        Margin.init<int, int, int, int, int, bool>(Left: left, Right: 22, Top: 58, Bottom: 66, Autoexpand: false);

    /// <summary>No legend, the title says it.</summary>
    public static GenericChart WithoutLegend(this GenericChart chart) =>
        GenericChart.addLayout(Layout.init<string>(ShowLegend: false), chart);

    /// <summary>A line of the house.</summary>
    public static GenericChart Line(
        IReadOnlyList<double> x, IReadOnlyList<double> y, string name, string color, bool dashed = false, double width = 3,
        bool markers = false) =>
        Chart.Line<double, double, string>(
            x: x, y: y, Name: Plain(name), ShowMarkers: markers, LineColor: Color.fromString(color), MarkerColor: Color.fromString(color),
            LineWidth: width, LineDash: dashed ? StyleParam.DrawingStyle.Dash : StyleParam.DrawingStyle.Solid, ShowLegend: name.Length > 0,
            UseDefaults: false);

    /// <summary>Sets an attribute of plotly.js that Plotly.NET's C# layer has no argument for, on every trace of a fresh chart.</summary>
    public static GenericChart With<T>(this GenericChart chart, string attribute, T value)
    {
        foreach (var trace in chart.GetTraces())
            trace.SetValue(attribute, value);
        return chart;
    }
}
