namespace MetaAnomalyLib.Data;

/// <summary>
/// What an analyst with little time leaves behind: a handful of labelled anomalies, everything else unlabelled. Unlabelled rows are taken for normal,
/// so that the anomalies among them become label noise. (The "few labels" protocol of ADBench, Han et al., 2022, section 3.)
/// </summary>
public static class LabelBudget
{
    /// <summary>Keeps a number of anomaly labels in a training and a validation part together, in proportion to their sizes, at least one each.</summary>
    /// <param name="train">With its true labels.</param>
    /// <param name="validation">With its true labels.</param>
    /// <param name="anomalies">Labels to keep, from 2 to as many as the two parts have.</param>
    /// <param name="seed">The same seed keeps the same ones.</param>
    /// <returns>The same rows with fewer labels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer labels than two, or more than there are.</exception>
    public static (LabeledData Train, LabeledData Validation) Keep(LabeledData train, LabeledData validation, int anomalies, int seed)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        var (inTrain, inValidation) = (train.Anomalies, validation.Anomalies);
        if (inTrain == 0 || inValidation == 0)
            throw new ArgumentException("Both parts need an anomaly at least; split with Splits.Stratified.", nameof(train));
        if (anomalies < 2 || anomalies > inTrain + inValidation)
            throw new ArgumentOutOfRangeException(nameof(anomalies), anomalies, $"From 2 (one to train on, one to choose by) to {inTrain + inValidation}, as many as there are.");
        var share = (int)Math.Round((double)anomalies * inValidation / (inTrain + inValidation), MidpointRounding.AwayFromZero);
        var toValidation = Math.Clamp(share, Math.Max(1, anomalies - inTrain), Math.Min(anomalies - 1, inValidation));
        var random = new Random(seed);
        return (Keep(train, anomalies - toValidation, random), Keep(validation, toValidation, random));
    }

    private static LabeledData Keep(LabeledData data, int anomalies, Random random)
    {
        var rows = Enumerable.Range(0, data.Count).Where(row => data.Y[row] == 1).ToArray();
        random.Shuffle(rows);
        var labels = new int[data.Count];
        foreach (var row in rows.Take(anomalies)) labels[row] = 1;
        return new LabeledData(data.X, labels, data.FeatureNames);
    }
}
