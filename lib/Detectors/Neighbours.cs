using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Exact nearest neighbours in Euclidean distance through blocked matrix products: <c>‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b</c>.
/// The product only chooses; the distances of the chosen are computed from differences, so that duplicates are at distance 0.</summary>
internal static class Neighbours
{
    // Distances of one block of queries: 64 MB, whatever the number of rows.
    private const long BlockValues = 8_000_000;

    /// <summary>The k nearest of <paramref name="rows"/> for each query, nearest first.</summary>
    /// <param name="rows">float64 [rows, features].</param>
    /// <param name="queries">float64 [queries, features].</param>
    /// <param name="k">At least 1; at most the rows (one fewer with <paramref name="sameRows"/>).</param>
    /// <param name="sameRows">Whether the queries are the rows, each of which is then no neighbour of itself.</param>
    /// <returns>Distances and row indices, both [queries, k].</returns>
    public static (Tensor Distances, Tensor Indices) Find(Tensor rows, Tensor queries, int k, bool sameRows = false)
    {
        using var scope = NewDisposeScope();
        var center = rows.mean([0L], keepdim: true);   // smaller norms, fewer digits lost in the difference
        var (a, b) = (queries - center, rows - center);
        var bNorms = b.square().sum(1);
        var transposed = b.t().contiguous();
        var block = Math.Clamp(BlockValues / rows.shape[0], 1, queries.shape[0]);
        var (distances, indices) = (new List<Tensor>(), new List<Tensor>());
        for (long start = 0; start < queries.shape[0]; start += block)
        {
            using var inner = NewDisposeScope();
            var count = Math.Min(block, queries.shape[0] - start);
            // The query's own norm moves all its distances alike: it does not change which are smallest.
            var part = a.narrow(0, start, count);
            var squares = part.mm(transposed).mul_(-2).add_(bNorms);
            if (sameRows) squares.narrow(1, start, count).diagonal().fill_(double.PositiveInfinity);
            var chosen = squares.topk(k, dim: 1, largest: false).indexes;
            var (found, order) = Exact(part, b, chosen).sort(1);
            distances.Add(found.MoveToOuterDisposeScope());
            indices.Add(chosen.gather(1, order).MoveToOuterDisposeScope());
        }
        return (cat(distances).MoveToOuterDisposeScope(), cat(indices).MoveToOuterDisposeScope());
    }

    /// <summary>How many neighbours there can be.</summary>
    public static int AtMost(int k, Tensor rows) => (int)Math.Min(k, rows.shape[0] - 1);

    private static Tensor Exact(Tensor queries, Tensor rows, Tensor chosen)
    {
        var neighbours = rows.index_select(0, chosen.flatten()).view(chosen.shape[0], chosen.shape[1], rows.shape[1]);
        return neighbours.sub_(queries.unsqueeze(1)).square().sum(2).sqrt();
    }
}
