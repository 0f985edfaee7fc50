using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="Ganomaly"/>.</summary>
public sealed record GanomalyOptions : GanomalyBaseOptions
{
    /// <summary>Units of the encoders' and the discriminator's hidden layers, each at least 1; the decoder has them in reverse. Default: 64, 32.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 32];

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        DenseGan.Check(Hidden);
    }
}

/// <summary>GANomaly for tables, with dense networks; the latent values are half as many as the features, from 1 to 32. Expects standardised features.</summary>
/// <inheritdoc cref="GanomalyDetector{TOptions}"/>
public sealed class Ganomaly(GanomalyOptions? options = null) : GanomalyDetector<GanomalyOptions>(options)
{
    /// <inheritdoc/>
    protected override GanomalyNetwork Build(int width)
    {
        var latent = Options.Latent > 0 ? Options.Latent : Math.Clamp(width / 2, 1, 32);
        IReadOnlyList<int> back = [.. Options.Hidden.Reverse()];
        return new(
            new(DenseGan.Layers(width, Options.Hidden, latent), DenseGan.Layers(latent, back, width), DenseGan.Layers(width, Options.Hidden, latent)),
            DenseGan.Discriminator(width, Options.Hidden));
    }
}
