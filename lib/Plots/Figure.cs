using MetaAnomalyLib.Display;
using MetaAnomalyLib.Plots.Picture;
using Plotly.NET;

namespace MetaAnomalyLib.Plots;

/// <summary>
/// A chart that shows itself in a notebook: interactive where scripts run, a picture everywhere else (untrusted notebooks, GitHub, mail).
/// It never needs the network.
/// </summary>
[TypeFormatterSource(typeof(ShownFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Figure : IShown
{
    private readonly string _description;

    /// <summary>Wraps a chart of your own.</summary>
    /// <param name="chart">Any Plotly.NET chart; the picture knows scatter, line, bar, histogram and heat-map traces.</param>
    /// <param name="description">What it shows, in one line, for text/plain and for readers who cannot see it.</param>
    public Figure(GenericChart chart, string description)
    {
        ArgumentNullException.ThrowIfNull(chart);
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        (Chart, _description) = (chart, description);
    }

    /// <summary>The Plotly.NET chart, to restyle: <c>new Figure(figure.Chart.WithSize(900, 600), "…")</c>.</summary>
    public GenericChart Chart { get; }

    /// <summary>The figure as plotly.js's JSON: data, layout, frames.</summary>
    public string ToJson() => GenericChart.toFigureJson(Chart);

    /// <summary>The static picture: one svg element, well-formed XML.</summary>
    public string ToSvg() => SvgPicture.Draw(ToJson());

    /// <summary>One line with the numbers that matter.</summary>
    public override string ToString() => _description;

    /// <summary>Writes a page of its own, interactive, with plotly.js in it.</summary>
    /// <param name="path">Overwritten if it exists.</param>
    public void SaveHtml(string path) => File.WriteAllText(path, PlotlyScript.ForPage(ToJson(), ToSvg(), _description));

    /// <summary>Writes the static picture.</summary>
    /// <param name="path">Overwritten if it exists.</param>
    public void SaveSvg(string path) => File.WriteAllText(path, ToSvg());

    string IShown.ToHtml() => PlotlyScript.ForNotebook(NotebookPage.OfThisProcess, ToJson(), ToSvg(), _description);
}
