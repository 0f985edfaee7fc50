using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Exact nearest neighbours in Euclidean distance through blocked matrix products: <c>‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b</c>.
/// The product only chooses; the distances of the chosen are computed from differences, so that duplicates are at distance 0.</summary>
internal static class Neighbours
{
    // Distances of one block of queries: 16 MB, whatever the number of rows; more would leave the processor's cache.
    private const long BlockValues = 2_000_000;

    /// <summary>How many neighbours there can be.</summary>
    public static int AtMost(int k, Tensor rows) => (int)Math.Min(k, rows.shape[0] - 1);

    /// <summary>The k nearest of <paramref name="rows"/> for each query, nearest first.</summary>
    /// <param name="rows">float64 [rows, features].</param>
    /// <param name="queries">float64 [queries, features].</param>
    /// <param name="k">At least 1; at most the rows (one fewer with <paramref name="sameRows"/>).</param>
    /// <param name="sameRows">Whether the queries are the rows, each of which is then no neighbour of itself.</param>
    /// <returns>Distances and row indices, both [queries, k].</returns>
    public static (Tensor Distances, Tensor Indices) Find(Tensor rows, Tensor queries, int k, bool sameRows = false)
    {
        var found = ForBlocks(rows, queries, sameRows, (part, centered, partial) =>
        {
            // The query's own norm moves all its distances alike: it does not change which are smallest.
            var chosen = Smallest(partial, k);
            var neighbours = centered.index_select(0, chosen.flatten()).view(chosen.shape[0], k, centered.shape[1]);
            var (distances, order) = neighbours.sub_(part.unsqueeze(1)).square().sum(2).sqrt().sort(1);
            return [distances, chosen.gather(1, order)];
        });
        return (found[0], found[1]);
    }

    /// <summary>One value a query from all its squared distances.</summary>
    /// <param name="rows">float64 [rows, features].</param>
    /// <param name="queries">float64 [queries, features].</param>
    /// <param name="sameRows">Whether the queries are the rows; the distance to itself is then infinite.</param>
    /// <param name="reduce">From squared distances [some queries, rows] to [some queries].</param>
    public static Tensor Reduce(Tensor rows, Tensor queries, bool sameRows, Func<Tensor, Tensor> reduce) =>
        ForBlocks(rows, queries, sameRows, (part, _, partial) => [reduce(partial.add_(part.square().sum(1, keepdim: true)).clamp_min_(0))])[0];

    private static Tensor[] ForBlocks(Tensor rows, Tensor queries, bool sameRows, Func<Tensor, Tensor, Tensor, Tensor[]> step)
    {
        using var scope = NewDisposeScope();
        var center = rows.mean([0L], keepdim: true);   // smaller norms, fewer digits lost in the difference
        var (a, b) = (queries - center, rows - center);
        // One product gives ‖b‖² − 2 a·b: [a, 1] times [−2 b, ‖b‖²].
        var right = cat([b * -2, b.square().sum(1, keepdim: true)], 1).t().contiguous();
        var block = Math.Clamp(BlockValues / rows.shape[0], 1, queries.shape[0]);
        var found = new List<Tensor[]>();
        for (long start = 0; start < queries.shape[0]; start += block)
        {
            using var inner = NewDisposeScope();
            var part = a.narrow(0, start, Math.Min(block, queries.shape[0] - start));
            var partial = cat([part, ones(part.shape[0], 1, dtype: float64)], 1).mm(right);
            if (sameRows) partial.narrow(1, start, part.shape[0]).diagonal().fill_(double.PositiveInfinity);
            found.Add([.. step(part, b, partial).Select(tensor => tensor.MoveToOuterDisposeScope())]);
        }
        return [.. Enumerable.Range(0, found[0].Length).Select(i => cat([.. found.Select(tensors => tensors[i])]).MoveToOuterDisposeScope())];
    }

    /// <summary>Where each row's k smallest values are, the first of equal ones, [rows, k].</summary>
    private static Tensor Smallest(Tensor values, int k)
    {
        var (rows, columns) = ((int)values.shape[0], (int)values.shape[1]);
        var found = new long[rows * k];
        Parallel.For(0, rows, row => Smallest(MemoryMarshal.Cast<byte, double>(values.bytes).Slice(row * columns, columns), found.AsSpan(row * k, k)));
        return tensor(found).view(rows, k);
    }

    // libtorch's topk copies every value; few values get below the k-th smallest so far, so comparing is nearly all there is to do.
    private static void Smallest(ReadOnlySpan<double> values, Span<long> found)
    {
        var smallest = new double[found.Length];
        Array.Fill(smallest, double.PositiveInfinity);
        var whole = values.Length - values.Length % Vector<double>.Count;
        for (var start = 0; start < whole; start += Vector<double>.Count)
        {
            if (!Vector.LessThanAny(new Vector<double>(values[start..]), new Vector<double>(smallest[^1]))) continue;
            for (var i = start; i < start + Vector<double>.Count; i++) Insert(values[i], i, smallest, found);
        }
        for (var i = whole; i < values.Length; i++) Insert(values[i], i, smallest, found);
    }

    private static void Insert(double value, int index, double[] smallest, Span<long> found)
    {
        if (!(value < smallest[^1])) return;
        var place = smallest.Length - 1;
        for (; place > 0 && value < smallest[place - 1]; place--)
            (smallest[place], found[place]) = (smallest[place - 1], found[place - 1]);
        (smallest[place], found[place]) = (value, index);
    }
}
