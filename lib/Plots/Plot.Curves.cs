using System.Globalization;
using MetaAnomalyLib.Metrics;
using Plotly.NET.CSharp;
using Color = Plotly.NET.Color;
using GenericChart = Plotly.NET.GenericChart;
using StyleParam = Plotly.NET.StyleParam;

namespace MetaAnomalyLib.Plots;

/// <summary>
/// Figures that say one thing each, from plain arrays. The title states what to see; pass your own where the default does not fit.
/// Every argument that a metric refuses (see <see cref="Metric"/>) is refused here too.
/// </summary>
public static partial class Plot
{
    /// <summary>Loss over epochs, the best epoch marked: where the validation loss turns up, overfitting begins.</summary>
    /// <param name="train">[epochs] training loss.</param>
    /// <param name="validation">[epochs] validation loss, or null.</param>
    /// <param name="bestEpoch">
    /// The epoch that was kept, counted from 1; default: the one with the lowest validation (else training) loss.
    /// </param>
    /// <param name="title">Default: names the best epoch.</param>
    public static Figure LossCurves(
        IReadOnlyList<double> train, IReadOnlyList<double>? validation = null, int? bestEpoch = null, string? title = null)
    {
        NotEmpty(train, nameof(train));
        if (validation is not null && validation.Count != train.Count)
        {
            throw new ArgumentException(
                $"validation has {validation.Count} values but train has {train.Count}; give one of each an epoch.", nameof(validation));
        }
        var judged = validation ?? train;
        var best = bestEpoch ?? Enumerable.Range(1, judged.Count)
            .MinBy(epoch => double.IsNaN(judged[epoch - 1]) ? double.PositiveInfinity : judged[epoch - 1]);
        if (best < 1 || best > judged.Count)
            throw new ArgumentOutOfRangeException(nameof(bestEpoch), best, $"Epochs count from 1 to {judged.Count}.");

        double[] epochs = [.. Enumerable.Range(1, train.Count)];
        List<GenericChart> charts = [HouseStyle.Line(epochs, train, "training", HouseStyle.Normal)];
        if (validation is not null)
            charts.Add(HouseStyle.Line(epochs, validation, "validation", HouseStyle.Anomaly));
        charts.Add(Chart.Point<double, double, string>(
            x: [best], y: [judged[best - 1]], Name: "best epoch", MarkerColor: Color.fromString(HouseStyle.Ink), UseDefaults: false)
            .With("marker", Marker(HouseStyle.Ink, 13)));

        var which = validation is null ? "training" : "validation";
        title ??= Text($"Loss over epochs: {which} is best at epoch {best}");
        var beyond = Math.Max(0.5, 0.02 * train.Count);
        var chart = Chart.Combine(charts)
            .Dressed(title, "epoch", "loss", x: Tuple.Create(1 - beyond, train.Count + beyond))
            .LegendAt(right: 1, top: 1);
        return new Figure(chart, Text($"{title}: {which} loss {judged[best - 1]:G4} after {train.Count} epochs"));
    }

    /// <summary>The ROC curve of one model, from labels and scores.</summary>
    /// <param name="labels">[n] 0 or 1, both present.</param>
    /// <param name="scores">[n] finite, higher = more anomalous.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="title">Default: states the AUROC.</param>
    public static Figure Roc(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, string name = "model", string? title = null) =>
        Roc([(name, Metric.RocCurve(labels, scores))], title);

    /// <inheritdoc cref="Roc(ReadOnlySpan{int}, ReadOnlySpan{double}, string, string)"/>
    public static Figure Roc(ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, string name = "model", string? title = null) =>
        Roc([(name, Metric.RocCurve(labels, scores))], title);

    /// <summary>The ROC curves of several models, each with its AUROC, and the line of chance.</summary>
    /// <param name="models">Name and curve of each model.</param>
    /// <param name="title">Default: states the best AUROC.</param>
    public static Figure Roc(IReadOnlyList<(string Name, RocCurve Curve)> models, string? title = null)
    {
        NotEmpty(models, nameof(models));
        var best = models.MaxBy(m => m.Curve.Auroc);
        title ??= models.Count == 1
            ? Text($"ROC: an anomaly outranks a normal row {best.Curve.Auroc:P1} of the time")
            : Text($"ROC: {best.Name} ranks best, AUROC {best.Curve.Auroc:F3}");
        var charts = models.Select((m, i) =>
        {
            var (x, y) = Thin(m.Curve.FalsePositiveRates, m.Curve.TruePositiveRates);
            return HouseStyle.Line(x, y, Text($"{m.Name}, AUROC {m.Curve.Auroc:F3}"), HouseStyle.Series(i));
        }).Append(HouseStyle.Line([0, 1], [0, 1], "chance, 0.500", HouseStyle.Reference, dashed: true, width: 2));
        var chart = Chart.Combine(charts)
            .Dressed(title, "false positive rate", "true positive rate", x: Tuple.Create(-0.01, 1.0), y: Tuple.Create(0.0, 1.01))
            .LegendAt(right: 1, top: 0);
        return new Figure(chart, $"{title}: " + string.Join(", ", models.Select(m => Text($"{m.Name} AUROC {m.Curve.Auroc:F3}"))));
    }

