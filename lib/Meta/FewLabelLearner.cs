using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>A row in the views that the learners take of it.</summary>
/// <param name="Damped">Standardised columns, far values damped, float64 <c>[rows, columns]</c>.</param>
/// <param name="Normal">Columns as normal scores of their ranks, float64 <c>[rows, columns]</c>.</param>
/// <param name="Opinions">The detectors' log-odds, float64 <c>[rows, detectors]</c>.</param>
/// <param name="Near">Logarithms of the distances to the nearest unlabelled rows, in the first and in the second view, float64 <c>[rows, 2]</c>.</param>
internal sealed record FewLabelViews(Tensor Damped, Tensor Normal, Tensor Opinions, Tensor Near)
{
    public FewLabelViews Rows(Tensor rows) => new(Damped.index_select(0, rows), Normal.index_select(0, rows), Opinions.index_select(0, rows), Near.index_select(0, rows));
}

/// <summary>One of the learners that know the labels: what it keeps is tensors by name.</summary>
internal abstract class FewLabelLearner(string name, bool usesDetectors)
{
    public string Name { get; } = name;

    /// <summary>Whether it listens to the detectors, or to the distances that they measure.</summary>
    public bool UsesDetectors { get; } = usesDetectors;

    /// <summary>The place in <see cref="All"/> of the one that listens to nothing else.</summary>
    public static int DetectorsAlone { get; } = 3;

    /// <summary>Learns, and scores the training rows as far as they can be judged by what has not seen them.</summary>
    /// <param name="labelled">Views of the labelled anomalies.</param>
    /// <param name="unlabelled">Views of the other rows.</param>
    /// <param name="task">Folds and forests.</param>
    /// <param name="keep">Takes what is to be kept.</param>
    /// <returns>Scores of the labelled and of the unlabelled rows.</returns>
    public abstract (Tensor Labelled, Tensor Unlabelled) Fit(FewLabelViews labelled, FewLabelViews unlabelled, FewLabelTraining task, Action<string, Tensor> keep);

    public abstract Tensor Score(FewLabelViews rows, Func<string, Tensor> kept);

    public static IReadOnlyList<FewLabelLearner> All { get; } =
    [
        new LinearLearner("columns and detectors", views => [views.Normal, views.Opinions], 0.1, usesDetectors: true),
        new LinearLearner("columns", views => [views.Normal], 0.01),
        new LinearLearner("columns, both ends", views => [views.Normal, views.Normal.abs() - 0.8], 0.3),
        new LinearLearner("detectors", views => [views.Opinions], 0.3, usesDetectors: true),
        new ForestLearner("trees on columns and detectors", views => [views.Normal, views.Opinions], usesDetectors: true),
        new ForestLearner("trees on columns", views => [views.Normal]),
        new NearestLearner("nearest label", views => views.Damped, 0),
        new NearestLearner("nearest label by ranks", views => views.Normal, 1),
    ];
}

/// <param name="LabelledFolds">The fold of each labelled row.</param>
/// <param name="UnlabelledFolds">The fold of each unlabelled row.</param>
/// <param name="Folds">Folds; 1 where a single label allows no more.</param>
/// <param name="Options">Trees and seed.</param>
internal sealed record FewLabelTraining(int[] LabelledFolds, int[] UnlabelledFolds, int Folds, FewLabelOptions Options)
{
    public static FewLabelTraining Of(int labelled, int unlabelled, FewLabelOptions options)
    {
        var folds = Math.Min(options.Folds, Math.Min(labelled, unlabelled));
        var shuffled = Enumerable.Range(0, unlabelled).Select(row => row % folds).ToArray();
        new MetaAnomalyLib.Training.Seed(options.Seed).Random("folds").Shuffle(shuffled);
        return new([.. Enumerable.Range(0, labelled).Select(row => row % folds)], shuffled, folds, options);
    }
}

/// <summary>Penalised logistic regression; the mean of the folds' models, each of which judges its own fold.</summary>
internal sealed class LinearLearner(string name, Func<FewLabelViews, Tensor[]> parts, double precision, bool usesDetectors = false) : FewLabelLearner(name, usesDetectors)
{
    private const string Weights = "weights";

    public override (Tensor Labelled, Tensor Unlabelled) Fit(FewLabelViews labelled, FewLabelViews unlabelled, FewLabelTraining task, Action<string, Tensor> keep)
    {
        var (a, b) = (View(labelled), View(unlabelled));
        var mean = zeros(a.shape[1], dtype: float64);
        var (scoresA, scoresB, sum) = (zeros(a.shape[0], dtype: float64), zeros(b.shape[0], dtype: float64), zeros(a.shape[1] + 1, dtype: float64));
        for (var fold = 0; fold < task.Folds; fold++)
        {
            var (outA, inA) = Parted(task.LabelledFolds, fold);
            var (outB, inB) = Parted(task.UnlabelledFolds, fold);
            if (task.Folds == 1) (inA, inB) = (outA, outB);
            var weights = FewLabelHead.Fit(a.index_select(0, inA), b.index_select(0, inB), mean, precision);
            scoresA.index_copy_(0, outA, FewLabelHead.Apply(a.index_select(0, outA), weights));
            scoresB.index_copy_(0, outB, FewLabelHead.Apply(b.index_select(0, outB), weights));
            sum += weights / task.Folds;
        }
        keep(Weights, sum);
        return (scoresA, scoresB);
    }

