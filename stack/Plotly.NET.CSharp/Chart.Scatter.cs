using Plotly.NET.TraceObjects;

namespace Plotly.NET.CSharp;

/// <summary>Charts in the style of C#: named arguments, anything left out is plotly.js's default.</summary>
public static partial class Chart
{
    /// <summary>Points, lines or text at [n] places.</summary>
    public static GenericChart Scatter<XType, YType, TextType>(
        IEnumerable<XType> x,
        IEnumerable<YType> y,
        StyleParam.Mode mode,
        Optional<string> Name = default,
        Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default,
        Optional<IEnumerable<double>> MultiOpacity = default,
        Optional<TextType> Text = default,
        Optional<IEnumerable<TextType>> MultiText = default,
        Optional<StyleParam.TextPosition> TextPosition = default,
        Optional<IEnumerable<StyleParam.TextPosition>> MultiTextPosition = default,
        Optional<Color> MarkerColor = default,
        Optional<StyleParam.Colorscale> MarkerColorScale = default,
        Optional<Line> MarkerOutline = default,
        Optional<StyleParam.MarkerSymbol> MarkerSymbol = default,
        Optional<IEnumerable<StyleParam.MarkerSymbol>> MultiMarkerSymbol = default,
        Optional<Marker> Marker = default,
        Optional<Color> LineColor = default,
        Optional<StyleParam.Colorscale> LineColorScale = default,
        Optional<double> LineWidth = default,
        Optional<StyleParam.DrawingStyle> LineDash = default,
        Optional<Line> Line = default,
        Optional<string> StackGroup = default,
        Optional<StyleParam.Orientation> Orientation = default,
        Optional<StyleParam.Fill> Fill = default,
        Optional<Color> FillColor = default,
        Optional<bool> UseDefaults = default)
        where XType : IConvertible
        where YType : IConvertible
        where TextType : IConvertible
    {
        var marker = Styled(Marker, MarkerColor, MarkerColorScale, MarkerOutline, MultiOpacity);
        marker.PutSingleOrMulti("symbol", MarkerSymbol, MultiMarkerSymbol);
        var line = Line.IsSome ? (Line)Line.Value.MemberwiseCopy() : new Line();
        line.Put("color", LineColor);
        line.Put("dash", LineDash);
        line.Put("colorscale", LineColorScale);
        line.Put("width", LineWidth);

        var trace = Named("scatter", Name, ShowLegend, Opacity);
        trace.SetValue("mode", mode);
        trace.SetValue("x", x.ToArray());
        trace.SetValue("y", y.ToArray());
        trace.PutSingleOrMulti("text", Text, MultiText);
        trace.PutSingleOrMulti("textposition", TextPosition, MultiTextPosition);
        trace.Put("stackgroup", StackGroup);
        trace.Put("orientation", Orientation);
        trace.Put("fill", Fill);
        trace.Put("fillcolor", FillColor);
        trace.SetValue("marker", marker);
        trace.SetValue("line", line);
        return Of(trace, UseDefaults);
    }

    /// <summary>Points at [n] places.</summary>
    public static GenericChart Point<XType, YType, TextType>(
        IEnumerable<XType> x,
        IEnumerable<YType> y,
        Optional<string> Name = default,
        Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default,
        Optional<IEnumerable<double>> MultiOpacity = default,
        Optional<TextType> Text = default,
        Optional<IEnumerable<TextType>> MultiText = default,
        Optional<StyleParam.TextPosition> TextPosition = default,
        Optional<IEnumerable<StyleParam.TextPosition>> MultiTextPosition = default,
        Optional<Color> MarkerColor = default,
        Optional<StyleParam.Colorscale> MarkerColorScale = default,
        Optional<Line> MarkerOutline = default,
        Optional<StyleParam.MarkerSymbol> MarkerSymbol = default,
        Optional<IEnumerable<StyleParam.MarkerSymbol>> MultiMarkerSymbol = default,
        Optional<Marker> Marker = default,
        Optional<string> StackGroup = default,
        Optional<StyleParam.Orientation> Orientation = default,
        Optional<bool> UseDefaults = default)
        where XType : IConvertible
        where YType : IConvertible
        where TextType : IConvertible =>
        Scatter(x, y, TextPosition.IsSome || MultiTextPosition.IsSome ? StyleParam.Mode.Markers_Text : StyleParam.Mode.Markers,
            Name, ShowLegend, Opacity, MultiOpacity, Text, MultiText, TextPosition, MultiTextPosition, MarkerColor, MarkerColorScale,
            MarkerOutline, MarkerSymbol, MultiMarkerSymbol, Marker, StackGroup: StackGroup, Orientation: Orientation,
            UseDefaults: UseDefaults);

