using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class DeepGaussianMixtureTests
{
    [Fact]
    public void Training_lowers_the_loss_and_a_row_against_the_correlation_scores_above_the_others()
    {
        using var detector = new DeepGaussianMixture(new() { Training = new() { Epochs = 40, BatchSize = 64 } });
        detector.Fit(DetectorCases.Cloud(300));
        Assert.True(detector.History!.TrainLosses.Min() < 0.8 * detector.History.TrainLosses[0]);
        var x = DetectorCases.Cloud(20, seed: 2);
        (x[3, 0], x[3, 2]) = (8, -8);
        var scores = detector.Score(x);
        Assert.Equal(3, Array.IndexOf(scores, scores.Max()));
    }

    [Fact]
    public void With_one_component_the_energy_is_that_of_the_Gaussian_of_the_embedded_rows()
    {
        using var detector = new DeepGaussianMixture(new() { Components = 1, Training = new() { Epochs = 5 } });
        var x = DetectorCases.Cloud(120);
        detector.Fit(x);
        using var scope = NewDisposeScope();
        var z = tensor(detector.Embed(x));
        var mean = z.mean([0L], keepdim: true);
        var covariance = (z - mean).t().mm(z - mean) / 120 + 1e-6 * eye(4, dtype: float64);
        var distances = ((z - mean).mm(linalg.inv(covariance)) * (z - mean)).sum([1L]);
        var energies = 0.5 * (distances + linalg.slogdet(covariance).Item2 + 4 * Math.Log(2 * Math.PI));
        var scores = detector.Score(x);
        for (var row = 0; row < 120; row++) Assert.Equal(energies[row].item<double>(), scores[row], 1e-4);
    }

    [Fact]
    public void The_embedding_ends_in_relative_distance_and_cosine_of_the_rebuilt_row()
    {
        using var scope = NewDisposeScope();
        using var network = new DeepMixture(4, [6], 1, 2);
        var z = network.Embed(tensor(DetectorCases.Cloud(30)));
        Assert.Equal([30L, 3L], z.shape);
        Assert.True(z.select(1, 1).min().item<double>() >= 0);
        Assert.True(z.select(1, 2).abs().max().item<double>() <= 1 + 1e-5);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Assert.Contains("Components is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new DeepGaussianMixture(new() { Components = 0 })).Message);
        Assert.Contains("EnergyWeight is -1", Assert.Throws<ArgumentOutOfRangeException>(() => new DeepGaussianMixture(new() { EnergyWeight = -1 })).Message);
    }
}
