using System.Text.Json;
using System.Text.Json.Nodes;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomaly.Bench.FewLabels;

/// <summary>A way to learn from few labels.</summary>
/// <param name="Name">As the command line and the files call it.</param>
/// <param name="Options">What makes another experiment when it changes.</param>
/// <param name="Scores">The scores of the test rows.</param>
internal sealed record FewLabelLearner(string Name, JsonNode Options, Func<FewLabelTask, double[]> Scores);

/// <summary>Every learner of the suite.</summary>
internal static class FewLabelLearners
{
    private static readonly string[] Kinds = ["kNN", "LOF", "Mahalanobis", "IForest", "ECOD", "RobustEnsemble"];

    public static IReadOnlyList<FewLabelLearner> All { get; } =
    [
        Logistic("LR", new() { Balanced = true }),
        Logistic("LR strong penalty", new() { Balanced = true, C = 1e-4 }),
        new("MLP", JsonSerializer.SerializeToNode(Network)!, Mlp),
        new("kNN to labels", new JsonObject { ["neighbours"] = 1 }, task => [.. Nearest(task)]),
        Trees("extra trees", new()),
        Trees("random forest", new() { Thresholds = 16 }),
        new("scores + LR", Node(Kinds), task => Augmented(task, data => LogisticRegression.Fit(data, new() { Balanced = true }).Probabilities)),
        new("scores + extra trees", Node(Kinds), task => Augmented(task, data => ExtraTrees.Fit(data, new() { Seed = task.Seed }).Probabilities)),
        new("RobustEnsemble (no labels)", new JsonObject(), task =>
        {
            using var detector = new RobustEnsemble(new() { Seed = task.Seed });
            return detector.Fit(task.Train.X).Score(task.Test.X);
        }),
        .. TransferLearners.All,
        new("FewLabel", JsonSerializer.SerializeToNode(new FewLabelOptions())!, task => FewLabel(task)),
        new("FewLabel with one wrong label", JsonSerializer.SerializeToNode(new FewLabelOptions())!, task => FewLabel(WithWrongLabel(task))),
        new("FewLabel without labels", JsonSerializer.SerializeToNode(new FewLabelOptions())!, task =>
        {
            using var detector = new FewLabelDetector(new() { Seed = task.Seed }, FewLabelPriorCommand.Without(task.Dataset, task.Folder));
            return detector.Fit(task.Train.X).Score(task.Test.X);
        }),
    ];

    private static double[] FewLabel(FewLabelTask task)
    {
        using var detector = new FewLabelDetector(new() { Seed = task.Seed }, FewLabelPriorCommand.Without(task.Dataset, task.Folder));
        return detector.Fit(task.Train.X, [.. Enumerable.Range(0, task.Train.Count).Where(row => task.Train.Y[row] == 1)]).Score(task.Test.X);
    }

    /// <summary>Of the labels one is that of a random unlabelled row; its own row goes back among the unlabelled ones.</summary>
    internal static FewLabelTask WithWrongLabel(FewLabelTask task)
    {
        var random = new Seed(task.Seed).Random("wrong label");
        var labels = task.Train.Y.ToArray();
        int Row(int label) => Enumerable.Range(0, labels.Length).Where(row => task.Train.Y[row] == label).ElementAt(random.Next(task.Train.Y.Count(y => y == label)));
        (labels[Row(1)], labels[Row(0)]) = (0, 1);
        return task with { Train = new(task.Train.X, labels, task.Train.FeatureNames) };
    }

    private static TrainingOptions Network => new() { Epochs = 30, WeightClasses = true };

    private static FewLabelLearner Logistic(string name, LogisticRegressionOptions options) => new(name, JsonSerializer.SerializeToNode(options)!,
        task => [.. LogisticRegression.Fit(task.Train, options).Probabilities(task.Test.X).Select(p => (double)p)]);

    private static FewLabelLearner Trees(string name, ExtraTreesOptions options) => new(name, JsonSerializer.SerializeToNode(options)!,
        task => [.. ExtraTrees.Fit(task.Train, options with { Seed = task.Seed }).Probabilities(task.Test.X).Select(p => (double)p)]);

    private static JsonNode Node(string[] kinds) => new JsonObject { ["detectors"] = new JsonArray([.. kinds.Select(kind => (JsonNode)kind)]) };

    private static double[] Augmented(FewLabelTask task, Func<LabeledData, Func<float[,], float[]>> fit)
    {
        using var scores = ScoreFeatures.Fit(task.Train.X, Kinds, task.Seed);
        return [.. fit(scores.Augment(task.Train))(scores.Augment(task.Test).X).Select(p => (double)p)];
    }

    // No label can be spared to choose an epoch by: the training rows themselves stand in, and the last epoch counts for little less than the best.
    private static double[] Mlp(FewLabelTask task)
    {
        new Seed(task.Seed).Torch("weights");
        using var model = new Mlp(task.Train.Width);
        var trainer = new SupervisedTrainer(model, Network with { Seed = task.Seed });
        trainer.Fit(task.Train, task.Train);
        return [.. trainer.Probabilities(task.Test.X).Select(p => (double)p)];
    }

    /// <summary>How much nearer the nearest labelled anomaly is than the nearest unlabelled row, as the logarithm of the ratio.</summary>
    private static double[] Nearest(FewLabelTask task)
    {
        using var scope = NewDisposeScope();
        var (train, y, test) = (tensor(task.Train.X), tensor(task.Train.Y), tensor(task.Test.X));
        Tensor Distance(int label) => cdist(test, train[y == label]).amin([1L]).to(float64) + 1e-6;
        return (Distance(0).log() - Distance(1).log()).data<double>().ToArray();
    }
}
