using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Metrics;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class PretrainedGaussianTests
{
    [Fact]
    public void The_score_is_the_sum_of_the_Mahalanobis_distances_in_the_features_of_each_block()
    {
        RequireWeights();
        var (train, test) = (DetectorCases.Cloud(40, width: 64), DetectorCases.Cloud(5, seed: 2, width: 64));
        using var detector = new PretrainedGaussian(new() { Sizes = [32] });
        detector.Fit(train);
        var (fitted, measured) = (detector.Embed(train), detector.Embed(test));
        var expected = new double[5];
        var start = 0;
        foreach (var width in MetaAnomalyLib.Models.MobileNetV2.BlockChannels)
        {
            using var level = new Mahalanobis().Fit(Columns(fitted, start, width));
            var distances = level.Score(Columns(measured, start, width));
            for (var row = 0; row < 5; row++) expected[row] += distances[row];
            start += width;
        }
        Assert.Equal(start, fitted.GetLength(1));
        // Mahalanobis takes single precision.
        foreach (var (ours, theirs) in detector.Score(test).Zip(expected)) Assert.Equal(theirs, ours, 0.01 * theirs);
    }

    [Fact]
    public void It_tells_trousers_from_other_clothes()
    {
        RequireWeights();
        Assert.SkipWhen(DataCatalog.Default.Find("fashion-mnist") is null, "Fashion-MNIST is not here");
        var (train, test) = FashionImages.Load().OneClass(1, train: 300, test: 300);
        using var detector = new PretrainedGaussian(new() { Sizes = [32] });
        detector.Fit(train);
        Assert.InRange(Metric.Auroc(test.Y, detector.Score(test.X)), 0.95, 1);
    }

    [Fact]
    public void Options_and_rows_that_it_cannot_take_are_refused_by_name()
    {
        Assert.Contains("Channels is 2", Assert.Throws<ArgumentOutOfRangeException>(() => new PretrainedGaussian(new() { Channels = 2 })).Message);
        Assert.Contains("Sizes is 16", Assert.Throws<ArgumentOutOfRangeException>(() => new PretrainedGaussian(new() { Sizes = [64, 16] })).Message);
        using var detector = new PretrainedGaussian();
        Assert.Contains("63 features", Assert.Throws<ArgumentException>(() => detector.Fit(DetectorCases.Cloud(9, width: 63))).Message);
    }

    private static void RequireWeights() => Assert.SkipWhen(DataCatalog.Default.Find("mobilenet-v2") is null, "the weights are not here: set META_DATA");

    private static float[,] Columns(double[,] x, int start, int width)
    {
        var part = new float[x.GetLength(0), width];
        for (var row = 0; row < part.GetLength(0); row++)
            for (var column = 0; column < width; column++) part[row, column] = (float)x[row, start + column];
        return part;
    }
}
