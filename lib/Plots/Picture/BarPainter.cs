using System.Text.Json;

namespace MetaAnomalyLib.Plots.Picture;

/// <summary>Draws the bars of a panel: beside, over or on top of each other, upright or lying.</summary>
internal sealed class BarPainter(
    SvgWriter svg, Panel panel, JsonElement layout, Func<JsonElement, string> colorOf, double fontSize, string fontColor)
{
    private readonly Dictionary<double, double> _stacked = [];

    public void Paint(JsonElement[] bars)
    {
        var mode = layout.Text("barmode") ?? "group";
        var groups = mode == "group" ? bars.Length : 1;
        for (var b = 0; b < bars.Length; b++)
        {
            var lying = bars[b].Text("orientation") == "h";
            var (along, across) = lying ? (panel.Y, panel.X) : (panel.X, panel.Y);
            var (keys, values) = (bars[b].Items(lying ? "y" : "x"), bars[b].Items(lying ? "x" : "y"));
            if (keys.Length == 0)
                keys = Panel.Numbers(Enumerable.Range(0, values.Length).Select(i => (double)i));
            double[] at = [.. keys.Select(along.Coordinate)];
            var step = at.Order().Zip(at.Order().Skip(1), (low, high) => high - low).Where(d => d > 0).DefaultIfEmpty(1).Min();
            var slot = step * (1 - layout.Number("bargap", 0.2)) / groups;
            var (widths, starts) = (bars[b].Numbers("width", at.Length), bars[b].Numbers("base", at.Length));
            for (var i = 0; i < Math.Min(at.Length, values.Length); i++)
            {
                var value = values[i].AsNumber();
                if (!double.IsFinite(value) || !double.IsFinite(at[i]))
                    continue;
                var width = i < widths.Length && double.IsFinite(widths[i]) ? widths[i] : slot;
                var middle = at[i] + (mode == "group" ? (b - (groups - 1) / 2.0) * slot : 0);
                var start = i < starts.Length && double.IsFinite(starts[i]) ? starts[i]
                    : mode is "stack" or "relative" ? _stacked.GetValueOrDefault(at[i]) : 0;
                _stacked[at[i]] = start + value;
                Bar(bars[b], lying, (along.Place(middle - width / 2), along.Place(middle + width / 2)),
                    (across.Of(start), across.Of(start + value)), i);
                if (!lying && bars[b].Numbers("error_y.array", 0) is { } errors && i < errors.Length)
                    TracePainter.ErrorBar(svg, across, along.Place(middle), start + value, errors[i], bars[b], fontColor);
            }
        }
    }

    private void Bar(JsonElement trace, bool lying, (double A, double B) side, (double A, double B) length, int index)
    {
        var (x, y) = lying ? (length, side) : (side, length);
        var (left, top) = (Math.Min(x.A, x.B), Math.Min(y.A, y.B));
        var colors = trace.Items("marker.color");
        var color = index < colors.Length ? colors[index].AsText() ?? colorOf(trace) : colorOf(trace);
        var opacity = trace.Number("opacity", 1) * trace.Number("marker.opacity", 1);
        // Crisp edges: neighbouring bars of a histogram show no seam.
        svg.Rect(left, top, Math.Abs(x.B - x.A), Math.Abs(y.B - y.A), color,
            SvgWriter.Format($" fill-opacity=\"{opacity}\" shape-rendering=\"crispEdges\""));

        var texts = trace.Items("text");
        if (index < texts.Length && texts[index].AsText() is { } text && (trace.Text("textposition") ?? "auto") != "none")
        {
            if (lying)
                svg.Text(text, Math.Max(x.A, x.B) + 6, (y.A + y.B) / 2, fontSize, "start", fontColor, 0.5);
            else
                svg.Text(text, (x.A + x.B) / 2, top - 5, fontSize, "middle", fontColor);
        }
    }
}
