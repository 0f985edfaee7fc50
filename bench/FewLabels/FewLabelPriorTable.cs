using System.Globalization;
using System.Text;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Metrics;

namespace MetaAnomaly.Bench.FewLabels;

/// <summary>What each part of meta-training earns, on data sets that it has not seen; and what the shipped prior is.</summary>
internal static class FewLabelPriorTable
{
    private const int Bins = 10;

    public static string Markdown(IReadOnlyList<Lesson> lessons, FewLabelPrior all)
    {
        var labelled = lessons.Where(lesson => lesson.IsLearntFrom && lesson.Labels > 0 && lesson.Experience.Truth.Contains(1)).ToArray();
        var sets = labelled.Select(lesson => lesson.Dataset).Distinct().ToArray();
        var priors = PerFamily(sets, set => FewLabelPriorCommand.Without(set, lessons));
        return new StringBuilder("# few-label-prior\n\nWhat each part of FewLabel earns: AUROC / AUPRC in percent, mean over the data sets, each measured with a prior (or network) that has not seen it or its siblings. ")
            .Append(Invariant($"{sets.Length} data sets (left out where the training part has fewer anomalies than labels); splits of each: {labelled.Select(lesson => lesson.Seed).Distinct().Count()}, other ones than those of adbench-few-labels.\n\n"))
            .Append(Parts(lessons, labelled, priors)).Append(Reliability(labelled, priors)).Append(WithoutLabels(lessons, priors)).Append(Shipped(all))
            .Append("\nTo repeat: `dotnet run -c Release --project bench -- few-label-prior`, after a kill the same again; `--shard 1/4` makes a share of the experience.\n").ToString();
    }

