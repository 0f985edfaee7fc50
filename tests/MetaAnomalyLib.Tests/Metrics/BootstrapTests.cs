using MetaAnomalyLib.Metrics;

namespace MetaAnomalyLib.Tests.Metrics;

public sealed class BootstrapTests
{
    [Fact]
    public void The_interval_of_a_mean_is_about_that_of_its_standard_error()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 400).Select(_ => random.NextDouble()).ToArray();
        var groups = Enumerable.Range(0, 400).Select(i => $"{i}").ToArray();
        var interval = Bootstrap.ByGroup(groups, rows => rows.Average(row => values[row]), 2000);
        var mean = values.Average();
        var error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / 400 / 400);
        Assert.Equal(mean, interval.Value, 1e-12);
        Assert.Equal(mean - 1.96 * error, interval.Low, 0.15 * error);
        Assert.Equal(mean + 1.96 * error, interval.High, 0.15 * error);
    }

    [Fact]
    public void Copies_in_one_group_make_the_interval_no_narrower()
    {
        var random = new Random(2);
        var values = Enumerable.Range(0, 100).Select(_ => random.NextDouble()).ToArray();
        var alone = Bootstrap.ByGroup([.. Enumerable.Range(0, 100).Select(i => $"{i}")], rows => rows.Average(row => values[row]));
        var copied = Bootstrap.ByGroup([.. Enumerable.Range(0, 500).Select(i => $"{i % 100}")], rows => rows.Average(row => values[row % 100]));
        Assert.Equal(alone.High - alone.Low, copied.High - copied.Low, 0.02);
    }

    [Fact]
    public void Draws_in_which_the_metric_is_not_defined_are_drawn_anew()
    {
        var labels = new[] { 0, 0, 0, 0, 0, 0, 1, 1 };
        var interval = Bootstrap.ByGroup([.. labels.Select((_, i) => $"{i}")], rows => rows.All(row => labels[row] == 0) ? double.NaN : rows.Average(row => labels[row]));
        Assert.True(interval.Low > 0 && interval.Low < 0.25 && interval.High > 0.25);
        Assert.Throws<ArgumentException>(() => Bootstrap.ByGroup(["a"], _ => double.NaN));
        Assert.Throws<ArgumentException>(() => Bootstrap.ByGroup([], _ => 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.ByGroup(["a"], _ => 1, draws: 10));
    }

    [Fact]
    public void It_is_written_for_people_and_the_same_everywhere() => Assert.Equal("0.931 [0.905, 0.952]", new Interval(0.9312, 0.9051, 0.9519, 0.95).ToString());
}
