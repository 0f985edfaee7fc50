using System.Globalization;
using System.Text;
using MetaAnomaly.Bench.Results;

namespace MetaAnomaly.Bench.FewLabels;

/// <summary>The markdown table of the few-label suite: our learners and the published ones in one ranking.</summary>
internal static class FewLabelTable
{
    public static int Write(string folder, string target)
    {
        var lines = ResultFile.Read<FewLabelLine>(folder, FewLabelBench.Suite, line => line.Key);
        if (lines.Count == 0)
            throw new InvalidOperationException($"There is no run of {FewLabelBench.Suite} in {folder}. Make some: dotnet run -c Release --project bench -- results --suite {FewLabelBench.Suite}");
        Directory.CreateDirectory(target);
        var path = Path.Combine(target, $"{FewLabelBench.Suite}.md");
        File.WriteAllText(path, Markdown(lines, PublishedFewLabels.Auroc, PublishedFewLabels.Auprc));
        Console.WriteLine(path);
        return 0;
    }

    public static string Markdown(IReadOnlyList<FewLabelLine> all, PublishedFewLabels auroc, PublishedFewLabels auprc)
    {
        // Of a learner whose options have changed since, only the runs with the newest ones.
        var lines = all.GroupBy(line => line.Detector).SelectMany(runs => runs.Where(run => run.Options.ToJsonString() == runs.Last().Options.ToJsonString())).ToArray();
        var sets = lines.Select(line => line.Dataset).Distinct().Order(StringComparer.Ordinal).ToArray();
        var budgets = lines.Select(line => line.Labels).Distinct().Order().ToArray();
        var whole = lines.GroupBy(line => line.Detector).Where(runs => runs.Select(run => (run.Dataset, run.Labels)).Distinct().Count() == sets.Length * budgets.Length).ToDictionary(runs => runs.Key, runs => runs.ToArray());
        var text = new StringBuilder(Invariant($"# {FewLabelBench.Suite}\n\nFew labels: 70 % of each class train, 30 % test; of the training part 5, 10 or 20 anomalies are labelled, the rest is unlabelled, anomalies among it. "))
            .Append(Invariant($"{sets.Length} data sets, {lines.Select(line => line.Seed).Distinct().Count()} seeds, in percent; ± standard deviation over the seeds of the mean over the sets. Sets above {FewLabelProtocol.LargestSet:N0} rows (shuttle) are cut to that at random, as in ADBench. "))
            .Append("Whatever is learnt from other data sets has never seen the measured set or its siblings. Published: ADGym (Jiang et al., NeurIPS 2023), means of 3 seeds, on splits of their own. ")
            .Append("Rank: mean rank of the AUROC over the sets, among all rows of the table; wins: sets on which the AUROC is above the best of the 17 published ones. Seconds: mean of a run on a busy machine; of ProtoNet and MAML with the meta-training, at 5 labels.\n");
        foreach (var labels in budgets) text.Append(Budget(labels, sets, whole, auroc, auprc));
        foreach (var (name, of, published) in new (string, Func<FewLabelLine, double>, PublishedFewLabels)[] { ("AUROC", line => line.Auroc, auroc), ("AUPRC", line => line.Auprc, auprc) })
            text.Append(Sets(name, of, published, sets, budgets, whole));
        return text.Append(Wins(sets, budgets, whole, auroc))
            .Append(Invariant($"\nTo repeat: `dotnet run -c Release --project bench -- results --suite {FewLabelBench.Suite} --seeds 3`, then `-- results summarise --suite {FewLabelBench.Suite}`. "))
            .Append(Invariant($"Versions: {string.Join(", ", lines[^1].Versions.Select(version => $"{version.Key} {version.Value}"))}.\n")).ToString();
    }

