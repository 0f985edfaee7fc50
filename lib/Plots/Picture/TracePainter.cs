using System.Text.Json;

namespace MetaAnomalyLib.Plots.Picture;

/// <summary>Draws lines, markers, fills, text and heat maps of a panel; bars have their own painter.</summary>
internal sealed class TracePainter(SvgWriter svg, Panel panel, Func<JsonElement, string> colorOf, double fontSize, string fontColor)
{
    private (double X, double Y)[] _previous = [];

    public void Scatter(JsonElement trace)
    {
        var (xs, ys) = (trace.Items("x"), trace.Items("y"));
        var points = new (double X, double Y)[Math.Min(xs.Length, ys.Length)];
        for (var i = 0; i < points.Length; i++)
            points[i] = (panel.X.Of(xs[i]), panel.Y.Of(ys[i]));
        var mode = trace.Text("mode") ?? "lines";
        var color = trace.Text("line.color") ?? colorOf(trace);
        var opacity = trace.Number("opacity", 1);

        Fill(trace, points, color);
        ErrorBars(trace, points, xs, ys);
        if (mode.Contains("lines", StringComparison.Ordinal))
            Line(points, color, trace.Number("line.width", 2), Dash(trace.Text("line.dash")), opacity);
        if (mode.Contains("markers", StringComparison.Ordinal))
            Markers(trace, points, opacity);
        if (mode.Contains("text", StringComparison.Ordinal))
            Labels(trace, points);
        _previous = points;
    }

    public void Heatmap(JsonElement trace)
    {
        var rows = trace.Items("z");
        var (xs, ys) = (Panel.Cells(trace, "x"), Panel.Cells(trace, "y"));
        double[] values = [.. rows.SelectMany(row => row.EnumerateArray()).Select(v => v.AsNumber()).Where(double.IsFinite)];
        if (values.Length == 0)
            return;
        var (low, high) = (trace.Number("zmin", values.Min()), trace.Number("zmax", values.Max()));
        var scale = new ColorScale(trace.At("colorscale"));
        for (var r = 0; r < rows.Length; r++)
        {
            var (top, bottom) = Cell(panel.Y, ys, r);
            for (var c = 0; c < xs.Length && c < rows[r].GetArrayLength(); c++)
            {
                var value = rows[r][c].AsNumber();
                if (double.IsNaN(value))
                    continue;
                var (left, right) = Cell(panel.X, xs, c);
                var part = high > low ? (value - low) / (high - low) : 0.5;
                svg.Rect(left, top, right - left, bottom - top, scale.At(part));
            }
        }
    }

    /// <summary>An SVG dash pattern, or nothing for a solid line.</summary>
    public static string Dash(string? name) => name switch
    {
        "dash" => " stroke-dasharray=\"9,6\"",
        "dot" => " stroke-dasharray=\"2,4\"",
        "dashdot" => " stroke-dasharray=\"9,5,2,5\"",
        "longdash" => " stroke-dasharray=\"14,7\"",
        _ => "",
    };

    private static (double, double) Cell(Axis axis, JsonElement[] at, int index)
    {
        var here = axis.Coordinate(at[index]);
        var before = index > 0 ? axis.Coordinate(at[index - 1]) : at.Length > 1 ? 2 * here - axis.Coordinate(at[1]) : here - 1;
        var after = index < at.Length - 1 ? axis.Coordinate(at[index + 1]) : 2 * here - before;
        var (a, b) = (axis.Place((before + here) / 2), axis.Place((here + after) / 2));
        return (Math.Min(a, b), Math.Max(a, b));
    }

    private void Fill(JsonElement trace, (double X, double Y)[] points, string color)
    {
        var back = trace.Text("fill") switch
        {
            "tozeroy" when points.Length > 0 => [(points[0].X, panel.Y.Of(0)), (points[^1].X, panel.Y.Of(0))],
            "tonexty" => _previous,
            "toself" => Array.Empty<(double X, double Y)>(),
            _ => null,
        };
        if (back is null)
            return;
        var outline = string.Join(' ', points.Concat(back.Reverse()).Where(IsDrawn).Select(p => SvgWriter.Format($"{p.X},{p.Y}")));
        var fill = trace.Text("fillcolor");
        svg.Add($"""<polygon points="{outline}" fill="{SvgWriter.Escape(fill ?? color)}" fill-opacity="{(fill is null ? 0.5 : 1.0)}"/>""");
    }

    private void Line((double X, double Y)[] points, string color, double width, string dash, double opacity)
    {
        var path = new System.Text.StringBuilder();
        var pen = false;
        foreach (var point in points)
        {
            if (IsDrawn(point))
                path.Append(SvgWriter.Format($"{(pen ? "L" : "M")}{point.X},{point.Y}"));
            pen = IsDrawn(point);
        }
        if (path.Length > 0 && width > 0)
            svg.Raw(SvgWriter.Format($"<path d=\"{path}\" fill=\"none\" stroke=\"{SvgWriter.Escape(color)}\" stroke-width=\"{width}\"")
                + dash + SvgWriter.Format($" stroke-opacity=\"{opacity}\" stroke-linejoin=\"round\"/>"));
    }

