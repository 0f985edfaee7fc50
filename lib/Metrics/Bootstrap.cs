namespace MetaAnomalyLib.Metrics;

/// <summary>A measured value with the interval in which it would mostly lie had others been measured.</summary>
/// <param name="Value">Of the rows as they are.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="Confidence">Such as 0.95.</param>
public sealed record Interval(double Value, double Low, double High, double Confidence)
{
    /// <summary>Such as <c>0.931 [0.905, 0.952]</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Value:F3} [{Low:F3}, {High:F3}]");
}

/// <summary>Intervals of any metric by drawing anew with repetition (Efron and Tibshirani, 1993, section 13.3: percentile intervals).</summary>
public static class Bootstrap
{
    /// <summary>Draws whole groups, such as patients: images of one patient are no independent witnesses.</summary>
    /// <param name="groups">The group of each row.</param>
    /// <param name="metric">From the indices of the drawn rows, with repetition, to the metric; NaN where it is not defined, such as for rows of one class, which is then drawn anew.</param>
    /// <param name="draws">At least 100. Default: 1,000.</param>
    /// <param name="confidence">Above 0, below 1. Default: 0.95.</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    /// <exception cref="ArgumentException">There is no row, or the metric is not defined in most draws.</exception>
    public static Interval ByGroup(IReadOnlyList<string> groups, Func<int[], double> metric, int draws = 1000, double confidence = 0.95, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(metric);
        Models.Options.Require(draws >= 100, nameof(draws), draws, "at least 100");
        Models.Options.Require(confidence is > 0 and < 1, nameof(confidence), confidence, "above 0 and below 1");
        if (groups.Count == 0) throw new ArgumentException("There is no row.", nameof(groups));
        var members = Enumerable.Range(0, groups.Count).GroupBy(row => groups[row], StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
        var (random, values) = (new Random(seed), new List<double>(draws));
        for (var tries = 0; values.Count < draws; tries++)
        {
            if (tries == 2 * draws) throw new ArgumentException("The metric is not defined for most draws: too few groups of a class.", nameof(metric));
            var rows = Enumerable.Range(0, members.Length).SelectMany(_ => members[random.Next(members.Length)]).ToArray();
            if (metric(rows) is var value && !double.IsNaN(value)) values.Add(value);
        }
        values.Sort();
        return new(metric([.. Enumerable.Range(0, groups.Count)]), Quantile((1 - confidence) / 2), Quantile((1 + confidence) / 2), confidence);

        double Quantile(double share)
        {
            var place = share * (draws - 1);
            var below = (int)place;
            return values[below] + (place - below) * (values[Math.Min(below + 1, draws - 1)] - values[below]);
        }
    }
}
