using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Models;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class ScoreFeaturesTests
{
    [Fact]
    public void Scores_join_the_features_under_their_names_in_the_order_of_the_detectors()
    {
        using var features = ScoreFeatures.Fit(DetectorCases.Cloud(80), ["Mahalanobis", "kNN"]);
        var data = new LabeledData(DetectorCases.Cloud(9, seed: 2), new int[9], ["a", "b", "c", "d"]);
        var (with, alone, scores) = (features.Augment(data), features.Augment(data, keepFeatures: false), features.Scores(data.X));
        Assert.Equal(["a", "b", "c", "d", "score of Mahalanobis", "score of kNN"], with.FeatureNames);
        Assert.Equal(["score of Mahalanobis", "score of kNN"], alone.FeatureNames);
        for (var row = 0; row < 9; row++)
        {
            for (var column = 0; column < 4; column++) Assert.Equal(data.X[row, column], with.X[row, column]);
            for (var column = 0; column < 2; column++) Assert.Equal(scores[row, column], with.X[row, 4 + column]);
        }
        // The order of a detector's scores is the order of its column.
        var direct = features.Detectors[0].Score(data.X);
        Assert.Equal(Enumerable.Range(0, 9).OrderBy(row => direct[row]), Enumerable.Range(0, 9).OrderBy(row => scores[row, 0]));
    }

    [Fact]
    public void A_linear_classifier_that_cannot_see_what_is_wrong_can_with_the_scores()
    {
        // Anomalies lie around the normal rows on all sides: no plane parts them.
        var x = DetectorCases.Cloud(200);
        var y = new int[200];
        for (var row = 0; row < 200; row += 4)
        {
            y[row] = 1;
            for (var column = 0; column < 4; column++) x[row, column] *= 4;
        }
        var data = new LabeledData(x, y, ["a", "b", "c", "d"]);
        using var features = ScoreFeatures.Fit(x, ["IForest", "Mahalanobis"]);
        var (plain, more) = (data, features.Augment(data));
        Assert.True(Auroc(plain) < 0.7);
        Assert.True(Auroc(more) > 0.9);

        static double Auroc(LabeledData rows) => Metric.Auroc(rows.Y, [.. LogisticRegression.Fit(rows).Probabilities(rows.X).Select(p => (double)p)]);
    }

    [Fact]
    public void No_detector_and_an_unknown_one_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ScoreFeatures.Fit(DetectorCases.Cloud(20), []));
        Assert.Contains("'nobody'", Assert.Throws<ArgumentException>(() => ScoreFeatures.Fit(DetectorCases.Cloud(20), ["kNN", "nobody"])).Message);
    }
}
