using System.Globalization;
using System.Net;
using System.Text;
using MetaAnomalyLib.Display;

namespace MetaAnomalyLib.Metrics;

/// <summary>The table a notebook ends with: one row a method, one column a metric, mean ± standard deviation over seeds, published figures beside.</summary>
/// <param name="title">What is compared, on what.</param>
[TypeFormatterSource(typeof(ShownFormatterSource))]
public sealed class ResultsTable(string title) : IShown
{
    private readonly List<string> methods = [], metrics = [];
    private readonly Dictionary<(string Method, string Metric), List<double>> values = [];
    private readonly Dictionary<(string Method, string Metric), string> published = [];

    /// <summary>Adds one value, such as one seed's.</summary>
    public void Add(string method, string metric, double value) => Cell(method, metric).Add(value);

    /// <summary>Sets a figure from the literature, as it was printed, with its source.</summary>
    public void AddPublished(string method, string metric, string figure)
    {
        Name(method, metric);
        published[(method, metric)] = figure;
    }

    /// <summary>Mean and spread of one cell.</summary>
    /// <exception cref="KeyNotFoundException">Nothing was added there.</exception>
    public Summary this[string method, string metric] => values.TryGetValue((method, metric), out var found)
        ? Summary.Of(found)
        : throw new KeyNotFoundException($"There is no value of '{metric}' for '{method}'; the methods are {string.Join(", ", methods)}, the metrics {string.Join(", ", metrics)}.");

    /// <summary>One summary a method, in the order in which the methods came; for a chart.</summary>
    public Summary[] Column(string metric) => [.. methods.Where(m => values.ContainsKey((m, metric))).Select(m => this[m, metric])];

    /// <summary>The methods that have values of a metric, in the order in which they came.</summary>
    public string[] Methods(string metric) => [.. methods.Where(m => values.ContainsKey((m, metric)))];

    /// <inheritdoc/>
    public override string ToString()
    {
        var rows = methods.Select(m => new[] { m }.Concat(metrics.Select(metric => Text(m, metric))).ToArray()).Prepend(["", .. metrics]).ToArray();
        var widths = Enumerable.Range(0, metrics.Count + 1).Select(c => rows.Max(r => r[c].Length)).ToArray();
        return title + "\n" + string.Join("\n", rows.Select(r => string.Join("  ", r.Select((text, c) => text.PadRight(widths[c]))).TrimEnd()));
    }

    string IShown.ToHtml()
    {
        var html = new StringBuilder("<table style=\"border-collapse:collapse\"><caption style=\"text-align:left;font-weight:bold;padding:4px 0\">")
            .Append(WebUtility.HtmlEncode(title)).Append("</caption><thead><tr><th></th>");
        foreach (var metric in metrics) html.Append("<th style=\"text-align:left;white-space:nowrap;padding:2px 12px\">").Append(WebUtility.HtmlEncode(metric)).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var method in methods)
        {
            html.Append("<tr><td style=\"text-align:left;white-space:nowrap;padding:2px 12px 2px 0\">").Append(WebUtility.HtmlEncode(method)).Append("</td>");
            foreach (var metric in metrics)
            {
                var style = IsBest(method, metric) ? "font-weight:bold;" : "";
                html.Append(CultureInfo.InvariantCulture, $"<td style=\"{style}text-align:left;white-space:nowrap;padding:2px 12px\">{WebUtility.HtmlEncode(Text(method, metric))}</td>");
            }
            html.Append("</tr>");
        }
        return html.Append("</tbody></table>").ToString();
    }

    private bool IsBest(string method, string metric) =>
        values.ContainsKey((method, metric)) && this[method, metric].Mean >= Column(metric).Max(s => s.Mean);

    private string Text(string method, string metric)
    {
        if (published.TryGetValue((method, metric), out var figure)) return figure;
        if (!values.ContainsKey((method, metric))) return "";
        var summary = this[method, metric];
        return summary.Count == 1
            ? summary.Mean.ToString("F3", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{summary.Mean:F3} ± {summary.StandardDeviation:F3}");
    }

    private List<double> Cell(string method, string metric)
    {
        Name(method, metric);
        if (!values.TryGetValue((method, metric), out var list)) values[(method, metric)] = list = [];
        return list;
    }

    private void Name(string method, string metric)
    {
        if (!methods.Contains(method)) methods.Add(method);
        if (!metrics.Contains(metric)) metrics.Add(metric);
    }
}
