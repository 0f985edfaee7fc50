using System.Globalization;

namespace Plotly.NET;

/// <summary>The words that plotly.js knows for its options.</summary>
public static partial class StyleParam
{
    /// <summary>A word of plotly.js; equal words are equal.</summary>
    public abstract record Word
    {
        private readonly object _value;

        private protected Word(object value) => _value = value;

        public object Convert() => _value;

        public sealed override string ToString() => System.Convert.ToString(_value, CultureInfo.InvariantCulture)!;
    }

    public sealed record Mode : Word
    {
        private Mode(string word) : base(word) { }
        public static Mode None { get; } = new("none");
        public static Mode Lines { get; } = new("lines");
        public static Mode Lines_Markers { get; } = new("lines+markers");
        public static Mode Lines_Text { get; } = new("lines+text");
        public static Mode Lines_Markers_Text { get; } = new("lines+markers+text");
        public static Mode Markers { get; } = new("markers");
        public static Mode Markers_Text { get; } = new("markers+text");
        public static Mode Text { get; } = new("text");
    }

    public sealed record DrawingStyle : Word
    {
        private DrawingStyle(string word) : base(word) { }
        public static DrawingStyle Solid { get; } = new("solid");
        public static DrawingStyle Dash { get; } = new("dash");
        public static DrawingStyle Dot { get; } = new("dot");
        public static DrawingStyle DashDot { get; } = new("dashdot");
        public static DrawingStyle LongDash { get; } = new("longdash");
        public static DrawingStyle LongDashDot { get; } = new("longdashdot");
    }

    public sealed record MarkerSymbol : Word
    {
        private MarkerSymbol(string word) : base(word) { }
        public static MarkerSymbol Circle { get; } = new("0");
        public static MarkerSymbol Square { get; } = new("1");
        public static MarkerSymbol Diamond { get; } = new("2");
        public static MarkerSymbol Cross { get; } = new("3");
        public static MarkerSymbol X { get; } = new("4");
        public static MarkerSymbol TriangleUp { get; } = new("5");
    }

    public sealed record TextPosition : Word
    {
        private TextPosition(string word) : base(word) { }
        public static TextPosition TopLeft { get; } = new("top left");
        public static TextPosition TopCenter { get; } = new("top center");
        public static TextPosition TopRight { get; } = new("top right");
        public static TextPosition MiddleLeft { get; } = new("middle left");
        public static TextPosition MiddleCenter { get; } = new("middle center");
        public static TextPosition MiddleRight { get; } = new("middle right");
        public static TextPosition BottomLeft { get; } = new("bottom left");
        public static TextPosition BottomCenter { get; } = new("bottom center");
        public static TextPosition BottomRight { get; } = new("bottom right");
        public static TextPosition Auto { get; } = new("auto");
        public static TextPosition Inside { get; } = new("inside");
        public static TextPosition Outside { get; } = new("outside");
        public static TextPosition None { get; } = new("none");
    }

    public sealed record Fill : Word
    {
        private Fill(string word) : base(word) { }
        public static Fill None { get; } = new("none");
        public static Fill ToZero_y { get; } = new("tozeroy");
        public static Fill ToZero_x { get; } = new("tozerox");
        public static Fill ToNext_y { get; } = new("tonexty");
        public static Fill ToNext_x { get; } = new("tonextx");
        public static Fill ToSelf { get; } = new("toself");
        public static Fill ToNext { get; } = new("tonext");
    }

    public sealed record Colorscale : Word
    {
        private Colorscale(object value) : base(value) { }
        public static Colorscale NewCustom(IEnumerable<Tuple<double, Color>> item) =>
            new(item.Select(stop => new object[] { stop.Item1, stop.Item2 }).ToArray());
        public static Colorscale Bluered { get; } = new("Bluered");
        public static Colorscale Cividis { get; } = new("Cividis");
        public static Colorscale Greens { get; } = new("Greens");
        public static Colorscale Greys { get; } = new("Greys");
        public static Colorscale RdBu { get; } = new("RdBu");
        public static Colorscale Viridis { get; } = new("Viridis");
    }
}
