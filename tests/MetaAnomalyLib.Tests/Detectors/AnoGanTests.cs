using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Training;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class AnoGanTests
{
    private static readonly GanOptions Short = new() { Epochs = 20, GeneratorRate = 1e-3, DiscriminatorRate = 1e-3 };

    [Fact]
    public void The_search_comes_nearer_with_each_step_and_its_best_loss_is_the_score()
    {
        using var detector = new AnoGan(new() { Training = Short, Search = new() { Steps = 30, Starts = 8 } });
        detector.Fit(DetectorCases.Cloud(200));
        var x = DetectorCases.Cloud(20, seed: 2);
        var search = detector.Search(x);
        Assert.Equal(detector.Score(x), search.Scores);
        Assert.Equal((31, 31), (search.Losses.Length, search.Path.Count));
        Assert.True(search.Losses[^1] < 0.8 * search.Losses[0]);
        Assert.Equal((8, 4), (search.Path[0].GetLength(0), search.Path[0].GetLength(1)));
        Assert.Equal((20, 4, 20, 2), (search.Found.GetLength(0), search.Found.GetLength(1), search.Places.GetLength(0), search.Places.GetLength(1)));
    }

    [Fact]
    public void More_steps_never_score_a_row_higher()
    {
        using var detector = new AnoGan(new() { Training = Short });
        detector.Fit(DetectorCases.Cloud(200));
        var x = DetectorCases.Cloud(30, seed: 2);
        var (few, many) = (detector.Search(x, new() { Steps = 5 }).Scores, detector.Search(x, new() { Steps = 50 }).Scores);
        Assert.All(few.Zip(many), pair => Assert.True(pair.Second <= pair.First));
    }

    [Fact]
    public void Without_the_discriminators_features_the_score_is_the_mean_absolute_distance_to_what_was_found()
    {
        using var detector = new AnoGan(new() { Training = Short, Search = new() { Steps = 10, FeatureWeight = 0 } });
        detector.Fit(DetectorCases.Cloud(100));
        var x = DetectorCases.Cloud(10, seed: 2);
        var search = detector.Search(x);
        for (var row = 0; row < 10; row++)
        {
            Assert.Equal(search.Scores[row], Enumerable.Range(0, 4).Average(i => (double)Math.Abs(x[row, i] - search.Found[row, i])), 1e-5);
            Assert.Equal(search.Scores[row], Enumerable.Range(0, 4).Average(i => search.FeatureErrors[row, i]), 1e-5);
        }
    }

    [Fact]
    public void The_encoder_of_f_AnoGAN_learns_while_the_GAN_is_held_still()
    {
        using var detector = new FastAnoGan(new() { Training = Short, FeatureWeight = 0, EncoderTraining = new() { Epochs = 30, BatchSize = 32 } });
        float[,]? generated = null;
        detector.GanEpochEnded += epoch => { if (epoch.Epoch == 20) generated = detector.Generate(3); };
        var epochs = 0;
        detector.EpochEnded += _ => epochs++;
        detector.Fit(DetectorCases.Cloud(300));
        Assert.Equal(generated, detector.Generate(3));
        Assert.Equal(epochs, detector.History!.Epochs.Count);
        Assert.Equal(20, detector.GanHistory!.Epochs.Count);
        Assert.True(detector.History.TrainLosses[^1] < 0.7 * detector.History.TrainLosses[0]);
        var x = DetectorCases.Cloud(9, seed: 2);
        var (made, scores) = (detector.Reconstruct(x), detector.Score(x));
        var errors = detector.FeatureErrors(x);
        for (var row = 0; row < 9; row++)
        {
            Assert.Equal(scores[row], Enumerable.Range(0, 4).Average(i => Math.Pow(x[row, i] - made[row, i], 2)), 1e-4);
            Assert.Equal(scores[row], Enumerable.Range(0, 4).Average(i => errors[row, i]), 1e-4);
        }
        Assert.Equal((9, 2), (detector.Embed(x).GetLength(0), detector.Embed(x).GetLength(1)));
    }

    [Theory]
    [InlineData("ConvAnoGAN")]
    [InlineData("Conv-f-AnoGAN")]
    [InlineData("ConvGANomaly")]
    public void Rows_that_are_no_square_images_are_refused(string name)
    {
        using var detector = DetectorCases.Create(name);
        Assert.Contains("63 features", Assert.Throws<ArgumentException>(() => detector.Fit(new float[4, 63])).Message);
    }

    [Fact]
    public void Generated_images_have_the_side_of_the_data_and_pixels_from_0_to_1()
    {
        using var detector = new ConvolutionalAnoGan(new() { Filters = [2, 3], Training = new() { Epochs = 1 }, Search = new() { Steps = 1, Starts = 2 } });
        detector.Fit(DetectorCases.Cloud(20, width: 81));   // 9 by 9: no multiple of the strides
        var images = detector.Generate(2);
        Assert.Equal(81, images.GetLength(1));
        Assert.All(images.Cast<float>(), pixel => Assert.InRange(pixel, 0, 1));
    }

    [Theory]
    [InlineData("AnoGAN", """{"Search":{"Starts":0}}""", "Starts is 0")]
    [InlineData("AnoGAN", """{"Search":{"FeatureWeight":2}}""", "FeatureWeight is 2")]
    [InlineData("f-AnoGAN", """{"FeatureWeight":-1}""", "FeatureWeight is -1")]
    [InlineData("f-AnoGAN", """{"Hidden":[0]}""", "Hidden is 0")]
    [InlineData("ConvAnoGAN", """{"Filters":[]}""", "Filters is 0")]
    [InlineData("ConvGANomaly", """{"Channels":0}""", "Channels is 0")]
    public void Options_out_of_range_are_refused_by_name(string name, string json, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(() => DetectorCatalog.Find(name).FromJson(json)).Message);
}
