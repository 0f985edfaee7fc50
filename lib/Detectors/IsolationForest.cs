using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="IsolationForest"/>.</summary>
public sealed record IsolationForestOptions : DetectorOptions
{
    /// <summary>Trees, at least 1. Default: 100.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Rows that each tree sees, drawn without repetition, at least 2. Default: 256. With fewer training rows: all.</summary>
    public int Sample { get; init; } = 256;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Trees >= 1, nameof(Trees), Trees, "at least 1");
        Options.Require(Sample >= 2, nameof(Sample), Sample, "at least 2");
    }
}

/// <summary>
/// Isolation forest (Liu, Ting, Zhou, ICDM 2008): trees split at random features and thresholds until rows stand alone; what stands alone after few splits is
/// anomalous. The score is <c>2^(−E[path length] / c(sample))</c>, in (0, 1), about 0.5 for no anomaly.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class IsolationForest(IsolationForestOptions? options = null) : Detector<IsolationForestOptions>(options)
{
    private const string Features = "features", Thresholds = "thresholds", Children = "children", Lengths = "lengths", Sampled = "sampled";
    private IsolationTree[] trees = [];
    private double usual;

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        var rows = x.data<double>().ToArray();
        var (count, width) = ((int)x.shape[0], (int)x.shape[1]);
        var sample = Math.Min(Options.Sample, count);
        var depth = (int)Math.Ceiling(Math.Log2(Math.Max(2, sample)));
        trees = new IsolationTree[Options.Trees];
        Parallel.For(0, trees.Length, t => trees[t] = IsolationTree.Grow(rows, count, width, sample, depth, Seed.Random(FormattableString.Invariant($"tree {t}"))));
        Learn(Features, Together(tree => tree.Features, -1));
        Learn(Thresholds, Together(tree => tree.Thresholds, 0));
        Learn(Children, Together(tree => tree.Children, 0));
        Learn(Lengths, Together(tree => tree.Lengths, 0));
        Learn(Sampled, tensor(sample, dtype: int64));
        usual = IsolationTree.UsualLength(sample);
        return ScoreCore(x);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x)
    {
        var rows = x.data<double>().ToArray();
        var (count, width) = ((int)x.shape[0], (int)x.shape[1]);
        var scores = new double[count];
        Parallel.For(0, (count + 1023) / 1024, block =>
        {
            // Tree by tree, so that one tree at a time fills the cache.
            var (start, end) = (block * 1024, Math.Min(count, block * 1024 + 1024));
            foreach (var tree in trees)
                for (var row = start; row < end; row++) scores[row] += tree.Length(rows.AsSpan(row * width, width));
            for (var row = start; row < end; row++) scores[row] = Math.Pow(2, -scores[row] / trees.Length / usual);
        });
        return tensor(scores);
    }

    /// <inheritdoc/>
    protected override void Restored()
    {
        var (features, thresholds, children, lengths) = (Learnt(Features), Learnt(Thresholds), Learnt(Children), Learnt(Lengths));
        trees = [.. Enumerable.Range(0, (int)features.shape[0]).Select(t => new IsolationTree(
            Row<int>(features, t), Row<double>(thresholds, t), Row<int>(children, t), Row<double>(lengths, t)))];
        usual = IsolationTree.UsualLength((int)Learnt(Sampled).item<long>());
        var nodes = (int)features.shape[1];
        foreach (var tree in trees) tree.Check(nodes, Width);
    }

    private static T[] Row<T>(Tensor table, int row) where T : unmanaged
    {
        using var part = table[row].contiguous();
        return part.data<T>().ToArray();
    }

    // Trees of different sizes in one table: what is missing is a leaf that nothing leads to.
    private Tensor Together<T>(Func<IsolationTree, T[]> part, T missing) where T : unmanaged
    {
        var nodes = trees.Max(tree => tree.Features.Length);
        var table = new T[trees.Length * nodes];
        Array.Fill(table, missing);
        for (var t = 0; t < trees.Length; t++) part(trees[t]).CopyTo(table, t * nodes);
        var flat = typeof(T) == typeof(int) ? tensor((int[])(object)table) : tensor((double[])(object)table);
        return flat.view(trees.Length, nodes);
    }
}
