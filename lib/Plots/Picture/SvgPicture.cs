using System.Text.Json;

namespace MetaAnomalyLib.Plots.Picture;

/// <summary>
/// Draws a figure's JSON as SVG, for wherever scripts do not run: scatter, line, bar, histogram and heat-map traces on plain or
/// side-by-side axes, with titles, ticks and legend. It is a likeness of what plotly.js draws, not a second plotly.js.
/// </summary>
internal sealed class SvgPicture
{
    private static readonly string[] DefaultColors =
        ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"];

    private readonly SvgWriter _svg = new();
    private readonly JsonElement _layout;
    private readonly JsonElement[] _traces;
    private readonly double _width;
    private readonly double _height;
    private readonly double _fontSize;
    private readonly string _fontColor;

    private SvgPicture(JsonElement figure)
    {
        _layout = figure.At("layout");
        _traces = [.. figure.Items("data").Where(t => t.Flag("visible", true)).Select(Counted)];
        (_width, _height) = (_layout.Number("width", 700), _layout.Number("height", 450));
        (_fontSize, _fontColor) = (_layout.Number("font.size", 12), _layout.Text("font.color") ?? "#444");
    }

    /// <summary>The picture as one svg element.</summary>
    public static string Draw(string figureJson)
    {
        using var figure = JsonDocument.Parse(figureJson);
        return new SvgPicture(figure.RootElement).Draw();
    }

