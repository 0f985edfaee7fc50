using MetaAnomalyLib.Detectors;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Detectors;

public sealed class NeighbourIndexTests
{
    public static TheoryDataRow<string, float[,], float[,]>[] Rows =>
    [
        new("a cloud", DetectorCases.Cloud(50), DetectorCases.Cloud(20, seed: 2)),
        new("more features than a vector has lanes", DetectorCases.Cloud(300, width: 37), DetectorCases.Cloud(20, seed: 2, width: 37)),
        new("far from the origin", Moved(DetectorCases.Cloud(200), 1e5f), Moved(DetectorCases.Cloud(20, seed: 2), 1e5f)),
        new("one row far away", WithFarRow(DetectorCases.Cloud(200), 1e7f), DetectorCases.Cloud(20, seed: 2)),
        new("queries far away", DetectorCases.Cloud(200), Moved(DetectorCases.Cloud(20, seed: 2), 3e4f)),
        new("queries that single precision cannot hold apart", DetectorCases.Cloud(200), Moved(DetectorCases.Cloud(20, seed: 2), 1e20f)),
        new("very small numbers", Times(DetectorCases.Cloud(200), 1e-25f), Times(DetectorCases.Cloud(20, seed: 2), 1e-25f)),
        new("equal distances", Rounded(DetectorCases.Cloud(400)), Rounded(DetectorCases.Cloud(20, seed: 2))),
        new("equal rows", DetectorCases.Filled(60, 2), DetectorCases.Filled(3, 2)),
    ];

    [Theory, MemberData(nameof(Rows))]
    public void They_are_those_of_the_plain_double_loop(string what, float[,] rows, float[,] queries)
    {
        using var scope = NewDisposeScope();
        using var index = new NeighbourIndex(tensor(rows, dtype: float64));
        foreach (var k in new[] { 1, 5, 49 })
        {
            var (distances, indices) = index.Find(tensor(queries, dtype: float64), k);
            for (var q = 0; q < queries.GetLength(0); q++)
            {
                var all = Enumerable.Range(0, rows.GetLength(0)).Select(r => (Distance: Distance(rows, r, queries, q), Row: r)).ToArray();
                var expected = all.Select(d => d.Distance).Order().Take(k).ToArray();
                var found = indices[q].data<long>().ToArray();
                Assert.Equal(k, found.Distinct().Count());
                for (var i = 0; i < k; i++)
                {
                    Assert.True(Math.Abs(expected[i] - distances[q, i].item<double>()) <= 1e-13 * expected[i], what);
                    Assert.True(Math.Abs(expected[i] - all[found[i]].Distance) <= 1e-13 * expected[i], what);
                }
            }
        }
    }

    [Fact]
    public void Of_equal_distances_the_first_rows_are_taken()
    {
        using var scope = NewDisposeScope();
        using var index = new NeighbourIndex(tensor(DetectorCases.Filled(100, 2), dtype: float64));
        Assert.Equal([0L, 1, 2, 3, 4], index.Find(zeros(1, DetectorCases.Width, dtype: float64), 5).Indices.data<long>().ToArray());
    }

    [Fact]
    public void A_row_is_no_neighbour_of_itself_but_its_duplicate_is_at_distance_0()
    {
        using var scope = NewDisposeScope();
        var rows = tensor(new[,] { { 1e4, 1.0 }, { 1e4, 1.0 }, { -3, 2 } });
        using var index = new NeighbourIndex(rows);
        var (distances, indices) = index.Find(rows, 1, sameRows: true);
        Assert.Equal([1L, 0], indices.flatten().data<long>().ToArray()[..2]);
        Assert.Equal([0.0, 0], distances.flatten().data<double>().ToArray()[..2]);
    }

    [Fact]
    public void Many_blocks_give_what_one_gives()
    {
        using var scope = NewDisposeScope();
        var rows = tensor(DetectorCases.Cloud(9000, width: 2), dtype: float64);
        using var index = new NeighbourIndex(rows);
        var all = index.Find(rows, 3, sameRows: true).Distances;   // 81 million distances: eighty blocks
        var some = index.Find(rows.narrow(0, 0, 5), 4).Distances;
        Assert.Equal(some.narrow(1, 1, 3).flatten().data<double>().ToArray(), all.narrow(0, 0, 5).flatten().data<double>().ToArray());
    }

    private static float[,] Changed(float[,] x, Func<float, float> change)
    {
        var result = new float[x.GetLength(0), x.GetLength(1)];
        for (var row = 0; row < x.GetLength(0); row++)
            for (var column = 0; column < x.GetLength(1); column++) result[row, column] = change(x[row, column]);
        return result;
    }

    private static float[,] Moved(float[,] x, float by) => Changed(x, value => value + by);

    private static float[,] Times(float[,] x, float factor) => Changed(x, value => value * factor);

    private static float[,] Rounded(float[,] x) => Changed(x, MathF.Round);

    private static float[,] WithFarRow(float[,] x, float value)
    {
        x[7, 1] = value;
        return x;
    }

    private static double Distance(float[,] a, int i, float[,] b, int j) =>
        Math.Sqrt(Enumerable.Range(0, a.GetLength(1)).Sum(c => Math.Pow((double)a[i, c] - b[j, c], 2)));
}
