using System.CommandLine;
using System.Globalization;
using MetaAnomaly.Bench.Chest;
using MetaAnomaly.Bench.FewLabels;
using MetaAnomaly.Bench.FewShot;

namespace MetaAnomaly.Bench.Results;

/// <summary>The command line of the result tables.</summary>
internal static class ResultsCommand
{
    public static Command Create()
    {
        var suite = new Option<string>("--suite") { Description = string.Join(", ", Suite.All.Select(s => s.Name).Concat(FewShotSuite.All.Select(s => s.Name)).Concat(ChestSuite.All.Select(s => s.Name)).Append(ScoreFeaturesBench.Suite).Append(FewLabelBench.Suite).Append(ViralBench.Suite)), Required = true, Recursive = true };
        var output = new Option<string>("--out") { Description = "The folder for the JSON lines.", DefaultValueFactory = _ => "out/results", Recursive = true };
        var detectors = new Option<string?>("--detectors") { Description = "Names, with commas between; all by default. For the few-shot suites the learners." };
        var epochs = new Option<int?>("--epochs") { Description = "Few-shot suites: another number of epochs than the recipe's, for a look." };
        var minutes = new Option<double?>("--minutes") { Description = "Chest suites: stop with a checkpoint after so many minutes; the same command goes on." };
        var datasets = new Option<string?>("--datasets") { Description = "Names, with commas between; all by default." };
        var seeds = new Option<int>("--seeds") { Description = "Number of seeds.", DefaultValueFactory = _ => 5 };
        var shard = new Option<string>("--shard") { Description = "i/n: the i-th of n shares, from 1.", DefaultValueFactory = _ => "1/1" };
        var target = new Option<string>("--to") { Description = "The folder for the table.", DefaultValueFactory = _ => "bench/results" };
        var summarise = new Command("summarise", "Writes the markdown table of a suite, with the published figures.") { target };
        summarise.SetAction(parsed => parsed.GetValue(suite) == ScoreFeaturesBench.Suite
            ? ScoreFeaturesBench.Summarise(parsed.GetValue(output)!, parsed.GetValue(target)!)
            : parsed.GetValue(suite) == FewLabelBench.Suite ? FewLabelTable.Write(parsed.GetValue(output)!, parsed.GetValue(target)!)
            : parsed.GetValue(suite) == ViralBench.Suite ? ViralTable.Write(parsed.GetValue(output)!, parsed.GetValue(target)!)
            : ChestSuite.Find(parsed.GetValue(suite)!) is { } chest ? ChestTable.Write(chest, parsed.GetValue(output)!, parsed.GetValue(target)!)
            : FewShotSuite.Find(parsed.GetValue(suite)!) is { } fewShot
            ? FewShotTable.Write(fewShot, parsed.GetValue(output)!, parsed.GetValue(target)!)
            : SummaryTable.Write(parsed.GetValue(suite)!, parsed.GetValue(output)!, parsed.GetValue(target)!));
        var results = new Command("results", "Runs detectors on data sets; one JSON line a run, finished runs are not repeated.")
            { suite, output, detectors, datasets, seeds, shard, epochs, minutes, summarise };
        results.SetAction(parsed =>
        {
            var (i, n) = Share(parsed.GetValue(shard)!);
            var request = new ResultsRequest(parsed.GetValue(suite)!, Names(parsed.GetValue(detectors)), Names(parsed.GetValue(datasets)), parsed.GetValue(seeds), i, n, parsed.GetValue(output)!);
            return request.Suite == ScoreFeaturesBench.Suite ? ScoreFeaturesBench.Run(request)
                : request.Suite == FewLabelBench.Suite ? FewLabelBench.Run(request)
                : request.Suite == ViralBench.Suite ? ViralBench.Run(request)
                : ChestSuite.Find(request.Suite) is { } chest ? ChestBench.Run(chest, request, parsed.GetValue(minutes))
                : FewShotSuite.Find(request.Suite) is { } fewShot ? FewShotBench.Run(fewShot, request, parsed.GetValue(epochs)) : ResultsBench.Run(request);
        });
        return results;
    }

    private static string[]? Names(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static (int, int) Share(string text) =>
        text.Split('/') is [var first, var second]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && i >= 1 && i <= n
            ? (i, n)
            : throw new ArgumentException($"--shard is '{text}'; it must be i/n with i from 1 to n, such as 2/4.");
}
