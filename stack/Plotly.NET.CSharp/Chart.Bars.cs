using Plotly.NET.TraceObjects;

namespace Plotly.NET.CSharp;

public static partial class Chart
{
    /// <summary>Bars to the right.</summary>
    public static GenericChart Bar<ValuesType, KeysType, TextType>(
        IEnumerable<ValuesType> values,
        Optional<IEnumerable<KeysType>> Keys = default,
        Optional<string> Name = default,
        Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default,
        Optional<IEnumerable<double>> MultiOpacity = default,
        Optional<TextType> Text = default,
        Optional<IEnumerable<TextType>> MultiText = default,
        Optional<Color> MarkerColor = default,
        Optional<StyleParam.Colorscale> MarkerColorScale = default,
        Optional<Line> MarkerOutline = default,
        Optional<Marker> Marker = default,
        Optional<StyleParam.TextPosition> TextPosition = default,
        Optional<IEnumerable<StyleParam.TextPosition>> MultiTextPosition = default,
        Optional<IEnumerable<ValuesType>> MultiWidth = default,
        Optional<bool> UseDefaults = default,
        Optional<ValuesType> Base = default,
        Optional<ValuesType> Width = default)
        where ValuesType : IConvertible
        where KeysType : IConvertible
        where TextType : IConvertible
    {
        var trace = Named("bar", Name, ShowLegend, Opacity);
        trace.SetValue("x", values.ToArray());
        trace.Put("y", Keys);
        trace.SetValue("orientation", StyleParam.Orientation.Horizontal);
        return Bars(trace, MultiOpacity, Text, MultiText, MarkerColor, MarkerColorScale, MarkerOutline, Marker, TextPosition,
            MultiTextPosition, MultiWidth, UseDefaults, Base, Width);
    }

    /// <summary>Bars upwards.</summary>
    public static GenericChart Column<ValuesType, KeysType, TextType>(
        IEnumerable<ValuesType> values,
        Optional<IEnumerable<KeysType>> Keys = default,
        Optional<string> Name = default,
        Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default,
        Optional<IEnumerable<double>> MultiOpacity = default,
        Optional<TextType> Text = default,
        Optional<IEnumerable<TextType>> MultiText = default,
        Optional<Color> MarkerColor = default,
        Optional<StyleParam.Colorscale> MarkerColorScale = default,
        Optional<Line> MarkerOutline = default,
        Optional<Marker> Marker = default,
        Optional<StyleParam.TextPosition> TextPosition = default,
        Optional<IEnumerable<StyleParam.TextPosition>> MultiTextPosition = default,
        Optional<IEnumerable<ValuesType>> MultiWidth = default,
        Optional<bool> UseDefaults = default,
        Optional<ValuesType> Base = default,
        Optional<ValuesType> Width = default)
        where ValuesType : IConvertible
        where KeysType : IConvertible
        where TextType : IConvertible
    {
        var trace = Named("bar", Name, ShowLegend, Opacity);
        trace.Put("x", Keys);
        trace.SetValue("y", values.ToArray());
        trace.SetValue("orientation", StyleParam.Orientation.Vertical);
        return Bars(trace, MultiOpacity, Text, MultiText, MarkerColor, MarkerColorScale, MarkerOutline, Marker, TextPosition,
            MultiTextPosition, MultiWidth, UseDefaults, Base, Width);
    }

    /// <summary>How often values occur; plotly.js counts.</summary>
    public static GenericChart Histogram<XType, YType, TextType>(
        Optional<IEnumerable<XType>> X = default,
        Optional<IEnumerable<YType>> Y = default,
        Optional<StyleParam.Orientation> Orientation = default,
        Optional<string> Name = default,
        Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default,
        Optional<TextType> Text = default,
        Optional<IEnumerable<TextType>> MultiText = default,
        Optional<StyleParam.HistNorm> HistNorm = default,
        Optional<int> NBinsX = default,
        Optional<int> NBinsY = default,
        Optional<Color> MarkerColor = default,
        Optional<Marker> Marker = default,
        Optional<bool> UseDefaults = default)
        where XType : IConvertible
        where YType : IConvertible
        where TextType : IConvertible
    {
        var trace = Named("histogram", Name, ShowLegend, Opacity);
        trace.Put("x", X);
        trace.Put("y", Y);
        trace.Put("orientation", Orientation);
        trace.PutSingleOrMulti("text", Text, MultiText);
        trace.Put("histnorm", HistNorm);
        trace.Put("nbinsx", NBinsX);
        trace.Put("nbinsy", NBinsY);
        trace.SetValue("marker", Styled(Marker, MarkerColor, default, default, default));
        return Of(trace, UseDefaults);
    }

