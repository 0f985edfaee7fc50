using System.Diagnostics;
using System.Globalization;
using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Metrics;

namespace MetaAnomaly.Bench.Chest;

/// <summary>Makes the runs of a suite that are not there yet. A training that was stopped goes on from its last epoch.</summary>
internal static class ChestBench
{
    /// <param name="suite">Which.</param>
    /// <param name="request">Recipes (as detectors), seeds, shard and folder.</param>
    /// <param name="minutes">Stops with a checkpoint after so many; null goes on to the end.</param>
    public static int Run(ChestSuite suite, ResultsRequest request, double? minutes)
    {
        using var stop = minutes is { } most ? new CancellationTokenSource(TimeSpan.FromMinutes(most)) : new CancellationTokenSource();
        var recipes = request.Detectors?.Select(name => suite.Recipes.FirstOrDefault(recipe => recipe.Name == name)
            ?? throw new ArgumentException($"There is no recipe '{name}' in {suite.Name}; there are {string.Join(", ", suite.Recipes.Select(r => r.Name))}.")).ToArray() ?? suite.Recipes;
        var done = suite.Read(request.Folder).Select(line => line.Key).ToHashSet();
        var jobs = Enumerable.Range(0, request.Seeds).SelectMany(_ => recipes, (seed, recipe) => (recipe, seed)).Where((_, i) => i % request.Shards == request.Shard - 1);
        foreach (var (recipe, seed) in jobs)
        {
            if (done.Contains(ChestLine.KeyOf(recipe.Name, seed, recipe.Options.ToJsonString()))) continue;
            var path = Path.Combine(request.Folder, "checkpoints", FormattableString.Invariant($"{suite.Name}.{recipe.Name.Replace(' ', '-')}.{seed}"));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var before = File.Exists(path + ".seconds") ? double.Parse(File.ReadAllText(path + ".seconds"), CultureInfo.InvariantCulture) : 0;
            var clock = Stopwatch.StartNew();
            try
            {
                var run = recipe.Train(seed, path, stop.Token);
                var line = new ChestLine(recipe.Name, seed, run.Validation, run.Test, [.. run.ValidationLabels], [.. run.TestLabels],
                    Math.Round(before + clock.Elapsed.TotalSeconds, 1), recipe.Options.DeepClone(), ResultsBench.Versions);
                ResultFile.Append(request.File, line);
                Console.WriteLine(FormattableString.Invariant(
                    $"{recipe.Name}, seed {seed}, {line.Seconds:F0} s: validation AUC {Metric.Auroc(line.ValidationLabels, line.Validation):F4}, accuracy {ChestTable.Accuracy(line.ValidationLabels, line.Validation):F4}"));
            }
            catch (OperationCanceledException)
            {
                Console.WriteLine($"{recipe.Name}, seed {seed}: stopped after an epoch; start the same command again to go on.");
                return 0;
            }
            finally
            {
                File.WriteAllText(path + ".seconds", (before + clock.Elapsed.TotalSeconds).ToString("F1", CultureInfo.InvariantCulture));
            }
        }
        return 0;
    }
}
