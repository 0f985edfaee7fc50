using Microsoft.FSharp.Core;
using Obj = DynamicObj.DynamicObj;

namespace Plotly.NET
{
    public class Font : Obj
    {
        /// <param name="Size">In px.</param>
        public static Font init(FSharpOption<double>? Size = null, FSharpOption<Color>? Color = null)
        {
            var font = new Font();
            font.Put("size", Size);
            font.Put("color", Color);
            return font;
        }
    }

    public class Title : Obj
    {
        public static Title init(
            FSharpOption<string>? Text = null, FSharpOption<Font>? Font = null, FSharpOption<double>? X = null,
            FSharpOption<StyleParam.XAnchorPosition>? XAnchor = null, FSharpOption<double>? Y = null,
            FSharpOption<StyleParam.YAnchorPosition>? YAnchor = null, FSharpOption<int>? Standoff = null)
        {
            var title = new Title();
            title.Put("text", Text);
            title.Put("font", Font);
            title.Put("x", X);
            title.Put("xanchor", XAnchor);
            title.Put("y", Y);
            title.Put("yanchor", YAnchor);
            title.Put("standoff", Standoff);
            return title;
        }
    }

    public class Line : Obj
    {
        public static Line init(
            FSharpOption<Color>? Color = null, FSharpOption<StyleParam.DrawingStyle>? Dash = null, FSharpOption<double>? Width = null)
        {
            var line = new Line();
            line.Put("color", Color);
            line.Put("dash", Dash);
            line.Put("width", Width);
            return line;
        }
    }

    public class Config : Obj
    {
        public static Config init(
            FSharpOption<bool>? StaticPlot = null, FSharpOption<bool>? Responsive = null, FSharpOption<bool>? DisplayModeBar = null,
            FSharpOption<bool>? Displaylogo = null)
        {
            var config = new Config();
            config.Put("staticPlot", StaticPlot);
            config.Put("responsive", Responsive);
            config.Put("displayModeBar", DisplayModeBar);
            config.Put("displaylogo", Displaylogo);
            return config;
        }
    }

    /// <summary>One set of data and how it is drawn.</summary>
    public class Trace(string traceTypeName) : Obj
    {
        public string type { get; set; } = traceTypeName;
    }

    /// <summary>Everything of a chart that is not data.</summary>
    public class Layout : Obj
    {
        /// <typeparam name="a">Type of the official parameter HiddenLabels; give string.</typeparam>
        public static Layout init<a>(
            FSharpOption<Title>? Title = null, FSharpOption<bool>? ShowLegend = null, FSharpOption<LayoutObjects.Margin>? Margin = null,
            FSharpOption<int>? Width = null, FSharpOption<int>? Height = null, FSharpOption<Font>? Font = null,
            FSharpOption<Color>? PaperBGColor = null, FSharpOption<Color>? PlotBGColor = null,
            FSharpOption<StyleParam.HoverMode>? HoverMode = null, FSharpOption<double>? BarGap = null,
            FSharpOption<double>? BarGroupGap = null, FSharpOption<StyleParam.BarMode>? BarMode = null)
            where a : IConvertible
        {
            var layout = new Layout();
            layout.Put("title", Title);
            layout.Put("showlegend", ShowLegend);
            layout.Put("margin", Margin);
            layout.Put("width", Width);
            layout.Put("height", Height);
            layout.Put("font", Font);
            layout.Put("paper_bgcolor", PaperBGColor);
            layout.Put("plot_bgcolor", PlotBGColor);
            layout.Put("hovermode", HoverMode);
            layout.Put("bargap", BarGap);
            layout.Put("bargroupgap", BarGroupGap);
            layout.Put("barmode", BarMode);
            return layout;
        }
    }
}

namespace Plotly.NET.LayoutObjects
{
    public class LinearAxis : Obj;

    public class Legend : Obj;

    public class Margin : Obj
    {
        /// <summary>The space around the axes, in px.</summary>
        public static Margin init<a, b, c, d, e, f>(
            FSharpOption<a>? Left = null, FSharpOption<b>? Right = null, FSharpOption<c>? Top = null, FSharpOption<d>? Bottom = null,
            FSharpOption<e>? Pad = null, FSharpOption<f>? Autoexpand = null)
        {
            var margin = new Margin();
            margin.Put("l", Left);
            margin.Put("r", Right);
            margin.Put("t", Top);
            margin.Put("b", Bottom);
            margin.Put("pad", Pad);
            margin.Put("autoexpand", Autoexpand);
            return margin;
        }
    }
}

namespace Plotly.NET.TraceObjects
{
    public class Marker : Obj
    {
        public static Marker init(
            FSharpOption<Color>? Color = null, FSharpOption<StyleParam.Colorscale>? Colorscale = null, FSharpOption<Line>? Outline = null,
            FSharpOption<double>? Opacity = null, FSharpOption<int>? Size = null, FSharpOption<StyleParam.MarkerSymbol>? Symbol = null)
        {
            var marker = new Marker();
            marker.Put("color", Color);
            marker.Put("colorscale", Colorscale);
            marker.Put("line", Outline);
            marker.Put("opacity", Opacity);
            marker.Put("size", Size);
            marker.Put("symbol", Symbol);
            return marker;
        }
    }

    /// <summary>Error bars.</summary>
    public class Error : Obj
    {
        public static Error init<a, b>(
            FSharpOption<bool>? Visible = null, FSharpOption<bool>? Symmetric = null, FSharpOption<IEnumerable<a>>? Array = null,
            FSharpOption<IEnumerable<b>>? Arrayminus = null, FSharpOption<Color>? Color = null, FSharpOption<double>? Thickness = null,
            FSharpOption<double>? Width = null)
            where a : IConvertible
            where b : IConvertible
        {
            var error = new Error();
            error.Put("visible", Visible);
            error.Put("symmetric", Symmetric);
            error.Put("array", Array);
            error.Put("arrayminus", Arrayminus);
            error.Put("color", Color);
            error.Put("thickness", Thickness);
            error.Put("width", Width);
            return error;
        }
    }
}
