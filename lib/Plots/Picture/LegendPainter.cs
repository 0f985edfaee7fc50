using System.Text.Json;

namespace MetaAnomalyLib.Plots.Picture;

/// <summary>Draws the legend: one line a named trace, placed as the layout says.</summary>
internal sealed class LegendPainter(SvgWriter svg, JsonElement layout, Func<JsonElement, string> colorOf, double fontSize, string fontColor)
{
    private const double Key = 34;

    public void Paint(JsonElement[] traces, double left, double right, double top, double bottom)
    {
        JsonElement[] entries = [.. traces
            .Where(t => t.Flag("showlegend", t.Text("type") != "heatmap") && t.Text("name") is { Length: > 0 })];
        if (entries.Length == 0 || !layout.Flag("showlegend", traces.Length > 1))
            return;
        var size = layout.Number("legend.font.size", fontSize);
        var line = size * 1.5;
        var width = Key + 18 + entries.Max(t => SvgWriter.Width(t.Text("name")!, size));
        var height = entries.Length * line + 8;
        var x = left + layout.Number("legend.x", 1.02) * (right - left) - width * Share(layout.Text("legend.xanchor"), "left", "center");
        var y = bottom - layout.Number("legend.y", 1) * (bottom - top) - height * Share(layout.Text("legend.yanchor"), "top", "middle");

        svg.Rect(x, y, width, height, layout.Text("legend.bgcolor") ?? "#fff");
        for (var i = 0; i < entries.Length; i++)
        {
            var middle = y + 4 + (i + 0.5) * line;
            Sign(entries[i], x + 6, middle);
            svg.Text(entries[i].Text("name")!, x + Key + 8, middle, size, "start", fontColor, 0.5);
        }
    }

    private void Sign(JsonElement trace, double x, double y)
    {
        if (trace.Text("type") is not ("scatter" or null))
        {
            svg.Rect(x + 6, y - 6, 16, 12, colorOf(trace), SvgWriter.Format($" fill-opacity=\"{trace.Number("opacity", 1)}\""));
            return;
        }
        var mode = trace.Text("mode") ?? "lines";
        if (mode.Contains("lines", StringComparison.Ordinal))
        {
            var stroke = SvgWriter.Escape(trace.Text("line.color") ?? colorOf(trace));
            svg.Raw(SvgWriter.Format($"<path d=\"M{x},{y}h{Key - 6}\" stroke=\"{stroke}\" stroke-width=\"{trace.Number("line.width", 2)}\"")
                + TracePainter.Dash(trace.Text("line.dash")) + "/>");
        }
        if (mode.Contains("markers", StringComparison.Ordinal))
        {
            var radius = Math.Min(6, trace.Number("marker.size", 6) / 2);
            svg.Raw(TracePainter.Symbol(trace.Text("marker.symbol"), x + (Key - 6) / 2, y, radius, colorOf(trace), 1));
        }
    }

    // How much of the legend lies before its anchor: none for "first", half for "middle", all otherwise.
    private static double Share(string? anchor, string first, string middle) =>
        anchor is null or "auto" || anchor == first ? 0 : anchor == middle ? 0.5 : 1;
}
