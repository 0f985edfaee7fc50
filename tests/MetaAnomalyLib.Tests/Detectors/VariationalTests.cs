using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class VariationalTests
{
    [Fact]
    public void Training_tightens_the_bound_and_each_epoch_is_told()
    {
        using var detector = new DenseVariationalAutoencoder(new() { Training = new() { Epochs = 40, BatchSize = 32, Patience = 0 } });
        var told = 0;
        detector.EpochEnded += _ => told++;
        detector.Fit(DetectorCases.Cloud(300));
        Assert.Equal(40, told);
        Assert.Equal(Enumerable.Range(1, 40), detector.Terms.Select(term => term.Epoch));
        Assert.True(Bound(detector.Terms[^1]) < Bound(detector.Terms[0]));
        Assert.All(detector.Terms, term => Assert.True(term.Divergence >= 0));

        static double Bound(ElboTerms term) => term.Reconstruction + term.Divergence;
    }

    [Fact]
    public void On_Gaussian_rows_the_importance_weighted_score_is_nearly_the_true_surprise()
    {
        // Rows with covariance 0.36 + 0.64 I in 4 dimensions: the entropy is known, and a VAE with one latent value can hold the model.
        using var detector = new DenseVariationalAutoencoder(new() { Latent = 1, Draws = 256, Training = new() { Epochs = 60, BatchSize = 64, Patience = 0 } });
        detector.Fit(DetectorCases.Cloud(2000));
        var determinant = (0.64 + 4 * 0.36) * Math.Pow(0.64, 3);
        var entropy = 0.5 * (4 * Math.Log(2 * Math.PI * Math.E) + Math.Log(determinant));
        Assert.Equal(entropy, detector.Score(DetectorCases.Cloud(1000, seed: 2)).Average(), 0.2);
    }

    [Fact]
    public void The_importance_weighted_bound_is_at_least_as_tight()
    {
        using var detector = new DenseVariationalAutoencoder(new() { Draws = 512, Training = new() { Epochs = 15 } });
        detector.Fit(DetectorCases.Cloud(300));
        var x = DetectorCases.Cloud(200, seed: 2);
        // The rows share their draws, so the two means differ by an error of a few hundredths.
        Assert.True(detector.ScoreBy(VariationalScore.ImportanceWeighted, x).Average() < detector.ScoreBy(VariationalScore.Elbo, x).Average() + 0.05);
    }

    [Fact]
    public void The_bound_is_the_reconstruction_probability_and_the_divergence_and_the_default_is_what_is_scored()
    {
        using var detector = Quick();
        var x = DetectorCases.Cloud(30, seed: 2);
        var (elbo, reconstruction) = (detector.ScoreBy(VariationalScore.Elbo, x), detector.ScoreBy(VariationalScore.ReconstructionProbability, x));
        Assert.All(elbo.Zip(reconstruction), pair => Assert.True(pair.First >= pair.Second - 1e-5));
        Assert.Equal(detector.Score(x), detector.ScoreBy(VariationalScore.ImportanceWeighted, x));
    }

    [Fact]
    public void The_reconstruction_error_is_the_mean_of_the_features_errors_and_the_latent_density_that_of_the_prior()
    {
        using var detector = Quick();
        var x = DetectorCases.Cloud(10, seed: 2);
        x[3, 2] = 9;
        var (errors, scores) = (detector.FeatureErrors(x), detector.ScoreBy(VariationalScore.ReconstructionError, x));
        var (latent, density) = (detector.Embed(x), detector.ScoreBy(VariationalScore.LatentDensity, x));
        var size = latent.GetLength(1);
        for (var row = 0; row < 10; row++)
        {
            Assert.Equal(scores[row], Enumerable.Range(0, 4).Average(c => errors[row, c]), 1e-4 * Math.Max(1, scores[row]));
            var expected = 0.5 * Enumerable.Range(0, size).Sum(c => latent[row, c] * latent[row, c] + Math.Log(2 * Math.PI));
            Assert.Equal(expected, density[row], 1e-4 * expected);
        }
        Assert.Equal(3, System.Array.IndexOf(scores, scores.Max()));
        Assert.All(Enum.GetValues<VariationalScore>(), score => Assert.True(detector.ScoreBy(score, x).All(double.IsFinite)));
    }

    [Fact]
    public void Divergence_and_surprise_are_those_of_the_formulas()
    {
        using var scope = NewDisposeScope();
        // KL(N(1, 4) ‖ N(0, 1)) = (1 + 4 − 1 − ln 4) / 2
        Assert.Equal(0.5 * (4 - Math.Log(4)), VariationalAutoencoder.Divergence(full(1, 1, 1f), full(1, 1, (float)Math.Log(4))).item<float>(), 5);
        using var model = new VariationalAutoencoder(nn.Linear(1, 2), nn.Linear(1, 1), 1, full(1, 0.25f));
        // −log N(2; 1, 0.25) = ½ (1 / 0.25 + ln(2π · 0.25))
        Assert.Equal(0.5 * (4 + Math.Log(Math.PI / 2)), model.Surprise(full(1, 1, 2f), full(1, 1, 1f)).item<float>(), 5);
    }

    [Fact]
    public void Generated_rows_follow_the_training_rows_and_come_again_for_a_seed()
    {
        var x = DetectorCases.Cloud(600);
        for (var row = 0; row < 600; row++) x[row, 0] += 3;
        using var detector = new DenseVariationalAutoencoder(new() { GenerateEvery = 10, Training = new() { Epochs = 30, BatchSize = 64, Patience = 0 } });
        detector.Fit(x);
        var rows = detector.Generate(500, seed: 1);
        Assert.Equal(3, Enumerable.Range(0, 500).Average(row => rows[row, 0]), 0.4);
        Assert.Equal(0, Enumerable.Range(0, 500).Average(row => rows[row, 1]), 0.4);
        Assert.Equal(rows, detector.Generate(500, seed: 1));
        Assert.NotEqual(rows, detector.Generate(500, seed: 2));
        Assert.Equal([1, 11, 21], detector.Generated.Select(g => g.Epoch));
        Assert.All(detector.Generated, g => Assert.Equal((16, 4), (g.Rows.GetLength(0), g.Rows.GetLength(1))));
    }

    [Fact]
    public void Decoding_the_embedding_rebuilds_the_rows()
    {
        using var detector = Quick();
        var latent = detector.Embed(DetectorCases.Cloud(3));
        var z = new float[3, latent.GetLength(1)];
        for (var row = 0; row < 3; row++) for (var c = 0; c < z.GetLength(1); c++) z[row, c] = (float)latent[row, c];
        Assert.Equal(detector.Reconstruct(DetectorCases.Cloud(3)).Cast<double>(), detector.Decode(z).Cast<double>(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Contains("must be [rows, 2]", Assert.Throws<ArgumentException>(() => detector.Decode(new float[1, 5])).Message);
    }

    [Fact]
    public void A_large_beta_empties_the_latent_space()
    {
        using var free = new DenseVariationalAutoencoder(new() { Training = new() { Epochs = 20 } });
        using var pressed = new DenseVariationalAutoencoder(new() { Beta = 50, Training = new() { Epochs = 20 } });
        free.Fit(DetectorCases.Cloud(300));
        pressed.Fit(DetectorCases.Cloud(300));
        Assert.True(pressed.Terms[^1].Divergence < 0.2 * free.Terms[^1].Divergence);
    }

    [Theory]
    [InlineData("""{"Beta": -1}""", "Beta is -1")]
    [InlineData("""{"Draws": 0}""", "Draws is 0")]
    [InlineData("""{"WarmUp": -1}""", "WarmUp is -1")]
    [InlineData("""{"MinDeviation": 0}""", "MinDeviation is 0")]
    [InlineData("""{"Validation": 0.9}""", "Validation is 0.9")]
    [InlineData("""{"Score": 9}""", "Score is 9")]
    [InlineData("""{"Latent": -1}""", "Latent is -1")]
    [InlineData("""{"Hidden": [0]}""", "Hidden is 0")]
    public void Options_out_of_range_are_refused(string json, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(() => DetectorCatalog.Find("VAE").FromJson(json)).Message);

    private static DenseVariationalAutoencoder Quick()
    {
        var detector = new DenseVariationalAutoencoder(new() { Training = new() { Epochs = 10 } });
        detector.Fit(DetectorCases.Cloud(200));
        return detector;
    }
}
