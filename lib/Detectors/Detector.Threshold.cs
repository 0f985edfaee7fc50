using MetaAnomalyLib.Data;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Preprocessing;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

public abstract partial class Detector
{
    /// <summary>Scores above it are called anomalies. After Fit: the quantile of the training scores that <see cref="DetectorOptions.Contamination"/> asks for.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public double Threshold => Fitted.Threshold;

    /// <summary>Sets the threshold so that this share of the training rows lies above it.</summary>
    /// <param name="contamination">Above 0 and at most 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another share.</exception>
    public void SetThresholdFromContamination(double contamination)
    {
        Models.Options.Require(contamination is > 0 and <= 0.5, nameof(contamination), contamination, "above 0 and at most 0.5");
        decision = Fitted with { Threshold = Columns.Quantile(TrainingScores, 1 - contamination) };
    }

    /// <summary>Sets the threshold so that a normal row lies above it with a given small probability, even one below 1 / training rows: the tail of the
    /// training scores is taken for a generalised Pareto distribution (peaks over threshold; Siffer et al., KDD 2017).</summary>
    /// <param name="falseAlarms">Probability of a false alarm, above 0 and at most 0.1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another probability.</exception>
    /// <exception cref="InvalidOperationException">Fewer than 100 training rows: there is no tail to speak of.</exception>
    public void SetThresholdFromTail(double falseAlarms)
    {
        Models.Options.Require(falseAlarms is > 0 and <= 0.1, nameof(falseAlarms), falseAlarms, "above 0 and at most 0.1");
        var scores = TrainingScores;
        if (scores.Length < 100)
            throw new InvalidOperationException($"There are {scores.Length} training rows; a tail needs at least 100. Use SetThresholdFromContamination.");
        decision = Fitted with { Threshold = ParetoTail.Of(scores, share: 0.1).Quantile(falseAlarms) };
    }

    /// <summary>Sets the threshold that gives the best F1 on labelled rows, and fits the probabilities to them (Platt, 1999).</summary>
    /// <param name="validation">Rows that it was not fitted on, with both classes. Never the test rows.</param>
    /// <exception cref="ArgumentException">Another width, a value that is not finite, or only one class.</exception>
    public void Calibrate(LabeledData validation)
    {
        ArgumentNullException.ThrowIfNull(validation);
        validation.RequireWidth(Width).Validate(needsBothClasses: true);
        var scores = Score(validation.X);
        var column = new float[scores.Length, 1];
        for (var row = 0; row < scores.Length; row++) column[row, 0] = (float)Math.Clamp(Fitted.Standardised(scores[row]), -1e6, 1e6);
        var curve = LogisticRegression.Fit(new LabeledData(column, validation.Y, ["score"]));
        decision = Fitted with
        {
            // BestF1 counts the threshold itself as an anomaly, Predict what lies above.
            Threshold = Math.BitDecrement(Metric.BestF1(validation.Y, scores).Threshold),
            Slope = curve.Coefficients[0],
            Intercept = curve.Intercept,
        };
    }

    /// <summary>The probability of "anomaly" for each row, in [0, 1]. After <see cref="Calibrate"/> the fitted logistic curve, or that of the fit, where a detector has one; before it
    /// <c>max(0, erf((s − mean) / (deviation √2)))</c> over the training scores (Kriegel et al., "Interpreting and unifying outlier scores", SDM 2011),
    /// which orders rows but is not calibrated.</summary>
    /// <inheritdoc cref="Score"/>
    public double[] Probabilities(float[,] x)
    {
        var scores = Score(x);
        if (scores.Length == 0) return [];
        using var scope = NewDisposeScope();
        var standardised = tensor(scores.Select(Fitted.Standardised).ToArray());
        var probabilities = Fitted.Slope == 0
            ? (standardised / Math.Sqrt(2)).erf().clamp(0, 1)
            : (standardised.clamp(-1e6, 1e6) * Fitted.Slope + Fitted.Intercept).sigmoid();
        return probabilities.data<double>().ToArray();
    }
}
