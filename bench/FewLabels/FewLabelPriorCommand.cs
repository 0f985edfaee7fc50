using System.CommandLine;
using System.Globalization;
using System.Text;
using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Metrics;

namespace MetaAnomaly.Bench.FewLabels;

/// <summary>Experience from one run of the protocol, by the set it comes from.</summary>
internal sealed record Lesson(string Dataset, int Labels, int Seed, FewLabelExperience Experience);

/// <summary>Meta-training: makes the experience that is not there yet, learns the prior from all of it, and says what each part earns on families left out.</summary>
internal static class FewLabelPriorCommand
{
    // Other splits than those that are measured.
    private const int FirstSeed = 100;
    private static readonly Dictionary<string, IReadOnlyList<Lesson>> Known = [];
    private static readonly Dictionary<(string Folder, string Family), FewLabelPrior> Priors = [];

    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "The folder for the experience, one small file a run.", DefaultValueFactory = _ => "out/results" };
        var prior = new Option<string>("--prior") { Description = "The file of the prior.", DefaultValueFactory = _ => "lib/Meta/few-label-prior.safetensors" };
        var target = new Option<string>("--to") { Description = "The folder for the table of what each part earns.", DefaultValueFactory = _ => "bench/results" };
        var seeds = new Option<int>("--seeds") { Description = "Splits of each data set.", DefaultValueFactory = _ => 1 };
        var shard = new Option<string>("--shard") { Description = "i/n: make the i-th of n shares of the experience, and learn nothing yet.", DefaultValueFactory = _ => "" };
        var command = new Command("few-label-prior", "Meta-trains the prior of FewLabelDetector over all data sets.") { output, prior, target, seeds, shard };
        command.SetAction(parsed => Run(parsed.GetValue(output)!, parsed.GetValue(prior)!, parsed.GetValue(target)!, parsed.GetValue(seeds), parsed.GetValue(shard)!));
        return command;
    }

    /// <summary>The prior for a data set: learnt from all others but its siblings.</summary>
    public static FewLabelPrior Without(string dataset, string folder)
    {
        var key = (folder, FewLabelProtocol.Family(dataset)[0]);
        return Priors.TryGetValue(key, out var ready) ? ready : Priors[key] = Without(dataset, Lessons(folder));
    }

    private static FewLabelPrior Without(string dataset, IReadOnlyList<Lesson> lessons)
    {
        var left = FewLabelProtocol.Family(dataset);
        return FewLabelPrior.Learn([.. lessons.Where(lesson => !left.Contains(lesson.Dataset)).Select(lesson => lesson.Experience)]);
    }

    private static int Run(string folder, string priorFile, string target, int seeds, string shard)
    {
        var (share, shares) = shard.Split('/') is [var i, var n] ? (int.Parse(i, CultureInfo.InvariantCulture), int.Parse(n, CultureInfo.InvariantCulture)) : (1, 1);
        Directory.CreateDirectory(Experience(folder));
        var jobs = Enumerable.Range(FirstSeed, seeds).SelectMany(_ => Adbench.Sets, (seed, set) => (Set: set.Name, Seed: seed)).ToArray();
        foreach (var (set, seed) in jobs.Where((_, job) => job % shares == share - 1))
        {
            foreach (var labels in FewLabelProtocol.Budgets)
            {
                var path = Path.Combine(Experience(folder), FormattableString.Invariant($"{set}.{seed}.{labels}.safetensors"));
                if (File.Exists(path) || FewLabelProtocol.Task(set, FewLabelProtocol.Read(set), labels, seed) is not { } task) continue;
                FewLabelExperience.Of(task.Train, task.Test, new() { Seed = seed }).Save(path);
                Console.WriteLine(path);
            }
        }
        if (shard.Length > 0) return 0;
        var lessons = Lessons(folder);
        var prior = FewLabelPrior.Learn([.. lessons.Select(lesson => lesson.Experience)]);
        prior.Save(priorFile, new Dictionary<string, string>
        {
            ["made by"] = "dotnet run -c Release --project bench -- few-label-prior", ["data sets"] = string.Join(", ", lessons.Select(lesson => lesson.Dataset).Distinct()),
            ["runs"] = lessons.Count.ToString(CultureInfo.InvariantCulture),
        });
        Directory.CreateDirectory(target);
        var table = Path.Combine(target, "few-label-prior.md");
        File.WriteAllText(table, Markdown(lessons, prior));
        Console.WriteLine(priorFile);
        Console.WriteLine(table);
        return 0;
    }

    private static IReadOnlyList<Lesson> Lessons(string folder)
    {
        if (Known.TryGetValue(folder, out var ready)) return ready;
        if (!Directory.Exists(Experience(folder)) || Directory.GetFiles(Experience(folder), "*.safetensors").Length == 0)
            throw new InvalidOperationException($"There is no experience in {Experience(folder)}. Make it: dotnet run -c Release --project bench -- few-label-prior --out {folder}");
        return Known[folder] = [.. Directory.GetFiles(Experience(folder), "*.safetensors").Order(StringComparer.Ordinal).Select(path =>
        {
            var parts = Path.GetFileNameWithoutExtension(path).Split('.');
            return new Lesson(parts[0], int.Parse(parts[2], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), FewLabelExperience.Read(path));
        })];
    }

    /// <summary>What each part earns, on data sets that the prior has not seen.</summary>
    internal static string Markdown(IReadOnlyList<Lesson> lessons, FewLabelPrior all)
    {
        var families = lessons.Select(lesson => lesson.Dataset).DistinctBy(set => FewLabelProtocol.Family(set)[0]).ToDictionary(set => FewLabelProtocol.Family(set)[0], set => Without(set, lessons));
        var priors = lessons.Select(lesson => lesson.Dataset).Distinct().ToDictionary(set => set, set => families[FewLabelProtocol.Family(set)[0]]);
        var learners = FewLabelDetector.LearnerNames;
        var parts = new List<(string Name, Func<Lesson, double[]> Scores)>
        {
            ("**all, with the labels' own correction (FewLabel)**", lesson => priors[lesson.Dataset].Scores(lesson.Experience)),
            ("without the regression on the labels (λ)", lesson => (priors[lesson.Dataset] with { Strength = double.PositiveInfinity }).Scores(lesson.Experience)),
            ("without the held-out success of the learners (β, γ)", lesson => (priors[lesson.Dataset] with { Merit = 0, Opinion = 0 }).Scores(lesson.Experience)),
            ("without either: the weights from other tables as they are", lesson => (priors[lesson.Dataset] with { Merit = 0, Opinion = 0, Strength = double.PositiveInfinity }).Scores(lesson.Experience)),
            ("without other tables: equal trust", lesson => FewLabelPrior.Equal.Scores(lesson.Experience)),
            ("no labels: the prior over the detectors", lesson => Weighted(lesson.Experience.Test.Detectors, priors[lesson.Dataset].Detectors)),
            ("no labels: the detectors' mean", lesson => Weighted(lesson.Experience.Test.Detectors, FewLabelPrior.Equal.Detectors)),
        };
        parts.AddRange(learners.Select((name, i) => ("only " + name, (Func<Lesson, double[]>)(lesson => [.. Enumerable.Range(0, lesson.Experience.Truth.Length).Select(row => (double)lesson.Experience.Test.Learners[row, i])]))));
        var budgets = lessons.Select(lesson => lesson.Labels).Distinct().Order().ToArray();
        var text = new StringBuilder("# few-label-prior\n\nWhat each part of FewLabel earns: AUROC / AUPRC in percent, mean over the data sets, each measured with a prior that has not seen it or its siblings. ")
            .Append(Invariant($"{lessons.Select(lesson => lesson.Dataset).Distinct().Count()} data sets (left out where the training part has fewer anomalies than labels); splits of each: {lessons.Select(lesson => lesson.Seed).Distinct().Count()}, other ones than those of adbench-few-labels.\n\n| |"));
        foreach (var labels in budgets) text.Append(Invariant($" {labels} labels, {lessons.Where(lesson => lesson.Labels == labels).Select(lesson => lesson.Dataset).Distinct().Count()} sets |"));
        text.Append("\n|---|").Append(string.Concat(budgets.Select(_ => "---:|"))).Append('\n');
        foreach (var (name, scores) in parts)
        {
            text.Append(Invariant($"| {name} |"));
            foreach (var labels in budgets)
            {
                var sets = lessons.Where(lesson => lesson.Labels == labels && lesson.Experience.Truth.Contains(1)).GroupBy(lesson => lesson.Dataset)
                    .Select(set => set.Select(lesson => (Scores: scores(lesson), lesson.Experience.Truth)).ToArray()).ToArray();
                text.Append(Invariant($" {100 * sets.Average(set => set.Average(run => Metric.Auroc(run.Truth, run.Scores))):F2} / {100 * sets.Average(set => set.Average(run => Metric.AveragePrecision(run.Truth, run.Scores))):F2} |"));
            }
            text.Append('\n');
        }
        text.Append("\n## The prior that ships, learnt from all of them\n\n| learner |");
        foreach (var labels in all.Budgets) text.Append(Invariant($" weight at {labels} labels |"));
        text.Append("\n|---|").Append(string.Concat(all.Budgets.Select(_ => "---:|"))).Append('\n');
        for (var i = 0; i < learners.Count; i++) text.Append(Invariant($"| {learners[i]} | {string.Join(" | ", all.Learners.Select(weights => weights[i].ToString("F3", CultureInfo.InvariantCulture)))} |\n"));
        text.Append(Invariant($"\nβ {all.Merit}, γ {all.Opinion}, λ {(double.IsInfinity(all.Strength) ? "∞" : all.Strength.ToString(CultureInfo.InvariantCulture))}. Detectors without labels: {string.Join(", ", FewLabelDetector.DetectorNames.Select((name, i) => Invariant($"{name} {all.Detectors[i]:F3}")))}.\n"));
        return text.Append("\nTo repeat: `dotnet run -c Release --project bench -- few-label-prior`, after a kill the same again; `--shard 1/4` makes a share of the experience.\n").ToString();
    }

    private static string Experience(string folder) => Path.Combine(folder, "few-label-experience");

    private static double[] Weighted(float[,] said, IReadOnlyList<double> weights) =>
        [.. Enumerable.Range(0, said.GetLength(0)).Select(row => weights.Select((weight, i) => weight * said[row, i]).Sum())];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