    /// <summary>A line through [n] places.</summary>
    public static GenericChart Line<XType, YType, TextType>(
        IEnumerable<XType> x,
        IEnumerable<YType> y,
        Optional<bool> ShowMarkers = default,
        Optional<string> Name = default,
        Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default,
        Optional<IEnumerable<double>> MultiOpacity = default,
        Optional<TextType> Text = default,
        Optional<IEnumerable<TextType>> MultiText = default,
        Optional<StyleParam.TextPosition> TextPosition = default,
        Optional<IEnumerable<StyleParam.TextPosition>> MultiTextPosition = default,
        Optional<Color> MarkerColor = default,
        Optional<StyleParam.Colorscale> MarkerColorScale = default,
        Optional<Line> MarkerOutline = default,
        Optional<StyleParam.MarkerSymbol> MarkerSymbol = default,
        Optional<IEnumerable<StyleParam.MarkerSymbol>> MultiMarkerSymbol = default,
        Optional<Marker> Marker = default,
        Optional<Color> LineColor = default,
        Optional<StyleParam.Colorscale> LineColorScale = default,
        Optional<double> LineWidth = default,
        Optional<StyleParam.DrawingStyle> LineDash = default,
        Optional<Line> Line = default,
        Optional<string> StackGroup = default,
        Optional<StyleParam.Orientation> Orientation = default,
        Optional<StyleParam.Fill> Fill = default,
        Optional<Color> FillColor = default,
        Optional<bool> UseDefaults = default)
        where XType : IConvertible
        where YType : IConvertible
        where TextType : IConvertible
    {
        var text = TextPosition.IsSome || MultiTextPosition.IsSome;
        var mode = (ShowMarkers is { IsSome: true, Value: true }, text) switch
        {
            (true, true) => StyleParam.Mode.Lines_Markers_Text,
            (true, false) => StyleParam.Mode.Lines_Markers,
            (false, true) => StyleParam.Mode.Lines_Text,
            _ => StyleParam.Mode.Lines,
        };
        return Scatter(x, y, mode, Name, ShowLegend, Opacity, MultiOpacity, Text, MultiText, TextPosition, MultiTextPosition, MarkerColor,
            MarkerColorScale, MarkerOutline, MarkerSymbol, MultiMarkerSymbol, Marker, LineColor, LineColorScale, LineWidth, LineDash, Line,
            StackGroup, Orientation, Fill, FillColor, UseDefaults);
    }

    private static Trace Named(string type, Optional<string> name, Optional<bool> showLegend, Optional<double> opacity)
    {
        var trace = new Trace(type);
        trace.Put("name", name);
        trace.Put("showlegend", showLegend);
        trace.Put("opacity", opacity);
        return trace;
    }

    private static Marker Styled(
        Optional<Marker> marker, Optional<Color> color, Optional<StyleParam.Colorscale> colorscale, Optional<Line> outline,
        Optional<IEnumerable<double>> opacity)
    {
        var styled = marker.IsSome ? (Marker)marker.Value.MemberwiseCopy() : new Marker();
        styled.Put("color", color);
        styled.Put("colorscale", colorscale);
        styled.Put("line", outline);
        styled.Put("opacity", opacity);
        return styled;
    }

    private static GenericChart Of(Trace trace, Optional<bool> useDefaults) =>
        GenericChart.ofTraceObject(!useDefaults.IsSome || useDefaults.Value, trace);
}
