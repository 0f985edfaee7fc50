using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>The χ² distribution.</summary>
internal static class ChiSquared
{
    /// <summary>What a sum of squares of independent standard normals lies below with this probability.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    /// <param name="degrees">Number of squares.</param>
    public static double Quantile(double probability, double degrees)
    {
        // The distribution function is monotone: halve the interval until the digits end.
        var (low, high) = (0.0, degrees + 20 * Math.Sqrt(2 * degrees) + 20);
        for (var middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
        {
            if (Below(middle, degrees) < probability) low = middle;
            else high = middle;
        }
        return low;
    }

    // The regularised lower incomplete gamma function P(a, x) by its power series (DLMF 8.11.4), whose terms are all positive.
    private static double Below(double value, double degrees)
    {
        double a = degrees / 2, x = value / 2, term = 1 / a, sum = term;
        for (var n = 1; term > sum * 1e-16; n++) sum += term *= x / (a + n);
        using var scope = NewDisposeScope();
        return sum * Math.Exp(a * Math.Log(x) - x - tensor(a, dtype: float64).lgamma().item<double>());
    }
}
