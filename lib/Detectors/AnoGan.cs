using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="AnoGan"/>.</summary>
public sealed record AnoGanOptions : GanDetectorOptions
{
    /// <summary>Units of the hidden layers of both players, each at least 1. Default: 64, 64.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 64];

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        DenseGan.Check(Hidden);
    }
}

/// <summary>
/// AnoGAN for tables (Schlegl et al., IPMI 2017): a GAN of dense networks learns to generate normal rows; the score of a row is the loss that is left when the
/// latent space has been searched for its nearest likeness. All rows of a batch are searched at once, from places that the seed fixes. Expects standardised features.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class AnoGan(AnoGanOptions? options = null) : GanDetector<AnoGanOptions>(options)
{
    /// <inheritdoc/>
    protected override int ScoringBatch => 512;

    /// <inheritdoc/>
    protected override GanNetwork Build(int width) => DenseGan.Network(width, Options.Hidden, Options.Latent);

    /// <inheritdoc/>
    protected override void Train(GanNetwork network, Tensor rows) => TrainGan(network, rows);

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor rows) => new LatentSearch(Network, Options.Search, Seed.For("search"), ScoringBatch).Scores(rows);
}
