using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="DeepGaussianMixture"/>.</summary>
public sealed record DeepGaussianMixtureOptions : DetectorOptions
{
    /// <summary>Units of the encoder's hidden layers, each at least 1; the decoder has them in reverse. Default: 32, 16.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [32, 16];

    /// <summary>Units of the narrowest layer, at least 1. Default: 2.</summary>
    public int Latent { get; init; } = 2;

    /// <summary>Gaussians, at least 1. Default: 4.</summary>
    public int Components { get; init; } = 4;

    /// <summary>λ1, what a row's energy weighs beside its reconstruction error, at least 0. Default: 0.1, as the paper's.</summary>
    public double EnergyWeight { get; init; } = 0.1;

    /// <summary>λ2, what vanishing variances cost, at least 0. Default: 0.005, as the paper's.</summary>
    public double DiagonalWeight { get; init; } = 0.005;

    /// <summary>How it is trained; the seed is the detector's. Default: 100 epochs at most, batches of 256, learning rate 1e-3, no weight decay, patience 20; all rows choose the epoch.</summary>
    public TrainingOptions Training { get; init; } = new() { Epochs = 100, BatchSize = 256, WeightDecay = 0, Patience = 20 };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        foreach (var units in Hidden) Options.Require(units >= 1, nameof(Hidden), units, "at least 1 unit a layer");
        Options.Require(Latent >= 1, nameof(Latent), Latent, "at least 1");
        Options.Require(Components >= 1, nameof(Components), Components, "at least 1");
        Options.Require(EnergyWeight >= 0 && double.IsFinite(EnergyWeight), nameof(EnergyWeight), EnergyWeight, "finite and at least 0");
        Options.Require(DiagonalWeight >= 0 && double.IsFinite(DiagonalWeight), nameof(DiagonalWeight), DiagonalWeight, "finite and at least 0");
        Training.Validate();
    }
}

/// <summary>
/// DAGMM, the deep autoencoding Gaussian mixture model (Zong et al., ICLR 2018): an autoencoder and a mixture of Gaussians over its latent values and reconstruction errors, trained
/// together; the score is the row's energy <c>−log Σ φ_c N(z; μ_c, Σ_c)</c>. Expects standardised features.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class DeepGaussianMixture(DeepGaussianMixtureOptions? options = null) : NetworkDetector<DeepGaussianMixtureOptions, DeepMixture>(options), IEmbedding
{
    /// <summary>What the mixture is of, <c>[rows, latent + 2]</c>: latent values, relative distance and cosine similarity of row and rebuilt row.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Embed(float[,] x) => Map(x, Network.Embed);

    /// <inheritdoc/>
    protected override DeepMixture Build(int width) => new(width, Options.Hidden, Options.Latent, Options.Components);

    /// <inheritdoc/>
    protected override void Train(DeepMixture network, Tensor rows)
    {
        RunLoop(network, Options.Training, (int)rows.shape[0], batch => Objective(network, rows.index_select(0, batch)), () =>
        {
            var loss = Objective(network, rows).item<double>();
            return new Validation(loss, -loss);
        });
        network.Settle(rows);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor rows) => Network.call(rows);

    private Tensor Objective(DeepMixture network, Tensor rows) => network.Objective(rows, Options.EnergyWeight, Options.DiagonalWeight);
}
