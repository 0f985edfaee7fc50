using System.Text.Json;
using MetaAnomalyLib.Metrics;
using static MetaAnomalyLib.Tests.Metrics.GoldenMetrics;

namespace MetaAnomalyLib.Tests.Metrics;

public sealed class GoldenMetricsTests
{
    public static IEnumerable<TheoryDataRow<int>> Binary => Cases("binary");
    public static IEnumerable<TheoryDataRow<int>> Multiclass => Cases("multiclass");

    [Theory]
    [MemberData(nameof(Binary))]
    public void Ranking_metrics_agree_with_scikit_learn(int index)
    {
        var (golden, labels, scores) = Case(index);

        Close(golden.Number("auroc"), Metric.Auroc(labels, scores));
        Close(golden.Number("averagePrecision"), Metric.AveragePrecision(labels, scores));
        Close(golden.Number("fprAt95"), Metric.FprAtTpr(labels, scores));
        Close(golden.Number("fprAt80"), Metric.FprAtTpr(labels, scores, 0.80));
        var best = Metric.BestF1(labels, scores);
        Close(golden.Number("bestF1"), best.F1);
        Close(golden.Number("bestThreshold"), best.Threshold);
        Close(best.F1, Metric.F1(labels, Metric.Predict(scores, best.Threshold)));
        Close(best.Precision, Metric.Precision(labels, Metric.Predict(scores, best.Threshold)));
        Close(best.Recall, Metric.Recall(labels, Metric.Predict(scores, best.Threshold)));
    }

    [Theory]
    [MemberData(nameof(Binary))]
    public void Curves_agree_with_scikit_learn(int index)
    {
        var (golden, labels, scores) = Case(index);

        var roc = Metric.RocCurve(labels, scores);
        var pr = Metric.PrecisionRecallCurve(labels, scores);

        Assert.Equal(golden.GetProperty("rocPoints").GetInt32(), roc.FalsePositiveRates.Length);
        Assert.Equal(golden.GetProperty("prPoints").GetInt32(), pr.Recalls.Length);
        Close(golden.Number("auroc"), roc.Auroc);
        Close(golden.Number("averagePrecision"), pr.AveragePrecision);
        Close(labels.Average(), pr.BaseRate);
        Assert.Equal(double.PositiveInfinity, roc.Thresholds[0]);
        if (!golden.TryGetProperty("roc", out var goldenRoc))
            return;
        Close(goldenRoc.Numbers("fpr"), roc.FalsePositiveRates);
        Close(goldenRoc.Numbers("tpr"), roc.TruePositiveRates);
        Close(goldenRoc.Numbers("thresholds"), roc.Thresholds[1..]);
        var goldenPr = golden.GetProperty("pr");
        Close(goldenPr.Numbers("precision"), pr.Precisions);
        Close(goldenPr.Numbers("recall"), pr.Recalls);
        Close(goldenPr.Numbers("thresholds"), pr.Thresholds);
    }

    [Theory]
    [MemberData(nameof(Binary))]
    public void Probability_metrics_agree_with_scikit_learn(int index)
    {
        var (golden, labels, scores) = Case(index);

        Close(golden.Number("brier"), Metric.Brier(labels, scores));
        Close(golden.Number("logLoss"), Metric.LogLoss(labels, scores));
        var curve = Metric.CalibrationCurve(labels, scores);
        Close(golden.Numbers("calibrationPromised"), curve.MeanPredicted);
        Close(golden.Numbers("calibrationHappened"), curve.FractionPositive);
        Assert.Equal(golden.GetProperty("calibrationCounts").EnumerateArray().Select(e => e.GetInt32()), curve.Counts);
        Close(golden.Number("calibrationError"), curve.ExpectedCalibrationError);
        Close(golden.Number("calibrationError"), Metric.ExpectedCalibrationError(labels, scores));
    }