    private static string Parts(IReadOnlyList<Lesson> lessons, Lesson[] labelled, Dictionary<string, FewLabelPrior> priors)
    {
        FewLabelPrior Of(Lesson lesson) => priors[lesson.Dataset];
        var parts = new List<(string Name, Func<Lesson, double[]> Scores)>
        {
            ("**all, with the labels' own correction (FewLabel)**", lesson => Of(lesson).Scores(lesson.Experience)),
            ("without the regression on the labels (λ)", lesson => (Of(lesson) with { Strength = double.PositiveInfinity }).Scores(lesson.Experience)),
            ("without the held-out success of the learners (β, γ)", lesson => (Of(lesson) with { Merit = 0, Opinion = 0 }).Scores(lesson.Experience)),
            ("without either: the weights from other tables as they are", lesson => (Of(lesson) with { Merit = 0, Opinion = 0, Strength = double.PositiveInfinity }).Scores(lesson.Experience)),
            ("without other tables: equal trust", lesson => FewLabelPrior.Equal.Scores(lesson.Experience)),
        };
        var generated = lessons.Where(lesson => lesson.IsGenerated).ToArray();
        if (generated.Length > 0)
        {
            var sets = labelled.Select(lesson => lesson.Dataset).Distinct().ToArray();
            var both = PerFamily(sets, set => FewLabelPrior.Learn(FewLabelPriorCommand.Others(set, [.. lessons.Where(lesson => lesson.IsLearntFrom), .. generated])));
            var made = FewLabelPrior.Learn([.. generated.Select(lesson => lesson.Experience)]);
            parts.Add(("generated tables (local, global, cluster, dependency) beside the other tables", lesson => both[lesson.Dataset].Scores(lesson.Experience)));
            parts.Add(("generated tables only", lesson => made.Scores(lesson.Experience)));
        }
        foreach (var (name, create) in EpisodeHead.All)
        {
            var heads = PerFamily(labelled.Select(lesson => lesson.Dataset).Distinct(), set =>
            {
                var head = create(null);
                head.Learn(FewLabelPriorCommand.Others(set, labelled));
                return head;
            });
            parts.Add(($"another outer loop: {name} on the learners' judgements, trained by episodes", lesson => heads[lesson.Dataset].Scores(lesson.Experience)));
        }
        parts.AddRange(FewLabelDetector.LearnerNames.Select((name, i) => ("only " + name,
            (Func<Lesson, double[]>)(lesson => [.. Enumerable.Range(0, lesson.Experience.Truth.Length).Select(row => (double)lesson.Experience.Test.Learners[row, i])]))));
        var budgets = labelled.Select(lesson => lesson.Labels).Distinct().Order().ToArray();
        var text = new StringBuilder("| |");
        foreach (var labels in budgets) text.Append(Invariant($" {labels} labels, {labelled.Where(lesson => lesson.Labels == labels).Select(lesson => lesson.Dataset).Distinct().Count()} sets |"));
        text.Append("\n|---|").Append(string.Concat(budgets.Select(_ => "---:|"))).Append('\n');
        foreach (var (name, scores) in parts)
        {
            text.Append(Invariant($"| {name} |"));
            foreach (var labels in budgets)
            {
                var runs = labelled.Where(lesson => lesson.Labels == labels).Select(lesson => (lesson.Dataset, lesson.Experience.Truth, Scores: scores(lesson))).ToArray();
                text.Append(Invariant($" {100 * OverSets(runs, run => run.Dataset, run => Metric.Auroc(run.Truth, run.Scores)):F2} / {100 * OverSets(runs, run => run.Dataset, run => Metric.AveragePrecision(run.Truth, run.Scores)):F2} |"));
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Reliability(Lesson[] labelled, Dictionary<string, FewLabelPrior> priors)
    {
        var runs = labelled.Select(lesson => (lesson.Dataset, lesson.Labels, lesson.Experience.Truth, P: priors[lesson.Dataset].Probabilities(lesson.Experience))).ToArray();
        var text = new StringBuilder("\n## Are the probabilities honest?\n\nThe curve from scores to probabilities is learnt over the other tables, too. In percent, mean over the sets: expected calibration error (ten bins), Brier score, beside that of who knows each table's share of anomalies and nothing else.\n\n| labels | ECE | Brier | Brier of the true share |\n|---:|---:|---:|---:|\n");
        foreach (var some in runs.GroupBy(run => run.Labels).OrderBy(some => some.Key))
        {
            var all = some.ToArray();
            text.Append(Invariant($"| {some.Key} | {100 * OverSets(all, run => run.Dataset, run => Metric.CalibrationCurve(run.Truth, run.P, Bins).ExpectedCalibrationError):F1} | {100 * OverSets(all, run => run.Dataset, run => Metric.Brier(run.Truth, run.P)):F1} "))
                .Append(Invariant($"| {100 * OverSets(all, run => run.Dataset, run => run.Truth.Average() * (1 - run.Truth.Average())):F1} |\n"));
        }
        text.Append("\nAll runs together, every run counting the same:\n\n| promised | happened | share of the rows |\n|---:|---:|---:|\n");
        var rows = runs.SelectMany(run => run.P.Zip(run.Truth, (p, y) => (Bin: Math.Min(Bins - 1, (int)(p * Bins)), P: p, Y: y, Weight: 1.0 / run.P.Length))).ToArray();
        foreach (var bin in rows.GroupBy(row => row.Bin).OrderBy(bin => bin.Key))
        {
            var sum = bin.Sum(row => row.Weight);
            text.Append(Invariant($"| {100 * bin.Sum(row => row.P * row.Weight) / sum:F0} | {100 * bin.Sum(row => row.Y * row.Weight) / sum:F0} | {100 * sum / runs.Length:F1} |\n"));
        }
        return text.ToString();
    }

    private static string WithoutLabels(IReadOnlyList<Lesson> lessons, Dictionary<string, FewLabelPrior> known)
    {
        var measured = lessons.Where(lesson => lesson.Labels == 0).ToArray();
        if (measured.Length == 0) return "";
        if (measured.Any(lesson => !lesson.IsLearntFrom)) measured = [.. measured.Where(lesson => !lesson.IsLearntFrom)];
        var sets = measured.Select(lesson => lesson.Dataset).Distinct().ToArray();
        var seeds = measured.Select(lesson => lesson.Seed).Distinct().Order().ToArray();
        var priors = PerFamily(sets, set => known.TryGetValue(set, out var prior) ? prior : FewLabelPriorCommand.Without(set, lessons));
        var text = new StringBuilder(Invariant($"\n## Without any label\n\nThe protocol of adbench-unsupervised, {sets.Length} sets, seeds: {seeds.Length}; AUROC in percent ± standard deviation over the seeds of the mean over the sets. Best published: 82.38 (MCD); RobustEnsemble: 82.59.\n\n| | AUROC | ± |\n|---|---:|---:|\n"));
        var equal = FewLabelPrior.Equal;
        foreach (var (name, prior) in ((string, Func<Lesson, FewLabelPrior>)[])
            [("**the loudest detectors, how many learnt on other tables (FewLabel without labels)**", lesson => priors[lesson.Dataset]), ("the same with equal weights", lesson => equal with { Loudest = priors[lesson.Dataset].Loudest }),
                ("the learnt weights, all detectors heard", lesson => priors[lesson.Dataset] with { Loudest = equal.Loudest }), ("the detectors' mean", _ => equal),
                .. FewLabelDetector.DetectorNames.Select((name, i) => ("only " + name, (Func<Lesson, FewLabelPrior>)(_ => equal with { Detectors = [.. FewLabelDetector.DetectorNames.Select((_, j) => i == j ? 1.0 : 0)] })))])
        {
            var means = seeds.Select(seed => 100 * measured.Where(lesson => lesson.Seed == seed).Average(lesson => Metric.Auroc(lesson.Experience.Truth, prior(lesson).Scores(lesson.Experience)))).ToArray();
            var deviation = means.Length > 1 ? Invariant($"{Summary.Of(means).StandardDeviation:F2}") : "";
            text.Append(Invariant($"| {name} | {means.Average():F2} | {deviation} |\n"));
        }
        return text.ToString();
    }

    private static string Shipped(FewLabelPrior all)
    {
        var text = new StringBuilder("\n## The prior that ships, learnt from all of them\n\n| learner |");
        foreach (var labels in all.Budgets) text.Append(Invariant($" weight at {labels} labels |"));
        text.Append("\n|---|").Append(string.Concat(all.Budgets.Select(_ => "---:|"))).Append('\n');
        for (var i = 0; i < FewLabelDetector.LearnerNames.Count; i++)
            text.Append(Invariant($"| {FewLabelDetector.LearnerNames[i]} | {string.Join(" | ", all.Learners.Select(weights => weights[i].ToString("F3", CultureInfo.InvariantCulture)))} |\n"));
        text.Append(Invariant($"\nβ {all.Merit}, γ {all.Opinion}, λ {(double.IsInfinity(all.Strength) ? "∞" : all.Strength.ToString(CultureInfo.InvariantCulture))}. Without labels the {all.Loudest} loudest of: {string.Join(", ", FewLabelDetector.DetectorNames.Select((name, i) => Invariant($"{name} {all.Detectors[i]:F3}")))}."));
        if (all.Curve is { } c) text.Append(Invariant($" Probabilities: logit P = ({c.Slope:F3} + {c.SlopeByMerit:F3} h) s + {c.Share:F3} logit π + {c.Merit:F3} h + {c.Intercept:F3}."));
        return text.Append('\n').ToString();
    }

    private static Dictionary<string, T> PerFamily<T>(IEnumerable<string> sets, Func<string, T> make)
    {
        var families = new Dictionary<string, T>();
        return sets.ToDictionary(set => set, set => families.TryGetValue(FewLabelProtocol.Family(set)[0], out var ready) ? ready : families[FewLabelProtocol.Family(set)[0]] = make(set));
    }

    private static double OverSets<T>(IEnumerable<T> runs, Func<T, string> set, Func<T, double> of) => runs.GroupBy(set).Average(some => some.Average(of));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
