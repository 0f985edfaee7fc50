using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="ConvolutionalAutoencoder"/>.</summary>
public sealed record ConvolutionalAutoencoderOptions : AutoencoderOptions
{
    /// <summary>20 epochs at most, batches of 128, learning rate 2e-3 down along a cosine, patience 5.</summary>
    public ConvolutionalAutoencoderOptions() => Training = ImageTraining;

    /// <summary>Filters of each convolution, each of which halves the side; at least one number. Default: 16, 32.</summary>
    public IReadOnlyList<int> Filters { get; init; } = [16, 32];

    /// <summary>Units of the narrowest layer, at least 1. Default: 32.</summary>
    public int Latent { get; init; } = 32;

    /// <summary>Channels of an image: 1 for grey, 3 for colour. Default: 1.</summary>
    public int Channels { get; init; } = 1;

    internal static TrainingOptions ImageTraining { get; } = new()
        { Epochs = 20, BatchSize = 128, LearningRate = 2e-3, WeightDecay = 1e-5, Patience = 5, Schedule = LearningRateSchedule.Cosine };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ValidateImages(Filters, Latent, Channels);
    }

    internal static void ValidateImages(IReadOnlyList<int> filters, int latent, int channels)
    {
        Models.Options.Require(filters.Count >= 1, nameof(Filters), filters.Count, "at least one convolution");
        foreach (var count in filters) Models.Options.Require(count >= 1, nameof(Filters), count, "at least 1 filter a convolution");
        Models.Options.Require(latent >= 1, nameof(Latent), latent, "at least 1");
        Models.Options.Require(channels >= 1, nameof(Channels), channels, "at least 1");
    }
}

/// <summary>
/// An autoencoder of convolutions (Masci et al., 2011), for square images: rows are flattened channel by channel, line by line, pixels in [0, 1].
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class ConvolutionalAutoencoder(ConvolutionalAutoencoderOptions? options = null) : AutoencoderDetector<ConvolutionalAutoencoderOptions>(options)
{
    /// <inheritdoc/>
    protected override int ScoringBatch => 1024;

    /// <inheritdoc/>
    protected override Autoencoder Build(int width)
    {
        var image = ImageShape.FromWidth(width, Options.Channels);
        return new(ConvolutionalNetworks.Encoder(image, Options.Filters, Options.Latent, Options.Dropout), ConvolutionalNetworks.Decoder(image, Options.Filters, Options.Latent));
    }
}
