using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Episodes;

[Collection(nameof(Torch))]
public sealed class AugmentedTasksTests
{
    [Fact]
    public void Pictures_are_changed_and_nothing_else_and_a_task_number_gives_the_same_pictures_alone_and_among_others()
    {
        using var pool = Pictures();
        var plain = new NWaySampler(pool, new() { Ways = 3, Shots = 2, Queries = 4 }, seed: 5);
        var moved = new AugmentedTasks(plain, new RandomAffine(20, 0.1, 0.1), seed: 5);
        using var before = plain.Draw(10, 3);
        using var all = moved.Draw(10, 3);
        using var alone = moved.Draw(11, 1);
        using var other = new AugmentedTasks(plain, moved.Augmentation, seed: 6).Draw(11, 1);

        Assert.Equal(before.Support.shape, all.Support.shape);
        Assert.Equal(before.Query.shape, all.Query.shape);
        Assert.True(Same(all.SupportLabels, before.SupportLabels));
        Assert.Equal(before.QueryRows, all.QueryRows);
        Assert.False(Same(all.Support, before.Support));
        Assert.True(Same(all.Support[1], alone.Support[0]));
        Assert.True(Same(all.Query[1], alone.Query[0]));
        Assert.False(Same(other.Query, alone.Query));
    }

    [Fact]
    public void Drawing_leaves_the_generator_as_it_was()
    {
        using var pool = Pictures();
        var moved = new AugmentedTasks(new NWaySampler(pool, new() { Ways = 2, Shots = 1, Queries = 1 }), new RandomAffine(5));
        using var unused = manual_seed(3);
        var expected = rand(4).data<float>().ToArray();
        using var again = manual_seed(3);
        moved.Draw(0, 2).Dispose();
        Assert.Equal(expected, rand(4).data<float>().ToArray());
    }

    [Fact]
    public void Items_that_are_no_pictures_are_refused()
    {
        using var pool = Pools.Points(4, 6);
        var moved = new AugmentedTasks(new NWaySampler(pool, new() { Ways = 2, Shots = 1, Queries = 1 }), new RandomAffine(5));
        Assert.Contains("[channels, height, width]", Assert.Throws<ArgumentException>(() => moved.Draw(0, 1)).Message, StringComparison.Ordinal);
    }

    private static bool Same(Tensor a, Tensor b) => a.allclose(b, 0, 0);

    private static ClassPool Pictures()
    {
        var random = new Random(1);
        var labels = Enumerable.Range(0, 40).Select(i => i % 4).ToArray();
        return new ClassPool(tensor(Enumerable.Range(0, 40 * 64).Select(_ => random.NextSingle()).ToArray()).view(40, 1, 8, 8), labels);
    }
}
