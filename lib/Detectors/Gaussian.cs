using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Mean and covariance, and the Mahalanobis distance to them.</summary>
internal static class Gaussian
{
    // A direction in which the training rows do not vary still counts, as one with a millionth of the largest variance would.
    private const double SmallestShare = 1e-6;

    // Where directions are left out instead, those that only rounding tells from constant ones.
    private const double FlatShare = 1e-12;

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
        var floored = values.clamp_min(Smallest(values));
        return (vectors / floored.sqrt(), floored.log().sum().item<double>());
    }

    /// <summary>The same without the directions in which nothing varies, as with a pseudo-inverse; where there are such the logarithm is negative infinity.</summary>
    public static (Tensor Whitening, double LogDeterminant) WhitenVarying(Tensor covariance)
    {
        var (values, vectors) = linalg.eigh(covariance);
        var varies = values > FlatShare * values[-1];
        var determinant = varies.all().item<bool>() ? values.log().sum().item<double>() : double.NegativeInfinity;
        return (vectors * where(varies, values, ones_like(values)).rsqrt() * varies, determinant);
    }

    /// <summary>Whitening apart for the directions that vary, [features, varying], and for those that do not, [features, others], as <see cref="Whiten"/> counts them.</summary>
    public static (Tensor Varying, Tensor Flat) WhitenApart(Tensor covariance)
    {
        var (values, vectors) = linalg.eigh(covariance);   // from the smallest variance to the largest
        var flat = (values <= FlatShare * values[-1]).sum().item<long>();
        var varying = values.shape[0] - flat;
        return (vectors.narrow(1, flat, varying) / values.narrow(0, flat, varying).sqrt(), vectors.narrow(1, 0, flat) / Math.Sqrt(Smallest(values)));
    }

    /// <summary>Squared Mahalanobis distances, [rows].</summary>
    public static Tensor Distances(Tensor x, Tensor mean, Tensor whitening) => (x - mean).mm(whitening).square().sum(1);

    private static double Smallest(Tensor values) => Math.Max(SmallestShare * values[-1].item<double>(), 1e-12);
}
