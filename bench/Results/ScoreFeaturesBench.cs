using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Training;

namespace MetaAnomaly.Bench.Results;

/// <summary>One classifier's test figures.</summary>
internal sealed record ScoreFeaturesLine(string Dataset, string Features, int Labels, int Seed, double Auroc, double Auprc, JsonNode Options, IReadOnlyDictionary<string, string> Versions)
{
    [JsonIgnore]
    public string Key => FormattableString.Invariant($"{Dataset}/{Features}/{Labels}/{Seed}/{Options.ToJsonString()}");
}

/// <summary>What anomaly scores add to a classifier that has few labels: logistic regression on the features, on features and scores, and on the scores alone.</summary>
internal static class ScoreFeaturesBench
{
    public const string Suite = "score-features";
    private const string Own = "features", Both = "features and scores", Scores = "scores alone";
    private const int NormalsAnAnomaly = 5;
    private static readonly int[] Budgets = [5, 20];
    private static readonly string[] Kinds = ["kNN", "LOF", "Mahalanobis", "IForest", "ECOD", "RobustEnsemble"];

    public static int Run(ResultsRequest request)
    {
        var kinds = request.Detectors ?? Kinds;
        var options = new JsonObject { ["detectors"] = new JsonArray([.. kinds.Select(kind => (JsonNode)kind)]), ["normalsAnAnomaly"] = NormalsAnAnomaly };
        var done = ResultFile.Read<ScoreFeaturesLine>(request.Folder, Suite, line => line.Key).Select(line => line.Key).ToHashSet();
        var sets = Results.Suite.Find("adbench-unsupervised").Sets;
        if (request.Datasets?.FirstOrDefault(name => !sets.Contains(name)) is { } unknown)
            throw new ArgumentException($"There is no data set '{unknown}' in {Suite}; there are {string.Join(", ", sets)}.");
        var jobs = (request.Datasets ?? sets).SelectMany(_ => Enumerable.Range(0, request.Seeds), (set, seed) => (Name: set, Seed: seed)).Where((_, i) => i % request.Shards == request.Shard - 1);
        foreach (var (name, seed) in jobs)
        {
            var lines = new[] { Own, Both, Scores }.SelectMany(_ => Budgets, (features, labels) => new ScoreFeaturesLine(name, features, labels, seed, 0, 0, options.DeepClone(), ResultsBench.Versions)).ToArray();
            if (lines.All(line => done.Contains(line.Key))) continue;
            foreach (var line in Measure(Adbench.Read(Adbench.Sets.First(set => set.Name == name).File), kinds, seed, lines))
            {
                if (done.Contains(line.Key)) continue;
                ResultFile.Append(request.File, line);
                Console.WriteLine(FormattableString.Invariant($"{name}, {line.Labels} labelled anomalies, {line.Features}, seed {seed}: AUROC {100 * line.Auroc:F2}, AUPRC {100 * line.Auprc:F2}"));
            }
        }
        return 0;
    }

    /// <summary>The detectors see all training rows and no label; the classifier sees a few labelled rows.</summary>
    internal static IEnumerable<ScoreFeaturesLine> Measure(LabeledData data, IReadOnlyList<string> kinds, int seed, IReadOnlyList<ScoreFeaturesLine> lines)
    {
        var split = Splits.Stratified(data.Y, validation: 0, test: 0.5, seed);
        var (train, test) = (data.Subset(split.Train), data.Subset(split.Test));
        var scaler = new StandardScaler().Fit(train.X);
        (train, test) = (new(scaler.Transform(train.X), train.Y, train.FeatureNames), new(scaler.Transform(test.X), test.Y, test.FeatureNames));
        using var scores = ScoreFeatures.Fit(train.X, kinds, seed);
        var rows = new Dictionary<string, (LabeledData Train, LabeledData Test)>
        {
            [Own] = (train, test),
            [Both] = (scores.Augment(train), scores.Augment(test)),
            [Scores] = (scores.Augment(train, keepFeatures: false), scores.Augment(test, keepFeatures: false)),
        };
        foreach (var line in lines)
        {
            if (Labelled(train.Y, line.Labels, seed) is not { } labelled) continue;
            var (fitted, measured) = rows[line.Features];
            var model = LogisticRegression.Fit(fitted.Subset(labelled), new() { Balanced = true });
            var probabilities = model.Probabilities(measured.X).Select(p => (double)p).ToArray();
            yield return line with { Auroc = Metric.Auroc(test.Y, probabilities), Auprc = Metric.AveragePrecision(test.Y, probabilities) };
        }
    }

