using MetaAnomalyLib.Metrics;

namespace MetaAnomalyLib.Tests.Metrics;

public sealed class MetricErrorTests
{
    [Fact]
    public void Empty_input_is_refused() =>
        Refused(() => Metric.Auroc([], Array.Empty<double>()), "labels is empty; a metric needs at least one row.");

    [Fact]
    public void Different_lengths_are_named() =>
        Refused(() => Metric.Auroc([0, 1, 1], [0.5, 0.25]), "labels has 3 values but scores has 2; give one of scores per label.");

    [Theory]
    [InlineData(float.NaN, "scores[1] is NaN;")]
    [InlineData(float.PositiveInfinity, "scores[1] is Infinity;")]
    public void A_score_that_is_not_finite_is_named_with_its_row(float score, string start)
    {
        Refused(() => Metric.Auroc([0, 1], [0.5f, score]), start);
        Refused(() => Metric.AveragePrecision([0, 1], [0.5f, score]), start);
        Refused(() => Metric.Predict([0.5f, score], 0.1), start);
    }

    [Fact]
    public void Another_label_is_named_with_its_row()
    {
        Refused(() => Metric.Auroc([0, 1, 2], [1.0, 2, 3]), "labels[2] is 2; it must be 0 (normal) or 1 (anomaly).");
        Refused(() => Metric.F1([0, 1], [0, -1]), "predictions[1] is -1; it must be 0 (normal) or 1 (anomaly).");
    }

    [Fact]
    public void A_missing_class_is_named_with_what_to_do()
    {
        Refused(() => Metric.Auroc([0, 0], [1.0, 2]),
            "labels contains no anomaly (1) among 2 rows; AUROC needs both classes. Use a stratified split or a larger sample.");
        Refused(() => Metric.AveragePrecision([1, 1, 1], [1.0, 2, 3]),
            "labels contains no normal row (0) among 3 rows; average precision needs both classes.");
    }

    [Fact]
    public void A_logit_is_no_probability() =>
        Refused(() => Metric.Brier([0, 1], [0.5, 1.5]),
            "probabilities[1] is 1.5; a probability lies in 0..1. Apply a sigmoid to logits first.");

    [Fact]
    public void A_class_without_a_name_is_refused() =>
        Refused(() => Metric.Confusion([0, 1, 2], [0, 1, 1], ["normal", "anomaly"]),
            "labels[2] is class 2, but classNames names 2 classes (0..1).");

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Metric.FprAtTpr([0, 1], [0.0, 1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Metric.CalibrationCurve([0, 1], [0.0, 1], bins: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Summary.Of([1, 2], confidence: 1));
    }

    [Fact]
    public void A_summary_of_nothing_or_of_nan_is_refused()
    {
        Refused(() => Summary.Of(Array.Empty<double>()), "values is empty; give at least one, better five.");
        Refused(() => Summary.Of([0.9, double.NaN]), "values[1] is NaN;");
    }

    private static void Refused(Func<object> action, string start) =>
        Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
