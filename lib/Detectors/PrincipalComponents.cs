using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="PrincipalComponents"/>.</summary>
public sealed record PrincipalComponentsOptions : DetectorOptions
{
    /// <summary>Components that are kept, at least 1 and fewer than the features. Default: 0, which leaves it to <see cref="Variance"/>.</summary>
    public int Components { get; init; }

    /// <summary>As many components are kept as explain this share of the variance, above 0 and below 1; always one fewer than the features at most. Default: 0.9.</summary>
    public double Variance { get; init; } = 0.9;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Components >= 0, nameof(Components), Components, "at least 1, or 0 to leave it to Variance");
        Options.Require(Variance is > 0 and < 1, nameof(Variance), Variance, "above 0 and below 1");
    }
}

/// <summary>
/// Principal components: the score is the squared error of rebuilding a row from the first components, <c>‖(x − μ) − V Vᵀ (x − μ)‖²</c> (Jackson and Mudholkar,
/// 1979) — the linear autoencoder. One feature alone has nothing to leave out: the score is then its squared distance from the mean.
/// PyOD's PCA is something else: a weighted sum of distances between the row and the eigenvectors taken as points.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class PrincipalComponents(PrincipalComponentsOptions? options = null) : Detector<PrincipalComponentsOptions>(options)
{
    private const string Mean = "mean", Axes = "components";

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        var (mean, covariance) = Gaussian.Of(x);
        var (values, vectors) = linalg.eigh(covariance);   // ascending
        Learn(Mean, mean);
        Learn(Axes, vectors.flip(1).narrow(1, 0, Count(values.flip(0).data<double>().ToArray())));
        return ScoreCore(x);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x) => Residuals(x).square().sum(1);

    /// <summary>What each feature adds to each row's score, <c>[rows, features]</c>: the explanation.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] FeatureErrors(float[,] x)
    {
        Score(x);   // the checks
        using var scope = NewDisposeScope();
        var errors = Residuals(tensor(x, dtype: float64)).square();
        return (double[,])errors.data<double>().ToNDArray();
    }

    private Tensor Residuals(Tensor x)
    {
        var centered = x - Learnt(Mean);
        return centered - centered.mm(Learnt(Axes)).mm(Learnt(Axes).t());
    }

    private int Count(double[] variances)
    {
        var most = variances.Length - 1;
        if (Options.Components > 0) return Math.Min(Options.Components, most);
        var (total, sum, count) = (variances.Sum(), 0.0, 0);
        while (count < most && sum < Options.Variance * total) sum += variances[count++];
        return count;
    }
}
