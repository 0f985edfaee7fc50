using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="ConvolutionalAnoGan"/>.</summary>
public sealed record ConvolutionalAnoGanOptions : GanDetectorOptions
{
    /// <summary>The GAN's training of images.</summary>
    public ConvolutionalAnoGanOptions() => Training = ImageTraining;

    /// <summary>Filters of both players, from the largest images to the smallest; each halves the side. Default: 16, 32.</summary>
    public IReadOnlyList<int> Filters { get; init; } = [16, 32];

    /// <summary>Channels of an image: 1 for grey, 3 for colour. Default: 1.</summary>
    public int Channels { get; init; } = 1;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ConvolutionalGan.Check(Filters, Channels);
    }
}

/// <summary>
/// AnoGAN for square images, as it was first made (Schlegl et al., IPMI 2017): a DCGAN and a search of its latent space. Rows are flattened channel by channel,
/// line by line, pixels in [0, 1].
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class ConvolutionalAnoGan(ConvolutionalAnoGanOptions? options = null) : GanDetector<ConvolutionalAnoGanOptions>(options)
{
    /// <inheritdoc/>
    protected override int ScoringBatch => 64;

    /// <inheritdoc/>
    protected override GanNetwork Build(int width) => ConvolutionalGan.Network(ImageShape.FromWidth(width, Options.Channels), Options.Filters, Options.Latent);

    /// <inheritdoc/>
    protected override void Train(GanNetwork network, Tensor rows) => TrainGan(network, rows);

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor rows) => new LatentSearch(Network, Options.Search, Seed.For("search"), ScoringBatch).Scores(rows);
}
