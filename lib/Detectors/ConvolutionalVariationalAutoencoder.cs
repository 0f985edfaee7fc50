using MetaAnomalyLib.Models;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="ConvolutionalVariationalAutoencoder"/>.</summary>
public sealed record ConvolutionalVariationalAutoencoderOptions : VariationalOptions
{
    /// <summary>20 epochs at most, batches of 128, learning rate 2e-3 down along a cosine, patience 5; a smallest deviation of 0.05.</summary>
    public ConvolutionalVariationalAutoencoderOptions() => (Training, MinDeviation) = (ConvolutionalAutoencoderOptions.ImageTraining, 0.05);

    /// <summary>Filters of each convolution, each of which halves the side; at least one number. Default: 16, 32.</summary>
    public IReadOnlyList<int> Filters { get; init; } = [16, 32];

    /// <summary>Latent values, at least 1. Default: 32; those not needed stay at the prior.</summary>
    public int Latent { get; init; } = 32;

    /// <summary>Channels of an image: 1 for grey, 3 for colour. Default: 1.</summary>
    public int Channels { get; init; } = 1;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ConvolutionalAutoencoderOptions.ValidateImages(Filters, Latent, Channels);
    }
}

/// <summary>
/// A variational autoencoder of convolutions, for square images: rows are flattened channel by channel, line by line, pixels in [0, 1]; all pixels share one deviation.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class ConvolutionalVariationalAutoencoder(ConvolutionalVariationalAutoencoderOptions? options = null)
    : VariationalDetector<ConvolutionalVariationalAutoencoderOptions>(options)
{
    /// <inheritdoc/>
    protected override int ScoringBatch => 1024;

    /// <inheritdoc/>
    protected override VariationalAutoencoder Build(int width)
    {
        var image = ImageShape.FromWidth(width, Options.Channels);
        return new(ConvolutionalNetworks.Encoder(image, Options.Filters, 2 * Options.Latent), ConvolutionalNetworks.Decoder(image, Options.Filters, Options.Latent),
            Options.Latent, full(1, 0.1f));
    }

    /// <inheritdoc/>
    protected override int LatentFor(int width) => Options.Latent;
}
