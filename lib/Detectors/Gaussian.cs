using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Mean and covariance, and the Mahalanobis distance to them.</summary>
internal static class Gaussian
{
    // A direction in which the training rows do not vary still counts, as one with a millionth of the largest variance would.
    private const double SmallestShare = 1e-6;

    /// <summary>Mean [1, features] and covariance [features, features] of the population.</summary>
    public static (Tensor Mean, Tensor Covariance) Of(Tensor x)
    {
        var mean = x.mean([0L], keepdim: true);
        var centered = x - mean;
        return (mean, centered.t().mm(centered) / x.shape[0]);
    }

    /// <summary>W with W Wᵀ the inverse of the covariance, [features, features]; and the logarithm of the covariance's determinant.</summary>
    public static (Tensor Whitening, double LogDeterminant) Whiten(Tensor covariance)
    {
        var (values, vectors) = linalg.eigh(covariance);
        var floored = values.clamp_min(Math.Max(SmallestShare * values[-1].item<double>(), 1e-12));
        return (vectors / floored.sqrt(), floored.log().sum().item<double>());
    }

    /// <summary>Squared Mahalanobis distances, [rows].</summary>
    public static Tensor Distances(Tensor x, Tensor mean, Tensor whitening) => (x - mean).mm(whitening).square().sum(1);
}
