using System.Text.Json;
using System.Text.Json.Nodes;
using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomaly.Bench.FewLabels;

/// <summary>ProtoNet and MAML, meta-trained on tasks of eight random columns from the other data sets. A new set is asked in many such windows of eight columns, whose standardised answers add up.</summary>
internal static class TransferLearners
{
    private const int Windows = 20, Normals = 200;
    private static readonly AnomalyTaskOptions Tasks = new() { Normals = 50, Anomalies = 3, QueryNormals = 10, QueryAnomalies = 3 };
    private static readonly MetaTrainingOptions Outer = new() { Epochs = 3, StepsPerEpoch = 100, TasksPerStep = 16, ValidationTasks = 50, MaxGradientNorm = 10 };
    private static readonly Dictionary<(string Learner, string Family, int Seed), MetaLearner> Trained = [];
    private static readonly Lazy<IReadOnlyList<(string Name, LabeledData Data)>> Sets = new(() => [.. Adbench.Sets.Select(set => (set.Name, Adbench.Read(set.File)))]);

    public static IReadOnlyList<FewLabelLearner> All { get; } =
    [
        Learner("ProtoNet", () => new PrototypicalNetwork(Sequential(Linear(Tasks.Features, 64), ReLU(), Linear(64, 64)))),
        Learner("MAML", () => new Maml(new StatelessMlp(Tasks.Features, [64, 64]), new() { InnerSteps = 3, InnerRate = 0.1 })),
    ];

    private static FewLabelLearner Learner(string name, Func<MetaLearner> create) => new(name, new JsonObject
    {
        ["tasks"] = JsonSerializer.SerializeToNode(Tasks), ["training"] = JsonSerializer.SerializeToNode(Outer), ["windows"] = Windows, ["normals"] = Normals,
    }, task => Scores(task, MetaTrained(name, create, task)));

    private static MetaLearner MetaTrained(string name, Func<MetaLearner> create, FewLabelTask task)
    {
        var left = FewLabelProtocol.Family(task.Dataset);
        var key = (name, left[0], task.Seed);
        if (Trained.TryGetValue(key, out var ready)) return ready;
        var enough = Sets.Value.Where(set => !left.Contains(set.Name) && set.Data.Anomalies >= Tasks.Anomalies + Tasks.QueryAnomalies && set.Data.Count - set.Data.Anomalies >= Tasks.Normals + Tasks.QueryNormals)
            .Select(set => set.Data).ToArray();
        new Seed(task.Seed).Torch("weights");
        var learner = create();
        learner.MetaFit(new AnomalyTaskSampler(enough, Tasks, task.Seed), new AnomalyTaskSampler(enough, Tasks, task.Seed + 1000), Outer with { Seed = task.Seed });
        return Trained[key] = learner;
    }

    private static double[] Scores(FewLabelTask task, MetaLearner learner)
    {
        var (sum, random) = (new double[task.Test.Count], new Seed(task.Seed).Random("windows"));
        var unlabelled = Enumerable.Range(0, task.Train.Count).Where(row => task.Train.Y[row] == 0).ToArray();
        for (var window = 0; window < Windows; window++)
        {
            random.Shuffle(unlabelled);
            var columns = Enumerable.Range(0, task.Train.Width).ToArray();
            random.Shuffle(columns);
            columns = [.. Enumerable.Range(0, Tasks.Features).Select(i => columns[i % columns.Length])];
            int[] support = [.. unlabelled.Take(Normals), .. Enumerable.Range(0, task.Train.Count).Where(row => task.Train.Y[row] == 1)];
            using var scope = NewDisposeScope();
            Tensor Values(LabeledData data, int[] rows) => tensor(rows.SelectMany(row => columns.Select(column => Math.Clamp(data.X[row, column], -10, 10))).ToArray()).view(rows.Length, columns.Length);
            using var adapted = learner.Adapt(Values(task.Train, support), [.. support.Select(row => task.Train.Y[row])]);
            var scores = adapted.Score(Values(task.Test, [.. Enumerable.Range(0, task.Test.Count)])).detach().to(float64).flatten().data<double>().ToArray();
            var mean = scores.Average();
            var deviation = Math.Sqrt(scores.Average(score => (score - mean) * (score - mean))) + 1e-9;
            for (var row = 0; row < sum.Length; row++) sum[row] += (scores[row] - mean) / deviation;
        }
        return sum;
    }
}
