using MetaAnomalyLib.Metrics;
using Microsoft.FSharp.Core;
using Plotly.NET.CSharp;
using Color = Plotly.NET.Color;
using GenericChart = Plotly.NET.GenericChart;
using StyleParam = Plotly.NET.StyleParam;

namespace MetaAnomalyLib.Plots;

/// <summary>A line of <see cref="Plot.Lines"/>.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="X">[points].</param>
/// <param name="Y">[points], the mean.</param>
/// <param name="Error">[points], drawn up and down as a band, for example the standard deviation; or null.</param>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double>? Error = null);

public static partial class Plot
{
    /// <summary>One bar a name, with error bars: methods side by side.</summary>
    /// <param name="names">[bars].</param>
    /// <param name="values">[bars].</param>
    /// <param name="title">What to see.</param>
    /// <param name="yTitle">What the values are.</param>
    /// <param name="errors">[bars], drawn up and down, for example the standard deviation; NaN draws none; or null.</param>
    /// <param name="from">Where the axis starts, for example 0.5 for AUROC; default 0.</param>
    /// <param name="to">Where it ends; default: above the highest bar.</param>
    public static Figure Bars(
        IReadOnlyList<string> names, IReadOnlyList<double> values, string title, string yTitle, IReadOnlyList<double>? errors = null,
        double from = 0, double? to = null)
    {
        NotEmpty(names, nameof(names));
        if (values.Count != names.Count || (errors is not null && errors.Count != names.Count))
        {
            throw new ArgumentException(
                $"names has {names.Count} entries, values {values.Count}, errors {errors?.Count ?? 0}; give one of each a bar.",
                nameof(values));
        }

        double[] spread = [.. errors?.Select(e => double.IsFinite(e) ? e : 0) ?? Enumerable.Repeat(0.0, names.Count)];
        double[] tops = [.. values.Zip(spread, (v, e) => (double.IsFinite(v) ? v : 0) + e)];
        var end = to ?? Math.Max(from, tops.Max()) + 0.12 * Math.Max(1e-9, Math.Max(from, tops.Max()) - from);
        string[] labels = [.. names.Select(HouseStyle.Plain)];
        string[] numbers = [.. values.Select((v, i) => spread[i] > 0 ? Text($"{v:0.000} ± {spread[i]:0.000}") : Text($"{v:0.###}"))];
        var bars = Chart.Column<double, string, string>(
            values: values, Keys: new(labels, true), MarkerColor: Color.fromString(HouseStyle.Normal), ShowLegend: false,
            UseDefaults: false);
        if (errors is not null)
        {
            bars = Plotly.NET.GenericChartExtensions.WithYErrorStyle<double, double>(
                bars, Array: FSharpOption<IEnumerable<double>>.Some(spread), Color: Color.fromString(HouseStyle.Ink), Thickness: 2,
                Width: 6);
        }
        // Numbers stand above bar and error bar alike.
        var text = Chart.Scatter<string, double, string>(
            x: labels, y: tops, mode: StyleParam.Mode.Text, MultiText: new(numbers, true), TextPosition: StyleParam.TextPosition.TopCenter,
            ShowLegend: false, UseDefaults: false);
        var chart = Chart.Combine([bars, text])
            .Dressed(title, "", yTitle, y: Tuple.Create(from, end), gridX: false)
            .WithoutLegend();
        return new Figure(chart, $"{title}: " + string.Join(", ", names.Zip(numbers, (name, number) => $"{name} {number}")));
    }

    /// <summary>One bar a summary, its height the mean, its error bar the standard deviation.</summary>
    /// <param name="summaries">Name and summary of each bar.</param>
    /// <param name="title">What to see.</param>
    /// <param name="yTitle">What the values are.</param>
    /// <param name="from">Where the axis starts, for example 0.5 for AUROC; default 0.</param>
    /// <param name="to">Where it ends; default: above the highest bar.</param>
    public static Figure Bars(
        IReadOnlyList<(string Name, Summary Summary)> summaries, string title, string yTitle, double from = 0, double? to = null)
    {
        NotEmpty(summaries, nameof(summaries));
        return Bars([.. summaries.Select(s => s.Name)], [.. summaries.Select(s => s.Summary.Mean)], title, yTitle,
            [.. summaries.Select(s => s.Summary.StandardDeviation)], from, to);
    }

