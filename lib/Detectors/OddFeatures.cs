namespace MetaAnomalyLib.Detectors;

/// <summary>A feature of a row and how far it lies from the middle.</summary>
/// <param name="Feature">Its index.</param>
/// <param name="Deviations">Distance from the median of all rows, in robust standard deviations (1.4826 times the median absolute deviation), with its sign.</param>
public sealed record OddFeature(int Feature, double Deviations);

/// <summary>A first look at <i>why</i>, for any detector: the features in which a row lies farthest from the middle of all rows. It sees one feature at a time: a row that is odd only in
/// how its features go together has no odd feature.</summary>
public sealed class OddFeatures
{
    private readonly double[] medians, deviations;

    /// <param name="x"><c>[rows, features]</c> to compare with; at least one row.</param>
    /// <exception cref="ArgumentException">There is no row.</exception>
    public OddFeatures(float[,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var (rows, width) = (x.GetLength(0), x.GetLength(1));
        if (rows == 0) throw new ArgumentException("There are no rows to compare with; at least one is needed.", nameof(x));
        (medians, deviations) = (new double[width], new double[width]);
        for (var feature = 0; feature < width; feature++)
        {
            var column = Enumerable.Range(0, rows).Select(row => (double)x[row, feature]).ToArray();
            medians[feature] = Median(column);
            var mad = 1.4826 * Median([.. column.Select(value => Math.Abs(value - medians[feature]))]);
            // More than half of the values are the same (a category, a counter of rare events): the standard deviation tells then.
            deviations[feature] = mad > 0 ? mad : Math.Sqrt(column.Average(value => (value - medians[feature]) * (value - medians[feature])));
        }
    }

    /// <summary>The features that lie farthest out, the farthest first.</summary>
    /// <param name="row">As many values as there are features.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="ArgumentException">The row has another width.</exception>
    public IReadOnlyList<OddFeature> Of(ReadOnlySpan<float> row, int count = 3)
    {
        if (row.Length != medians.Length) throw new ArgumentException($"The row has {row.Length} values; there are {medians.Length} features.", nameof(row));
        var found = new List<OddFeature>();
        for (var feature = 0; feature < row.Length; feature++)
            if (deviations[feature] > 0) found.Add(new OddFeature(feature, (row[feature] - medians[feature]) / deviations[feature]));
        return [.. found.OrderByDescending(odd => Math.Abs(odd.Deviations)).Take(count)];
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
