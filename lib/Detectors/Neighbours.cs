using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>What detectors that look at distances share.</summary>
internal static class Neighbours
{
    // Distances of one block of queries: 16 MB, whatever the number of rows; more would leave the processor's cache.
    private const long BlockValues = 2_000_000;

    /// <summary>How many neighbours there can be.</summary>
    public static int AtMost(int k, Tensor rows) => (int)Math.Min(k, rows.shape[0] - 1);

    /// <summary>The same; 0 stands for √rows, the old rule of thumb (Loftsgaarden and Quesenberry, 1965).</summary>
    public static int OrRoot(int k, Tensor rows) => AtMost(k > 0 ? k : (int)Math.Round(Math.Sqrt(rows.shape[0])), rows);

    /// <summary>One value a query from all its squared distances, through blocked products: <c>‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b</c>.</summary>
    /// <param name="rows">float64 [rows, features].</param>
    /// <param name="queries">float64 [queries, features].</param>
    /// <param name="sameRows">Whether the queries are the rows; the distance to itself is then infinite.</param>
    /// <param name="reduce">From squared distances [some queries, rows] to [some queries].</param>
    public static Tensor Reduce(Tensor rows, Tensor queries, bool sameRows, Func<Tensor, Tensor> reduce)
    {
        using var scope = NewDisposeScope();
        var center = rows.mean([0L], keepdim: true);   // smaller norms, fewer digits lost in the difference
        var (a, b) = (queries - center, rows - center);
        // One product gives ‖b‖² − 2 a·b: [a, 1] times [−2 b, ‖b‖²].
        var right = cat([b * -2, b.square().sum(1, keepdim: true)], 1).t().contiguous();
        var block = Math.Clamp(BlockValues / rows.shape[0], 1, queries.shape[0]);
        var found = new List<Tensor>();
        for (long start = 0; start < queries.shape[0]; start += block)
        {
            using var inner = NewDisposeScope();
            var part = a.narrow(0, start, Math.Min(block, queries.shape[0] - start));
            var squares = cat([part, ones(part.shape[0], 1, dtype: float64)], 1).mm(right).add_(part.square().sum(1, keepdim: true)).clamp_min_(0);
            if (sameRows) squares.narrow(1, start, part.shape[0]).diagonal().fill_(double.PositiveInfinity);
            found.Add(reduce(squares).MoveToOuterDisposeScope());
        }
        return cat([.. found]).MoveToOuterDisposeScope();
    }
}
