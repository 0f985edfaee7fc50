using System.CommandLine;
using System.Globalization;
using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Meta;

namespace MetaAnomaly.Bench.FewLabels;

/// <summary>Experience from one run of the protocol, by the set it comes from.</summary>
internal sealed record Lesson(string Dataset, int Labels, int Seed, FewLabelExperience Experience)
{
    /// <summary>What generated tables are called.</summary>
    public const string Generated = "generated";

    public bool IsGenerated => Dataset == Generated;

    /// <summary>Whether the shipped prior is learnt from it.</summary>
    public bool IsLearntFrom => !IsGenerated && Seed >= FewLabelPriorCommand.FirstSeed;
}

/// <summary>Meta-training: makes the experience that is not there yet, learns the prior from all of it, and says what each part earns on families left out.</summary>
internal static class FewLabelPriorCommand
{
    /// <summary>Seeds from here on are learnt from; those below are only measured.</summary>
    public const int FirstSeed = 100;

    private const int GeneratedTables = 12, GeneratedRows = 800;
    private static readonly Dictionary<string, IReadOnlyList<Lesson>> Known = [];
    private static readonly Dictionary<(string Folder, string Family), FewLabelPrior> Priors = [];

    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "The folder for the experience, one small file a run.", DefaultValueFactory = _ => "out/results" };
        var prior = new Option<string>("--prior") { Description = "The file of the prior.", DefaultValueFactory = _ => "lib/Meta/few-label-prior.safetensors" };
        var target = new Option<string>("--to") { Description = "The folder for the table of what each part earns.", DefaultValueFactory = _ => "bench/results" };
        var seeds = new Option<int>("--seeds") { Description = "Splits of each data set.", DefaultValueFactory = _ => 1 };
        var blind = new Option<int>("--measured") { Description = "Seeds to measure the use without labels with, beside those that are learnt from.", DefaultValueFactory = _ => 0 };
        var shard = new Option<string>("--shard") { Description = "i/n: make the i-th of n shares of the experience, and learn nothing yet.", DefaultValueFactory = _ => "" };
        var command = new Command("few-label-prior", "Meta-trains the prior of FewLabelDetector over all data sets.") { output, prior, target, seeds, blind, shard };
        command.SetAction(parsed => Run(parsed.GetValue(output)!, parsed.GetValue(prior)!, parsed.GetValue(target)!, parsed.GetValue(seeds), parsed.GetValue(blind), parsed.GetValue(shard)!));
        return command;
    }

    /// <summary>The prior for a data set: learnt from all others but its siblings.</summary>
    public static FewLabelPrior Without(string dataset, string folder)
    {
        var key = (folder, FewLabelProtocol.Family(dataset)[0]);
        return Priors.TryGetValue(key, out var ready) ? ready : Priors[key] = Without(dataset, Lessons(folder));
    }

    /// <summary>The same from these lessons; generated tables count only when they are asked for.</summary>
    internal static FewLabelPrior Without(string dataset, IReadOnlyList<Lesson> lessons) => FewLabelPrior.Learn(Others(dataset, [.. lessons.Where(lesson => lesson.IsLearntFrom)]));

    internal static IReadOnlyList<FewLabelExperience> Others(string dataset, IReadOnlyList<Lesson> lessons)
    {
        var left = FewLabelProtocol.Family(dataset);
        return [.. lessons.Where(lesson => !left.Contains(lesson.Dataset)).Select(lesson => lesson.Experience)];
    }

    private static int Run(string folder, string priorFile, string target, int seeds, int measured, string shard)
    {
        var (share, shares) = shard.Split('/') is [var i, var n] ? (int.Parse(i, CultureInfo.InvariantCulture), int.Parse(n, CultureInfo.InvariantCulture)) : (1, 1);
        Directory.CreateDirectory(Experience(folder));
        var jobs = Enumerable.Range(FirstSeed, seeds).SelectMany(_ => Adbench.Sets, (seed, set) => (Set: set.Name, Seed: seed, Budgets: FewLabelProtocol.Budgets.Prepend(0)))
            .Concat(Enumerable.Range(0, GeneratedTables).Select(table => (Set: Lesson.Generated, Seed: FirstSeed + table, Budgets: FewLabelProtocol.Budgets.AsEnumerable())))
            .Concat(Enumerable.Range(0, measured).SelectMany(_ => Adbench.Sets, (seed, set) => (Set: set.Name, Seed: seed, Budgets: (IEnumerable<int>)[0]))).ToArray();
        foreach (var (set, seed, budgets) in jobs.Where((_, job) => job % shares == share - 1))
        {
            foreach (var labels in budgets)
            {
                var path = Path.Combine(Experience(folder), FormattableString.Invariant($"{set}.{seed}.{labels}.safetensors"));
                if (File.Exists(path) || Task(set, labels, seed) is not var (train, test)) continue;
                FewLabelExperience.Of(train, test, new() { Seed = seed }).Save(path);
                Console.WriteLine(path);
            }
        }
        if (shard.Length > 0) return 0;
        var lessons = Lessons(folder);
        var prior = FewLabelPrior.Learn([.. lessons.Where(lesson => lesson.IsLearntFrom).Select(lesson => lesson.Experience)]);
        prior.Save(priorFile, new Dictionary<string, string>
        {
            ["made by"] = "dotnet run -c Release --project bench -- few-label-prior", ["data sets"] = string.Join(", ", lessons.Where(lesson => lesson.IsLearntFrom).Select(lesson => lesson.Dataset).Distinct()),
            ["runs"] = lessons.Count(lesson => lesson.IsLearntFrom).ToString(CultureInfo.InvariantCulture),
        });
        Directory.CreateDirectory(target);
        var table = Path.Combine(target, "few-label-prior.md");
        File.WriteAllText(table, FewLabelPriorTable.Markdown(lessons, prior));
        Console.WriteLine(priorFile);
        Console.WriteLine(table);
        return 0;
    }

    /// <summary>Without labels the protocol is the unsupervised suite's.</summary>
    private static (LabeledData Train, LabeledData Test)? Task(string set, int labels, int seed)
    {
        if (set == Lesson.Generated)
        {
            // Four kinds of anomalies in turn, 4 to 26 columns.
            var table = seed - FirstSeed;
            return AnomalyTable.Generated((SyntheticAnomaly)(table % 4), GeneratedRows, features: 4 + 2 * table, seed: seed).Split(labels, seed);
        }
        if (labels > 0) return FewLabelProtocol.Task(set, FewLabelProtocol.Read(set), labels, seed) is { } task ? (task.Train, task.Test) : null;
        var (train, test) = Suite.Find("adbench-unsupervised").Open(set)(seed);
        return (new(train, new int[train.GetLength(0)], test.FeatureNames), test);
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

    private static string Experience(string folder) => Path.Combine(folder, "few-label-experience");
}
