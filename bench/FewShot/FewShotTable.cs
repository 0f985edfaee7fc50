using System.Globalization;
using System.Text;
using MetaAnomaly.Bench.Results;

namespace MetaAnomaly.Bench.FewShot;

/// <summary>The markdown table of a few-shot suite, with the published figures.</summary>
internal static class FewShotTable
{
    public static int Write(FewShotSuite suite, string folder, string target)
    {
        var lines = FewShotBench.Read(folder, suite);
        return ResultFile.WriteTable(suite.Name, folder, target, lines.Count, () => Markdown(suite, lines));
    }

    public static string Markdown(FewShotSuite suite, IReadOnlyList<FewShotLine> lines)
    {
        var measures = suite.Recipes.SelectMany(r => r.Measures).Distinct().ToArray();
        var text = new StringBuilder(Invariant($"# {suite.Name}\n\n{suite.Title}\n\nIn percent, ± half the width of the 95 % confidence interval over {lines[0].Episodes} episodes a seed (mean over the seeds). ")
            + Invariant($"Published: {suite.Source}. Seconds: of meta-training by the clock, with what it went on from.\n\n| learner |"));
        foreach (var measure in measures) text.Append(Invariant($" {measure.Name} |"));
        text.Append(" seeds | steps | train s |\n|---|").Append(string.Concat(measures.Select(_ => "---:|"))).Append("---:|---:|---:|\n");
        foreach (var method in suite.Published.Keys.Select(key => key.Method).Distinct())
        {
            text.Append(Invariant($"| {method} (published) |"));
            foreach (var measure in measures) text.Append(suite.Published.TryGetValue((method, measure.Name), out var figure) ? Invariant($" {figure:F1} |") : " |");
            text.Append(" | | |\n");
        }
        foreach (var runs in lines.GroupBy(line => (line.Learner, Options: line.Options.ToJsonString())).OrderBy(runs => runs.Key.Learner, StringComparer.Ordinal))
        {
            text.Append(Invariant($"| {runs.Key.Learner} |"));
            foreach (var measure in measures)
            {
                var own = runs.Where(line => line.Measure == measure).ToArray();
                text.Append(own.Length == 0 ? " |" : Invariant($" {100 * own.Average(line => line.Accuracy):F2} ± {100 * own.Average(line => line.HalfWidth):F2} |"));
            }
            var training = runs.First().Options["training"]!;
            var steps = training["epochs"]!.GetValue<int>() * training["stepsPerEpoch"]!.GetValue<int>();
            text.Append(Invariant($" {runs.Select(line => line.Seed).Distinct().Count()} | {steps} | {runs.Average(line => line.FitSeconds):F0} |\n"));
        }
        return text.Append(Invariant($"\nTo repeat: `dotnet run -c Release --project bench -- results --suite {suite.Name}`, then `-- results summarise --suite {suite.Name}`. ")
            + Invariant($"Options of each run: in the JSON lines. Versions: {string.Join(", ", lines[^1].Versions.Select(version => $"{version.Key} {version.Value}"))}.\n")).ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
