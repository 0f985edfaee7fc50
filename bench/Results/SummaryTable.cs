using System.Globalization;
using System.Text;

namespace MetaAnomaly.Bench.Results;

/// <summary>The markdown table of a suite: our means, the published ones beside them, and the mean rank.</summary>
internal static class SummaryTable
{
    public static int Write(string suiteName, string folder, string target)
    {
        var suite = Suite.Find(suiteName);
        // Of a detector whose defaults have changed since, only the runs with the newest options.
        var lines = ResultFile.Read(folder, suite.Name).GroupBy(line => line.Detector)
            .SelectMany(runs => runs.Where(run => run.Options.ToJsonString() == runs.Last().Options.ToJsonString())).ToArray();
        if (lines.Length == 0)
            throw new InvalidOperationException($"There is no run of {suite.Name} in {folder}. Make some: dotnet run -c Release --project bench -- results --suite {suite.Name}");
        var path = Path.Combine(target, $"{suite.Name}.md");
        Directory.CreateDirectory(target);
        File.WriteAllText(path, Markdown(suite, lines, suite.Published is { } table ? Published.Read(Path.Combine(Adbench.Folder, table)) : null));
        Console.WriteLine(path);
        return 0;
    }

    public static string Markdown(Suite suite, IReadOnlyList<ResultLine> lines, Published? published)
    {
        var datasets = lines.Select(line => line.Dataset).Distinct().Order(StringComparer.Ordinal).ToArray();
        var cells = lines.GroupBy(line => (line.Dataset, line.Detector)).ToDictionary(runs => runs.Key, runs => runs.ToArray());
        // A mean over other sets would not compare.
        var whole = lines.Select(line => line.Detector).Distinct().Where(detector => datasets.All(set => cells.ContainsKey((set, detector)))).ToArray();
        var ranks = whole.ToDictionary(detector => detector, detector => datasets.Average(set => Rank(set, detector, whole, cells)));
        double Mean(string detector, Func<ResultLine, double> value) => datasets.Average(set => cells[(set, detector)].Average(value));

        // Over the seeds that are there for every set, and of what differs between them.
        double? Deviation(string detector)
        {
            var means = Enumerable.Range(0, 1 + lines.Max(line => line.Seed))
                .Select(seed => datasets.Select(set => cells[(set, detector)].FirstOrDefault(line => line.Seed == seed)).ToArray())
                .Where(runs => runs.All(run => run is not null)).Select(runs => runs.Average(run => run!.Auroc)).ToArray();
            return means.Length > 1 && means.Distinct().Count() > 1 ? Math.Sqrt(means.Sum(mean => Math.Pow(mean - means.Average(), 2)) / (means.Length - 1)) : null;
        }

        var text = new StringBuilder(Invariant($"# {suite.Name}\n\n{suite.Title}\n\n"))
            .Append(Invariant($"Mean over {datasets.Length} {suite.Collection}, {lines.Select(line => line.Seed).Distinct().Count()} seeds, in percent. "))
            .Append("±: standard deviation of that mean over seeds; none where nothing is random or one seed was run. ")
            .Append(published is null ? "" : "Published: Livernoche et al., ICLR 2024, Appendix (means of 5 seeds). ")
            .Append("Rank: mean rank of the AUROC among the detectors of this table, 1 is best.\n")
            .Append("F1: as many of the highest scores are called anomalies as there are. Seconds: mean of a run, on 2 cores.\n\n")
            .Append(published is null ? "| detector | AUROC | ± | rank" : "| detector | AUROC | ± | published | difference | rank")
            .Append(" | AUPRC | F1 | fit s | score s | seeds |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|")
            .Append(published is null ? "\n" : "---:|---:|\n");
        foreach (var detector in whole.OrderByDescending(detector => Mean(detector, line => line.Auroc)))
        {
            var (ours, theirs) = (100 * Mean(detector, line => line.Auroc), published?.Mean(datasets, detector));
            text.Append(Invariant($"| {detector} | {ours:F2} | {100 * Deviation(detector):F2}"))
                .Append(published is null ? "" : Invariant($" | {theirs:F2} | {ours - theirs:+0.00;-0.00}"))
                .Append(Invariant($" | {ranks[detector]:F2} | {100 * Mean(detector, line => line.Auprc):F2} | {100 * Mean(detector, line => line.F1):F2} | "))
                .Append(Invariant($"{Mean(detector, line => line.FitSeconds):F3} | {Mean(detector, line => line.ScoreSeconds):F3} | {datasets.Min(set => cells[(set, detector)].Select(line => line.Seed).Distinct().Count())} |\n"));
        }
        text.Append($"\n## AUROC of each{(published is null ? " class" : " data set (published in brackets)")}\n\n| {(published is null ? "class" : "data set")} |");
        foreach (var detector in whole) text.Append(Invariant($" {detector} |"));
        text.Append("\n|---|").Append(string.Concat(whole.Select(_ => "---:|"))).Append('\n');
        foreach (var set in datasets)
        {
            text.Append(Invariant($"| {set} |"));
            foreach (var detector in whole)
            {
                text.Append(Invariant($" {100 * cells[(set, detector)].Average(line => line.Auroc):F1}"));
                if (published?.Of(set, detector) is { } figure) text.Append(Invariant($" ({figure:F1})"));
                text.Append(" |");
            }
            text.Append('\n');
        }
        return text.Append(Invariant($"\nTo repeat: `dotnet run -c Release --project bench -- results --suite {suite.Name}`, then `-- results summarise --suite {suite.Name}`. ")
            + Invariant($"Versions: {string.Join(", ", lines[^1].Versions.Select(version => $"{version.Key} {version.Value}"))}.\n")).ToString();
    }

    // Ties share the mean of their ranks.
    private static double Rank(string set, string detector, string[] all, Dictionary<(string, string), ResultLine[]> cells)
    {
        double Auroc(string name) => cells[(set, name)].Average(line => line.Auroc);
        var own = Auroc(detector);
        return 0.5 + all.Sum(other => Auroc(other) > own ? 1 : Auroc(other) == own ? 0.5 : 0);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
