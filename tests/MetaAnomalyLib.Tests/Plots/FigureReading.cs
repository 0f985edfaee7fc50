using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Plots;
using MetaAnomalyLib.Tests.Metrics;

namespace MetaAnomalyLib.Tests.Plots;

/// <summary>What a reader of a figure sees, taken from its JSON and its picture.</summary>
internal static class FigureReading
{
    public static readonly int[] Labels = [0, 0, 0, 0, 0, 0, 1, 1, 0, 1];
    public static readonly double[] Scores = [0.1, 0.2, 0.15, 0.3, 0.35, 0.4, 0.8, 0.7, 0.75, 0.9];

    /// <summary>One figure of each kind.</summary>
    public static Dictionary<string, Figure> OneOfEach(string name = "model") => new()
    {
        ["loss"] = Plot.LossCurves([1, 0.5, 0.25], [1.1, 0.6, 0.7], title: name),
        ["roc"] = Plot.Roc(Labels, Scores, name),
        ["precision-recall"] = Plot.PrecisionRecall(Labels, Scores, name),
        ["histogram"] = Plot.ScoreHistogram(Labels, Scores, 0.5, title: name),
        ["confusion"] = Plot.ConfusionMatrix(Metric.Confusion(Labels, [0, 0, 0, 0, 0, 1, 1, 1, 0, 0], ["normal", name])),
        ["calibration"] = Plot.Calibration(Labels, Scores, title: name),
        ["bars"] = Plot.Bars(["a", name], [0.5, 0.75], name, name, [0.1, double.NaN]),
        ["lines"] = Plot.Lines([new(name, [5, 10], [0.5, 0.75], [0.1, 0.05]), new("b", [5, 10], [0.6, 0.65])],
            name, name, name, logX: true),
        ["map"] = Plot.Map(new double[,] { { 0, 1 }, { 1, 0 }, { 2, 2 } }, [0, 1, 1], ["a", name], name, name, name),
        ["heat"] = Plot.Heat(new double[,] { { 0, 1 }, { 2, 0.5 } }, ["a", name], ["b", "c"], name, name),
        ["planes"] = Plot.Planes([new(name, new double[,] { { 0, 1 }, { 1, 0 } }, [0, 1])], ["a", name], name),
        ["images"] = Plot.Images([new(name, new double[,] { { 0, 1, 0.5, 0 } })], name, [name]),
    };

    public static JsonElement Json(this Figure figure)
    {
        using var document = JsonDocument.Parse(figure.ToJson());
        return document.RootElement.Clone();
    }

    public static JsonElement Layout(this Figure figure) => figure.Json().GetProperty("layout");

    public static string Title(this Figure figure) => figure.Layout().GetProperty("title").GetProperty("text").GetString()!;

    public static string AxisTitle(this Figure figure, string axis) =>
        figure.Layout().GetProperty(axis).GetProperty("title").GetProperty("text").GetString()!;

    public static JsonElement[] Traces(this Figure figure) => [.. figure.Json().GetProperty("data").EnumerateArray()];

    public static JsonElement Trace(this Figure figure, string name) =>
        figure.Traces().Single(t => t.TryGetProperty("name", out var own) && own.GetString() == name);

    public static string[] TraceNames(this Figure figure) =>
        [.. figure.Traces().Select(t => t.TryGetProperty("name", out var name) ? name.GetString()! : "").Where(name => name != "")];

    public static double[] Values(this JsonElement trace, string axis) => trace.Numbers(axis);

    /// <summary>Everything written in the picture.</summary>
    public static string[] Words(this Figure figure) =>
        [.. XDocument.Parse(figure.ToSvg()).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];

    public static string Html(this Figure figure) => ByName.Format(figure, "text/html");

    /// <summary>The picture inside the HTML, as the browser decodes it.</summary>
    public static string PictureIn(string html)
    {
        const string Start = "src=\"data:image/svg+xml;base64,";
        var from = html.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return Encoding.UTF8.GetString(Convert.FromBase64String(html[from..html.IndexOf('"', from)]));
    }
}
