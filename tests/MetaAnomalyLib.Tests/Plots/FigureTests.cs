using System.Globalization;
using System.Xml.Linq;
using MetaAnomalyLib.Plots;
using MetaAnomalyLib.Plots.Picture;
using MetaAnomalyLib.Tests.Metrics;
using Plotly.NET.CSharp;
using static MetaAnomalyLib.Tests.Plots.FigureReading;
using GenericChart = Plotly.NET.GenericChart;

namespace MetaAnomalyLib.Tests.Plots;

public sealed class FigureTests
{
    private const string Nasty = "</script><script>alert('1')</script> & \"<b>\" \u0001 ü";

    [Fact]
    public void Html_holds_the_picture_and_the_script_that_replaces_it()
    {
        var figure = Plot.Roc(Labels, Scores);

        var html = figure.Html();

        Assert.Equal(figure.ToSvg(), PictureIn(html));
        Assert.Contains("Plotly.newPlot(", html, StringComparison.Ordinal);
        Assert.Contains($"alt=\"{figure}\"", html, StringComparison.Ordinal);
        Assert.Equal(figure.ToString(), ByName.Format(figure, "text/plain"));
    }

    [Fact]
    public void No_label_can_end_the_script_or_become_markup() => Assert.All(OneOfEach(Nasty), pair =>
    {
        var html = PlotlyScript.ForNotebook(Bearing("something else"), pair.Value.ToJson(), pair.Value.ToSvg(), pair.Value.ToString());

        Assert.Equal(1, html.Split("</script").Length - 1);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    });

    [Fact]
    public void The_picture_of_every_figure_is_well_formed_and_shows_labels_as_they_are() => Assert.All(OneOfEach(Nasty), pair =>
    {
        var words = string.Join('\n', pair.Value.Words());

        Assert.Equal("svg", XDocument.Parse(pair.Value.ToSvg()).Root!.Name.LocalName);
        Assert.Contains("</script><script>alert('1')</script> & \"<b>\"", words, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", pair.Value.ToSvg(), StringComparison.Ordinal);
    });

    [Fact]
    public void Plotly_comes_with_the_first_figure_of_a_notebook_and_with_the_same_figure_again_but_with_no_other()
    {
        var notebook = new NotebookPage();

        Assert.True(Bears("Loss: best at epoch 12"));
        Assert.False(Bears("ROC: AUROC 0.9"));
        Assert.False(Bears("ROC: AUROC 0.8"));
        Assert.True(Bears("Loss: best at epoch 7"));

        bool Bears(string description) => PlotlyScript
            .ForNotebook(notebook, """{"data":[],"layout":{}}""", "<svg/>", description).Length > 1_000_000;
    }

    [Fact]
    public void The_same_figure_gives_the_same_html_so_that_a_saved_notebook_changes_only_where_figures_do()
    {
        var (first, second) = (OneOfEach()["histogram"], OneOfEach()["histogram"]);

        Assert.Equal(Html(first), Html(second));

        static string Html(Figure figure) => PlotlyScript.ForNotebook(Bearing("other"), figure.ToJson(), figure.ToSvg(), figure.ToString());
    }

    [Fact]
    public void Figures_are_the_same_in_a_German_culture()
    {
        var expected = OneOfEach().ToDictionary(p => p.Key, p => (p.Value.ToJson(), p.Value.ToSvg(), p.Value.ToString()));
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal(expected, OneOfEach().ToDictionary(p => p.Key, p => (p.Value.ToJson(), p.Value.ToSvg(), p.Value.ToString())));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_figure_is_saved_as_a_page_that_needs_no_network_and_as_a_picture()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            var figure = Plot.Roc(Labels, Scores);
            var (page, picture) = (Path.Combine(directory.FullName, "roc.html"), Path.Combine(directory.FullName, "roc.svg"));

            figure.SaveHtml(page);
            figure.SaveSvg(picture);

            var html = File.ReadAllText(page);
            Assert.True(html.Length > 1_000_000, "plotly.js is in the page");
            Assert.DoesNotContain("<script src", html, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(figure.ToSvg(), File.ReadAllText(picture));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_chart_of_ones_own_becomes_a_figure_side_by_side_panels_included()
    {
        var chart = Chart.Grid(
            [
                Chart.Histogram<double, double, string>(X: new([1, 1, 2, 3], true), NBinsX: 2, Name: "h", UseDefaults: false)
                    .WithXAxisStyle<int, int, string>(TitleText: "left"),
                Chart.Bar<int, string, string>(values: [1, 2], Keys: new(["a", "b"], true), UseDefaults: false)
                    .WithXAxisStyle<int, int, string>(TitleText: "right"),
            ], nRows: 1, nCols: 2);

        var figure = new Figure(chart.WithSize(900, 400), "two panels");

        Assert.Superset(new HashSet<string> { "left", "right", "a", "b" }, figure.Words().ToHashSet());
        Assert.Equal("two panels", figure.ToString());
        // Two bars of the histogram and two lying ones.
        Assert.Equal(4, XDocument.Parse(figure.ToSvg()).Descendants().Count(e => e.Attribute("shape-rendering") is not null));
    }

    [Fact]
    public void Gaps_in_a_line_stay_gaps_in_the_picture()
    {
        var chart = Chart.Line<double, double, string>(x: [1, 2, 3, 4, 5], y: [1, 2, double.NaN, 2, 1], UseDefaults: false);

        var path = XDocument.Parse(SvgPicture.Draw(GenericChart.toFigureJson(chart))).Descendants()
            .Single(e => e.Name.LocalName == "path" && (string?)e.Attribute("stroke-linejoin") == "round");

        Assert.Equal(2, path.Attribute("d")!.Value.Count(c => c == 'M'));
    }

    [Theory]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(-3, 3, "\u22122 0 2")]
    [InlineData(0, 50000, "0 10k 20k 30k 40k 50k")]
    [InlineData(0.00001, 0.00005, "1e\u22125 2e\u22125 3e\u22125 4e\u22125 5e\u22125")]
    public void Ticks_are_round_numbers(double low, double high, string expected)
    {
        using var layout = System.Text.Json.JsonDocument.Parse(FormattableString.Invariant($$"""{"range":[{{low}},{{high}}]}"""));

        var axis = new Axis(layout.RootElement, [], zero: false, padding: 0, start: 0, end: 100);

        Assert.Equal(expected, string.Join(' ', axis.Ticks(5).Select(t => t.Label)));
    }

    [Fact]
    public void A_figure_needs_a_description() =>
        Assert.Throws<ArgumentException>(() => new Figure(Chart.Point<int, int, string>(x: [1], y: [1]), " "));

    internal static NotebookPage Bearing(string description)
    {
        var notebook = new NotebookPage();
        notebook.Bears(description);
        return notebook;
    }
}
