using MetaAnomalyLib.Models;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="DenseVariationalAutoencoder"/>.</summary>
public sealed record DenseVariationalAutoencoderOptions : VariationalOptions
{
    /// <summary>Units of the encoder's hidden layers, each at least 1; the decoder has them in reverse. Default: 128, 64.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [128, 64];

    /// <summary>Latent values, at least 1. Default: 0, which stands for half the features, from 1 to 32; those not needed stay at the prior.</summary>
    public int Latent { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        foreach (var units in Hidden) Models.Options.Require(units >= 1, nameof(Hidden), units, "at least 1 unit a layer");
        Models.Options.Require(Latent >= 0, nameof(Latent), Latent, "at least 1, or 0 for half the features");
    }
}

/// <summary>A variational autoencoder of fully connected layers, for tables; each feature has a deviation of its own. Expects standardised features.</summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class DenseVariationalAutoencoder(DenseVariationalAutoencoderOptions? options = null) : VariationalDetector<DenseVariationalAutoencoderOptions>(options)
{
    /// <inheritdoc/>
    protected override VariationalAutoencoder Build(int width)
    {
        var latent = LatentFor(width);
        return new(Layers(width, Options.Hidden, 2 * latent), Layers(latent, [.. Options.Hidden.Reverse()], width), latent, ones(width));
    }

    /// <inheritdoc/>
    protected override int LatentFor(int width) => Options.Latent > 0 ? Options.Latent : Math.Clamp(width / 2, 1, 32);

    private static Mlp Layers(int inputs, IReadOnlyList<int> hidden, int outputs) =>
        new(inputs, new() { Hidden = hidden, Outputs = outputs, Dropout = 0, BatchNorm = false });
}
