using System.Globalization;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Plots;
using static MetaAnomalyLib.Tests.Plots.FigureReading;

namespace MetaAnomalyLib.Tests.Plots;

public sealed class PlotTests
{
    [Fact]
    public void Loss_curves_mark_the_epoch_with_the_lowest_validation_loss()
    {
        var figure = Plot.LossCurves([1, 0.5, 0.25], [1.1, 0.6, 0.7]);

        Assert.Equal("Loss over epochs: validation is best at epoch 2", figure.Title());
        Assert.Equal(("epoch", "loss"), (figure.AxisTitle("xaxis"), figure.AxisTitle("yaxis")));
        Assert.Equal(["training", "validation", "best epoch"], figure.TraceNames());
        Assert.Equal([1, 2, 3], figure.Trace("training").Values("x"));
        Assert.Equal([1.1, 0.6, 0.7], figure.Trace("validation").Values("y"));
        Assert.Equal([2.0], figure.Trace("best epoch").Values("x"));
        Assert.Equal([0.6], figure.Trace("best epoch").Values("y"));
        Assert.Equal("Loss over epochs: validation is best at epoch 2: validation loss 0.6 after 3 epochs", figure.ToString());
    }

    [Fact]
    public void Loss_curves_mark_the_epoch_that_was_kept_if_it_is_told()
    {
        var figure = Plot.LossCurves([1, 0.5, 0.25], bestEpoch: 1);

        Assert.Equal([1.0], figure.Trace("best epoch").Values("y"));
        Assert.Equal(["training", "best epoch"], figure.TraceNames());
    }

