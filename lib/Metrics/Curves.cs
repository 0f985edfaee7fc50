namespace MetaAnomalyLib.Metrics;

/// <summary>A receiver operating characteristic: one point a threshold, from (0, 0) to (1, 1).</summary>
/// <param name="FalsePositiveRates">Share of normal rows called anomalies, in 0..1, rising.</param>
/// <param name="TruePositiveRates">Share of anomalies found, in 0..1, rising.</param>
/// <param name="Thresholds">Rows with a score of at least this are called anomalies; falling, the first is +infinity.</param>
/// <param name="Auroc">The area under the curve.</param>
public sealed record RocCurve(double[] FalsePositiveRates, double[] TruePositiveRates, double[] Thresholds, double Auroc);

/// <summary>Precision against recall, one point a threshold, with the end point (recall 0, precision 1) that has no threshold.</summary>
/// <param name="Precisions">Share of true anomalies among the rows called anomalies, in 0..1.</param>
/// <param name="Recalls">Share of anomalies found, in 0..1, falling; the last is 0.</param>
/// <param name="Thresholds">Rising; one shorter than the other two.</param>
/// <param name="AveragePrecision">The step-wise area under the curve.</param>
/// <param name="BaseRate">Share of anomalies in the data: the precision of guessing, and the average precision of random scores.</param>
public sealed record PrecisionRecallCurve(
    double[] Precisions, double[] Recalls, double[] Thresholds, double AveragePrecision, double BaseRate);

/// <summary>The threshold with the highest F1. Choose it on validation data, never on test data.</summary>
/// <param name="F1">The F1 reached, in 0..1.</param>
/// <param name="Threshold">Rows with a score of at least this are called anomalies.</param>
/// <param name="Precision">Precision at the threshold.</param>
/// <param name="Recall">Recall at the threshold.</param>
public sealed record BestF1(double F1, double Threshold, double Precision, double Recall);

/// <summary>A reliability diagram: what was promised against what happened, one entry a non-empty bin of equal width.</summary>
/// <param name="MeanPredicted">Mean predicted probability of the bin, in 0..1.</param>
/// <param name="FractionPositive">Share of anomalies in the bin, in 0..1.</param>
/// <param name="Counts">Rows in the bin.</param>
/// <param name="ExpectedCalibrationError">Mean over all rows of |promised - happened| of their bin, in 0..1; 0 is perfect.</param>
public sealed record CalibrationCurve(
    double[] MeanPredicted, double[] FractionPositive, int[] Counts, double ExpectedCalibrationError);