    private static string Budget(int labels, string[] sets, Dictionary<string, FewLabelLine[]> whole, PublishedFewLabels auroc, PublishedFewLabels auprc)
    {
        double Ours(string learner, string set) => 100 * whole[learner].Where(run => run.Labels == labels && run.Dataset == set).Average(run => run.Auroc);
        var figures = whole.Keys.Select(learner => (Name: learner, Own: true, Of: (Func<string, double?>)(set => Ours(learner, set))))
            .Concat(auroc.Methods.Select(method => (Name: method, Own: false, Of: (Func<string, double?>)(set => auroc.Of(set, labels, method))))).ToArray();
        double? Rank(string set, Func<string, double?> of) => of(set) is { } own ? 0.5 + figures.Sum(other => other.Of(set) is not { } theirs ? 0 : theirs > own ? 1 : theirs == own ? 0.5 : 0) : null;

        var rows = figures.Select(row =>
        {
            var rank = sets.Average(set => Rank(set, row.Of));
            if (!row.Own)
            {
                var (mean, count) = auroc.Mean(sets, labels, row.Name);
                var missing = count < sets.Length ? Invariant($" ({count} sets)") : "";
                return (Auroc: mean, Line: Invariant($"| {row.Name} (published){missing} | {mean:F2} | | {auprc.Mean(sets, labels, row.Name).Mean:F2} | | {rank:F1} | | |\n"));
            }
            var runs = whole[row.Name].Where(run => run.Labels == labels).ToArray();
            var (roc, rocDeviation) = Figure(runs, sets, run => run.Auroc);
            var (precision, precisionDeviation) = Figure(runs, sets, run => run.Auprc);
            var wins = sets.Count(set => row.Of(set) > auroc.Methods.Max(method => auroc.Of(set, labels, method)));
            return (Auroc: roc, Line: Invariant($"| **{row.Name}** | {roc:F2} | {rocDeviation:F2} | {precision:F2} | {precisionDeviation:F2} | {rank:F1} | {wins} | {runs.Average(run => run.Seconds):F2} |\n"));
        });
        return Invariant($"\n## {labels} labelled anomalies\n\n| learner | AUROC | ± | AUPRC | ± | rank | wins | seconds |\n|---|---:|---:|---:|---:|---:|---:|---:|\n")
            + string.Concat(rows.OrderByDescending(row => row.Auroc).Select(row => row.Line));
    }

    private static (double Mean, double? Deviation) Figure(FewLabelLine[] runs, string[] sets, Func<FewLabelLine, double> of)
    {
        var mean = sets.Average(set => 100 * runs.Where(run => run.Dataset == set).Average(of));
        var seeds = runs.GroupBy(run => run.Seed).Where(seed => seed.Select(run => run.Dataset).Distinct().Count() == sets.Length).Select(seed => 100 * seed.Average(of)).ToArray();
        return (mean, seeds.Length > 1 ? Math.Sqrt(seeds.Sum(figure => Math.Pow(figure - seeds.Average(), 2)) / (seeds.Length - 1)) : null);
    }

    private static string Sets(string name, Func<FewLabelLine, double> of, PublishedFewLabels published, string[] sets, int[] budgets, Dictionary<string, FewLabelLine[]> whole)
    {
        var text = new StringBuilder(Invariant($"\n## {name} of each data set\n\nBest published: the best of the 17 methods on that set, another one for each.\n\n| data set | labels | best published |"));
        foreach (var learner in whole.Keys) text.Append(Invariant($" {learner} |"));
        text.Append("\n|---|---:|---:|").Append(string.Concat(whole.Keys.Select(_ => "---:|"))).Append('\n');
        foreach (var (set, labels) in sets.SelectMany(_ => budgets, (set, labels) => (set, labels)))
        {
            text.Append(Invariant($"| {set} | {labels} | {published.Methods.Max(method => published.Of(set, labels, method)):F1} |"));
            foreach (var runs in whole.Values) text.Append(Invariant($" {100 * runs.Where(run => run.Dataset == set && run.Labels == labels).Average(of):F1} |"));
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Wins(string[] sets, int[] budgets, Dictionary<string, FewLabelLine[]> whole, PublishedFewLabels auroc)
    {
        var text = new StringBuilder("\n## Wins against each published method\n\nData sets on which the mean AUROC is higher, at " + string.Join(" / ", budgets) + " labels.\n\n| learner |");
        foreach (var method in auroc.Methods) text.Append(Invariant($" {method} |"));
        text.Append("\n|---|").Append(string.Concat(auroc.Methods.Select(_ => "---:|"))).Append('\n');
        foreach (var (learner, runs) in whole)
        {
            text.Append(Invariant($"| {learner} |"));
            foreach (var method in auroc.Methods)
            {
                var wins = budgets.Select(labels => sets.Count(set => 100 * runs.Where(run => run.Dataset == set && run.Labels == labels).Average(run => run.Auroc) > auroc.Of(set, labels, method)));
                text.Append(Invariant($" {string.Join(" / ", wins)} |"));
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
