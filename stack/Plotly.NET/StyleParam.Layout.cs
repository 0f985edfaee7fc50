namespace Plotly.NET;

public static partial class StyleParam
{
    public sealed record Orientation : Word
    {
        private Orientation(string word) : base(word) { }
        public static Orientation Horizontal { get; } = new("h");
        public static Orientation Vertical { get; } = new("v");
    }

    public sealed record BarMode : Word
    {
        private BarMode(string word) : base(word) { }
        public static BarMode Stack { get; } = new("stack");
        public static BarMode Group { get; } = new("group");
        public static BarMode Overlay { get; } = new("overlay");
        public static BarMode Relative { get; } = new("relative");
    }

    public sealed record HistNorm : Word
    {
        private HistNorm(string word) : base(word) { }
        public static HistNorm None { get; } = new("");
        public static HistNorm Percent { get; } = new("percent");
        public static HistNorm Probability { get; } = new("probability");
        public static HistNorm Density { get; } = new("density");
        public static HistNorm ProbabilityDensity { get; } = new("probability density");
    }

    public sealed record BoxPoints : Word
    {
        private BoxPoints(object word) : base(word) { }
        public static BoxPoints Outliers { get; } = new("outliers");
        public static BoxPoints All { get; } = new("all");
        public static BoxPoints SuspectedOutliers { get; } = new("suspectedoutliers");
        public static BoxPoints False { get; } = new(false);
    }

    public sealed record HoverMode : Word
    {
        private HoverMode(object word) : base(word) { }
        public static HoverMode Closest { get; } = new("closest");
        public static HoverMode X { get; } = new("x");
        public static HoverMode Y { get; } = new("y");
        public static HoverMode False { get; } = new(false);
        public static HoverMode XUnified { get; } = new("x unified");
    }

    public sealed record XAnchorPosition : Word
    {
        private XAnchorPosition(string word) : base(word) { }
        public static XAnchorPosition Auto { get; } = new("auto");
        public static XAnchorPosition Left { get; } = new("left");
        public static XAnchorPosition Center { get; } = new("center");
        public static XAnchorPosition Right { get; } = new("right");
    }

    public sealed record YAnchorPosition : Word
    {
        private YAnchorPosition(string word) : base(word) { }
        public static YAnchorPosition Auto { get; } = new("auto");
        public static YAnchorPosition Top { get; } = new("top");
        public static YAnchorPosition Middle { get; } = new("middle");
        public static YAnchorPosition Bottom { get; } = new("bottom");
    }

    public sealed record AxisType : Word
    {
        private AxisType(string word) : base(word) { }
        public static AxisType Auto { get; } = new("-");
        public static AxisType Linear { get; } = new("linear");
        public static AxisType Log { get; } = new("log");
        public static AxisType Date { get; } = new("date");
        public static AxisType Category { get; } = new("category");
    }

    public sealed record TraceOrder : Word
    {
        private TraceOrder(string word) : base(word) { }
        public static TraceOrder Normal { get; } = new("normal");
        public static TraceOrder Reversed { get; } = new("reversed");
        public static TraceOrder Grouped { get; } = new("grouped");
    }

    public sealed record Mirror : Word
    {
        private Mirror(object word) : base(word) { }
        public static Mirror True { get; } = new(true);
        public static Mirror False { get; } = new(false);
        public static Mirror Ticks { get; } = new("ticks");
        public static Mirror All { get; } = new("all");
    }

    public sealed record LayoutGridPattern : Word
    {
        private LayoutGridPattern(string word) : base(word) { }
        public static LayoutGridPattern Independent { get; } = new("independent");
        public static LayoutGridPattern Coupled { get; } = new("coupled");
    }

    /// <summary>Names an axis of the layout: xaxis, xaxis2, yaxis, …</summary>
    public sealed record SubPlotId : Word
    {
        private SubPlotId(string kind, int item) : base(item < 2 ? kind : kind + item) { }
        public static SubPlotId NewXAxis(int item) => new("xaxis", item);
        public static SubPlotId NewYAxis(int item) => new("yaxis", item);
    }

    /// <summary>Names an axis to a trace: x, x2, y, …</summary>
    public sealed record LinearAxisId : Word
    {
        private LinearAxisId(string word) : base(word) { }
        public static LinearAxisId Free { get; } = new("free");
        public static LinearAxisId NewX(int item) => new(item < 2 ? "x" : "x" + item);
        public static LinearAxisId NewY(int item) => new(item < 2 ? "y" : "y" + item);
    }
}
