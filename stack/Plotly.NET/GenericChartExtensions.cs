using Microsoft.FSharp.Core;
using Plotly.NET.TraceObjects;

namespace Plotly.NET;

/// <summary>The fluent style of Plotly.NET's own C# layer; Plotly.NET.CSharp has more.</summary>
public static class GenericChartExtensions
{
    public static GenericChart WithTitle(this GenericChart @this, string title, FSharpOption<Font>? TitleFont = null) =>
        @this.WithLayout(Layout.init<string>(Title: Title.init(Text: title, Font: TitleFont)));

    public static GenericChart WithLayout(this GenericChart @this, Layout layout) => GenericChart.addLayout(layout, @this);

    public static GenericChart WithConfig(this GenericChart @this, Config config) => GenericChart.setConfig(config, @this);

    public static GenericChart WithLegend(this GenericChart @this, bool showlegend) =>
        @this.WithLayout(Layout.init<string>(ShowLegend: showlegend));

    public static GenericChart WithSize(this GenericChart @this, int width, int height) =>
        @this.WithLayout(Layout.init<string>(Width: width, Height: height));

    /// <summary>Error bars up and down, of every trace of the chart.</summary>
    public static GenericChart WithYErrorStyle<k, l>(
        this GenericChart @this, FSharpOption<IEnumerable<k>>? Array = null, FSharpOption<IEnumerable<l>>? Arrayminus = null,
        FSharpOption<bool>? Symmetric = null, FSharpOption<Color>? Color = null, FSharpOption<double>? Thickness = null,
        FSharpOption<double>? Width = null)
        where k : IConvertible
        where l : IConvertible
    {
        var error = Error.init(
            Array: Array, Arrayminus: Arrayminus, Symmetric: Symmetric, Color: Color, Thickness: Thickness, Width: Width);
        return @this.MapTraces((trace, _) => trace.With("error_y", error));
    }

    internal static Trace With(this Trace trace, string name, object value)
    {
        var copy = (Trace)trace.MemberwiseCopy();
        copy.SetValue(name, value);
        return copy;
    }
}