    [Theory]
    [MemberData(nameof(Binary))]
    public void Class_metrics_and_the_report_agree_with_scikit_learn(int index)
    {
        var (golden, labels, scores) = Case(index);
        var predictions = Metric.Predict(scores, 0.5);

        Close(golden.Number("f1"), Metric.F1(labels, predictions));
        Close(golden.Number("precision"), Metric.Precision(labels, predictions));
        Close(golden.Number("recall"), Metric.Recall(labels, predictions));
        AssertClasses(golden, labels, predictions, ["normal", "anomaly"]);
    }

    [Theory]
    [MemberData(nameof(Multiclass))]
    public void Several_classes_agree_with_scikit_learn(int index)
    {
        var golden = Root.GetProperty("multiclass")[index];
        var (n, classes) = (golden.GetProperty("n").GetInt32(), golden.GetProperty("classes").GetInt32());
        var (_, scores) = Draw(golden.GetProperty("seed").GetUInt64(), n, 3 * classes, 50);
        int[] truth = [.. Enumerable.Range(0, n).Select(i => (i * 7 + i / 5) % classes)];
        int[] drawn = [.. scores.Select(s => (int)Math.Floor(s * 1e6))];
        int[] predictions = [.. truth.Zip(drawn, (t, d) => d % 3 < 2 ? t : d % classes)];

        AssertClasses(golden, truth, predictions, [.. Enumerable.Range(0, classes).Select(k => $"class {k}")]);
    }

    [Fact]
    public void Confidence_intervals_use_the_t_of_scipy()
    {
        foreach (var golden in Root.GetProperty("studentT").EnumerateArray())
        {
            var t = StudentT.TwoSidedQuantile(golden.Number("confidence"), golden.GetProperty("degrees").GetInt32());
            Close(golden.Number("t"), t, 1e-10);
        }
    }

    [Theory]
    [MemberData(nameof(Binary))]
    public void Floats_give_what_the_same_numbers_give_as_doubles(int index)
    {
        var (_, labels, scores) = Case(index);
        float[] floats = [.. scores.Select(s => (float)s)];
        double[] widened = [.. floats.Select(s => (double)s)];

        Assert.Equal(Metric.Auroc(labels, widened), Metric.Auroc(labels, floats));
        Assert.Equal(Metric.AveragePrecision(labels, widened), Metric.AveragePrecision(labels, floats));
        Assert.Equal(Metric.FprAtTpr(labels, widened), Metric.FprAtTpr(labels, floats));
        Assert.Equal(Metric.BestF1(labels, widened), Metric.BestF1(labels, floats));
        Assert.Equal(Metric.Brier(labels, widened), Metric.Brier(labels, floats));
        Assert.Equal(Metric.ExpectedCalibrationError(labels, widened), Metric.ExpectedCalibrationError(labels, floats));
        Assert.Equal(Metric.Predict(widened, 0.5), Metric.Predict(floats, 0.5));
        Assert.Equal(Metric.RocCurve(labels, widened).Thresholds, Metric.RocCurve(labels, floats).Thresholds);
        Assert.Equal(Metric.PrecisionRecallCurve(labels, widened).Precisions, Metric.PrecisionRecallCurve(labels, floats).Precisions);
    }

    private static void AssertClasses(JsonElement golden, int[] labels, int[] predictions, string[] names)
    {
        Close(golden.Number("accuracy"), Metric.Accuracy(labels, predictions));
        Close(golden.Number("balancedAccuracy"), Metric.BalancedAccuracy(labels, predictions));
        var report = Metric.ClassificationReport(labels, predictions, names);
        Assert.Equal(golden.GetProperty("report").GetString(), report.ToString());
        for (var actual = 0; actual < names.Length; actual++)
        {
            for (var predicted = 0; predicted < names.Length; predicted++)
                Assert.Equal(golden.GetProperty("confusion")[actual][predicted].GetInt32(), report.Confusion[actual, predicted]);
        }
    }

    private static (JsonElement Golden, int[] Labels, double[] Scores) Case(int index)
    {
        var golden = Root.GetProperty("binary")[index];
        var (labels, scores) = Draw(golden.GetProperty("seed").GetUInt64(), golden.GetProperty("n").GetInt32(),
            golden.GetProperty("levels").GetInt32(), golden.GetProperty("anomalyPercent").GetInt32());
        return (golden, labels, scores);
    }
}
