using MetaAnomalyLib.Data;
using MetaAnomalyLib.Episodes;

namespace MetaAnomalyLib.Tests.Episodes;

[Collection(nameof(Training.Torch))]
public sealed class AnomalyTableTests
{
    [Theory]
    [InlineData(SyntheticAnomaly.Local)]
    [InlineData(SyntheticAnomaly.Global)]
    [InlineData(SyntheticAnomaly.Cluster)]
    [InlineData(SyntheticAnomaly.Dependency)]
    public void A_generated_table_has_the_asked_size_and_is_the_same_again(SyntheticAnomaly kind)
    {
        var table = AnomalyTable.Generated(kind, rows: 200, features: 5, anomalies: 0.1, seed: 3);
        Assert.Equal((200, 5, 20), (table.Data.Count, table.Data.Width, table.Data.Anomalies));
        Assert.True(table.IsGenerated);
        Assert.Equal(table.Data.X, AnomalyTable.Generated(kind, 200, 5, 0.1, 3).Data.X);
        Assert.NotEqual(table.Data.X, AnomalyTable.Generated(kind, 200, 5, 0.1, 4).Data.X);
        Assert.Contains(1, table.Data.Y[..100]);   // shuffled
    }

    [Fact]
    public void A_split_keeps_some_labels_and_hides_the_others_among_the_unlabelled()
    {
        var table = AnomalyTable.Generated(SyntheticAnomaly.Global, rows: 200, anomalies: 0.1);
        Assert.Equal(14, table.MostLabels);
        var (five, test) = table.Split(5, seed: 1);
        var (ten, _) = table.Split(10, seed: 1);
        Assert.Equal((140, 5, 6), (five.Count, five.Anomalies, test.Anomalies));
        Assert.All(Enumerable.Range(0, 140).Where(row => five.Y[row] == 1), row => Assert.Equal(1, ten.Y[row]));
        Assert.Equal(0, table.Split(0, seed: 1).Train.Anomalies);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Split(15, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalyTable.Generated(SyntheticAnomaly.Global, rows: 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnomalyTable.Generated(SyntheticAnomaly.Global, anomalies: 0.6));
    }

    [Fact]
    public void Where_a_set_is_missing_made_up_tables_of_all_kinds_stand_in()
    {
        var nowhere = DataCatalog.Load("""[{"name":"1_a","title":"a","folder":"a","files":[{"path":"a.npz"}],"licence":"","citation":"","homepage":""}]""", [Path.GetTempPath()]);
        var tables = AnomalyTable.Load(["1_a", "1_a", "1_a", "1_a", "1_a"], catalog: nowhere);
        Assert.Equal(5, tables.Count);
        Assert.All(tables, table => Assert.True(table.IsGenerated));
        Assert.Equal(5, tables.Select(table => table.Name).Distinct().Count());
    }
}
