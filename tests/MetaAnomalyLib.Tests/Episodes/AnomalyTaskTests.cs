using MetaAnomalyLib.Data;
using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Episodes;

[Collection(nameof(Torch))]
public sealed class AnomalyTaskTests
{
    [Theory]
    [InlineData(10, 5, 8, 6, 4, 0.0)]
    [InlineData(20, 0, 4, 4, 9, 0.0)]
    [InlineData(10, 10, 5, 5, 2, 0.3)]
    public void Tasks_from_tables_have_exact_counts_rows_of_their_class_and_none_on_both_sides(int normals, int anomalies, int queryNormals, int queryAnomalies, int features, double wrong)
    {
        var set = Clouds.Make(60, 30);
        var options = new AnomalyTaskOptions { Normals = normals, Anomalies = anomalies, QueryNormals = queryNormals, QueryAnomalies = queryAnomalies, Features = features, WrongLabels = wrong };
        using var batch = new AnomalyTaskSampler([set], options, seed: 3).Draw(10, tasks: 5);
        Assert.True(batch.IsAnomalyDetection);
        Assert.Equal([5L, normals + anomalies, features], batch.Support.shape);
        Assert.Equal([5L, queryNormals + queryAnomalies, features], batch.Query.shape);
        for (var task = 0; task < 5; task++)
        {
            var (support, query) = (batch.SupportRows[task], batch.QueryRows[task]);
            Assert.Equal(support.Length + query.Length, support.Concat(query).Distinct().Count());
            Assert.Equal((normals, anomalies), (support.Count(row => set.Y[row] == 0), support.Count(row => set.Y[row] == 1)));
            Assert.Equal(query.Select(row => (long)set.Y[row]), batch.QueryLabels[task].data<long>().ToArray());
            var flipped = support.Zip(batch.SupportLabels[task].data<long>().ToArray(), (row, label) => set.Y[row] != label).Count(x => x);
            Assert.Equal((int)(wrong * normals) + (int)(wrong * anomalies), flipped);
        }
    }

    [Fact]
    public void Features_are_standardised_by_the_supports_normal_rows_and_bounded()
    {
        using var batch = new AnomalyTaskSampler([Clouds.Make(60, 30)], new() { Normals = 40, Anomalies = 5, QueryNormals = 10, QueryAnomalies = 10, Features = 3 }).Draw(0, 4);
        using var scope = NewDisposeScope();
        var normal = batch.Support.narrow(1, 0, 40);
        Assert.True(normal.mean([1L]).abs().max().item<float>() < 1e-4);
        Assert.True((normal.std(1, unbiased: false) - 1).abs().max().item<float>() < 1e-3);
        Assert.True(batch.Query.abs().max().item<float>() <= 10);
    }

    [Fact]
    public void A_set_that_is_too_small_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new AnomalyTaskSampler([Clouds.Make(200, 60), Clouds.Make(200, 8)]));
        Assert.Contains("Set 1 has 200 normal rows and 8 anomalies", error.Message);
        Assert.Throws<ArgumentException>(() => new AnomalyTaskSampler([]));
        Assert.Contains("WrongLabels is 0.5", Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyTaskSampler([Clouds.Make(200, 60)], new() { WrongLabels = 0.5 })).Message);
    }

    [Theory]
    [InlineData(SyntheticAnomaly.Local)]
    [InlineData(SyntheticAnomaly.Global)]
    [InlineData(SyntheticAnomaly.Cluster)]
    [InlineData(SyntheticAnomaly.Dependency)]
    [InlineData(SyntheticAnomaly.Sinusoid)]
    public void Synthetic_tasks_are_repeatable_differ_from_each_other_and_have_the_counts_asked_for(SyntheticAnomaly kind)
    {
        var source = new SyntheticTasks(new() { Kind = kind, Normals = 7, Anomalies = 2, Queries = 10, Features = 3 }, seed: 5);
        using var scope = NewDisposeScope();
        var many = source.Draw(2, 3);
        var one = source.Draw(3, 1);
        Assert.Equal([3L, 9, source.Width], many.Support.shape);
        Assert.Equal([0L, 0, 0, 0, 0, 0, 0, 1, 1], many.SupportLabels[1].data<long>().ToArray());
        Assert.Equal([0L, 0, 0, 0, 0, 1, 1, 1, 1, 1], many.QueryLabels[0].data<long>().ToArray());
        Assert.Equal(many.Query[1].contiguous().data<float>().ToArray(), one.Query[0].contiguous().data<float>().ToArray());
        Assert.NotEqual(many.Query[0].contiguous().data<float>().ToArray(), many.Query[1].contiguous().data<float>().ToArray());
        Assert.True(many.Query.isfinite().all().item<bool>());
    }

    [Fact]
    public void Dependency_anomalies_have_the_margins_of_normal_rows_and_local_ones_are_wider()
    {
        using var scope = NewDisposeScope();
        var dependency = new SyntheticTasks(new() { Kind = SyntheticAnomaly.Dependency, Normals = 1, Queries = 2000, Features = 2 }).Draw(1, 1).Query[0];
        var local = new SyntheticTasks(new() { Kind = SyntheticAnomaly.Local, Normals = 1, Queries = 2000, Features = 2 }).Draw(1, 1).Query[0];
        float[] Deviation(Tensor rows) => rows.std(0).data<float>().ToArray();
        Assert.Equal(Deviation(dependency.narrow(0, 0, 1000)), Deviation(dependency.narrow(0, 1000, 1000)), (a, b) => Math.Abs(a - b) < 0.15 * a);
        Assert.True(Deviation(local.narrow(0, 1000, 1000)).Sum() > 1.3 * Deviation(local.narrow(0, 0, 1000)).Sum());
    }
}
