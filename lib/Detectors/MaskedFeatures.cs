using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="MaskedFeatures"/>.</summary>
public sealed record MaskedFeaturesOptions : DetectorOptions
{
    /// <summary>Units of the encoder's hidden layers, each at least 1; the decoder has them in reverse. Default: 64.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64];

    /// <summary>Dimensions of the embedding, at least 1. Default: 32.</summary>
    public int Latent { get; init; } = 32;

    /// <summary>Share of the features that is hidden in training, in (0, 1). Default: 0.3, as VIME's.</summary>
    public double Masked { get; init; } = 0.3;

    /// <summary>Share of the rows that is held out to choose the epoch, in [0, 0.5]. Default: 0.1. 0, or fewer than 20 rows: all rows choose.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>How it is trained; the seed is the detector's. Default: 100 epochs at most, batches of 64, learning rate 1e-3, weight decay 1e-5, patience 15.</summary>
    public TrainingOptions Training { get; init; } = new() { BatchSize = 64, WeightDecay = 1e-5 };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        foreach (var units in Hidden) Options.Require(units >= 1, nameof(Hidden), units, "at least 1 unit a layer");
        Options.Require(Latent >= 1, nameof(Latent), Latent, "at least 1");
        Options.Require(Masked is > 0 and < 1, nameof(Masked), Masked, "above 0 and below 1");
        Options.Require(Validation is >= 0 and <= 0.5, nameof(Validation), Validation, "in [0, 0.5]");
        Training.Validate();
    }
}

/// <summary>
/// Self-supervised learning on tables: a network sees a row with some features hidden, is told which, and must say what they were (masked-feature prediction, as in VIME; Yoon et al.,
/// NeurIPS 2020). The score is the mean squared error of telling each feature from the others; the encoder's values of a whole row are its embedding. Expects standardised features.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class MaskedFeatures(MaskedFeaturesOptions? options = null) : NetworkDetector<MaskedFeaturesOptions, Autoencoder>(options), IEmbedding
{
    // A row is scored once for each group of features that is hidden together.
    private const int MostGroups = 16;

    /// <summary>What each feature adds to each row's error, <c>[rows, features]</c>: the explanation. A row's score is the mean of its line.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] FeatureErrors(float[,] x) => Map(x, rows => Errors(Network, rows));

    /// <summary>The encoder's values of the whole rows, <c>[rows, latent]</c>.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Embed(float[,] x) => Map(x, rows => Network.Encoder.call(Hide(rows, zeros_like(rows))));

    /// <inheritdoc/>
    protected override Autoencoder Build(int width) => new(Layers(2 * width, Options.Hidden, Options.Latent), Layers(Options.Latent, [.. Options.Hidden.Reverse()], width));

    /// <inheritdoc/>
    protected override void Train(Autoencoder network, Tensor rows)
    {
        var (train, held) = HoldOut(rows, Options.Validation);
        RunLoop(network, Options.Training, (int)train.shape[0], batch => Loss(network, train.index_select(0, batch)), () =>
        {
            var loss = Errors(network, held).mean().item<float>();
            return new Validation(loss, -loss);
        });
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor rows) => Errors(Network, rows).mean([1L]);

    private static Mlp Layers(int inputs, IReadOnlyList<int> hidden, int outputs) =>
        new(inputs, new() { Hidden = hidden, Outputs = outputs, Dropout = 0, BatchNorm = false });

    private Tensor Loss(Autoencoder network, Tensor rows)
    {
        var mask = (rand_like(rows) < Options.Masked).to(float32);
        return (mask * (network.call(Hide(rows, mask)) - rows).square()).sum() / mask.sum().clamp_min(1);
    }

    private static Tensor Errors(Autoencoder network, Tensor rows)
    {
        var groups = Math.Min(rows.shape[1], MostGroups);
        var group = arange(rows.shape[1], dtype: int64).remainder(groups);
        var errors = zeros_like(rows);
        for (var i = 0; i < groups; i++)
        {
            var mask = group.eq(i).to(float32).expand_as(rows);
            errors += mask * (network.call(Hide(rows, mask)) - rows).square();
        }
        return errors;
    }

    /// <summary>What the network sees: the features, zero (their mean) where hidden, and which are hidden.</summary>
    private static Tensor Hide(Tensor rows, Tensor mask) => cat([rows * (1 - mask), mask], 1);
}
