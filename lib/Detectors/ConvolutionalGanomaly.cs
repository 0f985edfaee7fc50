using MetaAnomalyLib.Models;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="ConvolutionalGanomaly"/>.</summary>
public sealed record ConvolutionalGanomalyOptions : GanomalyBaseOptions
{
    /// <summary>The two players' training on images: 15 epochs, as in the paper, batches of 64, learning rates of 1e-3.</summary>
    public ConvolutionalGanomalyOptions() => Training = new() { Epochs = 15, BatchSize = 64, GeneratorRate = 1e-3, DiscriminatorRate = 2e-4 };

    /// <summary>Filters of all networks, from the largest images to the smallest; each halves the side. Default: 16, 32.</summary>
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

/// <summary>GANomaly for square images, as it was first made, with 32 latent values where none are asked for. Rows are flattened channel by channel, line by line,
/// pixels in [0, 1].</summary>
/// <inheritdoc cref="GanomalyDetector{TOptions}"/>
public sealed class ConvolutionalGanomaly(ConvolutionalGanomalyOptions? options = null) : GanomalyDetector<ConvolutionalGanomalyOptions>(options)
{
    /// <inheritdoc/>
    protected override int ScoringBatch => 256;

    /// <inheritdoc/>
    protected override GanomalyNetwork Build(int width)
    {
        var image = ImageShape.FromWidth(width, Options.Channels);
        var latent = Options.Latent > 0 ? Options.Latent : ConvolutionalGan.DefaultLatent;
        return new(
            new(ConvolutionalNetworks.Encoder(image, Options.Filters, latent), ConvolutionalGan.Generator(image, Options.Filters, latent),
                ConvolutionalNetworks.Encoder(image, Options.Filters, latent)),
            ConvolutionalGan.Discriminator(image, Options.Filters));
    }
}
