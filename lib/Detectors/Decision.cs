using MetaAnomalyLib.Preprocessing;

namespace MetaAnomalyLib.Detectors;

/// <summary>How scores become labels and probabilities.</summary>
/// <param name="Width">Features that the detector was fitted on.</param>
/// <param name="Threshold">Scores above it are anomalies.</param>
/// <param name="Mean">Of the training scores.</param>
/// <param name="Deviation">Of the training scores, the population's; 1 where they are all equal.</param>
/// <param name="Slope">Of the logistic curve over the standardised score; 0 while there is none.</param>
/// <param name="Intercept">Of the same.</param>
internal sealed record Decision(int Width, double Threshold, double Mean, double Deviation, double Slope, double Intercept)
{
    public static Decision From(double[] scores, int width, double contamination)
    {
        var mean = scores.Average();
        var deviation = Math.Sqrt(scores.Average(s => (s - mean) * (s - mean)));
        return new Decision(width, Columns.Quantile(scores, 1 - contamination), mean, deviation > 0 && double.IsFinite(deviation) ? deviation : 1, 0, 0);
    }

    public double Standardised(double score) => (score - Mean) / Deviation;
}
