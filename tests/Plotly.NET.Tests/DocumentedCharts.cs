using Plotly.NET.CSharp;
using Color = Plotly.NET.Color;
using ColorKeyword = Plotly.NET.ColorKeyword;
using Font = Plotly.NET.Font;
using GenericChart = Plotly.NET.GenericChart;
using Layout = Plotly.NET.Layout;
using Margin = Plotly.NET.LayoutObjects.Margin;
using StyleParam = Plotly.NET.StyleParam;
using Title = Plotly.NET.Title;

namespace PlotlyTests;

/// <summary>
/// Charts as Plotly.NET's C# documentation writes them. The same source was compiled against the packages Plotly.NET 5.1.0 and
/// Plotly.NET.CSharp 0.13.0 to make tests/golden/plotly.json.
/// </summary>
public static class DocumentedCharts
{
    public static IEnumerable<(string Name, GenericChart Chart)> All()
    {
        yield return ("points", Chart.Point<double, double, string>(
                x: new double[] { 1, 2 },
                y: new double[] { 5, 10 },
                UseDefaults: false)
            .WithTraceInfo("Hello from C#", ShowLegend: true)
            .WithXAxisStyle<double, double, string>(Title: Title.init("xAxis"))
            .WithYAxisStyle<double, double, string>(Title: Title.init("yAxis")));

        yield return ("labelled points", Chart.Point<int, float, string>(
            x: [1, 2, 3], y: [0.5f, 1.5f, -2f], Name: "points", MultiText: new(["a", "b", "c"], true),
            TextPosition: StyleParam.TextPosition.TopCenter, MarkerColor: Color.fromHex("#ff0000"),
            MarkerSymbol: StyleParam.MarkerSymbol.Diamond, Opacity: 0.5, UseDefaults: false));

        yield return ("line", Chart.Line<double, double, string>(
            x: [0, 1, 2], y: [0.25, 1e-7, 1e21], ShowMarkers: true, Name: "loss", LineColor: Color.fromString("green"), LineWidth: 3,
            LineDash: StyleParam.DrawingStyle.Dash, UseDefaults: false));

        yield return ("lines together", Chart.Combine([
                Chart.Line<int, int, string>(x: [1, 2], y: [3, 4], Name: "first", Fill: StyleParam.Fill.ToZero_y, UseDefaults: false),
                Chart.Line<int, int, string>(x: [1, 2], y: [5, 6], Name: "second", MarkerColor: Color.fromKeyword(ColorKeyword.Orange),
                    FillColor: Color.fromString("rgba(1,2,3,0.4)"), UseDefaults: false)])
            .WithSize(800, 400)
            .WithXAxisStyle<double, double, string>(TitleText: "x", MinMax: Tuple.Create(0.0, 3.0), ShowGrid: false)
            .WithYAxisStyle<double, double, string>(TitleText: "y", AxisType: StyleParam.AxisType.Log, LineColor: Color.fromHex("#123456"))
            .WithLegendStyle(X: 0.5, Y: 1.1, Orientation: StyleParam.Orientation.Horizontal, XAnchor: StyleParam.XAnchorPosition.Center));

        yield return ("columns", Chart.Column<double, string, string>(
            values: [1.5, 2.5], Keys: new(["normal", "anomaly"], true), Name: "rows", MarkerColor: Color.fromString("#0072B2"), Width: 0.5,
            MultiText: new(["few", "more"], true), UseDefaults: false));

        yield return ("bars", Chart.Bar<int, string, string>(values: [1, 2], Keys: new(["a", "b"], true), Base: 1, UseDefaults: false));

        yield return ("histogram", Chart.Histogram<double, double, string>(
            X: new([1, 1, 2], true), HistNorm: StyleParam.HistNorm.Percent, NBinsX: 4, MarkerColor: Color.fromString("teal"),
            UseDefaults: false));

        yield return ("box", Chart.BoxPlot<string, double, string>(
            Y: new([1, 2, 3], true), Name: "spread", BoxPoints: StyleParam.BoxPoints.All, Jitter: 0.3, UseDefaults: false));

        yield return ("heatmap", Chart.Heatmap<double, string, string, string>(
            zData: new[] { new[] { 1.0, 2 }, new[] { 3.0, 4 } }, X: new(["p", "q"], true), Y: new(["r", "s"], true),
            ColorScale: StyleParam.Colorscale.Viridis, ShowScale: true, ReverseYAxis: true, XGap: 1, YGap: 2, UseDefaults: false));

        yield return ("own colours", Chart.Heatmap<int, int, int, string>(
            zData: new[] { new[] { 0, 1 } },
            ColorScale: StyleParam.Colorscale.NewCustom(
                [Tuple.Create(0.0, Color.fromRGB(0, 0, 0)), Tuple.Create(1.0, Color.fromARGB(128, 255, 255, 255))]),
            UseDefaults: false));

        yield return ("error bars", Plotly.NET.GenericChartExtensions.WithYErrorStyle<double, double>(
            Chart.Column<double, string, string>(values: [0.7, 0.9], Keys: new(["a", "b"], true), UseDefaults: false),
            Array: Microsoft.FSharp.Core.FSharpOption<IEnumerable<double>>.Some([0.1, 0.05]), Color: Color.fromString("black"),
            Thickness: 2, Width: 5));

        yield return ("title", Plotly.NET.GenericChartExtensions.WithTitle(
            Chart.Line<int, int, string>(x: [1], y: [2], UseDefaults: false), "A title",
            TitleFont: Font.init(Size: 20, Color: Color.fromString("navy"))));

        yield return ("layout", GenericChart.addLayout(
            Layout.init<string>(Title: Title.init(Text: "later"), BarMode: StyleParam.BarMode.Overlay,
                PlotBGColor: Color.fromString("white"),
                Margin: Margin.init<int, int, int, int, int, bool>(Left: 10, Autoexpand: false)),
            Chart.Line<int, int, string>(x: [1], y: [2], UseDefaults: false).WithXAxisStyle<int, int, string>(TitleText: "kept")));

        yield return ("grid", Chart.Grid(
            [
                Chart.Point<int, int, string>(x: [1, 2], y: [1, 2], UseDefaults: false).WithXAxisStyle<int, int, string>(TitleText: "left"),
                Chart.Line<int, int, string>(x: [1, 2], y: [2, 1], UseDefaults: false).WithXAxisStyle<int, int, string>(TitleText: "right"),
            ], nRows: 1, nCols: 2));
    }
}
