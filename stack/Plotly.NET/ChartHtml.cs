using System.Text.Json;

namespace Plotly.NET;

/// <summary>A chart as HTML. plotly.js comes from this assembly, never from the network.</summary>
internal static class ChartHtml
{
    private const string Resource = "Plotly.NET.plotly-cartesian.min.js";

    public static string Fragment(GenericChart chart)
    {
        var id = Guid.NewGuid().ToString();
        using var figure = JsonDocument.Parse(GenericChart.toJson(chart));
        var root = figure.RootElement;
        var (data, layout, config) = (root.GetProperty("data"), root.GetProperty("layout"), root.GetProperty("config"));
        return $$"""
            <div><div id="{{id}}"></div><script type="text/javascript">
            Plotly.newPlot("{{id}}", {{data.GetRawText()}}, {{layout.GetRawText()}}, {{config.GetRawText()}});
            </script></div>
            """;
    }

    public static string Page(GenericChart chart) => $"""
        <!DOCTYPE html>
        <html><head><meta charset="utf-8"><title>Plotly.NET Datavisualization</title>
        <script type="text/javascript">{PlotlyJs()}</script></head>
        <body>{Fragment(chart)}</body></html>
        """;

    private static string PlotlyJs()
    {
        using var stream = typeof(ChartHtml).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
