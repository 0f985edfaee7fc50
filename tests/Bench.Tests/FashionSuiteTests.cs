using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;

namespace MetaAnomaly.Bench.Tests;

public sealed class FashionSuiteTests
{
    [Fact]
    public void A_class_is_fitted_on_its_training_pictures_and_tested_on_the_whole_test_part()
    {
        Assert.SkipWhen(DataCatalog.Default.Find("fashion-mnist") is null, "Fashion-MNIST is not here");
        var suite = Suite.Find("fashion-one-class");
        Assert.Equal(10, suite.Sets.Count);
        var (train, test) = suite.Open("ankle-boot")(2);
        Assert.Equal((6000, 784), (train.GetLength(0), train.GetLength(1)));
        Assert.Equal((10_000, 9000), (test.Count, test.Anomalies));
    }

    [Fact]
    public void Image_detectors_run_on_Fashion_MNIST_only()
    {
        var images = new DetectorKind("Images", typeof(NearestNeighbours), seed => new NearestNeighbours(new() { Seed = seed }), _ => new NearestNeighbours(), ForImages: true);
        Assert.True(Suite.Find("fashion-one-class").Takes(images));
        Assert.False(Suite.Find("adbench-one-class").Takes(images));
    }

    [Fact]
    public void A_combination_of_the_Ensemble_is_run_by_its_name()
    {
        var kind = ResultsBench.Kind(Suite.Find("adbench-one-class"), "ensemble:stacking");
        using var detector = kind.Create(3);
        Assert.Equal("Ensemble:Stacking", kind.Name);
        using var expected = new Ensemble(new() { Seed = 3, Combination = Combination.Stacking });
        Assert.Equal(expected.OptionsJson, detector.OptionsJson);
        Assert.Contains("Ensemble:Any", Assert.Throws<ArgumentException>(() => ResultsBench.Kind(Suite.Find("adbench-one-class"), "Ensemble:Any")).Message);
    }

    [Fact]
    public void The_table_gives_the_deviation_over_seeds_where_something_is_random()
    {
        ResultLine[] lines =
        [
            ResultFileTests.Line("bag", 0, "AE", 0.90), ResultFileTests.Line("bag", 1, "AE", 0.92), ResultFileTests.Line("coat", 0, "AE", 0.80), ResultFileTests.Line("coat", 1, "AE", 0.82),
            ResultFileTests.Line("bag", 0, "kNN", 0.9), ResultFileTests.Line("bag", 1, "kNN", 0.9), ResultFileTests.Line("coat", 0, "kNN", 0.8),
        ];
        var table = SummaryTable.Markdown(Suite.Find("fashion-one-class"), lines, null);
        Assert.Contains("| AE | 86.00 | 1.41 | 1.00 |", table);
        Assert.Contains("| kNN | 85.00 |  | 2.00 |", table);
        Assert.Contains("| bag | 91.0 | 90.0 |", table);
        Assert.DoesNotContain("published", table);
    }
}
