using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="Mahalanobis"/>.</summary>
public sealed record MahalanobisOptions : DetectorOptions;

/// <summary>
/// The squared Mahalanobis distance <c>(x − μ)ᵀ Σ⁻¹ (x − μ)</c> to the mean and covariance of the training rows (Mahalanobis, 1936). A direction in
/// which they do not vary counts as if its variance were a millionth of the largest. <see cref="RobustCovariance"/> for rows that hold anomalies.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class Mahalanobis(MahalanobisOptions? options = null) : Detector<MahalanobisOptions>(options)
{
    private const string Mean = "mean", Whitening = "whitening";

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        var (mean, covariance) = Gaussian.Of(x);
        Learn(Mean, mean);
        Learn(Whitening, Gaussian.Whiten(covariance).Whitening);
        return ScoreCore(x);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x) => Gaussian.Distances(x, Learnt(Mean), Learnt(Whitening));
}
