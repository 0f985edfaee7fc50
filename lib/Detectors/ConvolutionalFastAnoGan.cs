using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="ConvolutionalFastAnoGan"/>.</summary>
public sealed record ConvolutionalFastAnoGanOptions : FastAnoGanBaseOptions
{
    /// <summary>The GAN's training of images; the encoder's: 20 epochs at most, batches of 128, learning rate 2e-3 down along a cosine, patience 5.</summary>
    public ConvolutionalFastAnoGanOptions() => (Training, EncoderTraining) = (ImageTraining,
        new() { Epochs = 20, BatchSize = 128, LearningRate = 2e-3, WeightDecay = 1e-5, Patience = 5, Schedule = LearningRateSchedule.Cosine });

    /// <summary>Filters of both players and of the encoder, from the largest images to the smallest; each halves the side. Default: 16, 32.</summary>
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

/// <summary>f-AnoGAN for square images: a DCGAN and an encoder. Rows are flattened channel by channel, line by line, pixels in [0, 1].</summary>
/// <inheritdoc cref="FastAnoGanDetector{TOptions}"/>
public sealed class ConvolutionalFastAnoGan(ConvolutionalFastAnoGanOptions? options = null) : FastAnoGanDetector<ConvolutionalFastAnoGanOptions>(options)
{
    /// <inheritdoc/>
    protected override int ScoringBatch => 64;

    /// <inheritdoc/>
    protected override GanNetwork Build(int width) =>
        ConvolutionalGan.Network(ImageShape.FromWidth(width, Options.Channels), Options.Filters, Options.Latent, withEncoder: true);
}
