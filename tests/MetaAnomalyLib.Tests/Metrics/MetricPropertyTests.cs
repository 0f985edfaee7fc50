using MetaAnomalyLib.Metrics;
using static MetaAnomalyLib.Tests.Metrics.GoldenMetrics;

namespace MetaAnomalyLib.Tests.Metrics;

/// <summary>Rules that hold for all inputs, tried on sixty drawn ones, most of them with ties.</summary>
public sealed class MetricPropertyTests
{
    public static IEnumerable<TheoryDataRow<int>> Seeds => Enumerable.Range(1, 60).Select(seed => new TheoryDataRow<int>(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Ranking_metrics_do_not_change_under_a_rising_map_of_the_scores(int seed)
    {
        var (labels, scores) = Random(seed);
        double[] mapped = [.. scores.Select(s => Math.Exp(3 * s) - 17)];

        Assert.Equal(Metric.Auroc(labels, scores), Metric.Auroc(labels, mapped));
        Assert.Equal(Metric.AveragePrecision(labels, scores), Metric.AveragePrecision(labels, mapped));
        Assert.Equal(Metric.FprAtTpr(labels, scores), Metric.FprAtTpr(labels, mapped));
        Assert.Equal(Metric.BestF1(labels, scores).F1, Metric.BestF1(labels, mapped).F1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Auroc_of_negated_scores_or_of_swapped_labels_is_one_minus_auroc(int seed)
    {
        var (labels, scores) = Random(seed);
        double[] negated = [.. scores.Select(s => -s)];
        int[] swapped = [.. labels.Select(l => 1 - l)];

        Close(1, Metric.Auroc(labels, scores) + Metric.Auroc(labels, negated), 1e-15);
        Close(1, Metric.Auroc(labels, scores) + Metric.Auroc(swapped, scores), 1e-15);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_order_of_the_rows_does_not_matter(int seed)
    {
        var (labels, scores) = Random(seed);
        var order = Enumerable.Range(0, labels.Length).ToArray();
        new Random(seed).Shuffle(order);
        int[] otherLabels = [.. order.Select(i => labels[i])];
        double[] otherScores = [.. order.Select(i => scores[i])];

        Assert.Equal(Metric.Auroc(labels, scores), Metric.Auroc(otherLabels, otherScores));
        Assert.Equal(Metric.AveragePrecision(labels, scores), Metric.AveragePrecision(otherLabels, otherScores));
        Assert.Equal(Metric.BestF1(labels, scores), Metric.BestF1(otherLabels, otherScores));
        Assert.Equal(Metric.RocCurve(labels, scores).Thresholds, Metric.RocCurve(otherLabels, otherScores).Thresholds);
        Close(Metric.ExpectedCalibrationError(labels, scores), Metric.ExpectedCalibrationError(otherLabels, otherScores));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Auroc_is_the_share_of_pairs_in_the_right_order_ties_counting_half(int seed)
    {
        var (labels, scores) = Random(seed);
        var pairs =
            from anomaly in Enumerable.Range(0, labels.Length).Where(i => labels[i] == 1)
            from normal in Enumerable.Range(0, labels.Length).Where(i => labels[i] == 0)
            select scores[anomaly] > scores[normal] ? 1.0 : scores[anomaly] == scores[normal] ? 0.5 : 0.0;

        Close(pairs.Average(), Metric.Auroc(labels, scores));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_curve_rises_from_corner_to_corner_and_its_area_is_auroc_with_or_without_the_points_between(int seed)
    {
        var (labels, scores) = Random(seed);
        foreach (var drop in new[] { true, false })
        {
            var roc = Metric.RocCurve(labels, scores, drop);
            var (x, y) = (roc.FalsePositiveRates, roc.TruePositiveRates);

            Assert.Equal((0, 0, 1, 1), (x[0], y[0], x[^1], y[^1]));
            Assert.All(x.Zip(x[1..]).Concat(y.Zip(y[1..])), pair => Assert.True(pair.First <= pair.Second));
            Close(Enumerable.Range(1, x.Length - 1).Sum(i => (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2), roc.Auroc);
        }
    }

    [Fact]
    public void Random_scores_of_one_level_are_worth_nothing()
    {
        int[] labels = [1, 0, 0, 1, 0];
        double[] scores = [7, 7, 7, 7, 7];

        Assert.Equal(0.5, Metric.Auroc(labels, scores));
        Assert.Equal(0.4, Metric.AveragePrecision(labels, scores));
        Assert.Equal(1, Metric.FprAtTpr(labels, scores));
    }

    [Fact]
    public void Perfect_scores_are_perfect()
    {
        int[] labels = [0, 0, 1, 1];
        float[] scores = [0.1f, 0.2f, 0.8f, 0.9f];

        Assert.Equal(1, Metric.Auroc(labels, scores));
        Assert.Equal(1, Metric.AveragePrecision(labels, scores));
        Assert.Equal(0, Metric.FprAtTpr(labels, scores));
        Assert.Equal((1, 0.8f, 1, 1), (Metric.BestF1(labels, scores).F1, (float)Metric.BestF1(labels, scores).Threshold,
            Metric.BestF1(labels, scores).Precision, Metric.BestF1(labels, scores).Recall));
    }

    private static (int[] Labels, double[] Scores) Random(int seed) => Draw((ulong)seed, 2 + seed * 3, 1 + seed % 7 * 5, 10 + seed);
}