    [Fact]
    public void A_roc_figure_states_the_auroc_of_each_model_and_shows_chance()
    {
        double[] worse = [.. Scores.Select((s, i) => i % 2 == 0 ? s : 1 - s)];

        var figure = Plot.Roc([("MLP", Metric.RocCurve(Labels, Scores)), ("forest", Metric.RocCurve(Labels, worse))]);

        Assert.Equal("ROC: MLP ranks best, AUROC 0.952", figure.Title());
        Assert.Equal(["MLP, AUROC 0.952", "forest, AUROC 0.405", "chance, 0.500"], figure.TraceNames());
        Assert.Equal(("false positive rate", "true positive rate"), (figure.AxisTitle("xaxis"), figure.AxisTitle("yaxis")));
        Assert.Equal((0, 1), (figure.Trace("MLP, AUROC 0.952").Values("y")[0], figure.Trace("MLP, AUROC 0.952").Values("y")[^1]));
        Assert.EndsWith(": MLP AUROC 0.952, forest AUROC 0.405", figure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_precision_recall_figure_states_average_precision_and_base_rate()
    {
        var figure = Plot.PrecisionRecall(Labels, [.. Scores.Select(s => (float)s)], "MLP");

        Assert.Equal("Precision-recall: AP 0.917, guessing 0.300", figure.Title());
        Assert.Equal(["MLP, AP 0.917", "base rate, 0.300"], figure.TraceNames());
        Assert.Equal([0.3, 0.3], figure.Trace("base rate, 0.300").Values("y"));
    }

    [Fact]
    public void A_curve_of_many_thresholds_is_thinned_to_what_can_be_seen()
    {
        var random = new Random(1);
        int[] labels = [.. Enumerable.Range(0, 50_000).Select(i => i % 2)];
        double[] scores = [.. labels.Select(l => random.NextDouble() + 0.3 * l)];

        var figure = Plot.Roc(labels, scores);

        Assert.InRange(figure.Traces()[0].Values("x").Length, 100, 2500);
        Assert.True(figure.ToJson().Length < 60_000);
    }

    [Fact]
    public void A_score_histogram_adds_up_to_a_hundred_percent_a_class_and_states_what_the_threshold_catches()
    {
        var figure = Plot.ScoreHistogram(Labels, Scores, threshold: 0.72, bins: 8);

        Assert.Equal("Scores: the threshold catches 66.7 % of anomalies, 14.3 % of normal", figure.Title());
        Assert.Equal(["normal (7 rows)", "anomaly (3 rows)", "threshold 0.72"], figure.TraceNames());
        Assert.Equal(100, figure.Trace("normal (7 rows)").Values("y").Sum(), 2);
        Assert.Equal(100, figure.Trace("anomaly (3 rows)").Values("y").Sum(), 2);
        Assert.Equal([0.72, 0.72], figure.Trace("threshold 0.72").Values("x"));
    }

    [Fact]
    public void A_histogram_of_one_score_or_of_one_class_is_still_drawn()
    {
        Assert.Equal(100, Plot.ScoreHistogram([0, 1], [2.0, 2.0]).Traces()[0].Values("y").Sum());
        Assert.Equal(["normal (2 rows)", "anomaly (0 rows)"], Plot.ScoreHistogram([0, 0], [1.0, 2.0]).TraceNames());
    }

    [Fact]
    public void A_confusion_matrix_shows_counts_and_shares_with_the_first_class_on_top()
    {
        var figure = Plot.ConfusionMatrix(Metric.Confusion(Labels, [0, 0, 0, 0, 0, 1, 1, 1, 0, 0], ["normal", "anomaly"]));

        Assert.Equal("Found 2 of 3 (anomaly); 1 false alarm", figure.Title());
        Assert.Equal(["6<br>85.7 %", "1<br>14.3 %", "1<br>33.3 %", "2<br>66.7 %"],
            figure.Traces()[1].GetProperty("text").EnumerateArray().Select(t => t.GetString()));
        var words = figure.Words();
        Assert.Superset(new HashSet<string> { "6", "85.7 %", "2", "66.7 %", "normal", "anomaly", "predicted", "true" }, words.ToHashSet());
        Assert.Equal([1.5, -0.5], figure.Layout().GetProperty("yaxis").GetProperty("range").EnumerateArray().Select(v => v.GetDouble()));
    }

    [Fact]
    public void A_reliability_diagram_has_what_was_promised_what_happened_and_where_the_rows_are()
    {
        var figure = Plot.Calibration(Labels, Scores, bins: 5);

        var curve = Metric.CalibrationCurve(Labels, Scores, 5);
        Assert.Equal(["share of rows", "perfect", "happened"], figure.TraceNames());
        Assert.Equal(curve.FractionPositive, figure.Trace("happened").Values("y"));
        Assert.Equal(curve.MeanPredicted, figure.Trace("happened").Values("x"));
        Assert.Equal(1, figure.Trace("share of rows").Values("y").Sum(), 4);
        var error = curve.ExpectedCalibrationError.ToString("F4", CultureInfo.InvariantCulture);
        Assert.Contains($"ECE {error}", figure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_have_error_bars_and_their_numbers_on_top()
    {
        var figure = Plot.Bars(
            [("5 labels", Summary.Of([0.6, 0.7, 0.8])), ("all", Summary.Of([0.9]))], "More labels help", "AUROC", from: 0.5, to: 1);

        Assert.Equal([0.7, 0.9], figure.Traces()[0].Values("y").Select(v => Math.Round(v, 12)));
        Assert.Equal([0.1, 0], figure.Traces()[0].GetProperty("error_y").Values("array").Select(v => Math.Round(v, 12)));
        Assert.Superset(
            new HashSet<string> { "0.700 ± 0.100", "0.9", "5 labels", "all", "More labels help", "AUROC" }, figure.Words().ToHashSet());
        Assert.Equal([0.5, 1], figure.Layout().GetProperty("yaxis").Values("range"));
        Assert.Equal("More labels help: 5 labels 0.700 ± 0.100, all 0.9", figure.ToString());
    }

    [Fact]
    public void Lines_have_bands_that_the_legend_leaves_out_and_ticks_at_their_points()
    {
        var figure = Plot.Lines(
            [new("MLP", [5, 10, 20], [0.7, 0.8, 0.9], [0.1, 0.05, 0.01]), new("forest", [5, 10, 20], [0.75, 0.78, 0.8])],
            "Few labels", "labels", "AUROC", logX: true);

        Assert.Equal(["MLP", "forest"], figure.TraceNames());
        Assert.Equal([0.8, 0.85, 0.91], figure.Traces()[1].Values("y").Select(v => Math.Round(v, 12)));
        Assert.Equal("tonexty", figure.Traces()[1].GetProperty("fill").GetString());
        Assert.Superset(new HashSet<string> { "5", "10", "20", "MLP", "forest", "labels" }, figure.Words().ToHashSet());
    }

    [Fact]
    public void Every_figure_has_the_size_and_the_large_letters_of_the_house() => Assert.All(OneOfEach(), pair =>
    {
        var layout = pair.Value.Layout();
        Assert.Equal(720, layout.GetProperty("width").GetInt32());
        // Pictures and planes are square: their number says how high.
        Assert.Equal(pair.Key switch { "images" => 58 + 110 + 40, "planes" => 516, _ => 420 }, layout.GetProperty("height").GetInt32());
        Assert.True(layout.GetProperty("font").GetProperty("size").GetDouble() >= 14);
    });

    [Fact]
    public void Bad_input_is_refused_with_what_was_given()
    {
        Refused(() => Plot.LossCurves([]), "train is empty; there is nothing to draw.");
        Refused(() => Plot.LossCurves([1, 2], [1.0]), "validation has 1 values but train has 2; give one of each an epoch.");
        Refused(() => Plot.LossCurves([1, 2], bestEpoch: 3), "Epochs count from 1 to 2.");
        Refused(() => Plot.Roc([0, 0], [1.0, 2.0]), "labels contains no anomaly (1) among 2 rows;");
        Refused(() => Plot.ScoreHistogram([0, 1], [1.0, double.NaN]), "scores[1] is NaN;");
        Refused(() => Plot.Bars(["a"], [1, 2], "t", "y"), "names has 1 entries, values 2, errors 0; give one of each a bar.");
        Refused(() => Plot.Lines([new("a", [0, 1], [1, 2])], "t", "x", "y", logX: true),
            "Series 'a' has x = 0; a logarithmic axis needs positive values");
        Refused(() => Plot.Lines([new("a", [1], [1, 2])], "t", "x", "y"),
            "Series 'a' has 1 x, 2 y and 0 errors; give one of each a point.");

        static void Refused(Func<Figure> draw, string start) =>
            Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(draw).Message, StringComparison.Ordinal);
    }
}
