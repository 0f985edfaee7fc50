using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Metrics;

namespace MetaAnomaly.Bench.FewLabels;

/// <summary>One run.</summary>
internal sealed record FewLabelLine(
    string Dataset, string Detector, int Labels, int Seed, double Auroc, double Auprc, double Seconds, JsonNode Options, IReadOnlyDictionary<string, string> Versions)
{
    /// <summary>What makes two runs the same experiment.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Dataset, Detector, Labels, Seed, Options.ToJsonString());

    public static string KeyOf(string dataset, string detector, int labels, int seed, string options) => FormattableString.Invariant($"{dataset}/{detector}/{labels}/{seed}/{options}");
}

/// <summary>Makes the runs of the few-label suite that are not there yet.</summary>
internal static class FewLabelBench
{
    public const string Suite = "adbench-few-labels";

    public static int Run(ResultsRequest request)
    {
        var learners = request.Detectors?.Select(Learner).ToArray() ?? FewLabelLearners.All;
        var done = ResultFile.Read<FewLabelLine>(request.Folder, Suite, line => line.Key).Select(line => line.Key).ToHashSet();
        var sets = PublishedFewLabels.Auroc.Datasets;
        if (request.Datasets?.FirstOrDefault(name => !sets.Contains(name)) is { } unknown)
            throw new ArgumentException($"There is no data set '{unknown}' in {Suite}; there are {string.Join(", ", sets)}.");
        var jobs = (request.Datasets ?? sets).SelectMany(_ => Enumerable.Range(0, request.Seeds), (set, seed) => (Set: set, Seed: seed)).Where((_, i) => i % request.Shards == request.Shard - 1);
        foreach (var set in jobs.GroupBy(job => job.Set, job => job.Seed))
        {
            var data = new Lazy<MetaAnomalyLib.Data.LabeledData>(() => FewLabelProtocol.Read(set.Key));
            foreach (var (seed, labels) in set.SelectMany(_ => FewLabelProtocol.Budgets, (seed, labels) => (seed, labels)))
            {
                FewLabelTask? task = null;
                foreach (var learner in learners.Where(learner => !done.Contains(FewLabelLine.KeyOf(set.Key, learner.Name, labels, seed, learner.Options.ToJsonString()))))
                {
                    task ??= FewLabelProtocol.Task(set.Key, data.Value, labels, seed);
                    if (task is null) break;
                    var line = Measure(learner, task with { Folder = request.Folder });
                    ResultFile.Append(request.File, line);
                    Console.WriteLine(FormattableString.Invariant(
                        $"{line.Dataset}, {line.Labels} labels, {line.Detector}, seed {line.Seed}: AUROC {100 * line.Auroc:F2}, AUPRC {100 * line.Auprc:F2}, {line.Seconds:F1} s"));
                }
            }
        }
        return 0;
    }

    public static FewLabelLine Measure(FewLabelLearner learner, FewLabelTask task)
    {
        var clock = Stopwatch.StartNew();
        var scores = learner.Scores(task);
        return new(task.Dataset, learner.Name, task.Labels, task.Seed, Metric.Auroc(task.Test.Y, scores), Metric.AveragePrecision(task.Test.Y, scores),
            Math.Round(clock.Elapsed.TotalSeconds, 3), learner.Options.DeepClone(), ResultsBench.Versions);
    }

    private static FewLabelLearner Learner(string name) => FewLabelLearners.All.FirstOrDefault(learner => learner.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no learner '{name}' in {Suite}; there are {string.Join(", ", FewLabelLearners.All.Select(learner => learner.Name))}.");
}
