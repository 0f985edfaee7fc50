using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class TransformPredictionTests : IDisposable
{
    private const int Side = 8;
    private readonly string folder = Directory.CreateTempSubdirectory("transforms").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_small_picture_is_turned_against_the_clock_and_mirrored()
    {
        // 1 2 3     3 6 9     3 2 1
        // 4 5 6     2 5 8     6 5 4
        // 7 8 9     1 4 7     9 8 7
        using var scope = NewDisposeScope();
        var picture = arange(1, 10, dtype: float32).reshape(1, 9);
        var all = new ImageTransforms(new(1, 3), TransformSet.RotationsAndFlips).Every(picture);
        Assert.Equal([8, 9], all.shape);
        string[] expected = ["123456789", "321654987", "369258147", "147258369", "987654321", "789456123", "741852963", "963852741"];
        for (var i = 0; i < 8; i++) Assert.Equal(expected[i], string.Concat(all[i].data<float>().ToArray()));
    }

    [Fact]
    public void A_shift_moves_by_a_quarter_of_the_side_and_comes_in_at_the_other_edge()
    {
        using var scope = NewDisposeScope();
        var picture = arange(64, dtype: float32).reshape(1, 64);
        var transforms = new ImageTransforms(new(1, 8), TransformSet.RotationsAndShifts);
        Assert.Equal(36, transforms.Count);
        var right = transforms.Each(picture, tensor(new[] { 1L }))[0].data<float>().ToArray();
        Assert.Equal([6, 7, 0, 1, 2, 3, 4, 5, 14, 15], right[..10]);
        var down = transforms.Each(picture, tensor(new[] { 3L }))[0].data<float>().ToArray();
        Assert.Equal([48, 49], down[..2]);
        Assert.Equal(0, down[16]);
    }

    [Theory]
    [InlineData(TransformSet.Rotations, 4)]
    [InlineData(TransformSet.RotationsAndFlips, 8)]
    [InlineData(TransformSet.RotationsAndShifts, 36)]
    [InlineData(TransformSet.RotationsFlipsAndShifts, 72)]
    public void Every_transformation_differs_keeps_every_pixel_of_a_channel_and_agrees_with_libtorchs(TransformSet set, int count)
    {
        using var scope = NewDisposeScope();
        var transforms = new ImageTransforms(new(2, 5), set);
        var images = arange(3 * 50, dtype: float32).reshape(3, 50);
        var all = transforms.Every(images).reshape(3, count, 2, 5, 5);
        Assert.Equal(count, Enumerable.Range(0, count).Select(i => string.Join(' ', all[0, i].reshape(-1).data<float>().ToArray())).Distinct().Count());
        Assert.True(all.reshape(3, count, 2, 25).sort(3).Values.eq(images.reshape(3, 1, 2, 25)).all().item<bool>());
        Assert.True(all[.., 0].eq(images.reshape(3, 2, 5, 5)).all().item<bool>());
        var flips = set is TransformSet.RotationsAndFlips or TransformSet.RotationsFlipsAndShifts ? 2 : 1;
        long[] shifts = count >= 36 ? [0, 1, -1] : [0];
        for (var i = 0; i < count; i++)
        {
            var (turns, place, flip) = (i * 4 / count, i / flips % (shifts.Length * shifts.Length), i % flips);
            var expected = images.reshape(3, 2, 5, 5);
            if (flip == 1) expected = expected.flip(3);
            expected = expected.roll([shifts[place / shifts.Length], shifts[place % shifts.Length]], [2, 3]).rot90(turns, (2, 3));
            Assert.True(expected.eq(all[.., i]).all().item<bool>(), $"{set} {i}");
            Assert.True(transforms.Each(images, full(3, i, dtype: int64)).eq(expected.reshape(3, 50)).all().item<bool>());
        }
    }

    [Fact]
    public void Training_lowers_the_loss_and_pictures_that_lie_otherwise_or_show_something_else_score_higher()
    {
        using var detector = new TransformPrediction(Quick).Fit(Wedges(300, seed: 1));
        var history = ((TransformPrediction)detector).History!;
        Assert.True(history.TrainLosses[^1] < 0.5 * history.TrainLosses[0], string.Join(' ', history.TrainLosses));
        Assert.True(Auroc(Wedges(50, seed: 2), Wedges(50, seed: 3, upsideDown: true)) > 0.95);
        Assert.True(Auroc(Wedges(50, seed: 2), Noise(50)) > 0.95);

        double Auroc(float[,] normal, float[,] other) =>
            Metric.Auroc([.. Enumerable.Range(0, 100).Select(row => row / 50)], [.. detector.Score(normal), .. detector.Score(other)]);
    }

    [Fact]
    public void The_score_is_the_mean_of_the_transformations_losses_which_a_uniform_picture_cannot_bring_below_chance()
    {
        using var detector = new TransformPrediction(Quick with { Training = Quick.Training with { Epochs = 3 } });
        detector.Fit(Wedges(60, seed: 1));
        var x = Wedges(20, seed: 2);
        for (var pixel = 0; pixel < Side * Side; pixel++) x[7, pixel] = 0.5f;
        var (losses, scores) = (detector.TransformLosses(x), detector.Score(x));
        Assert.Equal((20, 8), (losses.GetLength(0), losses.GetLength(1)));
        Assert.All(losses.Cast<double>(), loss => Assert.True(loss >= 0));
        for (var row = 0; row < 20; row++) Assert.Equal(scores[row], Enumerable.Range(0, 8).Average(i => losses[row, i]), 1e-5 * Math.Max(1, scores[row]));
        // All its transformations are one picture, whose probabilities p sum to 1: the mean of -log p is least where they are equal.
        Assert.True(scores[7] >= Math.Log(8) - 1e-5);
        Assert.Equal(1, Enumerable.Range(0, 8).Sum(i => Math.Exp(-losses[7, i])), 1e-5);
    }

    [Fact]
    public void A_step_that_sees_all_transformations_has_the_mean_of_their_losses()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = new TransformClassifier(new(new(1, Side), TransformSet.Rotations), [4], 6);
        var rows = tensor(Wedges(9, seed: 1));
        Assert.Equal(network.Losses(rows).mean().item<float>(), network.Loss(rows, 100).item<float>(), 1e-5);
    }

    [Fact]
    public void The_embedding_is_of_the_picture_as_it_is_and_survives_the_file()
    {
        var path = Path.Combine(folder, "transforms.safetensors");
        using var saved = new TransformPrediction(Quick with { Latent = 5, Training = Quick.Training with { Epochs = 2 } });
        var x = Wedges(60, seed: 1);
        saved.Fit(x);
        saved.Save(path);
        using var loaded = Assert.IsType<TransformPrediction>(Detector.Load(path));
        var embedded = saved.Embed(x);
        Assert.Equal((60, 5), (embedded.GetLength(0), embedded.GetLength(1)));
        Assert.Equal(embedded, loaded.Embed(x));
        Assert.Equal(saved.TransformLosses(x), loaded.TransformLosses(x));
        var one = new float[1, Side * Side];
        Buffer.BlockCopy(x, 11 * Side * Side * sizeof(float), one, 0, one.Length * sizeof(float));
        var alone = loaded.Embed(one);
        for (var column = 0; column < 5; column++) Assert.Equal(embedded[11, column], alone[0, column], 1e-5);
    }

    [Fact]
    public void Pictures_in_colour_are_taken_and_other_widths_refused()
    {
        using var colour = new TransformPrediction(Quick with { Channels = 3, Training = Quick.Training with { Epochs = 1 } });
        Assert.Contains("3 channels", Assert.Throws<ArgumentException>(() => colour.Fit(new float[4, 64])).Message);
        colour.Fit(DetectorCases.Cloud(30, width: 48));
        Assert.All(colour.TrainingScores, score => Assert.True(double.IsFinite(score)));
    }

    [Theory]
    [InlineData("""{"Views": 0}""", "Views is 0")]
    [InlineData("""{"Transforms": 9}""", "Transforms is 9")]
    [InlineData("""{"Filters": []}""", "at least one convolution")]
    [InlineData("""{"Latent": 0}""", "Latent is 0")]
    [InlineData("""{"Channels": 0}""", "Channels is 0")]
    [InlineData("""{"Validation": 0.6}""", "Validation is 0.6")]
    [InlineData("""{"Training": {"Epochs": 0}}""", "Epochs is 0")]
    public void Options_out_of_range_are_refused_by_name(string json, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(() => DetectorCatalog.Find("GEOM").FromJson(json)).Message);

    private static TransformPredictionOptions Quick { get; } = new()
    {
        Transforms = TransformSet.RotationsAndFlips, Filters = [8, 16], Latent = 16,
        Training = new() { Epochs = 15, BatchSize = 32, LearningRate = 5e-3, WeightDecay = 1e-5 },
    };

    /// <summary>White below a line that falls from left to right, at random heights: no two transformations of it look the same.</summary>
    private static float[,] Wedges(int count, int seed, bool upsideDown = false)
    {
        var random = new Random(seed);
        var x = new float[count, Side * Side];
        for (var row = 0; row < count; row++)
        {
            var (left, right) = (random.Next(0, 3), random.Next(5, 8));
            for (var pixel = 0; pixel < Side * Side; pixel++)
            {
                var (y, across) = (pixel / Side, pixel % Side);
                var below = (upsideDown ? Side - 1 - y : y) >= left + (right - left) * across / (Side - 1.0);
                x[row, pixel] = (below ? 0.9f : 0.05f) + 0.05f * random.NextSingle();
            }
        }
        return x;
    }

    private static float[,] Noise(int count)
    {
        var random = new Random(9);
        var x = new float[count, Side * Side];
        for (var row = 0; row < count; row++)
            for (var pixel = 0; pixel < Side * Side; pixel++) x[row, pixel] = random.NextSingle();
        return x;
    }
}