    public static int Summarise(string folder, string target)
    {
        var lines = ResultFile.Read<ScoreFeaturesLine>(folder, Suite, line => line.Key);
        if (lines.Count == 0) throw new InvalidOperationException($"There is no run of {Suite} in {folder}. Make some: dotnet run -c Release --project bench -- results --suite {Suite}");
        Directory.CreateDirectory(target);
        var path = Path.Combine(target, $"{Suite}.md");
        File.WriteAllText(path, Markdown(lines));
        Console.WriteLine(path);
        return 0;
    }

    internal static string Markdown(IReadOnlyList<ScoreFeaturesLine> lines)
    {
        var detectors = string.Join(", ", lines[0].Options["detectors"]!.AsArray().Select(kind => kind!.GetValue<string>()));
        var text = new StringBuilder(Invariant($"# {Suite}\n\nAnomaly scores as further features of a classifier with few labels. Half of each set trains, half tests. The detectors ({detectors}) are fitted on all training rows without labels; ")
            + Invariant($"logistic regression (C = 1, balanced) then learns from the labelled anomalies and {NormalsAnAnomaly} labelled normal rows for each, drawn at random. ")
            + "In percent; gain: mean ± standard deviation over the seeds, of the same seed with and without the scores.\n");
        foreach (var budget in lines.GroupBy(line => line.Labels).OrderBy(group => group.Key))
        {
            var sets = budget.GroupBy(line => line.Dataset).OrderBy(set => set.Key, StringComparer.Ordinal).ToArray();
            text.Append(Invariant($"\n## {budget.Key} labelled anomalies ({sets.Length} data sets with as many in the training half, {budget.Select(line => line.Seed).Distinct().Count()} seeds)\n\n"))
                .Append("| data set | AUROC features | with scores | gain | scores alone | AUPRC features | with scores | gain | scores alone |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
            foreach (var set in sets) text.Append(Row(set.Key, [.. set]));
            text.Append(Row("mean", [.. budget.GroupBy(line => (line.Seed, line.Features)).Select(runs => runs.First() with { Auroc = runs.Average(l => l.Auroc), Auprc = runs.Average(l => l.Auprc) })]));
        }
        return text.Append(Invariant($"\nTo repeat: `dotnet run -c Release --project bench -- results --suite {Suite}`, then `-- results summarise --suite {Suite}`. "))
            .Append(Invariant($"Versions: {string.Join(", ", lines[^1].Versions.Select(version => $"{version.Key} {version.Value}"))}.\n")).ToString();
    }

    private static string Row(string name, IReadOnlyList<ScoreFeaturesLine> runs)
    {
        return $"| {name} | {Cells(run => run.Auroc)} | {Cells(run => run.Auprc)} |\n";

        string Cells(Func<ScoreFeaturesLine, double> figure)
        {
            var (own, both, scores) = (Of(Own), Of(Both), Of(Scores));
            var gains = own.Zip(both, (before, after) => 100 * (after - before)).ToArray();
            var mean = gains.Average();
            var deviation = gains.Length > 1 ? Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Length - 1)) : 0;
            return Invariant($"{100 * own.Average():F1} | {100 * both.Average():F1} | {mean:+0.0;-0.0} ± {deviation:F1} | {100 * scores.Average():F1}");

            double[] Of(string features) => [.. runs.Where(run => run.Features == features).OrderBy(run => run.Seed).Select(figure)];
        }
    }

    /// <summary>Training rows with a label; null where there are too few of a class.</summary>
    private static int[]? Labelled(int[] y, int anomalies, int seed)
    {
        var order = Enumerable.Range(0, y.Length).ToArray();
        new Seed(seed).Random("labels").Shuffle(order);
        var (abnormal, normal) = (order.Where(row => y[row] == 1).Take(anomalies).ToArray(), order.Where(row => y[row] == 0).Take(anomalies * NormalsAnAnomaly).ToArray());
        return abnormal.Length < anomalies || normal.Length < anomalies * NormalsAnAnomaly ? null : [.. abnormal, .. normal];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
