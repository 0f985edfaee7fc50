namespace MetaAnomalyLib.Data;

/// <summary>Row indices of the three parts of a data set. Every row is in exactly one.</summary>
/// <param name="Train">Rows to fit on.</param>
/// <param name="Validation">Rows to choose by (epoch, threshold, options).</param>
/// <param name="Test">Rows to report on, once.</param>
public sealed record Split(int[] Train, int[] Validation, int[] Test);

/// <summary>Seeded splits of labelled rows.</summary>
public static class Splits
{
    /// <summary>Splits so that each part has the same share of every label: the parts have exactly the rounded sizes, and every label is
    /// within one row of its share (largest remainder method).</summary>
    /// <param name="labels">One label per row; any integers.</param>
    /// <param name="validation">Fraction for validation, 0 to below 1.</param>
    /// <param name="test">Fraction for test, 0 to below 1; together with <paramref name="validation"/> below 1.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <exception cref="ArgumentException">No rows, or fewer than two rows of a label while more than one part is asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is out of range.</exception>
    public static Split Stratified(ReadOnlySpan<int> labels, double validation, double test, int seed)
    {
        CheckFraction(validation, nameof(validation));
        CheckFraction(test, nameof(test));
        if (validation + test >= 1)
            throw new ArgumentOutOfRangeException(
                nameof(test), test, $"validation ({validation}) and test together must be below 1, so that rows remain to train on.");
        var classes = RowsOfLabels(labels);
        if (validation + test > 0 && classes.FirstOrDefault(rows => rows.Length < 2) is { } lone)
            throw new ArgumentException(
                $"Label {labels[lone[0]]} has only one row; a stratified split needs at least two of each label.", nameof(labels));

        var sizes = classes.Select(rows => rows.Length).ToArray();
        var testSizes = Shares(sizes, test, sizes);
        var validationSizes = Shares(sizes, validation, sizes.Zip(testSizes, (all, taken) => all - taken).ToArray());
        var random = new Random(seed);
        List<int> trainRows = [], validationRows = [], testRows = [];
        for (var i = 0; i < classes.Length; i++)
        {
            random.Shuffle(classes[i]);
            testRows.AddRange(classes[i].AsSpan(0, testSizes[i]));
            validationRows.AddRange(classes[i].AsSpan(testSizes[i], validationSizes[i]));
            trainRows.AddRange(classes[i].AsSpan(testSizes[i] + validationSizes[i]));
        }
        return new Split(Shuffled(trainRows, random), Shuffled(validationRows, random), Shuffled(testRows, random));
    }

