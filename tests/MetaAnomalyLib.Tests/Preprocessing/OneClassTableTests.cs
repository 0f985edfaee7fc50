using MetaAnomalyLib.Data;
using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Tests.Data;

namespace MetaAnomalyLib.Tests.Preprocessing;

public sealed class OneClassTableTests
{
    private static readonly OneClassTable Table = new(Rows(200, 60), DataCatalog.Default["28_pendigits"]);

    [Fact]
    public void It_trains_on_standardised_normal_rows_and_tests_on_the_rest()
    {
        var (train, test) = Table.Split(seed: 1);
        Assert.Equal((100, 160, 60), (train.GetLength(0), test.Count, test.Anomalies));
        Assert.Equal(0, Enumerable.Range(0, 100).Average(row => train[row, 0]), 5);
        Assert.Equal(1, Enumerable.Range(0, 100).Average(row => train[row, 0] * train[row, 0]), 4);
        Assert.Equal(train, Table.Split(seed: 1).Train);
        Assert.NotEqual(train, Table.Split(seed: 2).Train);
    }

    [Fact]
    public void Anomalies_that_slipped_in_are_trained_on_and_not_tested_on()
    {
        var (train, test) = Table.Split(seed: 1, contamination: 0.2);
        Assert.Equal((125, 135, 35), (train.GetLength(0), test.Count, test.Anomalies));
        Assert.Equal(25, Enumerable.Range(0, 125).Count(row => train[row, 1] > 1));   // anomalies lie at 50 in the second feature
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(0.5)]
    [InlineData(0.4)]
    public void A_contamination_that_cannot_be_is_refused(double share) => Assert.Throws<ArgumentOutOfRangeException>(() => Table.Split(0, share));

    [Fact]
    public void A_set_that_is_there_is_read_and_German_credit_stands_in_for_one_that_is_not()
    {
        TestFiles.Real("adbench/28_pendigits.npz");
        Assert.Equal((6870, 16), (OneClassTable.Load("28_pendigits").Data.Count, OneClassTable.Load("28_pendigits").Data.Width));
        Assert.Throws<ArgumentException>(() => OneClassTable.Load("none"));
    }

    [Fact]
    public void German_credit_comes_encoded()
    {
        Assert.SkipUnless(DataCatalog.Default.Find("credit-g") is { } found, "German credit is not here (./run fetches it on Debian)");
        var catalog = DataCatalog.Load("""
            [{"name": "x", "title": "t", "folder": "none", "files": [{"path": "x.npz"}], "licence": "l", "citation": "c", "homepage": "h"},
             {"name": "credit-g", "title": "t", "folder": "", "files": [{"path": "credit-g.arff"}], "licence": "l", "citation": "c", "homepage": "h"}]
            """, [DataCatalog.Default.Get("credit-g").Folder]);
        var table = OneClassTable.Load("x", catalog);
        Assert.Equal((1000, 300), (table.Data.Count, table.Data.Anomalies));
        Assert.True(table.Data.Width > 21);
        Assert.Equal("credit-g", table.Source.Name);
    }

    private static LabeledData Rows(int normals, int anomalies)
    {
        var random = new Random(1);
        var x = new float[normals + anomalies, 2];
        for (var row = 0; row < normals + anomalies; row++) (x[row, 0], x[row, 1]) = (random.NextSingle(), row < normals ? random.NextSingle() : 50);
        return new(x, [.. Enumerable.Range(0, normals + anomalies).Select(row => row < normals ? 0 : 1)], ["a", "b"]);
    }
}
