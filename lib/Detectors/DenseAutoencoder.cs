using MetaAnomalyLib.Models;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="DenseAutoencoder"/>.</summary>
public sealed record DenseAutoencoderOptions : AutoencoderOptions
{
    /// <summary>Units of the encoder's hidden layers, each at least 1; the decoder has them in reverse. Default: 64, 32.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 32];

    /// <summary>Units of the narrowest layer, at least 1. Default: 0, which stands for half the features, from 1 to 32.</summary>
    public int Latent { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        foreach (var units in Hidden) Models.Options.Require(units >= 1, nameof(Hidden), units, "at least 1 unit a layer");
        Models.Options.Require(Latent >= 0, nameof(Latent), Latent, "at least 1, or 0 for half the features");
    }

    internal int LatentFor(int width) => Latent > 0 ? Latent : Math.Clamp(width / 2, 1, 32);
}

/// <summary>An autoencoder of fully connected layers, for tables. Expects standardised features.</summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class DenseAutoencoder(DenseAutoencoderOptions? options = null) : AutoencoderDetector<DenseAutoencoderOptions>(options)
{
    /// <inheritdoc/>
    protected override Autoencoder Build(int width)
    {
        var latent = Options.LatentFor(width);
        return new(Layers(width, Options.Hidden, latent), Layers(latent, [.. Options.Hidden.Reverse()], width));
    }

    private Mlp Layers(int inputs, IReadOnlyList<int> hidden, int outputs) =>
        new(inputs, new() { Hidden = hidden, Outputs = outputs, Dropout = Options.Dropout, BatchNorm = false });
}
