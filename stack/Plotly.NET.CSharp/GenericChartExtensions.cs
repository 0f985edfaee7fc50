using System.Diagnostics;
using Plotly.NET.LayoutObjects;

namespace Plotly.NET.CSharp;

/// <summary>Styling, fluently: each returns a new chart.</summary>
public static class GenericChartExtensions
{
    public static Layout GetLayout(this GenericChart gChart) => GenericChart.getLayout(gChart);

    public static Trace[] GetTraces(this GenericChart gChart) => [.. gChart.Traces];

    /// <summary>Writes a page that needs no network; .html is added to the path where it is missing.</summary>
    public static void SaveHtml(this GenericChart gChart, string path, Optional<bool> OpenInBrowser = default)
    {
        var file = path.EndsWith(".html", StringComparison.Ordinal) ? path : path + ".html";
        File.WriteAllText(file, GenericChart.toEmbeddedHTML(gChart));
        if (OpenInBrowser is { IsSome: true, Value: true })
            Process.Start(new ProcessStartInfo(file) { UseShellExecute = true })?.Dispose();
    }

    /// <summary>Opens the chart in the browser.</summary>
    public static void Show(this GenericChart gChart) =>
        gChart.SaveHtml(Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".html"), OpenInBrowser: true);

    /// <summary>Names the traces (the second and later get _1, _2, …) and shows or hides them.</summary>
    public static GenericChart WithTraceInfo(
        this GenericChart gChart, Optional<string> Name = default, Optional<bool> ShowLegend = default) =>
        gChart.MapTraces((trace, i) =>
        {
            var copy = (Trace)trace.MemberwiseCopy();
            copy.Put("showlegend", ShowLegend);
            if (Name.IsSome)
                copy.SetValue("name", i == 0 ? Name.Value : $"{Name.Value}_{i}");
            return copy;
        });

    /// <summary>Size in px.</summary>
    public static GenericChart WithSize(this GenericChart gChart, Optional<int> Width = default, Optional<int> Height = default) =>
        GenericChart.addLayout(Layout.init<string>(Width: Width.ToOption(), Height: Height.ToOption()), gChart);

    public static GenericChart WithXAxisStyle<MinType, MaxType, CategoryArrayType>(
        this GenericChart gChart,
        Optional<string> TitleText = default,
        Optional<Font> TitleFont = default,
        Optional<int> TitleStandoff = default,
        Optional<Title> Title = default,
        Optional<Color> Color = default,
        Optional<StyleParam.AxisType> AxisType = default,
        Optional<Tuple<MinType, MaxType>> MinMax = default,
        Optional<StyleParam.Mirror> Mirror = default,
        Optional<bool> ShowLine = default,
        Optional<Color> LineColor = default,
        Optional<bool> ShowGrid = default,
        Optional<Color> GridColor = default,
        Optional<bool> ZeroLine = default,
        Optional<Color> ZeroLineColor = default,
        Optional<StyleParam.LinearAxisId> Anchor = default,
        Optional<Tuple<double, double>> Domain = default,
        Optional<StyleParam.SubPlotId> Id = default)
        where MinType : IConvertible
        where MaxType : IConvertible
        where CategoryArrayType : IConvertible =>
        WithAxis(gChart, Id.IsSome ? Id.Value : StyleParam.SubPlotId.NewXAxis(1), TitleText, TitleFont, TitleStandoff, Title, Color,
            AxisType, MinMax, Mirror, ShowLine, LineColor, ShowGrid, GridColor, ZeroLine, ZeroLineColor, Anchor, Domain);

    public static GenericChart WithYAxisStyle<MinType, MaxType, CategoryArrayType>(
        this GenericChart gChart,
        Optional<string> TitleText = default,
        Optional<Font> TitleFont = default,
        Optional<int> TitleStandoff = default,
        Optional<Title> Title = default,
        Optional<Color> Color = default,
        Optional<StyleParam.AxisType> AxisType = default,
        Optional<Tuple<MinType, MaxType>> MinMax = default,
        Optional<StyleParam.Mirror> Mirror = default,
        Optional<bool> ShowLine = default,
        Optional<Color> LineColor = default,
        Optional<bool> ShowGrid = default,
        Optional<Color> GridColor = default,
        Optional<bool> ZeroLine = default,
        Optional<Color> ZeroLineColor = default,
        Optional<StyleParam.LinearAxisId> Anchor = default,
        Optional<Tuple<double, double>> Domain = default,
        Optional<StyleParam.SubPlotId> Id = default)
        where MinType : IConvertible
        where MaxType : IConvertible
        where CategoryArrayType : IConvertible =>
        WithAxis(gChart, Id.IsSome ? Id.Value : StyleParam.SubPlotId.NewYAxis(1), TitleText, TitleFont, TitleStandoff, Title, Color,
            AxisType, MinMax, Mirror, ShowLine, LineColor, ShowGrid, GridColor, ZeroLine, ZeroLineColor, Anchor, Domain);

    public static GenericChart WithLegend(this GenericChart gChart, Legend legend)
    {
        var layout = new Layout();
        layout.SetValue("legend", legend);
        return GenericChart.addLayout(layout, gChart);
    }

    /// <summary>Where the legend stands (in fractions of the plot) and how it looks.</summary>
    public static GenericChart WithLegendStyle(
        this GenericChart gChart,
        Optional<Color> BGColor = default,
        Optional<Color> BorderColor = default,
        Optional<double> BorderWidth = default,
        Optional<Font> Font = default,
        Optional<StyleParam.Orientation> Orientation = default,
        Optional<Title> Title = default,
        Optional<StyleParam.TraceOrder> TraceOrder = default,
        Optional<double> X = default,
        Optional<StyleParam.XAnchorPosition> XAnchor = default,
        Optional<double> Y = default,
        Optional<StyleParam.YAnchorPosition> YAnchor = default)
    {
        var legend = new Legend();
        legend.Put("bgcolor", BGColor);
        legend.Put("bordercolor", BorderColor);
        legend.Put("borderwidth", BorderWidth);
        legend.Put("font", Font);
        legend.Put("orientation", Orientation);
        legend.Put("title", Title);
        legend.Put("traceorder", TraceOrder);
        legend.Put("x", X);
        legend.Put("xanchor", XAnchor);
        legend.Put("y", Y);
        legend.Put("yanchor", YAnchor);
        return gChart.WithLegend(legend);
    }

    private static GenericChart WithAxis<MinType, MaxType>(
        GenericChart chart, StyleParam.SubPlotId id, Optional<string> titleText, Optional<Font> titleFont, Optional<int> titleStandoff,
        Optional<Title> title, Optional<Color> color, Optional<StyleParam.AxisType> axisType, Optional<Tuple<MinType, MaxType>> minMax,
        Optional<StyleParam.Mirror> mirror, Optional<bool> showLine, Optional<Color> lineColor, Optional<bool> showGrid,
        Optional<Color> gridColor, Optional<bool> zeroLine, Optional<Color> zeroLineColor, Optional<StyleParam.LinearAxisId> anchor,
        Optional<Tuple<double, double>> domain)
    {
        var styled = title.IsSome ? (Title)title.Value.MemberwiseCopy() : new Title();
        styled.Put("text", titleText);
        styled.Put("font", titleFont);
        styled.Put("standoff", titleStandoff);

        var axis = new LinearAxis();
        axis.Put("color", color);
        axis.SetValue("title", styled);
        axis.Put("type", axisType);
        if (minMax.IsSome)
            axis.SetValue("range", new object?[] { minMax.Value.Item1, minMax.Value.Item2 });
        axis.Put("mirror", mirror);
        axis.Put("showline", showLine);
        axis.Put("linecolor", lineColor);
        axis.Put("showgrid", showGrid);
        axis.Put("gridcolor", gridColor);
        axis.Put("zeroline", zeroLine);
        axis.Put("zerolinecolor", zeroLineColor);
        axis.Put("anchor", anchor);
        if (domain.IsSome)
            axis.SetValue("domain", new[] { domain.Value.Item1, domain.Value.Item2 });
        var layout = new Layout();
        layout.SetValue(id.ToString(), axis);
        return GenericChart.addLayout(layout, chart);
    }
}
