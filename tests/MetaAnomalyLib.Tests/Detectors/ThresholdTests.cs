using MetaAnomalyLib.Detectors;

namespace MetaAnomalyLib.Tests.Detectors;

public sealed class ThresholdTests
{
    [Theory, InlineData(0.05), InlineData(0.01), InlineData(0.001)]
    public void The_tail_of_an_exponential_distribution_is_found(double probability)
    {
        var values = Enumerable.Range(0, 20000).Select(i => -Math.Log(1 - (i + 0.5) / 20000)).ToArray();
        Assert.Equal(-Math.Log(probability), ParetoTail.Of(values, 0.1).Quantile(probability), 0.1);
    }

    [Fact]
    public void A_threshold_from_the_tail_keeps_its_false_alarms_on_new_normal_rows()
    {
        using var detector = new NearestNeighbours().Fit(DetectorCases.Cloud(2000));
        detector.SetThresholdFromTail(0.01);
        Assert.InRange(detector.Predict(DetectorCases.Cloud(4000, seed: 2)).Sum(), 15, 80);   // 40 expected
    }

    [Fact]
    public void Equal_scores_have_a_tail_of_nothing() => Assert.Equal(2, ParetoTail.Of([.. Enumerable.Repeat(2.0, 200)], 0.1).Quantile(0.001));

    [Fact]
    public void A_tail_needs_a_hundred_rows()
    {
        using var detector = new NearestNeighbours().Fit(DetectorCases.Cloud(99));
        Assert.Contains("at least 100", Assert.Throws<InvalidOperationException>(() => detector.SetThresholdFromTail(0.01)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => detector.SetThresholdFromTail(0.2));
    }
}
