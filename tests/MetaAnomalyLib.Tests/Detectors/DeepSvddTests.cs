using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class DeepSvddTests
{
    [Theory, InlineData(SphereObjective.OneClass), InlineData(SphereObjective.SoftBoundary)]
    public void Training_lowers_the_loss_and_a_far_row_scores_above_the_others(SphereObjective objective)
    {
        using var detector = new DeepSvdd(new() { Objective = objective, Training = new() { Epochs = 15, BatchSize = 32 } });
        detector.Fit(DetectorCases.Cloud(300));
        Assert.True(detector.History!.TrainLosses[^1] < 0.6 * detector.History.TrainLosses[0]);
        var x = DetectorCases.Cloud(20, seed: 2);
        (x[3, 0], x[3, 2]) = (8, -8);
        var scores = detector.Score(x);
        Assert.Equal(3, Array.IndexOf(scores, scores.Max()));
    }

    [Fact]
    public void A_soft_boundary_leaves_its_share_of_the_rows_outside()
    {
        using var detector = new DeepSvdd(new() { Objective = SphereObjective.SoftBoundary, Outside = 0.2, Validation = 0, Training = new() { Epochs = 3 } });
        detector.Fit(DetectorCases.Cloud(200));
        Assert.InRange(detector.TrainingScores.Count(score => score > 0), 39, 41);
    }

    [Fact]
    public void The_score_is_the_squared_distance_from_a_centre_that_is_not_at_zero_anywhere()
    {
        using var scope = NewDisposeScope();
        using var sphere = new Hypersphere(4, [8], 3);
        var rows = tensor(DetectorCases.Cloud(50));
        sphere.Centre(rows);
        var centre = sphere.state_dict()["centre"];
        Assert.True(centre.abs().min().item<float>() >= 0.0999f);
        var by_hand = (sphere.Encoder.call(rows) - centre).pow(2).sum([1L]);
        Assert.True(by_hand.sub(sphere.call(rows)).abs().max().item<float>() < 1e-5f);
    }

    [Fact]
    public void The_embedding_survives_the_file()
    {
        var path = Path.GetTempFileName();
        using var detector = new DeepSvdd(new() { Latent = 5, Training = new() { Epochs = 2 } });
        detector.Fit(DetectorCases.Cloud(60)).Save(path);
        using var loaded = (DeepSvdd)Detector.Load(path);
        File.Delete(path);
        var embedding = detector.Embed(DetectorCases.Cloud(7));
        Assert.Equal((7, 5), (embedding.GetLength(0), embedding.GetLength(1)));
        Assert.Equal(embedding, loaded.Embed(DetectorCases.Cloud(7)));
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Assert.Contains("Outside is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new DeepSvdd(new() { Outside = 0 })).Message);
        Assert.Contains("Latent is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new DeepSvdd(new() { Latent = 0 })).Message);
        Assert.Contains("Hidden is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new DeepSvdd(new() { Hidden = [0] })).Message);
    }
}