    /// <summary>Quartiles, whiskers and outliers.</summary>
    public static GenericChart BoxPlot<XType, YType, TextType>(
        Optional<IEnumerable<XType>> X = default,
        Optional<IEnumerable<YType>> Y = default,
        Optional<string> Name = default,
        Optional<bool> ShowLegend = default,
        Optional<Color> FillColor = default,
        Optional<Color> MarkerColor = default,
        Optional<Marker> Marker = default,
        Optional<double> Opacity = default,
        Optional<StyleParam.BoxPoints> BoxPoints = default,
        Optional<double> Jitter = default,
        Optional<StyleParam.Orientation> Orientation = default,
        Optional<bool> UseDefaults = default)
        where XType : IConvertible
        where YType : IConvertible
        where TextType : IConvertible
    {
        var trace = Named("box", Name, ShowLegend, Opacity);
        trace.Put("x", X);
        trace.Put("y", Y);
        trace.Put("fillcolor", FillColor);
        trace.Put("boxpoints", BoxPoints);
        trace.Put("jitter", Jitter);
        trace.Put("orientation", Orientation);
        trace.SetValue("marker", Styled(Marker, MarkerColor, default, default, default));
        return Of(trace, UseDefaults);
    }

    /// <summary>Values as colours: rows of <paramref name="zData"/> from the bottom, unless the axis is reversed.</summary>
    public static GenericChart Heatmap<ZType, XType, YType, TextType>(
        IEnumerable<IEnumerable<ZType>> zData,
        Optional<string> Name = default,
        Optional<bool> ShowLegend = default,
        Optional<double> Opacity = default,
        Optional<IEnumerable<XType>> X = default,
        Optional<int> XGap = default,
        Optional<IEnumerable<YType>> Y = default,
        Optional<int> YGap = default,
        Optional<TextType> Text = default,
        Optional<IEnumerable<TextType>> MultiText = default,
        Optional<StyleParam.Colorscale> ColorScale = default,
        Optional<bool> ShowScale = default,
        Optional<bool> ReverseScale = default,
        Optional<bool> Transpose = default,
        Optional<bool> ReverseYAxis = default,
        Optional<bool> UseDefaults = default)
        where ZType : IConvertible
        where XType : IConvertible
        where YType : IConvertible
        where TextType : IConvertible
    {
        var trace = Named("heatmap", Name, ShowLegend, Opacity);
        trace.Put("x", X);
        trace.Put("xgap", XGap);
        trace.Put("y", Y);
        trace.Put("ygap", YGap);
        trace.SetValue("z", zData.Select(row => row.ToArray()).ToArray());
        trace.PutSingleOrMulti("text", Text, MultiText);
        trace.Put("colorscale", ColorScale);
        trace.Put("showscale", ShowScale);
        trace.Put("reversescale", ReverseScale);
        trace.Put("transpose", Transpose);
        var chart = Of(trace, UseDefaults);
        if (ReverseYAxis is not { IsSome: true, Value: true })
            return chart;
        var axis = new LayoutObjects.LinearAxis();
        axis.SetValue("autorange", "reversed");
        var layout = new Layout();
        layout.SetValue("yaxis", axis);
        return GenericChart.addLayout(layout, chart);
    }

    private static GenericChart Bars<ValuesType, TextType>(
        Trace trace, Optional<IEnumerable<double>> multiOpacity, Optional<TextType> text, Optional<IEnumerable<TextType>> multiText,
        Optional<Color> color, Optional<StyleParam.Colorscale> colorscale, Optional<Line> outline, Optional<Marker> marker,
        Optional<StyleParam.TextPosition> textPosition, Optional<IEnumerable<StyleParam.TextPosition>> multiTextPosition,
        Optional<IEnumerable<ValuesType>> multiWidth, Optional<bool> useDefaults, Optional<ValuesType> start, Optional<ValuesType> width)
    {
        trace.PutSingleOrMulti("text", text, multiText);
        trace.PutSingleOrMulti("textposition", textPosition, multiTextPosition);
        trace.Put("base", start);
        trace.PutSingleOrMulti("width", width, multiWidth);
        trace.SetValue("marker", Styled(marker, color, colorscale, outline, multiOpacity));
        return Of(trace, useDefaults);
    }
}
