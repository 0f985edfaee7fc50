using MetaAnomalyLib.Detectors;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Detectors;

public sealed class NeighboursTests
{
    [Theory, InlineData(1), InlineData(5), InlineData(49)]
    public void They_are_those_of_the_plain_double_loop(int k)
    {
        using var scope = NewDisposeScope();
        var (rows, queries) = (DetectorCases.Cloud(50), DetectorCases.Cloud(20, seed: 2));
        var (distances, indices) = Neighbours.Find(tensor(rows, dtype: float64), tensor(queries, dtype: float64), k);
        for (var q = 0; q < 20; q++)
        {
            var expected = Enumerable.Range(0, 50).Select(r => (Distance: Distance(rows, r, queries, q), Row: r)).OrderBy(d => d.Distance).Take(k).ToArray();
            for (var i = 0; i < k; i++)
            {
                Assert.Equal(expected[i].Distance, distances[q, i].item<double>(), 1e-12);
                Assert.Equal(expected[i].Row, indices[q, i].item<long>());
            }
        }
    }

    [Fact]
    public void A_row_is_no_neighbour_of_itself_but_its_duplicate_is_at_distance_0()
    {
        using var scope = NewDisposeScope();
        var rows = tensor(new[,] { { 1e4, 1.0 }, { 1e4, 1.0 }, { -3, 2 } });
        var (distances, indices) = Neighbours.Find(rows, rows, 1, sameRows: true);
        Assert.Equal([1L, 0], indices.flatten().data<long>().ToArray()[..2]);
        Assert.Equal([0.0, 0], distances.flatten().data<double>().ToArray()[..2]);
    }

    [Fact]
    public void Many_blocks_give_what_one_gives()
    {
        using var scope = NewDisposeScope();
        var rows = tensor(DetectorCases.Cloud(9000, width: 2), dtype: float64);
        var all = Neighbours.Find(rows, rows, 3, sameRows: true).Distances;   // 81 million distances: forty blocks
        var some = Neighbours.Find(rows, rows.narrow(0, 0, 5), 4).Distances;
        Assert.Equal(some.narrow(1, 1, 3).flatten().data<double>().ToArray(), all.narrow(0, 0, 5).flatten().data<double>().ToArray());
    }

    private static double Distance(float[,] a, int i, float[,] b, int j) =>
        Math.Sqrt(Enumerable.Range(0, a.GetLength(1)).Sum(c => Math.Pow((double)a[i, c] - b[j, c], 2)));
}
