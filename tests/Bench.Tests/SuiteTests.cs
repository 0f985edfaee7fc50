using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;

namespace MetaAnomaly.Bench.Tests;

public sealed class SuiteTests
{
    [Fact]
    public void One_class_fits_on_half_of_the_normal_rows_and_tests_on_all_others()
    {
        var (train, test) = Suite.Find("adbench-one-class").Parts(Data(101, 20), 3);
        Assert.Equal(51, train.Length);
        Assert.All(train, row => Assert.True(row >= 20));
        Assert.Equal(Enumerable.Range(0, 121), train.Concat(test).Order());
    }

    [Fact]
    public void The_reference_keeps_the_file_order_of_large_sets_whatever_the_seed()
    {
        var (train, test) = Suite.Find("adbench-one-class-reference").Parts(Data(1000, 20), 3);
        Assert.Equal(Enumerable.Range(20, 500), train);
        Assert.Equal(Enumerable.Range(520, 500).Concat(Enumerable.Range(0, 20)), test);
    }

    [Fact]
    public void The_reference_draws_small_sets_up_to_a_thousand_rows()
    {
        var (train, test) = Suite.Find("adbench-one-class-reference").Parts(Data(100, 20), 3);
        Assert.Equal(1000, train.Length + test.Length);
        Assert.NotEmpty(train.Intersect(test));
    }

    [Fact]
    public void Unsupervised_tests_all_rows_and_fits_on_as_many_drawn_from_them()
    {
        var (train, test) = Suite.Find("adbench-unsupervised").Parts(Data(1000, 20), 3);
        Assert.Equal(Enumerable.Range(0, 1020), test);
        Assert.Equal(1020, train.Length);
        Assert.InRange(train.Distinct().Count(), 600, 690);   // 1 - 1/e of them
    }

    [Fact]
    public void Features_are_standardised_with_the_training_rows()
    {
        var (train, test) = Suite.Find("adbench-one-class").Rows(Data(101, 20), 3);
        Assert.Equal(0, train.Cast<float>().Average(), 5);
        Assert.Equal(1, train.Cast<float>().Average(value => value * value), 4);
        Assert.Equal((70, 20), (test.Count, test.Anomalies));
    }

    [Theory, InlineData("adbench-one-class", 5), InlineData("adbench-unsupervised", 0)]
    public void Only_the_unsupervised_suite_asks_for_the_root_of_the_rows_as_neighbours(string suite, int neighbours)
    {
        using var detector = (NearestNeighbours)Suite.Find(suite).Create(DetectorCatalog.Find("kNN"), seed: 3);
        Assert.Equal((neighbours, 3), (detector.Options.Neighbours, detector.Options.Seed));
    }

    [Fact]
    public void A_suite_that_there_is_not_names_those_that_there_are() =>
        Assert.Contains("adbench-unsupervised", Assert.Throws<ArgumentException>(() => Suite.Find("x")).Message);

    private static LabeledData Data(int normal, int anomalies)
    {
        var x = new float[normal + anomalies, 1];
        for (var row = 0; row < x.Length; row++) x[row, 0] = row;
        return new LabeledData(x, [.. Enumerable.Range(0, x.Length).Select(row => row < anomalies ? 1 : 0)], ["x"]);
    }
}
