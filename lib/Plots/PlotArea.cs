namespace MetaAnomalyLib.Plots;

/// <summary>A rectangle of a plane, and points all over it at which a model is asked: what it would say anywhere.</summary>
/// <param name="Left">Smallest first number.</param>
/// <param name="Right">Largest first number, above <paramref name="Left"/>.</param>
/// <param name="Bottom">Smallest second number.</param>
/// <param name="Top">Largest second number, above <paramref name="Bottom"/>.</param>
public sealed record PlotArea(double Left, double Right, double Bottom, double Top)
{
    /// <summary>Points asked a side.</summary>
    public const int Side = 48;

    /// <summary>The rectangle around points, a tenth larger.</summary>
    /// <param name="points">[rows, 2], at least one row.</param>
    public static PlotArea Around(double[,] points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.GetLength(0) == 0 || points.GetLength(1) != 2)
            throw new ArgumentException($"points is [{points.GetLength(0)}, {points.GetLength(1)}]; it must be [rows, 2] with at least one row.", nameof(points));
        (double Low, double High) Range(int column)
        {
            double[] values = [.. Enumerable.Range(0, points.GetLength(0)).Select(row => points[row, column])];
            var beyond = Math.Max(0.05 * (values.Max() - values.Min()), 1e-6);
            return (values.Min() - beyond, values.Max() + beyond);
        }
        var (x, y) = (Range(0), Range(1));
        return new(x.Low, x.High, y.Low, y.High);
    }

    /// <summary>The points to ask at, <c>[48 · 48, 2]</c>, line by line from the top left.</summary>
    public float[,] Grid()
    {
        var rows = new float[Side * Side, 2];
        for (var i = 0; i < Side * Side; i++)
        {
            rows[i, 0] = (float)(Left + (Right - Left) * (i % Side + 0.5) / Side);
            rows[i, 1] = (float)(Top - (Top - Bottom) * (i / Side + 0.5) / Side);
        }
        return rows;
    }
}
