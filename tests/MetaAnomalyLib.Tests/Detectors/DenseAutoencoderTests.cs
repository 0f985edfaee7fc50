using MetaAnomalyLib.Detectors;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class DenseAutoencoderTests
{
    [Fact]
    public void Training_lowers_the_loss_and_each_epoch_is_told()
    {
        using var detector = new DenseAutoencoder(new() { Training = new() { Epochs = 30, BatchSize = 32 } });
        var told = 0;
        detector.EpochEnded += _ => told++;
        detector.Fit(DetectorCases.Cloud(300));
        Assert.Equal(detector.History!.Epochs.Count, told);
        Assert.True(detector.History.TrainLosses[^1] < 0.6 * detector.History.TrainLosses[0]);
    }

    [Fact]
    public void A_rows_score_is_the_mean_of_its_features_errors_and_a_broken_feature_stands_out()
    {
        using var detector = new DenseAutoencoder();
        detector.Fit(DetectorCases.Cloud(300));
        var x = DetectorCases.Cloud(20, seed: 2);
        x[3, 2] = 9;
        var (errors, scores) = (detector.FeatureErrors(x), detector.Score(x));
        for (var row = 0; row < 20; row++) Assert.Equal(scores[row], Enumerable.Range(0, 4).Average(c => errors[row, c]), 1e-4 * Math.Max(1, scores[row]));
        Assert.Equal(3, Array.IndexOf(scores, scores.Max()));
    }

    [Fact]
    public void The_embedding_has_the_latent_width_and_survives_the_file()
    {
        var path = Path.GetTempFileName();
        using var detector = new DenseAutoencoder(new() { Latent = 3, Noise = 0.1, Dropout = 0.1, Training = new() { Epochs = 3 } });
        detector.Fit(DetectorCases.Cloud(60)).Save(path);
        using var loaded = (DenseAutoencoder)Detector.Load(path);
        File.Delete(path);
        var embedding = detector.Embed(DetectorCases.Cloud(5));
        Assert.Equal((5, 3), (embedding.GetLength(0), embedding.GetLength(1)));
        Assert.Equal(embedding, loaded.Embed(DetectorCases.Cloud(5)));
    }

    [Fact]
    public void An_unfitted_one_embeds_nothing()
    {
        using var detector = new DenseAutoencoder();
        Assert.Throws<InvalidOperationException>(() => detector.Embed(DetectorCases.Cloud(2)));
        Assert.Throws<InvalidOperationException>(() => detector.FeatureErrors(DetectorCases.Cloud(2)));
    }
}
