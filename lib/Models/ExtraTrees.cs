using MetaAnomalyLib.Data;
using MetaAnomalyLib.Training;

namespace MetaAnomalyLib.Models;

/// <summary>Settings of <see cref="ExtraTrees"/>.</summary>
public sealed record ExtraTreesOptions
{
    /// <summary>Trees, at least 1. Default: 150.</summary>
    public int Trees { get; init; } = 150;

    /// <summary>Rows of a leaf at least (copies of a drawn row count), at least 1. Default: 1.</summary>
    public int LeafSize { get; init; } = 1;

    /// <summary>Columns tried at each split, at least 0; 0 takes the square root of their number. Default: 0.</summary>
    public int Columns { get; init; }

    /// <summary>Random thresholds tried for each of those columns, at least 1. Default: 1, extremely randomised trees; many come near a random forest.</summary>
    public int Thresholds { get; init; } = 1;

    /// <summary>Where the randomness comes from. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Trees >= 1, nameof(Trees), Trees, "at least 1");
        Options.Require(LeafSize >= 1, nameof(LeafSize), LeafSize, "at least 1");
        Options.Require(Columns >= 0, nameof(Columns), Columns, "at least 0");
        Options.Require(Thresholds >= 1, nameof(Thresholds), Thresholds, "at least 1");
    }
}

/// <summary>
/// Extremely randomised trees (Geurts, Ernst, Wehenkel, Machine Learning 2006), for few anomalies among many rows: every tree sees a bootstrap sample in which both classes weigh the same, and
/// splits at random thresholds, the one of the lowest Gini impurity among those tried. A row's share of the trees that did not see it is honest about it even where it was trained on.
/// </summary>
public sealed class ExtraTrees
{
    private readonly DecisionTree[] trees;
    private readonly int width;

    private ExtraTrees(DecisionTree[] trees, int width, float[] outOfBag, double[] importance) =>
        (this.trees, this.width, OutOfBag, Importance) = (trees, width, outOfBag, importance);

    /// <summary>For each training row the mean probability of "anomaly" among the trees that were not grown on it; the mean of all trees where every tree was.</summary>
    public IReadOnlyList<float> OutOfBag { get; }

    /// <summary>What each column's splits took from the impurity, as shares that sum to 1; all 0 where no tree has a split.</summary>
    public IReadOnlyList<double> Importance { get; }

    /// <summary>Grows the trees, on all cores; the same seed grows the same trees.</summary>
    /// <param name="data">Training rows, without missing values; both classes. Scale does not matter.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">A value is missing, or only one class is there.</exception>
    public static ExtraTrees Fit(LabeledData data, ExtraTreesOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        options.Validate();
        data.Validate(needsBothClasses: true);
        var columns = Enumerable.Range(0, data.Width).Select(column => Enumerable.Range(0, data.Count).Select(row => data.X[row, column]).ToArray()).ToArray();
        var (grown, seen) = (new DecisionTree[options.Trees], new int[options.Trees][]);
        Parallel.For(0, options.Trees, tree =>
        {
            var random = new Seed(options.Seed).Random(FormattableString.Invariant($"tree{tree}"));
            (grown[tree], seen[tree]) = Grow(columns, data.Y, options, random);
        });
        var importance = new double[data.Width];
        foreach (var tree in grown)
        {
            for (var column = 0; column < importance.Length; column++) importance[column] += tree.Gains[column];
        }
        var sum = importance.Sum();
        return new(grown, data.Width, OutOfBagOf(data.X, grown, seen), [.. importance.Select(gain => sum > 0 ? gain / sum : 0)]);
    }

    /// <summary>The mean of the trees' probabilities of "anomaly" (both classes weighing the same), one a row.</summary>
    /// <param name="x">Features, <c>[rows, features]</c>, of the width it was fitted on.</param>
    /// <exception cref="ArgumentException">Another width.</exception>
    public float[] Probabilities(float[,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.GetLength(1) != width)
            throw new ArgumentException($"The data has {x.GetLength(1)} features; the trees were grown on {width}. Pass the same columns in the same order.", nameof(x));
        var probabilities = new float[x.GetLength(0)];
        Parallel.For(0, probabilities.Length, row => probabilities[row] = (float)trees.Average(tree => tree.Value(x, row)));
        return probabilities;
    }

    internal IReadOnlyList<DecisionTree> Grown => trees;

    internal static ExtraTrees Recall(IEnumerable<DecisionTree> trees, int width) => new([.. trees], width, [], new double[width]);

    private static float[] OutOfBagOf(float[,] x, DecisionTree[] trees, int[][] seen)
    {
        var shares = new float[x.GetLength(0)];
        Parallel.For(0, shares.Length, row =>
        {
            var (all, unseen, count) = (0.0, 0.0, 0);
            for (var tree = 0; tree < trees.Length; tree++)
            {
                var value = trees[tree].Value(x, row);
                all += value;
                if (seen[tree][row] > 0) continue;
                unseen += value;
                count++;
            }
            shares[row] = (float)(count > 0 ? unseen / count : all / trees.Length);
        });
        return shares;
    }

    // A bootstrap sample of each class apart: with five anomalies, one of them is in every tree.
    private static (DecisionTree, int[] Copies) Grow(float[][] columns, int[] labels, ExtraTreesOptions options, Random random)
    {
        var copies = new int[labels.Length];
        var weights = new double[2];
        for (var label = 0; label < 2; label++)
        {
            var rows = Enumerable.Range(0, labels.Length).Where(row => labels[row] == label).ToArray();
            foreach (var _ in rows) copies[rows[random.Next(rows.Length)]]++;
            weights[label] = 0.5 / rows.Length;
        }
        return (DecisionTree.Grow(columns, labels, copies, weights, options, random), copies);
    }
}
