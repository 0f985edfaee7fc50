using MetaAnomalyLib.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>The same rows in some space, raw or as a network maps them, so that the same detectors can look in each: map, embed, detect.</summary>
/// <param name="Name">Raw, AE, VAE …</param>
/// <param name="Train">Rows to fit on, <c>[rows, dimensions]</c>.</param>
/// <param name="Test">Rows to find anomalies in, <c>[rows, dimensions]</c>.</param>
public sealed record EmbeddingSpace(string Name, float[,] Train, float[,] Test)
{
    /// <summary>The rows as a detector embeds them, each dimension standardised by the training rows.</summary>
    /// <param name="name">What the space is called.</param>
    /// <param name="embed">From rows to <c>[rows, dimensions]</c>, such as <see cref="AutoencoderDetector{TOptions}.Embed"/>.</param>
    /// <param name="train">Rows to fit on.</param>
    /// <param name="test">Rows to find anomalies in.</param>
    public static EmbeddingSpace Of(string name, Func<float[,], double[,]> embed, float[,] train, float[,] test)
    {
        ArgumentNullException.ThrowIfNull(embed);
        using var scope = NewDisposeScope();
        var (mapped, tested) = (tensor(embed(train)), tensor(embed(test)));
        var (mean, deviation) = (mapped.mean([0L], keepdim: true), mapped.std(0, unbiased: false, keepdim: true).clamp_min(1e-9));
        return new(name, Floats((mapped - mean) / deviation), Floats((tested - mean) / deviation));
    }

    /// <summary>Fits a detector of the catalog in this space and measures how well it ranks the test rows.</summary>
    /// <param name="detector">Its name, such as kNN.</param>
    /// <param name="labels">Of the test rows, 0 or 1.</param>
    /// <param name="seed">The detector's.</param>
    public double Auroc(string detector, ReadOnlySpan<int> labels, int seed = 0)
    {
        using var fitted = DetectorCatalog.Find(detector).Create(seed).Fit(Train);
        return Metric.Auroc(labels, fitted.Score(Test));
    }

    /// <summary>The test rows along the two directions in which the training rows vary most, <c>[rows, 2]</c>, for a picture. One dimension alone gets zeros beside it.</summary>
    public double[,] Plane()
    {
        using var scope = NewDisposeScope();
        var (mean, covariance) = Gaussian.Of(tensor(Train, dtype: float64));
        var (_, vectors) = linalg.eigh(covariance);   // ascending
        var axes = vectors.flip(1).narrow(1, 0, Math.Min(2, vectors.shape[1]));
        var plane = (tensor(Test, dtype: float64) - mean).mm(axes);
        if (plane.shape[1] == 1) plane = cat([plane, zeros_like(plane)], 1);
        return (double[,])plane.contiguous().data<double>().ToNDArray();
    }

    private static float[,] Floats(Tensor rows) => (float[,])rows.to(float32).contiguous().data<float>().ToNDArray();
}
