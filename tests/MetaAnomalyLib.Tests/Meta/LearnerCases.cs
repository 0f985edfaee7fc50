using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Tests.Episodes;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Meta;

/// <summary>Every learner of the library, on tasks that it solves: 3 ways, one-class (0), or anomalies of which some are labelled (-1).</summary>
internal static class LearnerCases
{
    private const int Width = 4;
    private static readonly Dictionary<string, (int[] Kinds, Func<int, MetaLearner> Create)> All = new()
    {
        ["ProtoNet"] = ([3, 0, -1], _ => new PrototypicalNetwork(Embedding())),
        ["ProtoNet cosine"] = ([3, 0, -1], _ => new PrototypicalNetwork(Embedding(), new() { Distance = PrototypeDistance.Cosine })),
        ["ProtoNet trimmed"] = ([3, 0, -1], _ => new PrototypicalNetwork(Embedding(), new() { Trim = 0.2 })),
        ["Siamese"] = ([3, 0, -1], _ => new SiameseNetwork(Embedding())),
        ["triplet"] = ([3, 0, -1], _ => new TripletNetwork(Embedding())),
        ["matching"] = ([3, 0, -1], _ => new MatchingNetwork(Embedding())),
        ["MAML"] = ([3, 0, -1], kind => new Maml(Network(kind), new() { InnerSteps = 2, InnerRate = 0.1 })),
        ["FOMAML"] = ([3, 0, -1], kind => new Maml(Network(kind), MamlOptions.FirstOrder with { InnerSteps = 2, InnerRate = 0.1 })),
        ["ANIL"] = ([3, 0, -1], kind => new Maml(Network(kind), MamlOptions.Anil with { InnerSteps = 2, InnerRate = 0.1 })),
        ["Meta-SGD"] = ([3, 0, -1], kind => new Maml(Network(kind), MamlOptions.MetaSgd)),
        ["MAML++"] = ([3, 0, -1], kind => new Maml(Network(kind), MamlOptions.PlusPlus with { PerStepLossSteps = 20 })),
        ["MAML by threads"] = ([3, 0], kind => new Maml(Network(kind), new() { Threads = 2, Execution = TaskExecution.Loop, InnerRate = 0.1 })),
        ["Reptile"] = ([3, -1], kind => new Reptile(Network(kind))),
        ["meta-autoencoder"] = ([0, -1], _ => new MetaAutoencoder(new StatelessMlp(Width, [16, 2, 16], Width))),
        ["neighbours"] = ([3, 0, -1], _ => new NeighbourBaseline()),
        ["from scratch"] = ([3, -1], kind => new FromScratch(Network(kind))),
        ["logistic regression"] = ([3, -1], _ => new LogisticBaseline()),
        ["supervised embedding"] = ([3, 0], _ => Supervised()),
    };

    public static TheoryData<string, int> Each => [.. All.SelectMany(learner => learner.Value.Kinds, (learner, kind) => (learner.Key, kind))];

    public static TheoryData<string> Names => [.. All.Keys];

    public static int FirstKind(string name) => All[name].Kinds[0];

    public static MetaLearner Create(string name, int kind)
    {
        manual_seed(21).Dispose();
        return All[name].Create(kind);
    }

    public static MetaLearner Fitted(string name, int kind, MetaTrainingOptions? options = null)
    {
        var learner = Create(name, kind);
        Fit(learner, kind, options ?? Short);
        return learner;
    }

    public static MetaTrainingOptions Short => new() { Epochs = 2, StepsPerEpoch = 3, TasksPerStep = 4, ValidationTasks = 4 };

    public static void Fit(MetaLearner learner, int kind, MetaTrainingOptions options, CancellationToken cancellation = default)
    {
        using var pool = Pools.Points(30, 20, seed: 1);
        using var other = Pools.Points(12, 20, seed: 2);
        learner.MetaFit(Source(kind, pool, 5), Source(kind, other, 6), options, cancellation);
    }

    /// <summary>Tasks of classes that no learner was fitted on.</summary>
    public static EpisodeBatch Unseen(int kind, int tasks)
    {
        using var pool = Pools.Points(12, 20, seed: 3);
        return Source(kind, pool, 7).Draw(0, tasks);
    }

    public static int Ways(int kind) => Math.Max(kind, 0);

    private static IEpisodeSource Source(int kind, ClassPool pool, int seed) => kind switch
    {
        3 => new NWaySampler(pool, new() { Ways = 3, Shots = 4, Queries = 5 }, seed),
        0 => new OneClassSampler(pool, new() { Shots = 8, Queries = 12 }, seed),
        _ => new SyntheticTasks(new() { Kind = SyntheticAnomaly.Cluster, Normals = 10, Anomalies = 4, Queries = 12, Features = Width }, seed),
    };

    private static Mlp Embedding() => new(Width, new() { Hidden = [32], Outputs = 16, Dropout = 0, BatchNorm = false });

    private static SupervisedEmbedding Supervised()
    {
        using var pool = Pools.Points(30, 20, seed: 1);
        return new SupervisedEmbedding(Embedding(), pool);
    }

    private static StatelessMlp Network(int kind) => new(Width, [32], Math.Max(kind, 1));
}
