using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Episodes;

[Collection(nameof(Torch))]
public sealed class GeneratedAnomalyTests
{
    [Theory]
    [InlineData(AnomalyGeneration.Noise)]
    [InlineData(AnomalyGeneration.Mixup)]
    [InlineData(AnomalyGeneration.CutPaste)]
    [InlineData(AnomalyGeneration.Given)]
    public void Labelled_anomalies_join_the_support_and_nothing_else_changes(AnomalyGeneration kind)
    {
        using var scope = NewDisposeScope();
        manual_seed(1).Dispose();
        using var pool = new ClassPool(rand(60, 1, 8, 8), [.. Enumerable.Range(0, 60).Select(i => i % 4)]);
        var plain = new OneClassSampler(pool, new() { Shots = 4, Queries = 6 }, seed: 2);
        var source = new GeneratedAnomalies(plain, new() { Kind = kind, Count = 3 }, seed: 5, kind == AnomalyGeneration.Given ? rand(7, 1, 8, 8) : null);
        // Two tasks of different classes: mixing an item with itself would change nothing.
        var first = Enumerable.Range(0, 50).First(n => plain.Draw(n, 2).SupportRows.Select(rows => pool.ClassOf(rows[0])).Distinct().Count() == 2);
        var (before, after, again) = (plain.Draw(first, 2), source.Draw(first, 2), source.Draw(first, 2));
        Assert.Equal([2L, 7, 1, 8, 8], after.Support.shape);
        Assert.Equal([0L, 0, 0, 0, 1, 1, 1], after.SupportLabels[0].data<long>().ToArray());
        Assert.True(after.Support.narrow(1, 0, 4).equal(before.Support).all().item<bool>());
        Assert.True(after.Query.equal(before.Query).all().item<bool>());
        Assert.True(after.Support.equal(again.Support).all().item<bool>());
        var (normals, made) = (before.Support[0].flatten(1), after.Support[0].narrow(0, 4, 3).flatten(1));
        Assert.True(cdist(made, normals).min().item<float>() > 1e-3);   // none is a copy of a normal item
    }

    [Fact]
    public void Tasks_that_do_not_fit_are_refused()
    {
        using var pool = Pools.Points(6, 20);
        Assert.Contains("5 ways", Assert.Throws<ArgumentException>(() => new GeneratedAnomalies(new NWaySampler(pool)).Draw(0, 1)).Message);
        Assert.Contains("CutPaste", Assert.Throws<ArgumentException>(() => new GeneratedAnomalies(new OneClassSampler(pool, new() { Shots = 2, Queries = 4 }), new() { Kind = AnomalyGeneration.CutPaste }).Draw(0, 1)).Message);
        var tasks = new OneClassSampler(pool);
        Assert.Contains("no items", Assert.Throws<ArgumentException>(() => new GeneratedAnomalies(tasks, new() { Kind = AnomalyGeneration.Given })).Message);
        using var wide = rand(3, 9);
        Assert.Contains("[3, 9]", Assert.Throws<ArgumentException>(() => new GeneratedAnomalies(tasks, given: wide)).Message);
        Assert.Contains("[9]", Assert.Throws<ArgumentException>(() => new GeneratedAnomalies(tasks, new() { Kind = AnomalyGeneration.Given }, given: wide).Draw(0, 1)).Message);
        Assert.Contains("Strength is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new GeneratedAnomalies(new OneClassSampler(pool), new() { Strength = 0 })).Message);
    }
}
