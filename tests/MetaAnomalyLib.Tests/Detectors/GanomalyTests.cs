using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class GanomalyTests
{
    [Fact]
    public void Training_rebuilds_better_and_each_epoch_of_both_players_is_told()
    {
        using var detector = new Ganomaly(new() { Training = new() { Epochs = 40, GeneratorRate = 1e-3 } });
        var told = new List<GanEpoch>();
        detector.GanEpochEnded += told.Add;
        detector.Fit(DetectorCases.Cloud(300));
        Assert.Equal(told, detector.GanHistory!.Epochs);
        Assert.True(told[^1].GeneratorLoss < 0.6 * told[0].GeneratorLoss);
        Assert.All(told, epoch => Assert.InRange(epoch.Accuracy, 0, 1));
    }

    [Fact]
    public void The_score_is_the_squared_distance_of_the_two_encodings_as_the_saved_weights_give_it()
    {
        var path = Path.GetTempFileName();
        using var detector = new Ganomaly(new() { Hidden = [5], Latent = 2, Training = new() { Epochs = 3 } });
        detector.Fit(DetectorCases.Cloud(60)).Save(path);
        using var file = SafetensorsFile.Read(path);
        File.Delete(path);
        using var scope = NewDisposeScope();
        var x = tensor(DetectorCases.Cloud(7, seed: 2));
        var first = Layers("encoder", x);
        var rebuilt = Layers("decoder", first);
        var byHand = (first - Layers("second", rebuilt)).square().mean([1L]).data<float>().ToArray();
        var scores = detector.Score(DetectorCases.Cloud(7, seed: 2));
        for (var row = 0; row < 7; row++) Assert.Equal(byHand[row], scores[row], 1e-5);
        Assert.Equal(rebuilt.sum().item<float>(), detector.Reconstruct(DetectorCases.Cloud(7, seed: 2)).Cast<double>().Sum(), 1e-4);
        Assert.Equal((x - rebuilt).square().sum().item<float>(), detector.FeatureErrors(DetectorCases.Cloud(7, seed: 2)).Cast<double>().Sum(), 1e-3);
        Assert.Equal(first.sum().item<float>(), detector.Embed(DetectorCases.Cloud(7, seed: 2)).Cast<double>().Sum(), 1e-4);

        Tensor Layers(string part, Tensor rows) => Linear(part + ".layers.output", Linear(part + ".layers.linear0", rows).relu());

        Tensor Linear(string layer, Tensor rows) => rows.matmul(file.Tensors[$"model.generator.{layer}.weight"].t()) + file.Tensors[$"model.generator.{layer}.bias"];
    }

    [Fact]
    public void Rows_that_break_the_pattern_score_higher_than_rows_that_keep_it()
    {
        using var detector = new Ganomaly();
        detector.Fit(Pattern(400, broken: false, seed: 1));
        var (normal, broken) = (detector.Score(Pattern(100, broken: false, seed: 2)), detector.Score(Pattern(100, broken: true, seed: 3)));
        int[] labels = [.. new int[100], .. Enumerable.Repeat(1, 100)];
        double[] scores = [.. normal, .. broken];
        Assert.InRange(Metric.Auroc(labels, scores), 0.9, 1);
    }

    [Theory]
    [InlineData("""{"Latent":-1}""", "Latent is -1")]
    [InlineData("""{"Hidden":[]}""", "Hidden is 0")]
    [InlineData("""{"ContextualWeight":-1}""", "ContextualWeight is -1")]
    [InlineData("""{"Training":{"GeneratorRate":0}}""", "GeneratorRate is 0")]
    public void Options_out_of_range_are_refused_by_name(string json, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(() => DetectorCatalog.Find("GANomaly").FromJson(json)).Message);

    /// <summary>Six features that two hidden numbers decide; broken rows have features of the same spread without the pattern.</summary>
    private static float[,] Pattern(int rows, bool broken, int seed)
    {
        var random = new Seed(seed).Random("pattern");
        var x = new float[rows, 6];
        for (var row = 0; row < rows; row++)
        {
            var (a, b) = (random.NextDouble() * 2 - 1, random.NextDouble() * 2 - 1);
            for (var i = 0; i < 6; i++)
            {
                if (broken) (a, b) = (random.NextDouble() * 2 - 1, random.NextDouble() * 2 - 1);
                x[row, i] = (float)(2 * (a * Math.Cos(i) + b * Math.Sin(i)));
            }
        }
        return x;
    }
}
