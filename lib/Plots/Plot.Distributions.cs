using MetaAnomalyLib.Metrics;
using Plotly.NET.CSharp;
using Color = Plotly.NET.Color;
using GenericChart = Plotly.NET.GenericChart;
using StyleParam = Plotly.NET.StyleParam;

namespace MetaAnomalyLib.Plots;

public static partial class Plot
{
    /// <summary>How the scores of normal rows and of anomalies spread, each class adding up to 100 %: little overlap is good.</summary>
    /// <param name="labels">[n] 0 or 1.</param>
    /// <param name="scores">[n] finite.</param>
    /// <param name="threshold">Drawn as a line: rows at or above it are called anomalies.</param>
    /// <param name="bins">Bins of equal width, 2..200.</param>
    /// <param name="title">Default: states what the threshold catches.</param>
    public static Figure ScoreHistogram(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, double? threshold = null, int bins = 30, string? title = null)
    {
        Check.SameLength(labels.Length, scores.Length, nameof(scores));
        Check.Binary(labels);
        Check.Finite(scores, nameof(scores));
        if (bins is < 2 or > 200)
            throw new ArgumentOutOfRangeException(nameof(bins), bins, "It must lie in 2..200.");

        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var score in scores)
            (low, high) = (Math.Min(low, score), Math.Max(high, score));
        if (low == high)
            (low, high) = (low - 0.5, high + 0.5);
        var width = (high - low) / bins;
        var counts = new double[2, bins];
        var (rows, above) = (new int[2], new int[2]);
        for (var i = 0; i < labels.Length; i++)
        {
            counts[labels[i], Math.Clamp((int)((scores[i] - low) / width), 0, bins - 1)]++;
            rows[labels[i]]++;
            above[labels[i]] += scores[i] >= threshold ? 1 : 0;
        }

        double[] middles = [.. Enumerable.Range(0, bins).Select(bin => low + (bin + 0.5) * width)];
        var charts = new List<GenericChart>();
        var top = 0.0;
        foreach (var (label, name, color) in new[] { (0, "normal", HouseStyle.Normal), (1, "anomaly", HouseStyle.Anomaly) })
        {
            double[] shares = [.. Enumerable.Range(0, bins)
                .Select(bin => rows[label] == 0 ? 0 : Math.Round(100 * counts[label, bin] / rows[label], 3))];
            top = Math.Max(top, shares.Max());
            charts.Add(Chart.Column<double, double, string>(
                values: shares, Keys: new(middles, true), Name: $"{name} ({rows[label]} rows)", MarkerColor: Color.fromString(color),
                Opacity: 0.65, Width: width, UseDefaults: false));
        }
        if (threshold is { } at)
            charts.Add(HouseStyle.Line([at, at], [0, top * 1.1], Text($"threshold {at:G4}"), HouseStyle.Ink, dashed: true));

