using MetaAnomalyLib.Models;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="FastAnoGan"/>.</summary>
public sealed record FastAnoGanOptions : FastAnoGanBaseOptions
{
    /// <summary>Units of the hidden layers of both players and of the encoder, each at least 1. Default: 64, 64.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 64];

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        DenseGan.Check(Hidden);
    }
}

/// <summary>f-AnoGAN for tables, with dense networks. Expects standardised features.</summary>
/// <inheritdoc cref="FastAnoGanDetector{TOptions}"/>
public sealed class FastAnoGan(FastAnoGanOptions? options = null) : FastAnoGanDetector<FastAnoGanOptions>(options)
{
    /// <inheritdoc/>
    protected override GanNetwork Build(int width) => DenseGan.Network(width, Options.Hidden, Options.Latent, withEncoder: true);
}
