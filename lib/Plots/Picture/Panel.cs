using System.Globalization;
using System.Text.Json;

namespace MetaAnomalyLib.Plots.Picture;

/// <summary>One pair of axes with the traces on it.</summary>
internal sealed class Panel
{
    private static readonly string[] BarLike = ["bar", "histogram"];

    public Panel(JsonElement layout, string x, string y, JsonElement[] traces, double left, double right, double top, double bottom)
    {
        (Left, Right, Top, Bottom) = (left, right, top, bottom);
        Traces = traces;
        var horizontal = traces.Any(t => t.Text("orientation") == "h" && t.Text("type") == "bar");
        var upright = traces.Any(t => BarLike.Contains(t.Text("type"))) && !horizontal;
        var heatmap = traces.Any(t => t.Text("type") == "heatmap");
        var markers = traces.Any(t => t.Text("type") == "scatter" && (t.Text("mode") ?? "").Contains("markers", StringComparison.Ordinal));
        var beside = heatmap || upright || !markers ? 0 : 0.04;
        X = new Axis(layout.At(AxisName("xaxis", x)), Data(traces, "x"), horizontal, beside, left, right);
        Y = new Axis(layout.At(AxisName("yaxis", y)), Data(traces, "y"), upright, heatmap ? 0 : 0.05, bottom, top);
    }

    public double Left { get; }
    public double Right { get; }
    public double Top { get; }
    public double Bottom { get; }
    public Axis X { get; }
    public Axis Y { get; }
    public JsonElement[] Traces { get; }

    /// <summary>"x2" on kind "xaxis" is "xaxis2".</summary>
    public static string AxisName(string kind, string id) => kind + id[1..];

    /// <summary>Values of a heat map without its own are 0, 1, 2, …, at the middles of its cells.</summary>
    public static JsonElement[] Cells(JsonElement trace, string axis)
    {
        var rows = trace.Items("z");
        var count = axis == "y" ? rows.Length : rows.Length == 0 ? 0 : rows[0].GetArrayLength();
        return trace.Items(axis) is { Length: > 0 } given ? given : Numbers(Enumerable.Range(0, count).Select(i => (double)i));
    }

    public static JsonElement[] Numbers(IEnumerable<double> numbers) =>
        [.. numbers.Select(n => JsonSerializer.SerializeToElement(n))];

    private static List<JsonElement> Data(JsonElement[] traces, string axis)
    {
        var data = new List<JsonElement>();
        foreach (var trace in traces)
        {
            if (trace.Text("type") == "heatmap")
            {
                var cells = Cells(trace, axis);
                data.AddRange(cells);
                if (cells.Length > 0 && cells.All(c => c.ValueKind == JsonValueKind.Number))
                    data.AddRange(Numbers([cells[0].GetDouble() - 0.5, cells[^1].GetDouble() + 0.5]));
                continue;
            }
            var own = trace.Items(axis);
            data.AddRange(own);
            var errors = trace.Items("error_" + axis + ".array");
            for (var i = 0; i < Math.Min(own.Length, errors.Length); i++)
                data.AddRange(Numbers([own[i].AsNumber() - errors[i].AsNumber(), own[i].AsNumber() + errors[i].AsNumber()]));
            if (trace.Text("type") == "bar" && axis == (trace.Text("orientation") == "h" ? "y" : "x"))
                data.AddRange(Numbers(BarEnds(trace, own)));
        }
        return data;
    }

    // Bars on a numeric axis reach half their width beyond the outermost values.
    private static IEnumerable<double> BarEnds(JsonElement trace, JsonElement[] keys)
    {
        double[] at = [.. keys.Select(k => k.AsNumber()).Where(double.IsFinite)];
        if (at.Length == 0 || at.Length < keys.Length)
            return [];
        var width = trace.Number("width", at.Length > 1 ? at.Zip(at.Skip(1), (a, b) => Math.Abs(b - a)).Min() : 1);
        return [at.Min() - width / 2, at.Max() + width / 2];
    }
}
