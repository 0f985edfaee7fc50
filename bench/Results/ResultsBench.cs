using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Metrics;
using TorchSharp;

namespace MetaAnomaly.Bench.Results;

/// <summary>Which runs of a suite to make.</summary>
/// <param name="Suite">Its name.</param>
/// <param name="Detectors">Names, null for all.</param>
/// <param name="Datasets">Names, null for all.</param>
/// <param name="Seeds">Seeds 0 to Seeds - 1.</param>
/// <param name="Shard">This process's share of the data sets, from 1.</param>
/// <param name="Shards">Number of shares.</param>
/// <param name="Folder">Where the lines go.</param>
internal sealed record ResultsRequest(string Suite, string[]? Detectors, string[]? Datasets, int Seeds, int Shard, int Shards, string Folder)
{
    public string File => Path.Combine(Folder, Shards == 1 ? $"{Suite}.jsonl" : FormattableString.Invariant($"{Suite}.{Shard}of{Shards}.jsonl"));
}

/// <summary>Makes the runs of a suite that are not there yet.</summary>
internal static class ResultsBench
{
    public static int Run(ResultsRequest request)
    {
        var suite = Suite.Find(request.Suite);
        var kinds = (request.Detectors?.Select(name => Kind(suite, name)) ?? DetectorCatalog.All.Where(suite.Takes)).ToArray();
        var done = ResultFile.Read(request.Folder, suite.Name).Select(line => line.Key).ToHashSet();
        var jobs = Chosen(suite, request.Datasets).SelectMany(_ => Enumerable.Range(0, request.Seeds), (set, seed) => (Name: set, Seed: seed))
            .Where((_, i) => i % request.Shards == request.Shard - 1).ToArray();
        foreach (var set in jobs.GroupBy(job => job.Name))
        {
            var data = new Lazy<Func<int, (float[,] Train, LabeledData Test)>>(() => suite.Open(set.Key));
            foreach (var (name, seed) in set)
            {
                (float[,] Train, LabeledData Test)? rows = null;
                foreach (var kind in kinds)
                {
                    using var detector = suite.Create(kind, seed);
                    if (done.Contains(ResultLine.KeyOf(name, kind.Name, seed, Options(detector).ToJsonString()))) continue;
                    rows ??= data.Value(seed);
                    var line = Measure(name, kind.Name, seed, detector, rows.Value.Train, rows.Value.Test);
                    ResultFile.Append(request.File, line);
                    Console.WriteLine(FormattableString.Invariant(
                        $"{name}, {kind.Name}, seed {seed}: AUROC {100 * line.Auroc:F2}, fit {line.FitSeconds:F2} s, score {line.ScoreSeconds:F2} s"));
                }
            }
        }
        return 0;
    }

    private static ResultLine Measure(string name, string kind, int seed, Detector detector, float[,] train, LabeledData test)
    {
        var clock = Stopwatch.StartNew();
        detector.Fit(train);
        var fit = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var scores = detector.Score(test.X);
        return new ResultLine(name, kind, seed, Metric.Auroc(test.Y, scores), Metric.AveragePrecision(test.Y, scores), F1(test, scores),
            Math.Round(fit, 4), Math.Round(clock.Elapsed.TotalSeconds, 4), Options(detector), Versions);
    }

    /// <summary>As in the published tables: as many of the highest scores are called anomalies as there are.</summary>
    private static double F1(LabeledData test, double[] scores)
    {
        var predicted = new int[scores.Length];
        foreach (var row in Enumerable.Range(0, scores.Length).OrderByDescending(row => scores[row]).Take(test.Anomalies)) predicted[row] = 1;
        return Metric.F1(test.Y, predicted);
    }

    private static IEnumerable<string> Chosen(Suite suite, string[]? names) => names?.Select(name => suite.Sets.Contains(name)
        ? name
        : throw new ArgumentException($"There is no data set '{name}' in {suite.Name}; there are {string.Join(", ", suite.Sets)}.")) ?? suite.Sets;

    /// <summary>The kind of a name; <c>Ensemble:Stacking</c> is the Ensemble with the same members and another combination.</summary>
    internal static DetectorKind Kind(Suite suite, string name) => (Combined(name) ?? DetectorCatalog.Find(name)) is var kind && suite.Takes(kind)
        ? kind
        : throw new ArgumentException(kind.Name == "FewLabel" ? "FewLabel's prior was learnt on these sets. Take --suite adbench-few-labels, which leaves the measured one out." : $"{kind.Name} takes images; {suite.Name} has none. Leave it out of --detectors, or take --suite fashion-one-class.");

    private static DetectorKind? Combined(string name) =>
        name.Split(':') is [var first, var how] && first.Equals(nameof(Ensemble), StringComparison.OrdinalIgnoreCase) && Enum.TryParse<Combination>(how, ignoreCase: true, out var combination)
            ? DetectorCatalog.Find(nameof(Ensemble)) with { Name = $"{nameof(Ensemble)}:{combination}", Create = seed => new Ensemble(new() { Seed = seed, Combination = combination }) }
            : null;

    // The seed has a key of its own.
    private static JsonNode Options(Detector detector)
    {
        var options = JsonNode.Parse(detector.OptionsJson)!.AsObject();
        options.Remove(nameof(DetectorOptions.Seed));
        return options;
    }

    internal static Dictionary<string, string> Versions { get; } = new()
    {
        ["library"] = typeof(Detector).Assembly.GetName().Version!.ToString(3),
        ["dotnet"] = Environment.Version.ToString(),
        ["torchSharp"] = typeof(torch).Assembly.GetName().Version!.ToString(),
        ["system"] = RuntimeInformation.RuntimeIdentifier,
        ["threads"] = torch.get_num_threads().ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
