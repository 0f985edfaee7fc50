using System.Globalization;
using System.Text;
using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Metrics;

namespace MetaAnomaly.Bench.Chest;

/// <summary>The markdown table of a suite, with the published figures.</summary>
internal static class ChestTable
{
    public static int Write(ChestSuite suite, string folder, string target)
    {
        var lines = suite.Read(folder);
        return ResultFile.WriteTable(suite.Name, folder, target, lines.Count, () => Markdown(suite, lines));
    }

    /// <summary>The share of images on the right side of one half.</summary>
    public static double Accuracy(IReadOnlyList<int> labels, IReadOnlyList<float> probabilities) => labels.Zip(probabilities, (label, p) => (p > 0.5f ? 1 : 0) == label ? 1.0 : 0).Average();

    public static string Markdown(ChestSuite suite, IReadOnlyList<ChestLine> lines)
    {
        var text = new StringBuilder($"# {suite.Name}\n\n**Not for clinical use.** {suite.Title}\n\nIn percent: the mean over the seeds ± their standard deviation; *together* is the mean of the seeds' probabilities. "
            + $"Accuracy counts an image as pneumonia from a probability of one half. Published: {suite.Source}.\n\n"
            + "| recipe | seeds | test AUC | test accuracy | together: AUC | accuracy | validation AUC | accuracy | training s |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (var (method, auroc, accuracy) in suite.Published) text.Append(Invariant($"| {method} (published) | | {auroc:F1} | {accuracy:F1} | | | | | |\n"));
        foreach (var recipe in suite.Recipes)
        {
            var runs = lines.Where(line => line.Recipe == recipe.Name && line.Options.ToJsonString() == recipe.Options.ToJsonString()).OrderBy(line => line.Seed).ToArray();
            if (runs.Length == 0) continue;
            var labels = runs[0].TestLabels;
            var together = Enumerable.Range(0, labels.Length).Select(i => runs.Average(run => run.Test[i])).ToArray();
            text.Append(Invariant($"| {recipe.Name} | {runs.Length} | {Spread(runs.Select(run => Metric.Auroc(labels, run.Test)))} | {Spread(runs.Select(run => Accuracy(labels, run.Test)))} | "))
                .Append(runs.Length < 2 ? " | | " : Invariant($"{100 * Metric.Auroc(labels, together):F1} | {100 * Accuracy(labels, together):F1} | "))
                .Append(Invariant($"{Spread(runs.Select(run => Metric.Auroc(run.ValidationLabels, run.Validation)))} | {Spread(runs.Select(run => Accuracy(run.ValidationLabels, run.Validation)))} | {runs.Average(run => run.Seconds):F0} |\n"));
        }
        text.Append('\n');
        foreach (var recipe in suite.Recipes.Where(recipe => lines.Any(line => line.Recipe == recipe.Name))) text.Append($"- **{recipe.Name}**: {recipe.What}\n");
        return text.Append($"\nTo repeat: `dotnet run -c Release --project bench -- results --suite {suite.Name} --seeds 3`, then `-- results summarise --suite {suite.Name}`. "
            + $"Versions: {string.Join(", ", lines[^1].Versions.Select(version => $"{version.Key} {version.Value}"))}.\n").ToString();
    }

    private static string Spread(IEnumerable<double> shares)
    {
        var values = shares.Select(share => 100 * share).ToArray();
        var mean = values.Average();
        return values.Length < 2 ? Invariant($"{mean:F1}") : Invariant($"{mean:F1} ± {Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)):F1}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
