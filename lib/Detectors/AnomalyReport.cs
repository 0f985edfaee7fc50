using System.Globalization;
using Microsoft.Data.Analysis;

namespace MetaAnomalyLib.Detectors;

/// <summary>What a person gets to check: the rows with the highest scores, with a first guess why.</summary>
public static class AnomalyReport
{
    /// <summary>The rows with the highest scores, the highest first: <c>row</c> (from 1, without the header), <c>score</c>, <c>why</c> (the features farthest from the middle, in
    /// robust standard deviations), then the table's own columns.</summary>
    /// <param name="table">As it was read.</param>
    /// <param name="scores">One a row.</param>
    /// <param name="x">The features that were scored, <c>[rows, features]</c>.</param>
    /// <param name="features">Their names.</param>
    /// <param name="count">How many rows; more than there are gives all. Default: 20.</param>
    /// <exception cref="ArgumentException">Table, scores, features and names do not match.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public static DataFrame Of(DataFrame table, IReadOnlyList<double> scores, float[,] x, IReadOnlyList<string> features, int count = 20)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(features);
        Models.Options.Require(count >= 1, nameof(count), count, "at least 1");
        if (table.Rows.Count != scores.Count || x.GetLength(0) != scores.Count || x.GetLength(1) != features.Count)
            throw new ArgumentException($"The table has {table.Rows.Count} rows, x is [{x.GetLength(0)}, {x.GetLength(1)}], there are {scores.Count} scores and {features.Count} names; they must match.", nameof(scores));
        var odd = new OddFeatures(x);
        return Of(table, scores, row => Why(odd, x, row, features), count);
    }

    /// <summary>The same with reasons from elsewhere, such as a detector's own.</summary>
    /// <param name="table">As it was read.</param>
    /// <param name="scores">One a row; NaN leaves a row out.</param>
    /// <param name="why">The reason for a row, by its index.</param>
    /// <param name="count">How many rows; more than there are gives all. Default: 20.</param>
    /// <exception cref="ArgumentException">Table and scores do not match.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public static DataFrame Of(DataFrame table, IReadOnlyList<double> scores, Func<int, string> why, int count = 20)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(why);
        Models.Options.Require(count >= 1, nameof(count), count, "at least 1");
        if (table.Rows.Count != scores.Count) throw new ArgumentException($"The table has {table.Rows.Count} rows, there are {scores.Count} scores; there must be one a row.", nameof(scores));
        int[] top = [.. Enumerable.Range(0, scores.Count).Where(row => !double.IsNaN(scores[row])).OrderByDescending(row => scores[row]).Take(count)];
        var report = table[top];
        report.Columns.Insert(0, new StringDataFrameColumn("why", top.Select(why)));
        report.Columns.Insert(0, new DoubleDataFrameColumn("score", top.Select(row => Math.Round(scores[row], 3))));
        report.Columns.Insert(0, new Int32DataFrameColumn("row", top.Select(row => row + 1)));
        return report;
    }

    private static string Why(OddFeatures odd, float[,] x, int row, IReadOnlyList<string> features)
    {
        var values = Enumerable.Range(0, features.Count).Select(feature => x[row, feature]).ToArray();
        var far = odd.Of(values).Where(o => Math.Abs(o.Deviations) >= 3).Select(o => string.Create(CultureInfo.InvariantCulture, $"{features[o.Feature]} {o.Deviations:+0.0;-0.0}"));
        return string.Join(", ", far) is { Length: > 0 } why ? why : "only how the features go together";
    }
}