        var (caught, alarms) = (Percent(above[1], rows[1]), Percent(above[0], rows[0]));
        title ??= threshold is null
            ? "Scores: how far anomalies stand from normal rows"
            : $"Scores: the threshold catches {caught} of anomalies, {alarms} of normal";
        var chart = Chart.Combine(charts)
            .Dressed(title, "anomaly score", "share of the class in %",
                x: Tuple.Create(low - width, high + width), y: Tuple.Create(0.0, top * 1.4), gridX: false);
        chart = GenericChart.addLayout(Plotly.NET.Layout.init<string>(BarMode: StyleParam.BarMode.Overlay, BarGap: 0.0), chart)
            .LegendAt(right: 1, top: 1);
        return new Figure(chart, $"{title}: {rows[0]} normal rows, {rows[1]} anomalies"
            + (threshold is null ? "" : Text($", threshold {threshold:G4}")));
    }

    /// <inheritdoc cref="ScoreHistogram(ReadOnlySpan{int}, ReadOnlySpan{double}, double?, int, string)"/>
    public static Figure ScoreHistogram(
        ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, double? threshold = null, int bins = 30, string? title = null) =>
        ScoreHistogram(labels, Widened(scores), threshold, bins, title);

    /// <summary>Counts of true against predicted classes; the colour is the share of the row, so that a rare class shows.</summary>
    /// <param name="matrix">From <see cref="Metric.Confusion"/>.</param>
    /// <param name="title">Default: states what share of the last class was found.</param>
    public static Figure ConfusionMatrix(ConfusionMatrix matrix, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var count = matrix.Classes.Count;
        string[] names = [.. matrix.Classes.Select(HouseStyle.Plain)];
        title ??= count == 2
            ? $"Found {matrix[1, 1]} of {matrix.Support(1)} ({matrix.Classes[1]}); {matrix[0, 1]} false alarm{(matrix[0, 1] == 1 ? "" : "s")}"
            : Text($"Confusion: {matrix.Accuracy:P1} of {matrix.Total} rows are right");

        var indexes = Enumerable.Range(0, count);
        double[][] shares = [.. indexes.Select(actual => indexes
            .Select(predicted => (double)matrix[actual, predicted] / Math.Max(1, matrix.Support(actual))).ToArray())];
        var cells = from actual in indexes from predicted in indexes select (Actual: actual, Predicted: predicted);
        var heat = Chart.Heatmap<double, string, string, string>(
            zData: shares, X: new(names, true), Y: new(names, true), ShowScale: false, UseDefaults: false,
            ColorScale: StyleParam.Colorscale.NewCustom(
                [Tuple.Create(0.0, Color.fromString("#ffffff")), Tuple.Create(1.0, Color.fromString("#8fc1e3"))]))
            .With("zmin", 0.0).With("zmax", 1.0);
        var text = Chart.Scatter<string, string, string>(
            x: [.. cells.Select(c => names[c.Predicted])], y: [.. cells.Select(c => names[c.Actual])], mode: StyleParam.Mode.Text,
            MultiText: new([.. cells.Select(c => CellText(matrix[c.Actual, c.Predicted], matrix.Support(c.Actual)))], true),
            ShowLegend: false, UseDefaults: false);
        if (count <= 4)
            text = text.With("textfont", Plotly.NET.Font.init(Size: 20, Color: Color.fromString(HouseStyle.Ink)));
        // The first class stands on top, as in the printed matrix.
        var chart = Chart.Combine([heat, text])
            .Dressed(title, "predicted", "true", x: Tuple.Create(-0.5, count - 0.5), y: Tuple.Create(count - 0.5, -0.5), categories: true)
            .WithoutLegend();
        var left = Math.Clamp(30 + (int)(9 * names.Max(n => n.Length)) + 24, 78, 240);
        chart = GenericChart.addLayout(Plotly.NET.Layout.init<string>(Margin: HouseStyle.Around(left)), chart);
        return new Figure(chart, Text($"{title}: accuracy {matrix.Accuracy:F3}, {matrix.Total} rows"));
    }

    /// <summary>Reliability diagram: what the model promised against what happened, over bins; grey bars show where the rows are.</summary>
    /// <param name="labels">[n] 0 or 1.</param>
    /// <param name="probabilities">[n] in 0..1, of being an anomaly.</param>
    /// <param name="bins">Bins of equal width, 1..1000.</param>
    /// <param name="title">Default: states the expected calibration error.</param>
    public static Figure Calibration(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int bins = 10, string? title = null)
    {
        var curve = Metric.CalibrationCurve(labels, probabilities, bins);
        var error = curve.ExpectedCalibrationError;
        title ??= Text($"Calibration: promises are off by {error:P1} on average (ECE)");
        double[] shares = [.. curve.Counts.Select(n => Math.Round((double)n / curve.Counts.Sum(), 5))];
        // A bin's bar stands at its middle, not at the mean of its rows.
        double[] middles = [.. curve.MeanPredicted.Select(p => (Math.Clamp(Math.Ceiling(p * bins), 1, bins) - 0.5) / bins)];
        var chart = Chart.Combine(
            [
                Chart.Column<double, double, string>(values: shares, Keys: new(middles, true), Name: "share of rows",
                    MarkerColor: Color.fromString("#cccccc"), Width: 0.9 / bins, UseDefaults: false),
                HouseStyle.Line([0, 1], [0, 1], "perfect", HouseStyle.Reference, dashed: true, width: 2),
                HouseStyle.Line(curve.MeanPredicted, curve.FractionPositive, "happened", HouseStyle.Anomaly, markers: true)
                    .With("marker", Plotly.NET.TraceObjects.Marker.init(Color: Color.fromString(HouseStyle.Anomaly), Size: 10)),
            ])
            .Dressed(title, "predicted probability of an anomaly", "share of anomalies",
                x: Tuple.Create(0.0, 1.0), y: Tuple.Create(0.0, 1.02))
            .LegendInFreeCorner(3, HouseStyle.Strokes(curve.MeanPredicted, curve.FractionPositive, (0, 1), (0, 1))
                .Append((0, 0, 1, 1)), inset: 1.0 / bins);
        return new Figure(chart, Text($"{title}: ECE {error:F4}, Brier {Metric.Brier(labels, probabilities):F4}, {labels.Length} rows"));
    }

    /// <inheritdoc cref="Calibration(ReadOnlySpan{int}, ReadOnlySpan{double}, int, string)"/>
    public static Figure Calibration(ReadOnlySpan<int> labels, ReadOnlySpan<float> probabilities, int bins = 10, string? title = null) =>
        Calibration(labels, Widened(probabilities), bins, title);

    private static string CellText(int count, int row) => Text($"{count}<br>{Percent(count, row)}");

    private static string Percent(int part, int whole) => whole == 0 ? "–" : Text($"{(double)part / whole:P1}");

    private static double[] Widened(ReadOnlySpan<float> values)
    {
        var widened = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
            widened[i] = values[i];
        return widened;
    }
}