    /// <inheritdoc cref="Stratified(ReadOnlySpan{int}, double, double, int)"/>
    /// <param name="data">The data whose labels are split.</param>
    /// <param name="validation">Fraction for validation, 0 to below 1.</param>
    /// <param name="test">Fraction for test, 0 to below 1.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    public static (LabeledData Train, LabeledData Validation, LabeledData Test) Stratified(
        LabeledData data, double validation, double test, int seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        var split = Stratified(data.Y, validation, test, seed);
        return (data.Subset(split.Train), data.Subset(split.Validation), data.Subset(split.Test));
    }

    /// <summary>Splits so that all rows of a group, such as a patient's, are in one part: groups are shuffled and put one by one into the part that lacks most of its rows, so that each part has about its share of
    /// every label that groups are of (a group counts for its most frequent label).</summary>
    /// <param name="labels">One label per row.</param>
    /// <param name="groups">One group per row; a group may have rows of several labels.</param>
    /// <param name="validation">Fraction for validation, 0 to below 1.</param>
    /// <param name="test">Fraction for test, 0 to below 1; together with <paramref name="validation"/> below 1.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <exception cref="ArgumentException">No rows, or not as many groups as labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is out of range.</exception>
    public static Split ByGroup(IReadOnlyList<int> labels, IReadOnlyList<string> groups, double validation, double test, int seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(groups);
        CheckFraction(validation, nameof(validation));
        CheckFraction(test, nameof(test));
        if (validation + test >= 1)
            throw new ArgumentOutOfRangeException(nameof(test), test, $"validation ({validation}) and test together must be below 1, so that rows remain to train on.");
        if (labels.Count == 0 || labels.Count != groups.Count)
            throw new ArgumentException($"There are {labels.Count} labels and {groups.Count} groups; give at least one row, with a label and a group each.", nameof(groups));

        var random = new Random(seed);
        double[] shares = [1 - validation - test, validation, test];
        List<int>[] parts = [[], [], []];
        var byGroup = Enumerable.Range(0, labels.Count).GroupBy(row => groups[row], StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToArray());
        foreach (var kind in byGroup.GroupBy(rows => rows.GroupBy(row => labels[row]).OrderByDescending(same => same.Count()).ThenBy(same => same.Key).First().Key).OrderBy(kind => kind.Key))
        {
            var members = kind.ToArray();
            random.Shuffle(members);
            var (all, taken) = ((double)members.Sum(rows => rows.Length), new double[3]);
            // The large ones first: the small ones then even out.
            foreach (var rows in members.OrderByDescending(rows => rows.Length))
            {
                var part = Enumerable.Range(0, 3).Where(i => shares[i] > 0).MaxBy(i => shares[i] * all - taken[i]);
                parts[part].AddRange(rows);
                taken[part] += rows.Length;
            }
        }
        return new Split(Shuffled(parts[0], random), Shuffled(parts[1], random), Shuffled(parts[2], random));
    }

    /// <summary>The one-class protocol of the anomaly detection literature: train on a random half of the normal rows, test on the other
    /// half and all anomalies.</summary>
    /// <param name="labels">One label per row: 0 normal, 1 anomaly.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <param name="trainFraction">Fraction of the normal rows to train on, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">Fewer than two normal rows.</exception>
    public static (int[] Train, int[] Test) OneClass(ReadOnlySpan<int> labels, int seed, double trainFraction = 0.5)
    {
        CheckFraction(trainFraction, nameof(trainFraction));
        List<int> normal = [], anomalies = [];
        for (var row = 0; row < labels.Length; row++)
            (labels[row] == 0 ? normal : anomalies).Add(row);
        if (normal.Count < 2)
            throw new ArgumentException(
                $"There are {normal.Count} normal rows (label 0); at least two are needed, one to train on and one to test.",
                nameof(labels));
        var random = new Random(seed);
        var shuffled = Shuffled(normal, random);
        var train = Math.Clamp((int)Math.Round(normal.Count * trainFraction, MidpointRounding.AwayFromZero), 1, normal.Count - 1);
        return (shuffled[..train], Shuffled([.. shuffled[train..], .. anomalies], random));
    }

    private static void CheckFraction(double fraction, string name)
    {
        if (!(fraction >= 0 && fraction < 1))
            throw new ArgumentOutOfRangeException(name, fraction, "A fraction must be from 0 to below 1.");
    }

    private static int[][] RowsOfLabels(ReadOnlySpan<int> labels)
    {
        if (labels.IsEmpty)
            throw new ArgumentException("There are no rows to split.", nameof(labels));
        var values = labels.ToArray();
        return Enumerable.Range(0, values.Length).GroupBy(row => values[row]).OrderBy(group => group.Key).Select(
            group => group.ToArray()).ToArray();
    }

    /// <summary>How many rows of each label to take: whole shares first, then one more for the largest remainders until the sum is the
    /// rounded total.</summary>
    private static int[] Shares(int[] sizes, double fraction, int[] available)
    {
        var total = (int)Math.Round(sizes.Sum() * fraction, MidpointRounding.AwayFromZero);
        var shares = sizes.Select((size, i) => Math.Min((int)(size * fraction), available[i])).ToArray();
        var byRemainder = Enumerable.Range(0, sizes.Length).OrderByDescending(i => sizes[i] * fraction - shares[i]).ToArray();
        foreach (var i in byRemainder.Where(i => shares[i] < available[i]).Take(Math.Max(0, total - shares.Sum())))
            shares[i]++;
        return shares;
    }

    private static int[] Shuffled(List<int> rows, Random random)
    {
        var result = rows.ToArray();
        random.Shuffle(result);
        return result;
    }
}