    /// <summary>Lines with bands: how a number changes, for example AUROC against the number of labelled anomalies.</summary>
    /// <param name="series">One entry a line.</param>
    /// <param name="title">What to see.</param>
    /// <param name="xTitle">What changes.</param>
    /// <param name="yTitle">What is measured.</param>
    /// <param name="logX">Whether the x axis is logarithmic; x must then be positive.</param>
    /// <param name="yRange">Lowest and highest value shown; default: what fits.</param>
    public static Figure Lines(
        IReadOnlyList<Series> series, string title, string xTitle, string yTitle, bool logX = false,
        (double Low, double High)? yRange = null)
    {
        NotEmpty(series, nameof(series));
        var charts = new List<GenericChart>();
        for (var i = 0; i < series.Count; i++)
        {
            var (name, x, y, error) = series[i];
            NotEmpty(x, $"series[{i}].X");
            if (y.Count != x.Count || (error is not null && error.Count != x.Count))
            {
                throw new ArgumentException(
                    $"Series '{name}' has {x.Count} x, {y.Count} y and {error?.Count ?? 0} errors; give one of each a point.",
                    nameof(series));
            }
            if (logX && x.FirstOrDefault(v => v <= 0, 1) is var bad and <= 0)
            {
                throw new ArgumentException(
                    Text($"Series '{name}' has x = {bad}; a logarithmic axis needs positive values: leave logX out."), nameof(series));
            }
            var color = HouseStyle.Series(i);
            if (error is not null)
                charts.AddRange(Band(x, y, error, color));
            charts.Add(HouseStyle.Line(x, y, name, color, markers: true)
                .With("marker", Plotly.NET.TraceObjects.Marker.init(Color: Color.fromString(color), Size: 9)));
        }
        var chart = Chart.Combine(charts)
            .Dressed(title, xTitle, yTitle, y: yRange is { } range ? Tuple.Create(range.Low, range.High) : null);
        if (logX)
        {
            double[] ticks = [.. series.SelectMany(s => s.X).Distinct().Order()];
            var (axis, layout) = (new Plotly.NET.LayoutObjects.LinearAxis(), new Plotly.NET.Layout());
            axis.SetValue("type", "log");
            axis.SetValue("range", new[] { Math.Log10(ticks[0]) - 0.05, Math.Log10(ticks[^1]) + 0.05 });
            // At most eight values get a tick; more would run into each other.
            if (ticks.Length <= 8)
            {
                axis.SetValue("tickvals", ticks);
                axis.SetValue("ticktext", ticks.Select(t => Text($"{t:G6}")).ToArray());
            }
            layout.SetValue("xaxis", axis);
            chart = GenericChart.addLayout(layout, chart);
        }
        chart = series.Count > 1 ? chart.LegendInFreeCorner(series.Count, StrokesOf(series, logX, yRange)) : chart.WithoutLegend();
        return new Figure(chart, $"{title}: " + string.Join(", ", series.Select(s => Text($"{s.Name} {s.Y[0]:G4} to {s.Y[^1]:G4}"))));
    }

    private static IEnumerable<(double, double, double, double)> StrokesOf(
        IReadOnlyList<Series> series, bool logX, (double, double)? yRange)
    {
        double[][] xs = [.. series.Select(s => s.X.Select(x => logX ? Math.Log10(x) : x).ToArray())];
        double[] ys = [.. series.SelectMany(s => s.Y).Where(double.IsFinite)];
        var xRange = (xs.Min(x => x.Min()), xs.Max(x => x.Max()) + 1e-12);
        var shown = yRange ?? (ys.DefaultIfEmpty(0).Min(), ys.DefaultIfEmpty(0).Max() + 1e-12);
        return series.Zip(xs, (s, x) => HouseStyle.Strokes(x, s.Y, xRange, shown)).SelectMany(strokes => strokes);
    }

    // Two lines without a stroke; the second fills back to the first.
    private static IEnumerable<GenericChart> Band(
        IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double> error, string color)
    {
        double[] spread = [.. error.Select(e => double.IsFinite(e) ? e : 0)];
        yield return HouseStyle.Line(x, [.. y.Zip(spread, (v, e) => v - e)], "", color, width: 0);
        var rgb = Convert.FromHexString(color.AsSpan(1));
        yield return Chart.Line<double, double, string>(
            x: x, y: [.. y.Zip(spread, (v, e) => v + e)], LineColor: Color.fromString(color), LineWidth: 0, Fill: StyleParam.Fill.ToNext_y,
            FillColor: Color.fromString($"rgba({rgb[0]},{rgb[1]},{rgb[2]},0.18)"), ShowLegend: false, UseDefaults: false);
    }
}
