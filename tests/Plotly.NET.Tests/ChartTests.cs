using System.Globalization;
using System.Text.Json;
using Plotly.NET.CSharp;
using GenericChart = Plotly.NET.GenericChart;
using Layout = Plotly.NET.Layout;
using Title = Plotly.NET.Title;

namespace PlotlyTests;

public sealed class ChartTests
{
    [Fact]
    public void Numbers_are_written_the_same_in_a_German_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            var figure = Figure(Chart.Line<double, float, string>(x: [0.5, 1234.25], y: [1e-7f, -2.5f], UseDefaults: false));

            Assert.Equal([0.5, 1234.25], figure.GetProperty("data")[0].GetProperty("x").EnumerateArray().Select(v => v.GetDouble()));
            Assert.Equal([1e-7f, -2.5f], figure.GetProperty("data")[0].GetProperty("y").EnumerateArray().Select(v => v.GetSingle()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void What_is_not_a_finite_number_is_a_gap()
    {
        var figure = Figure(Chart.Line<double, double, string>(
            x: [1, 2, 3], y: [1, double.NaN, double.PositiveInfinity], UseDefaults: false));

        var y = figure.GetProperty("data")[0].GetProperty("y");
        // The package writes "NaN", which plotly.js treats as null.
        Assert.All([y[1], y[2]], gap => Assert.NotEqual(JsonValueKind.Number, gap.ValueKind));
    }

    [Fact]
    public void A_page_needs_no_network_and_no_label_ends_its_script()
    {
        Assert.SkipUnless(OurStack, "The package's page loads plotly.js from the network.");
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".html");
        try
        {
            Chart.Line<double, double, string>(x: [1], y: [2], Name: "</script><script>alert(1)</script>").SaveHtml(path);
            var page = File.ReadAllText(path);

            Assert.DoesNotContain("<script src", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
            Assert.Contains("Plotly.newPlot(", page, StringComparison.Ordinal);
            Assert.True(page.Length > 1_000_000, "plotly.js is in the page");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Saving_adds_html_to_a_path_without_it()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Chart.Point<int, int, string>(x: [1], y: [2]).SaveHtml(path);
            Assert.True(File.Exists(path + ".html"));
        }
        finally
        {
            File.Delete(path + ".html");
        }
    }

    [Fact]
    public void Styling_leaves_the_chart_that_was_styled_as_it_is()
    {
        Assert.SkipUnless(OurStack, "The package changes the chart that is styled.");
        var chart = Chart.Point<int, int, string>(x: [1], y: [2], Name: "points", UseDefaults: false);
        var before = GenericChart.toFigureJson(chart);

        _ = chart.WithTraceInfo("other").WithSize(10, 10).WithXAxisStyle<int, int, string>(TitleText: "x").WithLegendStyle(X: 0.5);
        _ = Chart.Combine([chart, chart]).WithXAxisStyle<int, int, string>(TitleText: "y");

        Assert.Equal(before, GenericChart.toFigureJson(chart));
    }

    [Fact]
    public void A_layout_added_later_wins_and_keeps_the_rest()
    {
        var chart = GenericChart.addLayout(
            Layout.init<string>(Title: Title.init(X: 0.1)),
            GenericChart.addLayout(Layout.init<string>(Title: Title.init(Text: "kept", X: 0.9), Width: 300),
                Chart.Point<int, int, string>(x: [1], y: [2], UseDefaults: false)));

        var layout = Figure(chart).GetProperty("layout");

        Assert.Equal("kept", layout.GetProperty("title").GetProperty("text").GetString());
        Assert.Equal(0.1, layout.GetProperty("title").GetProperty("x").GetDouble());
        Assert.Equal(300, layout.GetProperty("width").GetInt32());
    }

    [Fact]
    public void Later_traces_of_a_chart_are_named_with_their_number()
    {
        var figure = Figure(Chart.Combine([Point(), Point()]).WithTraceInfo("run", ShowLegend: false));

        Assert.Equal(["run", "run_1"], figure.GetProperty("data").EnumerateArray().Select(t => t.GetProperty("name").GetString()));
        Assert.All(figure.GetProperty("data").EnumerateArray(), t => Assert.False(t.GetProperty("showlegend").GetBoolean()));
    }

    [Fact]
    public void Any_attribute_of_plotly_can_be_set_by_its_name()
    {
        var chart = Chart.Point<int, int, string>(x: [1], y: [2], UseDefaults: false);
        chart.GetTraces()[0].SetValue("hovertemplate", "%{y}");

        Assert.Equal("%{y}", Figure(chart).GetProperty("data")[0].GetProperty("hovertemplate").GetString());
    }

    [Fact]
    public void Without_a_size_a_chart_is_600_by_600()
    {
        var layout = Figure(Chart.Point<int, int, string>(x: [1], y: [2])).GetProperty("layout");

        Assert.Equal((600, 600), (layout.GetProperty("width").GetInt32(), layout.GetProperty("height").GetInt32()));
    }

    private static bool OurStack => typeof(GenericChart).Assembly.GetType("Microsoft.FSharp.Core.FSharpOption`1") is not null;

    private static GenericChart Point() => Chart.Point<int, int, string>(x: [1], y: [2], UseDefaults: false);

    private static JsonElement Figure(GenericChart chart)
    {
        using var document = JsonDocument.Parse(GenericChart.toFigureJson(chart));
        return document.RootElement.Clone();
    }
}
