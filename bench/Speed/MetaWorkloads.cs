using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomaly.Bench.Speed;

/// <summary>Meta-training steps as the library makes them, on one batch of random tasks; the twins are in meta_twin.py, several of some, as Python has several ways.</summary>
internal static class MetaWorkloads
{
    private const string Mlp = "MAML MLP 20-64-64-1, 32 tasks x 10 shots x 5 steps", Conv = "MAML Conv4-64 5w1s15q, 32 tasks";

    public static readonly Workload[] All =
    [
        new("ProtoNet episode 5w5s15q", 5, () => Proto(ways: 5, shots: 5, queries: 15)),
        new("ProtoNet episode 60w5s5q", 1, () => Proto(ways: 60, shots: 5, queries: 5)),
        .. ((string[])["loop", "hand-batched", "vmap"]).Select(twin => new Workload($"{Mlp}, against {twin}", 10, () => new MetaStep(
            new Maml(new StatelessMlp(20, [64, 64]), new() { InnerSteps = 5, InnerRate = 0.01 }), Tasks(32, 0, 10, 10, [20])))),
        .. ((string[])["loop", "vmap"]).Select(twin => new Workload($"{Conv}, against {twin}", 1, () => new MetaStep(
            new Maml(new StatelessConv4(), new() { Statistics = NormStatistics.Query }), Tasks(32, 5, 1, 15, [1, 28, 28])))),
    ];

    private static MetaStep Proto(int ways, int shots, int queries) => new(new PrototypicalNetwork(new Conv4()), Tasks(1, ways, shots, queries, [1, 28, 28]));

    // Ways 0: a binary task, half of its items anomalies, in support and query.
    private static EpisodeBatch Tasks(int tasks, int ways, int shots, int queries, long[] item)
    {
        var classes = Math.Max(ways, 2);
        Tensor Labels(long items) => arange(items, dtype: int64).remainder(classes).unsqueeze(0).repeat(tasks, 1);
        var (support, query) = ways == 0 ? (shots, queries) : (ways * shots, ways * queries);
        return new(rand([tasks, support, .. item]), Labels(support), rand([tasks, query, .. item]), Labels(query), ways);
    }

    /// <summary>Forward, backward and a step of Adam.</summary>
    private sealed class MetaStep(MetaLearner learner, EpisodeBatch batch) : IWorkload
    {
        private readonly optim.Optimizer optimizer = optim.Adam(learner.Trained);

        public void Step()
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            learner.Backward(batch);
            optimizer.step();
        }

        public void Dispose()
        {
            optimizer.Dispose();
            learner.Dispose();
            batch.Dispose();
        }
    }
}
