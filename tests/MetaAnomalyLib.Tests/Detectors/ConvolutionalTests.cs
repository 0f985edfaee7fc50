using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class ConvolutionalTests
{
    private const int Side = 12;

    [Theory]
    [InlineData("ConvAE")]
    [InlineData("ConvVAE")]
    [InlineData("GEOM")]
    public void Pictures_of_another_kind_score_higher(string name)
    {
        using var detector = DetectorCatalog.Find(name).FromJson("""{ "Filters": [8, 16], "Latent": 4, "Training": { "Epochs": 12, "BatchSize": 32, "LearningRate": 0.005 } }""");
        detector.Fit(Bars(300, lying: false, seed: 1));
        double[] scores = [.. detector.Score(Bars(50, lying: false, seed: 2)), .. detector.Score(Bars(50, lying: true, seed: 3))];
        Assert.True(Metric.Auroc([.. Enumerable.Range(0, 100).Select(row => row / 50)], scores) > 0.9);
    }

    [Fact]
    public void A_wrong_pixel_stands_out_in_the_errors_and_reconstructions_stay_in_0_to_1()
    {
        using var detector = new ConvolutionalAutoencoder(new() { Filters = [8, 16], Latent = 4, Noise = 0.1, Dropout = 0.1, Training = new() { Epochs = 15, BatchSize = 32, LearningRate = 5e-3 } });
        detector.Fit(Bars(300, lying: false, seed: 1));
        var x = Bars(5, lying: false, seed: 2);
        x[2, 0] = x[2, 0] > 0.5f ? 0 : 1;
        x[2, Side * Side - 1] = 1 - x[2, Side * Side - 1];
        var errors = detector.FeatureErrors(x);
        Assert.True(errors[2, 0] > 0.3, $"{errors[2, 0]}");
        Assert.All(detector.Reconstruct(x).Cast<double>(), pixel => Assert.InRange(pixel, 0, 1));
        Assert.Equal((5, 4), (detector.Embed(x).GetLength(0), detector.Embed(x).GetLength(1)));
        Assert.True(detector.History!.TrainLosses[^1] < detector.History.TrainLosses[0]);
    }

    [Theory]
    [InlineData("ConvAE", """{"Filters": []}""", "at least one convolution")]
    [InlineData("ConvVAE", """{"Filters": [8, 0]}""", "at least 1 filter")]
    [InlineData("ConvAE", """{"Latent": 0}""", "Latent is 0")]
    [InlineData("ConvVAE", """{"Channels": 0}""", "Channels is 0")]
    [InlineData("ConvAE", """{"Noise": -1}""", "Noise is -1")]
    public void Options_out_of_range_are_refused(string name, string json, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(() => DetectorCatalog.Find(name).FromJson(json)).Message);

    [Fact]
    public void Rows_that_are_no_square_images_are_refused_by_their_width()
    {
        using var grey = new ConvolutionalAutoencoder();
        Assert.Contains("65 features", Assert.Throws<ArgumentException>(() => grey.Fit(new float[4, 65])).Message);
        using var colour = new ConvolutionalVariationalAutoencoder(new() { Channels = 3 });
        Assert.Contains("3 channels", Assert.Throws<ArgumentException>(() => colour.Fit(new float[4, 64])).Message);
        Assert.False(grey.IsFitted);
    }

    [Theory]
    [InlineData(1, 28)]
    [InlineData(3, 9)]
    [InlineData(1, 1)]
    [InlineData(2, 6)]
    public void Any_side_comes_back_from_the_decoder_as_it_went_in(int channels, int side)
    {
        using var scope = NewDisposeScope();
        var image = ImageShape.FromWidth(channels * side * side, channels);
        var codes = ConvolutionalNetworks.Encoder(image, [4, 8, 8], 5).call(rand(2, image.Size));
        Assert.Equal([2, 5], codes.shape);
        Assert.Equal([2, image.Size], ConvolutionalNetworks.Decoder(image, [4, 8, 8], 5).call(codes).shape);
    }

    /// <summary>White pictures' columns (or lines) of 3 pixels at a random place, with a little noise.</summary>
    private static float[,] Bars(int count, bool lying, int seed)
    {
        var random = new Random(seed);
        var x = new float[count, Side * Side];
        for (var row = 0; row < count; row++)
        {
            var from = random.Next(Side - 2);
            for (var pixel = 0; pixel < Side * Side; pixel++)
            {
                var place = lying ? pixel / Side : pixel % Side;
                x[row, pixel] = (place >= from && place < from + 3 ? 0.9f : 0.05f) + 0.05f * random.NextSingle();
            }
        }
        return x;
    }
}
