using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Training;

namespace MetaAnomaly.Bench.FewShot;

/// <summary>Makes the runs of a few-shot suite that are not there yet. A training that was killed goes on from its last epoch.</summary>
internal static class FewShotBench
{
    private const int Episodes = 1000;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="suite">Which.</param>
    /// <param name="request">Learners (as detectors), seeds, shard and folder.</param>
    /// <param name="epochs">Other than the recipe's, null for those: a shorter training is another experiment, with a key of its own.</param>
    public static int Run(FewShotSuite suite, ResultsRequest request, int? epochs)
    {
        var recipes = request.Detectors?.Select(name => suite.Recipes.FirstOrDefault(recipe => recipe.Name == name)
            ?? throw new ArgumentException($"There is no learner '{name}' in {suite.Name}; there are {string.Join(", ", suite.Recipes.Select(r => r.Name))}.")).ToArray() ?? suite.Recipes;
        var done = Read(request.Folder, suite).Select(line => line.Key).ToHashSet();
        var jobs = recipes.SelectMany(recipe => Enumerable.Range(0, request.Seeds), (recipe, seed) => (recipe, seed)).Where((_, i) => i % request.Shards == request.Shard - 1);
        Pools? pools = null;
        foreach (var (recipe, seed) in jobs)
        {
            var training = recipe.Training with { Epochs = epochs ?? recipe.Training.Epochs, Seed = seed };
            pools ??= Pools.Read();
            new Seed(seed).Torch("weights");
            using var learner = recipe.Create(pools.Train);
            var options = Options(learner, training);
            if (recipe.After is { } start) options["after"] = start.Name;
            if (recipe.Augmentation is { } augmentation) options["augmentation"] = $"{augmentation}";
            if (recipe.From is not null) options["made"] = recipe.Name;
            if (recipe.Calibrated) options["calibrated"] = "validation classes";
            var open = recipe.Measures.Where(measure => !done.Contains(FewShotLine.KeyOf(recipe.Name, seed, measure, options.ToJsonString()))).ToArray();
            if (open.Length == 0) continue;
            var fitSeconds = Train(learner, recipe, pools, training, request.Folder);
            var seen = recipe.From?.Invoke(learner, pools.Validation) ?? learner;
            foreach (var measure in open)
            {
                var clock = Stopwatch.StartNew();
                if (recipe.Calibrated) ((PrototypicalNetwork)learner).Calibrate(FewShotSuite.Tasks(pools.Validation, measure, seed));
                var scores = EpisodeScores.Of(seen, FewShotSuite.Tasks(pools.Test, measure, seed), Episodes);
                var line = new FewShotLine("omniglot", recipe.Name, seed, measure.Ways, measure.Shots, scores.Accuracy.Mean, scores.Accuracy.HalfWidth, scores.Auroc?.Mean,
                    Episodes, Math.Round(fitSeconds, 1), Math.Round(clock.Elapsed.TotalSeconds, 2), options.DeepClone(), ResultsBench.Versions, measure.Wrong);
                ResultFile.Append(request.File, line);
                Console.WriteLine(FormattableString.Invariant($"{recipe.Name}, seed {seed}, {measure.Name}: {100 * line.Accuracy:F2} ± {100 * line.HalfWidth:F2}"));
            }
        }
        return 0;
    }

    public static IReadOnlyList<FewShotLine> Read(string folder, FewShotSuite suite) => ResultFile.Read<FewShotLine>(folder, suite.Name, line => line.Key);

    /// <summary>Trains, or resumes; the seconds of all its parts are added up beside the checkpoint.</summary>
    private static double Fit(MetaLearner learner, Recipe recipe, Pools pools, MetaTrainingOptions training, string folder)
    {
        var path = Path.Combine(folder, "checkpoints", FileName($"{recipe.Name}.{training.Epochs}.{training.Seed}"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var clockFile = path + ".seconds";
        var seconds = File.Exists(clockFile) ? double.Parse(File.ReadAllText(clockFile), CultureInfo.InvariantCulture) : 0;
        var clock = Stopwatch.StartNew();
        learner.EpochEnded += epoch =>
        {
            File.WriteAllText(clockFile, (seconds + clock.Elapsed.TotalSeconds).ToString("F1", CultureInfo.InvariantCulture));
            Console.WriteLine(FormattableString.Invariant(
                $"{recipe.Name}, epoch {epoch.Epoch}/{training.Epochs}, {seconds + clock.Elapsed.TotalSeconds:F0} s: loss {epoch.TrainLoss:F4}, validation {100 * epoch.ValidationScore:F2} %"));
        };
        var tasks = recipe.Train(pools.Train, training.Seed);
        if (recipe.Augmentation is { } augmentation) tasks = new AugmentedTasks(tasks, augmentation, training.Seed);
        learner.MetaFit(tasks, recipe.Choose(pools.Validation, training.Seed), training with { CheckpointPath = path + ".safetensors" });
        return File.Exists(clockFile) ? double.Parse(File.ReadAllText(clockFile), CultureInfo.InvariantCulture) : clock.Elapsed.TotalSeconds;
    }

    /// <summary>Trains what comes first, unless its checkpoint is whole, hands over what it has learnt, and trains.</summary>
    private static double Train(MetaLearner learner, Recipe recipe, Pools pools, MetaTrainingOptions training, string folder)
    {
        var seconds = 0.0;
        if (recipe.After is { } before)
        {
            new Seed(training.Seed).Torch("weights");
            using var first = before.Create(pools.Train);
            seconds = Train(first, before, pools, before.Training with { Seed = training.Seed }, folder);
            if (learner.OptionsJson == first.OptionsJson)
            {
                var path = Path.Combine(folder, "checkpoints", FileName($"{before.Name}.{training.Seed}") + ".start.safetensors");
                first.Save(path);
                learner.Load(path);
            }
            else
            {
                ((MetricLearner)learner).Embedding.load_state_dict(((MetricLearner)first).Embedding.state_dict());
            }
        }
        return recipe.Calibrated || recipe.From is not null ? seconds : seconds + Fit(learner, recipe, pools, training, folder);
    }

    // The seed has a key of its own, and a path is no option.
    private static JsonNode Options(MetaLearner learner, MetaTrainingOptions training)
    {
        var node = JsonSerializer.SerializeToNode(training, Json)!.AsObject();
        node.Remove("seed");
        node.Remove("checkpointPath");
        return new JsonObject { ["learner"] = JsonNode.Parse(learner.OptionsJson), ["training"] = node };
    }

    private static string FileName(string text) => string.Concat(text.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' ? c : '-'));

    private sealed record Pools(ClassPool Train, ClassPool Validation, ClassPool Test)
    {
        public static Pools Read() => new(Omniglot.Read(OmniglotPart.Train), Omniglot.Read(OmniglotPart.Validation), Omniglot.Read(OmniglotPart.Test));
    }
}
