using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>What f-AnoGAN lets one choose for tables and images alike.</summary>
public abstract record FastAnoGanBaseOptions : GanDetectorOptions
{
    /// <summary>κ, the weight of the discriminator's features against the row itself, at least 0. Default: 1, as in the paper.</summary>
    public double FeatureWeight { get; init; } = 1;

    /// <summary>Share of the rows that is held out to choose the encoder's epoch, in [0, 0.5]. Default: 0.1.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>How the encoder is trained; the seed is the detector's. Default: 100 epochs at most, batches of 64, learning rate 1e-3, weight decay 1e-5, patience 15.</summary>
    public TrainingOptions EncoderTraining { get; init; } = new() { BatchSize = 64, WeightDecay = 1e-5 };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(FeatureWeight >= 0 && double.IsFinite(FeatureWeight), nameof(FeatureWeight), FeatureWeight, "finite and at least 0");
        Options.Require(Validation is >= 0 and <= 0.5, nameof(Validation), Validation, "in [0, 0.5]");
        EncoderTraining.Validate();
    }
}

/// <summary>
/// f-AnoGAN (Schlegl et al., Medical Image Analysis 2019, "izi_f"): where AnoGAN searches the latent space for each row, an encoder E learns once to say the place.
/// Trained with the GAN held still, it minimises <c>mean (x − G(E(x)))² + κ mean (f(x) − f(G(E(x))))²</c>, f the discriminator's features; the same is the score.
/// <see cref="NetworkDetector{TOptions,TNetwork}.EpochEnded"/> and History tell of the encoder, GanEpochEnded and GanHistory of the GAN.
/// </summary>
/// <typeparam name="TOptions">Its options.</typeparam>
/// <param name="options">Null takes the defaults.</param>
public abstract class FastAnoGanDetector<TOptions>(TOptions? options) : GanDetector<TOptions>(options)
    where TOptions : FastAnoGanBaseOptions, new()
{
    /// <summary>The nearest likenesses that the generator makes, <c>[rows, features]</c>.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Reconstruct(float[,] x) => Map(x, rows => Network.Generator.call(Network.Encoder!.call(rows)));

    /// <summary>The squared distance of each feature of each row from its likeness, <c>[rows, features]</c>: the explanation.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] FeatureErrors(float[,] x) => Map(x, rows => (rows - Network.Generator.call(Network.Encoder!.call(rows))).square());

    /// <summary>The places that the encoder says, <c>[rows, latent]</c>: a map of the rows in which other detectors can look.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Embed(float[,] x) => Map(x, Network.Encoder!.call);

    /// <inheritdoc/>
    protected override void Train(GanNetwork network, Tensor rows)
    {
        TrainGan(network, rows);
        Tensor[] still = [.. network.Generator.parameters(), .. network.Discriminator.parameters()];
        foreach (var weight in still) weight.requires_grad_(false);
        var (train, held) = HoldOut(rows, Options.Validation);
        Seed.Torch("encoder");
        RunLoop(network.Encoder!, Options.EncoderTraining, (int)train.shape[0], batch => Errors(train.index_select(0, batch)).mean(), () =>
        {
            var loss = held.split(ScoringBatch).Sum(part => Errors(part).sum().item<float>()) / held.shape[0];
            return new Validation(loss, -loss);
        });
        foreach (var weight in still) weight.requires_grad_(true);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor rows) => Errors(rows);

    private Tensor Errors(Tensor rows)
    {
        var made = Network.Generator.call(Network.Encoder!.call(rows));
        var errors = (rows - made).square().mean([1L]);
        if (Options.FeatureWeight == 0) return errors;
        var features = Network.Discriminator.Features;
        return errors + Options.FeatureWeight * (features.call(rows) - features.call(made)).square().mean([1L]);
    }
}
