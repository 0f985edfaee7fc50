namespace MetaAnomalyLib.Metrics;

/// <summary>Student's t distribution for whole degrees of freedom.</summary>
internal static class StudentT
{
    /// <summary>The t with P(|T| &lt; t) = <paramref name="probability"/>.</summary>
    public static double TwoSidedQuantile(double probability, int degrees)
    {
        // With t = sqrt(degrees) tan(angle) the inside probability rises from 0 to 1 on a quarter turn: halve until nothing is between.
        var (low, high) = (0.0, Math.PI / 2);
        while (true)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high)
                return Math.Sqrt(degrees) * Math.Tan(high);
            if (Inside(middle, degrees) < probability)
                low = middle;
            else
                high = middle;
        }
    }

    /// <summary>P(|T| &lt; sqrt(degrees) tan(angle)), Abramowitz and Stegun 26.7.3 and 26.7.4.</summary>
    private static double Inside(double angle, int degrees)
    {
        var (sin, cos) = Math.SinCos(angle);
        var odd = degrees % 2 == 1;
        var (term, sum) = odd ? (cos, degrees == 1 ? 0 : cos) : (1.0, 1.0);
        for (var k = odd ? 3 : 2; k < degrees && term > sum * 1e-18; k += 2)
        {
            term *= cos * cos * (k - 1) / k;
            sum += term;
        }
        return odd ? 2 / Math.PI * (angle + sin * sum) : sin * sum;
    }
}