    public override Tensor Score(FewLabelViews rows, Func<string, Tensor> kept) => FewLabelHead.Apply(View(rows), kept(Weights));

    /// <summary>What each feature adds to the log-odds, <c>[rows, features]</c>.</summary>
    public Tensor Contributions(FewLabelViews rows, Func<string, Tensor> kept)
    {
        var view = View(rows);
        return view * kept(Weights).narrow(0, 0, view.shape[1]);
    }

    // The penalty means the same for tables of any width.
    private Tensor View(FewLabelViews views)
    {
        var view = cat(parts(views), 1);
        return view / Math.Sqrt(view.shape[1]);
    }

    private static (Tensor Out, Tensor In) Parted(int[] folds, int fold) =>
        (tensor(Enumerable.Range(0, folds.Length).Where(row => folds[row] == fold).Select(row => (long)row).ToArray()),
         tensor(Enumerable.Range(0, folds.Length).Where(row => folds[row] != fold).Select(row => (long)row).ToArray()));
}

/// <summary>Extremely randomised trees, both classes weighing the same; trees that have not seen a row judge it.</summary>
internal sealed class ForestLearner(string name, Func<FewLabelViews, Tensor[]> parts, bool usesDetectors = false) : FewLabelLearner(name, usesDetectors)
{
    private const string Nodes = "nodes", Sizes = "sizes";
    private const int LeafSize = 4;

    public override (Tensor Labelled, Tensor Unlabelled) Fit(FewLabelViews labelled, FewLabelViews unlabelled, FewLabelTraining task, Action<string, Tensor> keep)
    {
        var x = Matrix(cat([View(labelled), View(unlabelled)]));
        var n = (int)labelled.Normal.shape[0];
        var y = new int[x.GetLength(0)];
        y.AsSpan(0, n).Fill(1);
        var forest = ExtraTrees.Fit(new LabeledData(x, y, [.. Enumerable.Range(0, x.GetLength(1)).Select(column => FormattableString.Invariant($"x{column}"))]),
            new() { Trees = task.Options.Trees, LeafSize = LeafSize, Seed = task.Options.Seed });
        var nodes = forest.Grown.Select(tree => tree.Nodes).ToArray();
        keep(Nodes, tensor(nodes.SelectMany(values => values).ToArray()));
        keep(Sizes, tensor(nodes.Select(values => (long)values.Length).ToArray()));
        var scores = tensor(forest.OutOfBag.Select(share => (double)share).ToArray());
        return (scores.narrow(0, 0, n), scores.narrow(0, n, y.Length - n));
    }

    public override Tensor Score(FewLabelViews rows, Func<string, Tensor> kept)
    {
        var x = Matrix(View(rows));
        var (nodes, sizes) = (kept(Nodes).data<float>().ToArray(), kept(Sizes).data<long>().ToArray());
        var trees = new DecisionTree[sizes.Length];
        for (var (tree, start) = (0, 0); tree < trees.Length; start += (int)sizes[tree], tree++) trees[tree] = DecisionTree.From(nodes.AsSpan(start, (int)sizes[tree]), x.GetLength(1));
        return tensor(ExtraTrees.Recall(trees, x.GetLength(1)).Probabilities(x)).to(float64);
    }

    private Tensor View(FewLabelViews views) => cat(parts(views), 1);

    private static float[,] Matrix(Tensor x) => (float[,])x.to(float32).contiguous().data<float>().ToNDArray();
}

/// <summary>How much nearer the nearest labelled anomaly is than the unlabelled rows are: the logarithm of the ratio of the distances.</summary>
internal sealed class NearestLearner(string name, Func<FewLabelViews, Tensor> view, int near) : FewLabelLearner(name, usesDetectors: true)
{
    private const string Anomalies = "anomalies";
    private const double Tiny = 1e-3;

    public override (Tensor Labelled, Tensor Unlabelled) Fit(FewLabelViews labelled, FewLabelViews unlabelled, FewLabelTraining task, Action<string, Tensor> keep)
    {
        var anomalies = view(labelled);
        keep(Anomalies, anomalies);
        var among = cdist(anomalies, anomalies) + eye(anomalies.shape[0], dtype: float64) * 1e9;
        var nearest = anomalies.shape[0] > 1 ? among.amin([1L]) : zeros(1, dtype: float64);
        return (labelled.Near.select(1, near) - (nearest + Tiny).log(), Score(unlabelled, _ => anomalies));
    }

    public override Tensor Score(FewLabelViews rows, Func<string, Tensor> kept) => rows.Near.select(1, near) - (cdist(view(rows), kept(Anomalies)).amin([1L]) + Tiny).log();
}
