using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Episodes;

[Collection(nameof(Torch))]
public sealed class SamplerTests
{
    public static TheoryData<int, int, int, int, int> Sizes => new() { { 2, 1, 1, 0, 1 }, { 5, 1, 15, 1, 3 }, { 5, 5, 10, 2, 2 }, { 12, 3, 2, 3, 4 }, { 7, 19, 1, 4, 2 }, { 3, 2, 18, 5, 7 } };

    [Theory, MemberData(nameof(Sizes))]
    public void Every_task_has_exact_counts_distinct_items_and_labels_that_are_its_classes(int ways, int shots, int queries, int seed, int tasks)
    {
        using var pool = Pools.Points(classes: 12, itemsPerClass: 20, seed);
        using var batch = new NWaySampler(pool, new() { Ways = ways, Shots = shots, Queries = queries }, seed).Draw(first: 40, tasks);
        Assert.Equal([tasks, ways * shots, 4L], batch.Support.shape);
        Assert.Equal([tasks, ways * queries, 4L], batch.Query.shape);
        Assert.Equal(ways, batch.Ways);
        for (var task = 0; task < tasks; task++)
        {
            var (support, query) = (batch.SupportRows[task], batch.QueryRows[task]);
            Assert.Equal(ways * (shots + queries), support.Concat(query).Distinct().Count());   // no item twice, none on both sides
            var classes = Enumerable.Range(0, ways).Select(way => pool.ClassOf(support[way * shots])).ToArray();
            Assert.Equal(ways, classes.Distinct().Count());
            Assert.Equal(support.Select(row => Array.IndexOf(classes, pool.ClassOf(row))), Labels(batch.SupportLabels, task));
            Assert.Equal(query.Select(row => Array.IndexOf(classes, pool.ClassOf(row))), Labels(batch.QueryLabels, task));
            AssertItems(pool, support, batch.Support, task);
            AssertItems(pool, query, batch.Query, task);
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void One_class_support_is_of_the_normal_class_and_the_query_is_balanced(int unused, int shots, int half, int seed, int tasks)
    {
        _ = unused;
        using var pool = Pools.Points(classes: 12, itemsPerClass: 40, seed);
        using var batch = new OneClassSampler(pool, new() { Shots = shots, Queries = 2 * half }, seed).Draw(first: 3, tasks);
        Assert.True(batch.IsAnomalyDetection);
        Assert.Equal([tasks, shots, 4L], batch.Support.shape);
        Assert.Equal([tasks, 2L * half, 4L], batch.Query.shape);
        for (var task = 0; task < tasks; task++)
        {
            var normal = pool.ClassOf(batch.SupportRows[task][0]);
            Assert.All(batch.SupportRows[task], row => Assert.Equal(normal, pool.ClassOf(row)));
            Assert.All(Labels(batch.SupportLabels, task), label => Assert.Equal(0, label));
            Assert.Equal(shots + 2 * half, batch.SupportRows[task].Concat(batch.QueryRows[task]).Distinct().Count());
            Assert.Equal(batch.QueryRows[task].Select(row => pool.ClassOf(row) == normal ? 0 : 1), Labels(batch.QueryLabels, task));
            Assert.Equal(half, Labels(batch.QueryLabels, task).Count(label => label == 1));
            AssertItems(pool, batch.QueryRows[task], batch.Query, task);
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void A_pair_of_classes_makes_a_task_with_labelled_anomalies(int normals, int anomalies, int half, int seed, int tasks)
    {
        using var pool = Pools.Points(classes: 12, itemsPerClass: 40, seed);
        using var batch = new ClassPairSampler(pool, new() { Normals = normals, Anomalies = anomalies, Queries = 2 * half }, seed).Draw(first: 9, tasks);
        Assert.True(batch.IsAnomalyDetection);
        Assert.Equal([tasks, normals + anomalies, 4L], batch.Support.shape);
        for (var task = 0; task < tasks; task++)
        {
            var (support, query) = (batch.SupportRows[task], batch.QueryRows[task]);
            var (normal, anomaly) = (pool.ClassOf(support[0]), pool.ClassOf(support[^1]));
            Assert.NotEqual(normal, anomaly);
            Assert.Equal(support.Length + query.Length, support.Concat(query).Distinct().Count());
            Assert.Equal(normals, Labels(batch.SupportLabels, task).Count(label => label == 0));
            Assert.Equal(half, Labels(batch.QueryLabels, task).Count(label => label == 1));
            Assert.Equal(support.Select(row => pool.ClassOf(row) == normal ? 0 : 1), Labels(batch.SupportLabels, task));
            Assert.Equal(query.Select(row => pool.ClassOf(row) == anomaly ? 1 : 0), Labels(batch.QueryLabels, task));
            AssertItems(pool, support, batch.Support, task);
            AssertItems(pool, query, batch.Query, task);
        }
    }

    [Fact]
    public void A_task_number_gives_the_same_task_alone_and_among_others_and_another_seed_gives_others()
    {
        using var pool = Pools.Points(12, 20);
        foreach (var (source, other) in new (IEpisodeSource, IEpisodeSource)[]
            { (new NWaySampler(pool, seed: 1), new NWaySampler(pool, seed: 2)), (new OneClassSampler(pool, seed: 1), new OneClassSampler(pool, seed: 2)),
              (new ClassPairSampler(pool, new() { Queries = 6 }, seed: 1), new ClassPairSampler(pool, new() { Queries = 6 }, seed: 2)) })
        {
            using var many = source.Draw(0, 6);
            using var one = source.Draw(4, 1);
            using var foreign = other.Draw(4, 1);
            Assert.Equal(many.SupportRows[4], one.SupportRows[0]);
            Assert.Equal(many.QueryRows[4], one.QueryRows[0]);
            Assert.NotEqual(foreign.SupportRows[0], one.SupportRows[0]);
            Assert.True(many.Support[4].equal(one.Support[0]).all().item<bool>());
            Assert.Equal(6, many.SupportRows.Select(rows => string.Join(' ', rows)).Distinct().Count());
        }
    }

    [Fact]
    public void Over_many_tasks_every_class_and_every_item_comes_up()
    {
        using var pool = Pools.Points(6, 8);
        using var batch = new NWaySampler(pool, new() { Ways = 2, Shots = 1, Queries = 2 }, seed: 9).Draw(0, 400);
        var counts = batch.SupportRows.Concat(batch.QueryRows).SelectMany(rows => rows).CountBy(row => row).Select(pair => pair.Value).ToArray();
        Assert.Equal(48, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 20, 90));   // 50 expected
    }

    [Fact]
    public void Splitting_a_pool_gives_two_without_a_class_in_common_and_all_of_them_together()
    {
        using var pool = Pools.Points(10, 5);
        var (first, second) = pool.Split(6, seed: 2);
        using (first)
        using (second)
        {
            Assert.Equal((6, 4), (first.Classes, second.Classes));
            Assert.Equal(pool.Names.Order(), first.Names.Concat(second.Names).Order());
            Assert.Equal([30L, 4], first.Items.shape);
            var name = pool.Names.ToList().IndexOf(second.Names[3]);
            Assert.Equal(Values(pool.Items[pool.RowsOf(name)[2]]), Values(second.Items[second.RowsOf(3)[2]]));
        }
    }

    [Fact]
    public void Bytes_come_out_as_pixels_from_0_to_1()
    {
        using var pool = new ClassPool(tensor(new byte[] { 0, 255, 51, 255, 0, 0, 102, 0 }).view(4, 1, 1, 2), [0, 1, 0, 1]);
        using var batch = new NWaySampler(pool, new() { Ways = 2, Shots = 1, Queries = 1 }).Draw(0, 1);
        Assert.Equal(float32, batch.Support.dtype);
        Assert.Equal([0, 0, 0, 0, 0.2f, 0.4f, 1, 1], Values(batch.Support).Concat(Values(batch.Query)).Order());
    }

    [Fact]
    public void What_a_pool_cannot_give_is_refused_with_the_numbers()
    {
        using var pool = Pools.Points(4, 6);
        Assert.Contains("5 ways", Assert.Throws<ArgumentException>(() => new NWaySampler(pool)).Message);
        Assert.Contains("has 6 items", Assert.Throws<ArgumentException>(() => new NWaySampler(pool, new() { Ways = 3, Shots = 3, Queries = 4 })).Message);
        Assert.Contains("Ways is 1", Assert.Throws<ArgumentOutOfRangeException>(() => new NWaySampler(pool, new() { Ways = 1 })).Message);
        Assert.Contains("Queries is 3", Assert.Throws<ArgumentOutOfRangeException>(() => new OneClassSampler(pool, new() { Queries = 3 })).Message);
        Assert.Contains("need 20", Assert.Throws<ArgumentException>(() => new ClassPairSampler(pool)).Message);
        Assert.Contains("Anomalies is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new ClassPairSampler(pool, new() { Anomalies = 0 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneClassSampler(pool, new() { Shots = 1, Queries = 2 }).Draw(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneClassSampler(pool, new() { Shots = 1, Queries = 2 }).Draw(-1, 1));
        Assert.Throws<ArgumentException>(() => pool.Choose(0, 0));
        Assert.Throws<ArgumentException>(() => pool.Choose(4));
        using var two = tensor(new float[2, 3]);
        Assert.Contains("Class 1", Assert.Throws<ArgumentException>(() => new ClassPool(two, [0, 2])).Message);
        Assert.Contains("3 labels", Assert.Throws<ArgumentException>(() => new ClassPool(two, [0, 1, 1])).Message);
    }

    [Fact]
    public void Drawing_leaves_no_tensor_behind()
    {
        using var pool = Pools.Points(12, 20);
        var live = TorchSharp.Tests.LiveTensors.Settled();
        for (var i = 0; i < 3; i++)
        {
            new NWaySampler(pool).Draw(i, 2).Dispose();
            new OneClassSampler(pool).Draw(i, 2).Dispose();
        }
        Assert.Equal(live, TorchSharp.Tests.LiveTensors.Settled());
    }

    private static void AssertItems(ClassPool pool, int[] rows, Tensor items, int task)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Values(pool.Items.index_select(0, tensor(rows.Select(r => (long)r).ToArray()))), Values(items[task]));
    }

    private static int[] Labels(Tensor labels, int task) => [.. labels[task].data<long>().Select(l => (int)l)];

    private static float[] Values(Tensor t) => t.contiguous().data<float>().ToArray();
}
