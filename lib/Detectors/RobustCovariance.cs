using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="RobustCovariance"/>.</summary>
public sealed record RobustCovarianceOptions : DetectorOptions
{
    /// <summary>Share of the rows whose covariance is to be smallest, from 0.5 to 1. Default: 0, which stands for (rows + features + 2) / (2 rows), the most robust.</summary>
    public double Support { get; init; }

    /// <summary>Random beginnings, at least 1. Default: 100.</summary>
    public int Starts { get; init; } = 100;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Support is 0 or (>= 0.5 and <= 1), nameof(Support), Support, "0, or from 0.5 to 1");
        Options.Require(Starts >= 1, nameof(Starts), Starts, "at least 1");
    }
}

/// <summary>
/// Minimum covariance determinant: the squared Mahalanobis distance to the mean and covariance of that half of the rows whose covariance has the
/// smallest determinant, found by concentration steps (FastMCD; Rousseeuw and Van Driessen, 1999), scaled to be consistent at the normal distribution and
/// reweighted by the rows within the 97.5 % ellipsoid. Anomalies among the training rows do not move it. As in scikit-learn, directions in which only the kept rows do not vary say nothing, and
/// the steps stop where there is one: a half that agrees in a feature has been found, not a denser one. Directions in which no row varies count as in <see cref="Mahalanobis"/>.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class RobustCovariance(RobustCovarianceOptions? options = null) : Detector<RobustCovarianceOptions>(options)
{
    private const string Mean = "mean", Whitening = "whitening";
    private const int RowsForStarts = 1500, Kept = 10, Steps = 30;

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        // Where all rows are the same tells nothing of halves of them: the search is among the directions that vary.
        var (varying, flat) = Gaussian.WhitenApart(Gaussian.Of(x).Covariance);
        if (varying.shape[1] == 0)   // all rows are the same
        {
            Learn(Mean, x.mean([0L], keepdim: true));
            Learn(Whitening, flat);
            return ScoreCore(x);
        }
        var z = x.mm(varying);
        var inside = Concentrate(z, Beginning(z), Support(x), Steps).Rows;
        var (mean, covariance) = Gaussian.Of(z.index_select(0, inside));
        var distances = Gaussian.Distances(z, mean, Gaussian.WhitenVarying(covariance).Whitening);
        var correction = Preprocessing.Columns.Quantile(distances.data<double>().ToArray(), 0.5) / ChiSquared.Quantile(0.5, x.shape[1]);
        if (correction > 0)
        {
            inside = (distances / correction < ChiSquared.Quantile(0.975, x.shape[1])).nonzero().flatten();
            covariance = Gaussian.Of(z.index_select(0, inside)).Covariance;
        }
        Learn(Mean, x.index_select(0, inside).mean([0L], keepdim: true));
        Learn(Whitening, cat([varying.mm(Gaussian.WhitenVarying(covariance).Whitening), flat], 1));
        return ScoreCore(x);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x) => Gaussian.Distances(x, Learnt(Mean), Learnt(Whitening));

    private long Support(Tensor x)
    {
        var (rows, features) = (x.shape[0], x.shape[1]);
        return Options.Support > 0 ? Math.Max(2, (long)(Options.Support * rows)) : Math.Min(rows, (rows + features + 2) / 2);
    }

    /// <summary>Rows to begin with: the best end of many beginnings on a sample, where steps are cheap.</summary>
    private Tensor Beginning(Tensor x)
    {
        var random = Seed.Random("starts");
        var sample = Drawn(random, (int)x.shape[0], (int)Math.Min(RowsForStarts, x.shape[0]));
        var part = x.index_select(0, tensor(sample));
        var support = Support(part);
        var starts = Enumerable.Range(0, Options.Starts)
            .Select(_ => Concentrate(part, tensor(Drawn(random, (int)part.shape[0], (int)support)), support, steps: 2))
            .OrderBy(start => start.LogDeterminant).Take(Kept).ToArray();
        var best = starts.Select(start => Concentrate(part, start.Rows, support, Steps)).MinBy(end => end.LogDeterminant).Rows;
        return tensor(sample).index_select(0, best);
    }

    /// <summary>Repeats: the mean and covariance of the rows, then the rows nearest to them. The determinant never grows.</summary>
    private static (Tensor Rows, double LogDeterminant) Concentrate(Tensor x, Tensor rows, long support, int steps)
    {
        var before = double.PositiveInfinity;
        for (var step = 0; ; step++)
        {
            using var scope = NewDisposeScope();
            var (mean, covariance) = Gaussian.Of(x.index_select(0, rows));
            var (whitening, determinant) = Gaussian.WhitenVarying(covariance);
            if (step == steps || before - determinant <= 1e-9 || double.IsNegativeInfinity(determinant)) return (rows, determinant);
            before = determinant;
            rows = Gaussian.Distances(x, mean, whitening).topk((int)support, largest: false).indexes.MoveToOuterDisposeScope();
        }
    }

    private static long[] Drawn(Random random, int rows, int count)
    {
        var all = Enumerable.Range(0, rows).Select(row => (long)row).ToArray();
        random.Shuffle(all);
        return all[..count];
    }
}
