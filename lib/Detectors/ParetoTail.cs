namespace MetaAnomalyLib.Detectors;

/// <summary>A generalised Pareto distribution over what exceeds a high quantile, fitted by probability-weighted moments (Hosking and Wallis, 1987).</summary>
/// <param name="Start">The quantile that the tail begins at.</param>
/// <param name="Share">The share of the values above it.</param>
/// <param name="Scale">σ, at least 0.</param>
/// <param name="Shape">ξ; positive is a heavy tail.</param>
internal sealed record ParetoTail(double Start, double Share, double Scale, double Shape)
{
    public static ParetoTail Of(double[] values, double share)
    {
        var sorted = values.Order().ToArray();
        var count = Math.Max(2, (int)(share * sorted.Length));
        var start = sorted[^(count + 1)];
        double first = 0, second = 0;
        for (var i = 0; i < count; i++)
        {
            var excess = sorted[sorted.Length - count + i] - start;
            first += excess / count;
            second += excess * (1 - (i + 0.65) / count) / count;   // 0.65: the plotting position that Hosking and Wallis advise
        }
        var spread = first - 2 * second;
        var tail = (double)count / sorted.Length;
        return spread > 0 ? new(start, tail, 2 * first * second / spread, 2 - first / spread) : new(start, tail, first, 0);
    }

    /// <summary>What is exceeded with this probability, which is at most the tail's share.</summary>
    public double Quantile(double probability)
    {
        var ratio = probability / Share;
        return Start + (Math.Abs(Shape) < 1e-9 ? -Scale * Math.Log(ratio) : Scale / Shape * (Math.Pow(ratio, -Shape) - 1));
    }
}
