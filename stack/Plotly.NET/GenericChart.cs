namespace Plotly.NET;

/// <summary>A chart: traces, layout and configuration. Methods return a new chart and leave this one as it is.</summary>
public sealed class GenericChart
{
    private readonly Trace[] _traces;
    private readonly Layout _layout;
    private readonly Config _config;

    internal GenericChart(Trace[] traces, Layout layout, Config config) => (_traces, _layout, _config) = (traces, layout, config);

    internal IReadOnlyList<Trace> Traces => _traces;

    public static GenericChart ofTraceObject(bool useDefaults, Trace trace) => ofTraceObjects(useDefaults, new[] { trace });

    public static GenericChart ofTraceObjects<d>(bool useDefaults, d traces) where d : IEnumerable<Trace> => useDefaults
        ? new([.. traces], Layout.init<string>(Width: 600, Height: 600), Config.init(Responsive: true))
        : new([.. traces], new Layout(), new Config());

    public static Layout getLayout(GenericChart gChart) => gChart._layout;

    public static GenericChart setLayout(Layout layout, GenericChart gChart) => new(gChart._traces, layout, gChart._config);

    public static GenericChart addLayout(Layout layout, GenericChart gChart) =>
        new(gChart._traces, Merged(gChart._layout, layout), gChart._config);

    public static Config getConfig(GenericChart gChart) => gChart._config;

    public static GenericChart setConfig(Config config, GenericChart gChart) => new(gChart._traces, gChart._layout, config);

    public static GenericChart combine(IEnumerable<GenericChart> gCharts) => gCharts.Aggregate((all, next) =>
        new([.. all._traces, .. next._traces], Merged(all._layout, next._layout), Merged(all._config, next._config)));

    public static int countTrace(GenericChart gChart) => gChart._traces.Length;

    /// <summary>{"data": […], "layout": {…}, "frames": []}</summary>
    public static string toFigureJson(GenericChart gChart) =>
        $$"""{"data":{{TracesJson(gChart)}},"layout":{{FigureJson.Write(gChart._layout)}},"frames":[]}""";

    /// <summary>{"data": […], "layout": {…}, "config": {…}}</summary>
    public static string toJson(GenericChart gChart) =>
        $$"""{"data":{{TracesJson(gChart)}},"layout":{{FigureJson.Write(gChart._layout)}},"config":{{FigureJson.Write(gChart._config)}}}""";

    /// <summary>A div and the script that draws into it; plotly.js must be on the page.</summary>
    public static string toChartHTML(GenericChart gChart) => ChartHtml.Fragment(gChart);

    /// <summary>A whole page, with plotly.js in it: it needs no network.</summary>
    public static string toEmbeddedHTML(GenericChart gChart) => ChartHtml.Page(gChart);

    internal GenericChart MapTraces(Func<Trace, int, Trace> map) => new([.. _traces.Select(map)], _layout, _config);

    private static string TracesJson(GenericChart gChart) => FigureJson.Write(gChart._traces.Select(WithType).ToArray());

    private static DynamicObj.DynamicObj WithType(Trace trace)
    {
        var typed = new DynamicObj.DynamicObj();
        typed.SetValue("type", trace.type);
        typed.Merge(trace);
        return typed;
    }

    private static T Merged<T>(T first, T second) where T : DynamicObj.DynamicObj
    {
        var both = (T)first.MemberwiseCopy();
        both.Merge(second);
        return both;
    }
}
