using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>What all autoencoders let one choose.</summary>
public abstract record AutoencoderOptions : DetectorOptions
{
    /// <summary>Deviation of the Gaussian noise that is added to the inputs in training, at least 0 (a denoising autoencoder). Default: 0.</summary>
    public double Noise { get; init; }

    /// <summary>Probability of dropping a hidden unit in training, in [0, 1). Default: 0.</summary>
    public double Dropout { get; init; }

    /// <summary>Share of the rows that is held out to choose the epoch, in [0, 0.5]. Default: 0.1. 0, or fewer than 20 rows: all rows choose.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>How it is trained; the seed is the detector's. Default: 100 epochs at most, batches of 64, learning rate 1e-3, weight decay 1e-5, patience 15.</summary>
    public TrainingOptions Training { get; init; } = new() { BatchSize = 64, WeightDecay = 1e-5 };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Noise >= 0 && double.IsFinite(Noise), nameof(Noise), Noise, "finite and at least 0");
        Options.Require(Dropout is >= 0 and < 1, nameof(Dropout), Dropout, "in [0, 1)");
        Options.Require(Validation is >= 0 and <= 0.5, nameof(Validation), Validation, "in [0, 0.5]");
        Training.Validate();
    }
}

/// <summary>
/// A network that must rebuild each row from fewer numbers learns what normal rows have in common (Hinton and Salakhutdinov, 2006); the score is the mean
/// squared error of rebuilding a row, <c>mean over features of (x − decode(encode(x)))²</c>. Denoising: Vincent et al., 2008.
/// </summary>
/// <typeparam name="TOptions">Its options.</typeparam>
/// <param name="options">Null takes the defaults.</param>
public abstract class AutoencoderDetector<TOptions>(TOptions? options) : NetworkDetector<TOptions, Autoencoder>(options), IEmbedding
    where TOptions : AutoencoderOptions, new()
{
    /// <summary>What each feature adds to each row's error, <c>[rows, features]</c>: the explanation. A row's score is the mean of its line.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] FeatureErrors(float[,] x) => Map(x, Errors);

    /// <summary>The rows as they are rebuilt, <c>[rows, features]</c>.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Reconstruct(float[,] x) => Map(x, Network.call);

    /// <summary>The narrowest layer's values, <c>[rows, latent]</c>: a map of the rows in which other detectors can look.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Embed(float[,] x) => Map(x, rows => Network.Encoder.call(rows));

    /// <inheritdoc/>
    protected override void Train(Autoencoder network, Tensor rows)
    {
        var (train, held) = HoldOut(rows, Options.Validation);
        RunLoop(network, Options.Training, (int)train.shape[0], batch => Loss(network, train.index_select(0, batch)), () =>
        {
            var loss = cat([.. held.split(ScoringBatch).Select(ScoreRows)]).mean().item<float>();
            return new Validation(loss, -loss);
        });
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor rows) => Errors(rows).mean([1L]);

    private Tensor Loss(Autoencoder network, Tensor rows)
    {
        var input = Options.Noise > 0 ? rows + Options.Noise * randn_like(rows) : rows;
        return (network.call(input) - rows).square().mean();
    }

    private Tensor Errors(Tensor rows) => (Network.call(rows) - rows).square();
}
