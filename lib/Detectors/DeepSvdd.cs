using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>What Deep SVDD makes small.</summary>
public enum SphereObjective
{
    /// <summary>The mean squared distance from the centre: for training rows that are normal (equation 4).</summary>
    OneClass,

    /// <summary>The sphere's radius and what lies outside of it: for training rows of which some may be anomalies (equation 3).</summary>
    SoftBoundary,
}

/// <summary>Settings of <see cref="DeepSvdd"/>.</summary>
public sealed record DeepSvddOptions : DetectorOptions
{
    /// <summary>Units of the hidden layers, each at least 1. Default: 64, 32.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 32];

    /// <summary>Dimensions of the sphere, at least 1. Default: 16.</summary>
    public int Latent { get; init; } = 16;

    /// <summary>What is made small. Default: the mean distance.</summary>
    public SphereObjective Objective { get; init; } = SphereObjective.OneClass;

    /// <summary>ν, the share of training rows that may lie outside of a soft boundary, in (0, 1). Default: 0.1.</summary>
    public double Outside { get; init; } = 0.1;

    /// <summary>Share of the rows that is held out to choose the epoch, in [0, 0.5]. Default: 0.1. 0, or fewer than 20 rows: all rows choose.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>How it is trained; the seed is the detector's. Default: 50 epochs at most, batches of 128, learning rate 1e-3, weight decay 1e-6, patience 10.</summary>
    public TrainingOptions Training { get; init; } = new() { Epochs = 50, WeightDecay = 1e-6, Patience = 10 };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        foreach (var units in Hidden) Options.Require(units >= 1, nameof(Hidden), units, "at least 1 unit a layer");
        Options.Require(Latent >= 1, nameof(Latent), Latent, "at least 1");
        Options.Require(Enum.IsDefined(Objective), nameof(Objective), Objective, "OneClass or SoftBoundary");
        Options.Require(Outside is > 0 and < 1, nameof(Outside), Outside, "above 0 and below 1");
        Options.Require(Validation is >= 0 and <= 0.5, nameof(Validation), Validation, "in [0, 0.5]");
        Training.Validate();
    }
}

/// <summary>
/// Deep support vector data description (Ruff et al., ICML 2018): a network learns to map normal rows close to a centre that is chosen before training; the score is the squared
/// distance <c>‖φ(x) − c‖²</c>, less R² where the boundary is soft. Expects standardised features. The weights begin at random, not from an autoencoder.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class DeepSvdd(DeepSvddOptions? options = null) : NetworkDetector<DeepSvddOptions, Hypersphere>(options), IEmbedding
{
    /// <summary>The rows in the space of the sphere, <c>[rows, latent]</c>.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Embed(float[,] x) => Map(x, rows => Network.Encoder.call(rows));

    /// <inheritdoc/>
    protected override Hypersphere Build(int width) => new(width, Options.Hidden, Options.Latent);

    /// <inheritdoc/>
    protected override void Train(Hypersphere network, Tensor rows)
    {
        var (train, held) = HoldOut(rows, Options.Validation);
        network.Centre(train);
        RunLoop(network, Options.Training, (int)train.shape[0], batch => Loss(network.call(train.index_select(0, batch))), () =>
        {
            var loss = Loss(network.call(held)).item<float>();
            return new Validation(loss, -loss);
        });
        using var noGrad = no_grad();
        if (Options.Objective == SphereObjective.SoftBoundary) network.SquaredRadius = SquaredRadius(network.call(train)).item<float>();
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor rows) => Network.call(rows) - Network.SquaredRadius;

    // R² + mean(max(0, d − R²)) / ν is smallest where R² is the (1 − ν)-quantile of the distances: R is solved for in each batch instead of being trained.
    private Tensor Loss(Tensor distances)
    {
        if (Options.Objective == SphereObjective.OneClass) return distances.mean();
        var radius = SquaredRadius(distances.detach());
        return radius + (distances - radius).clamp_min(0).mean() / Options.Outside;
    }

    private Tensor SquaredRadius(Tensor distances) => distances.quantile(tensor(1 - Options.Outside, dtype: float32));
}