    private string Draw()
    {
        const string Font = "Open Sans,Verdana,DejaVu Sans,Arial,sans-serif";
        _svg.Add($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_width} {_height}" width="{_width}" height="{_height}"
                 font-family="{Font}">
            """);
        _svg.Rect(0, 0, _width, _height, _layout.Text("paper_bgcolor") ?? "#fff");
        var (left, right) = (_layout.Number("margin.l", 80), _width - _layout.Number("margin.r", 80));
        var (top, bottom) = (_layout.Number("margin.t", 100), _height - _layout.Number("margin.b", 80));

        foreach (var group in _traces.GroupBy(t => (X: t.Text("xaxis") ?? "x", Y: t.Text("yaxis") ?? "y")))
        {
            var (x, y) = Domains(group.Key.X, group.Key.Y);
            var (width, height) = (right - left, bottom - top);
            Paint(new Panel(_layout, group.Key.X, group.Key.Y, [.. group],
                left + x.Low * width, left + x.High * width, bottom - y.High * height, bottom - y.Low * height));
        }

        foreach (var image in _layout.Items("images").Where(image => image.Text("layer") != "below"))
            Image(image, left, top, right - left, bottom - top);

        if (_layout.Text("title.text") is { Length: > 0 } title)
        {
            var size = _layout.Number("title.font.size", _fontSize * 1.4);
            var at = _layout.Number("title.x", 0.5);
            var anchor = (_layout.Text("title.xanchor") ?? "auto") switch
            {
                "left" => "start",
                "right" => "end",
                "center" => "middle",
                _ => at < 1 / 3.0 ? "start" : at > 2 / 3.0 ? "end" : "middle",
            };
            _svg.Text(title, at * _width, top / 2, size, anchor, _layout.Text("title.font.color") ?? _fontColor, 0.5);
        }
        new LegendPainter(_svg, _layout, ColorOf, _fontSize, _fontColor).Paint(_traces, left, right, top, bottom);
        _svg.Raw("</svg>");
        return _svg.ToString();
    }

    /// <summary>A picture of the layout, placed in fractions of the plot; of files only PNG data, which cannot hold a script.</summary>
    private void Image(JsonElement image, double left, double top, double width, double height)
    {
        if (image.Text("source") is not { } source || !source.StartsWith("data:image/png;base64,", StringComparison.Ordinal) || image.Text("xref") != "paper" || image.Text("yref") != "paper")
            return;
        var (w, h) = (image.Number("sizex", 0) * width, image.Number("sizey", 0) * height);
        _svg.Add($"""
            <image x="{left + image.Number("x", 0) * width}" y="{top + (1 - image.Number("y", 0)) * height}" width="{w}" height="{h}"
                   preserveAspectRatio="none" style="image-rendering:pixelated" href="{SvgWriter.Escape(source)}"/>
            """);
    }

    private void Paint(Panel panel)
    {
        var (width, height) = (panel.Right - panel.Left, panel.Bottom - panel.Top);
        _svg.Rect(panel.Left, panel.Top, width, height, _layout.Text("plot_bgcolor") ?? "#fff");
        foreach (var image in _layout.Items("images").Where(image => image.Text("layer") == "below"))
            Image(image, panel.Left, panel.Top, width, height);
        Grid(panel);
        var clip = SvgWriter.Format($"clip-{Math.Round(panel.Left)}-{Math.Round(panel.Top)}");
        _svg.Add($"""<clipPath id="{clip}"><rect x="{panel.Left}" y="{panel.Top}" width="{width}" height="{height}"/></clipPath>""");
        _svg.Add($"""<g clip-path="url(#{clip})">""");
        var painter = new TracePainter(_svg, panel, ColorOf, _fontSize, _fontColor);
        foreach (var trace in panel.Traces.Where(t => t.Text("type") == "heatmap"))
            painter.Heatmap(trace);
        new BarPainter(_svg, panel, _layout, ColorOf, _fontSize, _fontColor).Paint([.. panel.Traces.Where(t => t.Text("type") == "bar")]);
        foreach (var trace in panel.Traces.Where(t => t.Text("type") is "scatter" or null))
            painter.Scatter(trace);
        _svg.Raw("</g>");
        Titles(panel);
    }

    private void Grid(Panel panel)
    {
        var size = panel.X.Layout.Number("tickfont.size", _fontSize);
        var most = Math.Max(2, (int)((panel.Right - panel.Left) / (size * 5)));
        foreach (var (x, label) in panel.X.Ticks(most).Where(t => t.Pixel >= panel.Left - 1 && t.Pixel <= panel.Right + 1))
        {
            if (panel.X.Layout.Flag("showgrid", true))
                Rule(SvgWriter.Format($"M{x},{panel.Top}V{panel.Bottom}"), panel.X.Layout.Text("gridcolor") ?? "#eee");
            if (panel.X.Layout.Flag("showticklabels", true))
                _svg.Text(label, x, panel.Bottom + 7, size, "middle", _fontColor, 1);
        }
        most = Math.Max(2, (int)((panel.Bottom - panel.Top) / (size * 2.2)));
        foreach (var (y, label) in panel.Y.Ticks(most).Where(t => t.Pixel >= panel.Top - 1 && t.Pixel <= panel.Bottom + 1))
        {
            if (panel.Y.Layout.Flag("showgrid", true))
                Rule(SvgWriter.Format($"M{panel.Left},{y}H{panel.Right}"), panel.Y.Layout.Text("gridcolor") ?? "#eee");
            if (panel.Y.Layout.Flag("showticklabels", true))
                _svg.Text(label, panel.Left - 7, y, size, "end", _fontColor, 0.5);
        }
        if (panel.X.Layout.Flag("showline", false))
            Rule(SvgWriter.Format($"M{panel.Left},{panel.Bottom}H{panel.Right}"), panel.X.Layout.Text("linecolor") ?? "#444");
        if (panel.Y.Layout.Flag("showline", false))
            Rule(SvgWriter.Format($"M{panel.Left},{panel.Bottom}V{panel.Top}"), panel.Y.Layout.Text("linecolor") ?? "#444");

        void Rule(string path, string color) => _svg.Add($"""<path d="{path}" stroke="{SvgWriter.Escape(color)}"/>""");
    }

    private void Titles(Panel panel)
    {
        if (panel.X.Layout.Text("title.text") is { Length: > 0 } x)
        {
            var size = panel.X.Layout.Number("title.font.size", _fontSize * 1.2);
            _svg.Text(x, (panel.Left + panel.Right) / 2, panel.Bottom + _fontSize * 1.35 + 14, size, "middle", _fontColor, 1);
        }
        if (panel.Y.Layout.Text("title.text") is { Length: > 0 } y)
        {
            var size = panel.Y.Layout.Number("title.font.size", _fontSize * 1.2);
            var labels = panel.Y.Ticks(6).Select(t => SvgWriter.Width(t.Label, _fontSize)).DefaultIfEmpty(0).Max();
            _svg.Text(y, Math.Max(size, panel.Left - labels - 20), (panel.Top + panel.Bottom) / 2, size, "middle", _fontColor, 0, -90);
        }
    }

    // Where a pair of axes stands, in fractions of the plot: its own domain, or its cell of the grid.
    private ((double Low, double High) X, (double Low, double High) Y) Domains(string x, string y)
    {
        var grid = _layout.At("grid");
        var (columns, rows) = ((int)grid.Number("columns", 1), (int)grid.Number("rows", 1));
        var (xIndex, yIndex) = (Index(x), Index(y));
        var independent = grid.Text("pattern") == "independent";
        var (column, row) = independent
            ? (xIndex % columns, xIndex / columns)
            : (Math.Min(xIndex, columns - 1), Math.Min(yIndex, rows - 1));
        return (Own("xaxis", x) ?? Cell(column, columns, grid.Number("xgap", independent ? 0.2 : 0.1)),
            Own("yaxis", y) ?? Cell(rows - 1 - row, rows, grid.Number("ygap", independent ? 0.3 : 0.1)));

        (double, double)? Own(string kind, string id) =>
            _layout.At(Panel.AxisName(kind, id)).Items("domain") is { Length: 2 } d ? (d[0].AsNumber(), d[1].AsNumber()) : null;

        static int Index(string id) => id.Length == 1 ? 0 : int.Parse(id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) - 1;

        static (double, double) Cell(int index, int count, double gap) => (index / (count - gap), (index + 1 - gap) / (count - gap));
    }

    private string ColorOf(JsonElement trace) => trace.Text("marker.color") ?? trace.Text("line.color")
        ?? DefaultColors[Math.Max(0, Array.FindIndex(_traces, t => t.Equals(trace))) % DefaultColors.Length];

    // A histogram trace becomes the bars that a reader would see.
    private static JsonElement Counted(JsonElement trace)
    {
        if (trace.Text("type") != "histogram")
            return trace;
        double[] values = [.. trace.Items("x").Select(v => v.AsNumber()).Where(double.IsFinite)];
        if (values.Length == 0)
            return trace;
        var bins = (int)Math.Clamp(trace.Number("nbinsx", Math.Ceiling(Math.Sqrt(values.Length))), 1, 200);
        var (low, width) = (values.Min(), Math.Max(values.Max() - values.Min(), 1e-12) / bins);
        var counts = new double[bins];
        foreach (var value in values)
            counts[Math.Clamp((int)((value - low) / width), 0, bins - 1)]++;
        var scale = trace.Text("histnorm") switch { "percent" => 100.0 / values.Length, "probability" => 1.0 / values.Length, _ => 1 };
        var bars = new Dictionary<string, object?>
        {
            ["type"] = "bar",
            ["name"] = trace.Text("name"),
            ["opacity"] = trace.Number("opacity", 1),
            ["x"] = counts.Select((_, i) => low + (i + 0.5) * width).ToArray(),
            ["y"] = counts.Select(count => count * scale).ToArray(),
            ["width"] = width,
            ["marker"] = trace.At("marker").ValueKind == JsonValueKind.Object ? trace.At("marker") : null,
        };
        return JsonSerializer.SerializeToElement(bars);
    }
}
