using MetaAnomalyLib.Data;

namespace MetaAnomalyLib.Detectors;

/// <summary>
/// Anomaly scores as features: detectors are fitted without labels on all rows there are, and what they think of a row joins the row's own features before a classifier learns from the
/// few labels (as in XGBOD; Zhao and Hryniewicki, IJCNN 2018). Only the scores, without the features, make the classifier a stacking of the detectors. Dispose it when done.
/// </summary>
public sealed class ScoreFeatures : IDisposable
{
    private readonly Detector[] detectors;
    private readonly string[] names;
    private readonly (double Mean, double Deviation)[] scales;

    private ScoreFeatures(Detector[] detectors, string[] names)
    {
        (this.detectors, this.names) = (detectors, names);
        scales = [.. detectors.Select(detector => Scale(detector.TrainingScores))];
    }

    /// <summary>The fitted detectors, in the order of their columns; they belong to this object.</summary>
    public IReadOnlyList<Detector> Detectors => detectors;

    /// <summary>Fits detectors of these kinds, with their default options.</summary>
    /// <param name="x">All training rows, with or without a label, <c>[rows, features]</c>; scaled.</param>
    /// <param name="kinds">Names in <see cref="DetectorCatalog"/>, at least one.</param>
    /// <param name="seed">Theirs.</param>
    /// <exception cref="ArgumentException">No name, an unknown one, or rows that a detector refuses.</exception>
    public static ScoreFeatures Fit(float[,] x, IReadOnlyList<string> kinds, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        if (kinds.Count == 0) throw new ArgumentException("kinds is empty; name at least one detector, such as kNN.", nameof(kinds));
        var fitted = new List<Detector>();
        try
        {
            foreach (var kind in kinds.Select(DetectorCatalog.Find))
            {
                fitted.Add(kind.Create(seed));
                fitted[^1].Fit(x);
            }
            return new([.. fitted], [.. kinds]);
        }
        catch
        {
            foreach (var detector in fitted) detector.Dispose();
            throw;
        }
    }

    /// <summary>One column a detector: its score, standardised by its training scores, and beyond ±1 by the logarithm, <c>sign(z) (1 + log|z|)</c>, because a far row's score has no bound.</summary>
    /// <returns><c>[rows, detectors]</c>.</returns>
    /// <inheritdoc cref="Detector.Score"/>
    public float[,] Scores(float[,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var columns = new float[x.GetLength(0), detectors.Length];
        for (var column = 0; column < detectors.Length; column++)
        {
            var scores = detectors[column].Score(x);
            for (var row = 0; row < scores.Length; row++) columns[row, column] = (float)Damped((scores[row] - scales[column].Mean) / scales[column].Deviation);
        }
        return columns;
    }

    /// <summary>The same rows and labels with the scores as further features, or with them alone.</summary>
    /// <param name="data">Rows of the width that the detectors were fitted on.</param>
    /// <param name="keepFeatures">Whether the row's own features stay. Default: true.</param>
    public LabeledData Augment(LabeledData data, bool keepFeatures = true)
    {
        ArgumentNullException.ThrowIfNull(data);
        var scores = Scores(data.X);
        var own = keepFeatures ? data.Width : 0;
        var x = new float[data.Count, own + names.Length];
        for (var row = 0; row < data.Count; row++)
        {
            for (var column = 0; column < own; column++) x[row, column] = data.X[row, column];
            for (var column = 0; column < names.Length; column++) x[row, own + column] = scores[row, column];
        }
        return new LabeledData(x, data.Y, [.. keepFeatures ? data.FeatureNames : [], .. names.Select(name => "score of " + name)]);
    }

    /// <summary>Disposes of the detectors.</summary>
    public void Dispose()
    {
        foreach (var detector in detectors) detector.Dispose();
    }

    private static double Damped(double z) => Math.Abs(z) <= 1 ? z : Math.Sign(z) * (1 + Math.Log(Math.Abs(z)));

    private static (double, double) Scale(double[] scores)
    {
        var mean = scores.Average();
        var deviation = Math.Sqrt(scores.Average(score => (score - mean) * (score - mean)));
        return (mean, deviation > 0 ? deviation : 1);
    }
}