    private void Markers(JsonElement trace, (double X, double Y)[] points, double opacity)
    {
        var colors = trace.Items("marker.color");
        var sizes = trace.Numbers("marker.size", points.Length);
        var symbol = trace.Text("marker.symbol");
        opacity *= trace.Number("marker.opacity", 1);
        string? group = null;   // the colour of a run of markers is written once: of a figure of many points it is half
        for (var i = 0; i < points.Length; i++)
        {
            if (!IsDrawn(points[i]))
                continue;
            var color = i < colors.Length ? colors[i].AsText() ?? colorOf(trace) : colorOf(trace);
            if (color != group)
            {
                if (group is not null) svg.Raw("</g>");
                svg.Raw($"<g{Paint(symbol, group = color, opacity)}>");
            }
            var size = i < sizes.Length && double.IsFinite(sizes[i]) ? sizes[i] : 6;
            svg.Raw(Shape(symbol, points[i].X, points[i].Y, size / 2) + "/>");
        }
        if (group is not null) svg.Raw("</g>");
    }

    /// <summary>A marker; what is not a square, diamond, cross or triangle is a circle.</summary>
    public static string Symbol(string? symbol, double x, double y, double r, string color, double opacity) =>
        Shape(symbol, x, y, r) + Paint(symbol, color, opacity) + "/>";

    private static string Shape(string? symbol, double x, double y, double r) => symbol switch
    {
        "1" or "square" => SvgWriter.Format($"<path d=\"M{x - r},{y - r}h{2 * r}v{2 * r}h{-2 * r}z\""),
        "2" or "diamond" => SvgWriter.Format($"<path d=\"M{x},{y - 1.3 * r}L{x + 1.3 * r},{y}L{x},{y + 1.3 * r}L{x - 1.3 * r},{y}z\""),
        "4" or "x" => SvgWriter.Format($"<path d=\"M{x - r},{y - r}l{2 * r},{2 * r}m{-2 * r},0l{2 * r},{-2 * r}\" stroke-width=\"3\""),
        "5" or "triangle-up" => SvgWriter.Format($"<path d=\"M{x},{y - 1.2 * r}l{1.1 * r},{2 * r}h{-2.2 * r}z\""),
        _ => SvgWriter.Format($"<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\""),
    };

    // Inherited by each marker of a group, so that markers over one another are seen through.
    private static string Paint(string? symbol, string color, double opacity)
    {
        var stroke = symbol is "4" or "x" ? SvgWriter.Format($" stroke=\"{SvgWriter.Escape(color)}\" stroke-opacity=\"{opacity}\"") : "";
        return stroke + SvgWriter.Format($" fill=\"{SvgWriter.Escape(color)}\" fill-opacity=\"{opacity}\"");
    }

    private void ErrorBars(JsonElement trace, (double X, double Y)[] points, JsonElement[] xs, JsonElement[] ys)
    {
        var errors = trace.Numbers("error_y.array", 0);
        for (var i = 0; i < Math.Min(points.Length, errors.Length); i++)
            ErrorBar(svg, panel.Y, points[i].X, ys[i].AsNumber(), errors[i], trace, trace.Text("line.color") ?? colorOf(trace));
    }

    /// <summary>An upright error bar with its two caps.</summary>
    public static void ErrorBar(SvgWriter svg, Axis axis, double x, double value, double error, JsonElement trace, string color)
    {
        var (low, high) = (axis.Of(value - error), axis.Of(value + error));
        if (!double.IsFinite(low) || !double.IsFinite(high) || !double.IsFinite(x))
            return;
        var cap = trace.Number("error_y.width", 4);
        var stroke = SvgWriter.Escape(trace.Text("error_y.color") ?? color);
        var thickness = trace.Number("error_y.thickness", 2);
        svg.Add($"""
            <path d="M{x},{low}V{high}M{x - cap},{low}h{2 * cap}M{x - cap},{high}h{2 * cap}"
                  stroke="{stroke}" stroke-width="{thickness}" fill="none"/>
            """);
    }

    private void Labels(JsonElement trace, (double X, double Y)[] points)
    {
        var texts = trace.Items("text");
        var position = trace.Text("textposition") ?? "middle center";
        var anchor = position.Contains("left", StringComparison.Ordinal) ? "end"
            : position.Contains("right", StringComparison.Ordinal) ? "start" : "middle";
        var aside = anchor == "end" ? -8 : anchor == "start" ? 8 : 0;
        for (var i = 0; i < points.Length; i++)
        {
            var text = texts.Length == 0 ? trace.Text("text") : i < texts.Length ? texts[i].AsText() : null;
            if (text is null || !IsDrawn(points[i]))
                continue;
            var (rise, up) = position.Contains("top", StringComparison.Ordinal) ? (0.0, -8)
                : position.Contains("bottom", StringComparison.Ordinal) ? (1.0, 8) : (0.5, 0);
            svg.Text(text, points[i].X + aside, points[i].Y + up, trace.Number("textfont.size", fontSize), anchor,
                trace.Text("textfont.color") ?? fontColor, rise);
        }
    }

    private static bool IsDrawn((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);
}
