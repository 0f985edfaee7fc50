using MetaAnomalyLib.Episodes;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Meta;

/// <summary>Random tasks of any shape.</summary>
internal static class Tasks
{
    /// <param name="ways">0 for one-class tasks.</param>
    /// <param name="item">Shape of an item.</param>
    public static EpisodeBatch Random(int tasks, int ways, int shots, int queries, long[] item, ScalarType? type = null, int seed = 0)
    {
        manual_seed(seed).Dispose();
        var (support, query) = (Math.Max(ways, 1) * shots, Math.Max(ways, 2) * queries);
        using var scope = NewDisposeScope();
        Tensor Labels(long items, int classes) => arange(items, dtype: int64).remainder(classes).unsqueeze(0).repeat(tasks, 1);
        return new EpisodeBatch(
            randn([tasks, support, .. item], dtype: type ?? float32).DetachFromDisposeScope(), Labels(support, Math.Max(ways, 1)).DetachFromDisposeScope(),
            randn([tasks, query, .. item], dtype: type ?? float32).DetachFromDisposeScope(), Labels(query, Math.Max(ways, 2)).DetachFromDisposeScope(), ways);
    }
}