    /// <summary>The precision-recall curve of one model, from labels and scores.</summary>
    /// <param name="labels">[n] 0 or 1, both present.</param>
    /// <param name="scores">[n] finite, higher = more anomalous.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="title">Default: states the average precision.</param>
    public static Figure PrecisionRecall(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, string name = "model", string? title = null) =>
        PrecisionRecall([(name, Metric.PrecisionRecallCurve(labels, scores))], title);

    /// <inheritdoc cref="PrecisionRecall(ReadOnlySpan{int}, ReadOnlySpan{double}, string, string)"/>
    public static Figure PrecisionRecall(
        ReadOnlySpan<int> labels, ReadOnlySpan<float> scores, string name = "model", string? title = null) =>
        PrecisionRecall([(name, Metric.PrecisionRecallCurve(labels, scores))], title);

    /// <summary>The precision-recall curves of several models on the same data, with the base rate that guessing reaches.</summary>
    /// <param name="models">Name and curve of each model.</param>
    /// <param name="title">Default: states the best average precision.</param>
    public static Figure PrecisionRecall(IReadOnlyList<(string Name, PrecisionRecallCurve Curve)> models, string? title = null)
    {
        NotEmpty(models, nameof(models));
        var best = models.MaxBy(m => m.Curve.AveragePrecision);
        var baseRate = best.Curve.BaseRate;
        title ??= models.Count == 1
            ? Text($"Precision-recall: AP {best.Curve.AveragePrecision:F3}, guessing {baseRate:F3}")
            : Text($"Precision-recall: {best.Name} is best, AP {best.Curve.AveragePrecision:F3}");
        var charts = models.Select((m, i) =>
        {
            var (x, y) = Thin(m.Curve.Recalls, m.Curve.Precisions);
            return HouseStyle.Line(x, y, Text($"{m.Name}, AP {m.Curve.AveragePrecision:F3}"), HouseStyle.Series(i));
        }).Append(HouseStyle.Line(
            [0, 1], [baseRate, baseRate], Text($"base rate, {baseRate:F3}"), HouseStyle.Reference, dashed: true, width: 2));
        var chart = Chart.Combine(charts)
            .Dressed(title, "recall", "precision", x: Tuple.Create(-0.01, 1.01), y: Tuple.Create(0.0, 1.02))
            .LegendInFreeCorner(models.Count + 1, models
                .SelectMany(m => HouseStyle.Strokes(m.Curve.Recalls, m.Curve.Precisions, (0, 1), (0, 1)))
                .Append((0, baseRate, 1, baseRate)));
        var numbers = string.Join(", ", models.Select(m => Text($"{m.Name} AP {m.Curve.AveragePrecision:F3}")));
        return new Figure(chart, Text($"{title}: {numbers}, base rate {baseRate:F3}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static Plotly.NET.TraceObjects.Marker Marker(string color, int size) =>
        Plotly.NET.TraceObjects.Marker.init(Color: Color.fromString(color), Size: size, Symbol: StyleParam.MarkerSymbol.Diamond);

    private static void NotEmpty<T>(IReadOnlyCollection<T> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Count == 0)
            throw new ArgumentException($"{name} is empty; there is nothing to draw.", name);
    }

    // Points closer than a pixel are one to the eye: a curve of 20,000 thresholds shrinks to what is seen.
    private static (double[] X, double[] Y) Thin(double[] x, double[] y)
    {
        List<double> keptX = [], keptY = [];
        for (var i = 0; i < x.Length; i++)
        {
            if (i > 0 && i < x.Length - 1 && Math.Abs(x[i] - keptX[^1]) < 3e-3 && Math.Abs(y[i] - keptY[^1]) < 3e-3)
                continue;
            keptX.Add(Math.Round(x[i], 4));
            keptY.Add(Math.Round(y[i], 4));
        }
        return ([.. keptX], [.. keptY]);
    }
}
