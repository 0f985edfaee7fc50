using MetaAnomalyLib.Data;
using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Episodes;

[Collection(nameof(Torch))]
public sealed class NewKindTests
{
    // So many that the weights of a sorting do not hide a cloud.
    private const int Width = 12;

    private static readonly NewKindOptions Small = new() { Known = 6, Shots = [1, 2, 3], Queries = 4, Groups = 3, Sortings = 4 };

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_group_of_known_anomalies_plays_the_new_kind(int seed)
    {
        using var scope = NewDisposeScope();
        var data = Data();
        using var batch = new NewKindSampler(data, Small, seed).Draw(3, 12);
        Assert.Equal([12L, 18, Width], batch.Support.shape);
        Assert.Equal([12L, 12, Width], batch.Query.shape);
        Assert.Equal(3, batch.Ways);
        for (var task = 0; task < 12; task++)
        {
            int[] support = batch.SupportRows[task], query = batch.QueryRows[task];
            Assert.Empty(support.Intersect(query));
            Assert.All(support[..6].Concat(query[..4]), row => Assert.Equal(0, data.Y[row]));
            Assert.All(support[6..].Concat(query[4..]), row => Assert.Equal(1, data.Y[row]));
            var fresh = support[12..].Distinct().ToArray();
            Assert.Contains(fresh.Length, Small.Shots);
            Assert.All(fresh, row => Assert.Equal(6 / fresh.Length, support[12..].Count(r => r == row)));
            Assert.Empty(fresh.Concat(query[8..]).Intersect(support[6..12].Concat(query[4..8])));
            // Three clouds far apart: the new kind is one of them, whole.
            Assert.Single(fresh.Concat(query[8..]).Select(Cloud).Distinct());
            Assert.DoesNotContain(Cloud(fresh[0]), support[6..12].Concat(query[4..8]).Select(Cloud));
        }
        Assert.Equal(Enumerable.Range(0, Width).Select(j => data.X[batch.SupportRows[2][17], j]), batch.Support[2][17].data<float>().ToArray());
    }

    [Fact]
    public void A_number_is_a_task_wherever_the_drawing_starts()
    {
        using var scope = NewDisposeScope();
        var sampler = new NewKindSampler(Data(), Small, 5);
        using var many = sampler.Draw(0, 4);
        using var one = sampler.Draw(2, 1);
        Assert.Equal(many.SupportRows[2], one.SupportRows[0]);
        Assert.Equal(many.QueryRows[2], one.QueryRows[0]);
    }

    [Fact]
    public void The_kind_that_has_come_is_told_from_both_known_ones()
    {
        using var scope = NewDisposeScope();
        var sampler = new NewKindSampler(Data(), Small);
        using var learner = new NeighbourBaseline();
        learner.MetaFit(sampler, sampler, cancellation: TestContext.Current.CancellationToken);
        var (support, labels) = sampler.Support(Rows(-30, -31));
        Assert.Equal([18L, Width], support.shape);
        Assert.Equal(6, labels.Count(label => label == 2));
        using var task = learner.Adapt(support, labels, NewKindSampler.Ways);
        Assert.Equal([2, 0], task.Predict(tensor(Rows(-29, 0))));
    }

    [Fact]
    public void Too_few_rows_are_refused_by_number()
    {
        Assert.Contains("needs 10", Assert.Throws<ArgumentException>(() => new NewKindSampler(Data(normals: 9), Small)).Message);
        Assert.Contains("take fewer groups", Assert.Throws<ArgumentException>(() => new NewKindSampler(Data(each: 4), Small)).Message);
        Assert.Contains("divisor of Known (6)", Assert.Throws<ArgumentOutOfRangeException>(() => new NewKindSampler(Data(), Small with { Shots = [4] })).Message);
        using var scope = NewDisposeScope();
        Assert.Contains("must divide 6", Assert.Throws<ArgumentException>(() => new NewKindSampler(Data(), Small).Support(new float[4, Width])).Message);
    }

    private static float[,] Rows(params float[] values)
    {
        var rows = new float[values.Length, Width];
        for (var i = 0; i < values.Length; i++)
            for (var j = 0; j < Width; j++) rows[i, j] = values[i];
        return rows;
    }

    private static int Cloud(int row) => (row - 20) / 20;

    // 20 normal rows around 0, then three clouds of 20 anomalies each.
    private static LabeledData Data(int normals = 20, int each = 20)
    {
        var random = new Random(1);
        (float X, float Y)[] centres = [(10, 0), (0, 10), (10, 10)];
        var x = new float[normals + 3 * each, Width];
        for (var i = 0; i < x.GetLength(0); i++)
        {
            var (cx, cy) = i < normals ? (0, 0) : centres[(i - normals) / each];
            for (var j = 0; j < Width; j++) x[i, j] = (j % 2 == 0 ? cx : cy) + random.NextSingle() - 0.5f;
        }
        return new(x, [.. Enumerable.Range(0, x.GetLength(0)).Select(i => i < normals ? 0 : 1)], [.. Enumerable.Range(0, Width).Select(j => $"{j}")]);
    }
}
