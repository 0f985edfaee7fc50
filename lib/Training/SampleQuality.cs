using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Training;

/// <summary>How generated rows stand to real ones, by balls around each row that reach to its k-th neighbour of the same kind. Compared within one data set: the
/// distance is that of the features given.</summary>
/// <param name="Precision">Share of the generated rows that lie in a real row's ball, in [0, 1]: do they look real? (Kynkäänniemi et al., 2019, equation 2.)</param>
/// <param name="Recall">Share of the real rows that lie in a generated row's ball, in [0, 1]: is everything real made? Low where modes have collapsed.</param>
/// <param name="Coverage">Share of the real rows in whose ball a generated row lies, in [0, 1] (Naeem et al., 2020, equation 8): as recall, but one odd generated row cannot feign it.</param>
/// <param name="Diversity">Mean distance of two generated rows over that of two real rows, at least 0; 1 is as varied as the data, near 0 all rows are alike.</param>
public sealed record SampleQuality(double Precision, double Recall, double Coverage, double Diversity)
{
    /// <summary>Rows of either kind that are compared at most; the first are taken, since distances of all pairs are held at once.</summary>
    public const int MostRows = 2000;

    /// <summary>Compares generated rows with real ones.</summary>
    /// <param name="real"><c>[rows, features]</c>, more rows than neighbours.</param>
    /// <param name="generated"><c>[rows, features]</c>, more rows than neighbours; as many as real ones is best.</param>
    /// <param name="neighbours">k, at least 1. Default: 5.</param>
    /// <exception cref="ArgumentException">Too few rows, or different widths.</exception>
    public static SampleQuality Of(float[,] real, float[,] generated, int neighbours = 5)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        Models.Options.Require(neighbours >= 1, nameof(neighbours), neighbours, "at least 1");
        foreach (var (rows, name) in new[] { (real, nameof(real)), (generated, nameof(generated)) })
        {
            if (rows.GetLength(0) <= neighbours)
                throw new ArgumentException($"{name} has {rows.GetLength(0)} rows; {neighbours} neighbours need at least {neighbours + 1}.", name);
        }
        if (real.GetLength(1) != generated.GetLength(1))
            throw new ArgumentException($"generated has {generated.GetLength(1)} features, real has {real.GetLength(1)}; compare rows of the same features.", nameof(generated));

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (r, g) = (First(real), First(generated));
        Tensor withinReal = cdist(r, r), withinGenerated = cdist(g, g), between = cdist(r, g);   // [real, generated]
        var realBall = withinReal.kthvalue(neighbours + 1, 1).values.unsqueeze(1);               // the first is the row itself
        var generatedBall = withinGenerated.kthvalue(neighbours + 1, 1).values.unsqueeze(0);
        var inReal = between <= realBall;
        return new(Share(inReal.any(0)), Share((between <= generatedBall).any(1)), Share(inReal.any(1)), Spread(withinGenerated) / Math.Max(1e-12, Spread(withinReal)));
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"precision {Precision:F2}, recall {Recall:F2}, coverage {Coverage:F2}, diversity {Diversity:F2}");

    private static Tensor First(float[,] rows) => tensor(rows).narrow(0, 0, Math.Min(MostRows, rows.GetLength(0))).to(float64);

    private static double Share(Tensor found) => found.to(float64).mean().item<double>();

    private static double Spread(Tensor distances) => distances.sum().item<double>() / (distances.shape[0] * (distances.shape[0] - 1.0));
}
