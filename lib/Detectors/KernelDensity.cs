using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="KernelDensity"/>.</summary>
public sealed record KernelDensityOptions : DetectorOptions
{
    /// <summary>Width of the kernel, above 0. Default: 0, which stands for Scott's rule: <c>rows^(−1/(features+4))</c> times the features' root mean variance.</summary>
    public double Bandwidth { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Bandwidth >= 0 && double.IsFinite(Bandwidth), nameof(Bandwidth), Bandwidth, "above 0, or 0 for Scott's rule");
    }
}

/// <summary>
/// Kernel density: the score is <c>−log( mean over training rows of N(x; row, h² I) )</c> (Parzen, 1962; the bandwidth h by Scott, 1992). The training rows' own scores
/// leave each row out.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class KernelDensity(KernelDensityOptions? options = null) : Detector<KernelDensityOptions>(options)
{
    private const string Rows = "rows", Bandwidth = "bandwidth";

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        Learn(Rows, x);
        Learn(Bandwidth, tensor(Options.Bandwidth > 0 ? Options.Bandwidth : Scott(x), dtype: float64));
        return NegativeLog(x, sameRows: true);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x) => NegativeLog(x, sameRows: false);

    private static double Scott(Tensor x)
    {
        var spread = Math.Sqrt(x.@var(0, unbiased: false).mean().item<double>());
        return Math.Pow(x.shape[0], -1.0 / (x.shape[1] + 4)) * (spread > 0 ? spread : 1);
    }

    private Tensor NegativeLog(Tensor x, bool sameRows)
    {
        var h = Learnt(Bandwidth).item<double>();
        var rows = Learnt(Rows).shape[0] - (sameRows ? 1 : 0);
        var constant = Math.Log(rows) + x.shape[1] * (Math.Log(h) + 0.5 * Math.Log(2 * Math.PI));
        return Neighbours.Reduce(Learnt(Rows), x, sameRows, squares => constant - (squares / (-2 * h * h)).logsumexp(1));
    }
}
