using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Metrics;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class EmbeddedDetectorTests
{
    private const string Short = """{"Training":{"Epochs":10,"BatchSize":64} }""";

    [Theory, InlineData("AE", "Mahalanobis"), InlineData("MaskedFeatures", "LOF"), InlineData("DeepSVDD", "GMM"), InlineData("DAGMM", "kNN")]
    public void Any_detector_looks_in_any_map(string embedding, string detector)
    {
        using var embedded = new EmbeddedDetector(new() { Embedding = embedding, Detector = detector, EmbeddingOptions = Short }).Fit(DetectorCases.Cloud(150));
        var (x, y) = EnsembleTests.Broken();
        var scores = embedded.Score(x);
        Assert.True(Metric.Auroc(y, scores) > 0.6, FormattableString.Invariant($"AUROC {Metric.Auroc(y, scores)}"));
        var path = Path.GetTempFileName();
        embedded.Save(path);
        using var loaded = Detector.Load(path);
        File.Delete(path);
        Assert.Equal(scores, loaded.Score(x));
    }

    [Fact]
    public void Its_scores_are_those_of_the_detector_on_the_standardised_embedding()
    {
        var (train, test) = (DetectorCases.Cloud(100), DetectorCases.Cloud(12, seed: 2));
        using var embedded = new EmbeddedDetector(new() { Embedding = "AE", Detector = "kNN", EmbeddingOptions = Short });
        embedded.Fit(train);
        using var map = (DenseAutoencoder)DetectorCatalog.Find("AE").FromJson(Short);
        map.Fit(train);
        var (inner, outer) = (map.Embed(train), map.Embed(test));
        var columns = inner.GetLength(1);
        var (a, b) = (new float[100, columns], new float[12, columns]);
        for (var column = 0; column < columns; column++)
        {
            var mean = Enumerable.Range(0, 100).Average(row => inner[row, column]);
            var deviation = Math.Sqrt(Enumerable.Range(0, 100).Average(row => Math.Pow(inner[row, column] - mean, 2)));
            for (var row = 0; row < 100; row++) a[row, column] = (float)((inner[row, column] - mean) / deviation);
            for (var row = 0; row < 12; row++) b[row, column] = (float)((outer[row, column] - mean) / deviation);
        }
        using var neighbours = new NearestNeighbours().Fit(a);
        var (expected, actual) = (neighbours.Score(b), embedded.Score(test));
        for (var row = 0; row < 12; row++) Assert.Equal(expected[row], actual[row], 1e-5);
    }

    [Fact]
    public void A_detector_without_a_map_is_refused_and_those_with_one_are_named()
    {
        using var embedded = new EmbeddedDetector(new() { Embedding = "kNN" });
        var message = Assert.Throws<ArgumentException>(() => embedded.Fit(DetectorCases.Cloud(20))).Message;
        Assert.Contains("'kNN'", message);
        Assert.Contains("MaskedFeatures", message);
    }

    [Fact]
    public void Masked_features_are_told_from_the_others_and_a_broken_one_stands_out()
    {
        using var detector = new MaskedFeatures(new() { Training = new() { Epochs = 40, BatchSize = 32 } });
        detector.Fit(DetectorCases.Cloud(400));
        Assert.True(detector.History!.TrainLosses[^1] < 0.9 * detector.History.TrainLosses[0]);
        var x = DetectorCases.Cloud(20, seed: 2);
        (x[3, 0], x[3, 1], x[3, 2], x[3, 3]) = (2, 2, -6, 2);
        var (errors, scores) = (detector.FeatureErrors(x), detector.Score(x));
        for (var row = 0; row < 20; row++) Assert.Equal(scores[row], Enumerable.Range(0, 4).Average(c => errors[row, c]), 1e-4 * Math.Max(1, scores[row]));
        Assert.Equal(3, Array.IndexOf(scores, scores.Max()));
        Assert.Equal(2, Enumerable.Range(0, 4).MaxBy(column => errors[3, column]));
        Assert.Equal((20, 32), (detector.Embed(x).GetLength(0), detector.Embed(x).GetLength(1)));
    }

    [Fact]
    public void The_error_of_a_feature_does_not_depend_on_its_value_but_for_the_distance_from_the_prediction()
    {
        using var detector = new MaskedFeatures(new() { Training = new() { Epochs = 3 } });
        detector.Fit(DetectorCases.Cloud(60));
        var x = DetectorCases.Cloud(2, seed: 2);
        for (var column = 0; column < 4; column++) x[1, column] = x[0, column];
        x[1, 2] += 1;
        var errors = detector.FeatureErrors(x);
        // The network does not see the feature that it predicts: (x + 1 − p)² − (x − p)² = 1 + 2 (x − p), so |difference − 1| = 2 √error.
        Assert.Equal(2 * Math.Sqrt(errors[0, 2]), Math.Abs(errors[1, 2] - errors[0, 2] - 1), 1e-3);
    }
}
