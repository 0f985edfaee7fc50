using System.Text.Json;
using static MetaAnomalyLib.Models.Options;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Meta;

/// <summary>Settings of <see cref="SiameseNetwork"/>.</summary>
public sealed record SiameseNetworkOptions
{
    /// <summary>Distance from which on two classes are far enough apart, in (0, 2]. Default: 1.</summary>
    public double Margin { get; init; } = 1;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate() => Require(Margin is > 0 and <= 2, nameof(Margin), Margin, "in (0, 2], the largest distance on the unit sphere");
}

/// <summary>
/// A siamese network with the contrastive loss (Hadsell, Chopra, LeCun, 2006, equation 4): the same embedding for both items of a pair, <c>½ d²</c> for two of one class and
/// <c>½ max(0, margin − d)²</c> for two of different ones; equal and different pairs weigh the same.
/// </summary>
public sealed class SiameseNetwork : PairLearner
{
    /// <param name="embedding"><c>[batch, ...] → [batch, features]</c>; the learner takes it over.</param>
    /// <param name="options">Null takes the defaults.</param>
    public SiameseNetwork(Module<Tensor, Tensor> embedding, SiameseNetworkOptions? options = null) : base(embedding)
    {
        Options = options ?? new();
        Options.Validate();
    }

    /// <summary>The options it was built with.</summary>
    public SiameseNetworkOptions Options { get; }

    /// <inheritdoc/>
    public override string OptionsJson => JsonSerializer.Serialize(Options);

    internal override Tensor PairLoss(Tensor distances, Tensor same, Tensor different) =>
        0.5 * (distances.square() * same).sum() / same.sum().clamp_min(1)
        + 0.5 * ((Options.Margin - distances).clamp_min(0).square() * different).sum() / different.sum().clamp_min(1);
}
