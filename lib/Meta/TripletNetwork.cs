using System.Text.Json;
using static MetaAnomalyLib.Models.Options;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Meta;

/// <summary>Settings of <see cref="TripletNetwork"/>.</summary>
public sealed record TripletNetworkOptions
{
    /// <summary>How much farther the other class must be than the own, in (0, 4]. Default: 0.2.</summary>
    public double Margin { get; init; } = 0.2;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate() => Require(Margin is > 0 and <= 4, nameof(Margin), Margin, "in (0, 4], the largest squared distance on the unit sphere");
}

/// <summary>
/// A network trained on triplets of an anchor, an item of its class and one of another (Schroff et al., "FaceNet", 2015, equation 3), <c>max(0, d²(a, p) − d²(a, n) + margin)</c>, with
/// semi-hard mining: for each anchor and positive the nearest negative that is farther than the positive; where there is none, the farthest.
/// </summary>
public sealed class TripletNetwork : PairLearner
{
    private const double Far = 1e4;

    /// <param name="embedding"><c>[batch, ...] → [batch, features]</c>; the learner takes it over.</param>
    /// <param name="options">Null takes the defaults.</param>
    public TripletNetwork(Module<Tensor, Tensor> embedding, TripletNetworkOptions? options = null) : base(embedding)
    {
        Options = options ?? new();
        Options.Validate();
    }

    /// <summary>The options it was built with.</summary>
    public TripletNetworkOptions Options { get; }

    /// <inheritdoc/>
    public override string OptionsJson => JsonSerializer.Serialize(Options);

    internal override Tensor PairLoss(Tensor distances, Tensor same, Tensor different)
    {
        var squared = distances.square();
        var negative = SemiHard(squared.detach(), different);                  // [tasks, anchor, positive]: which item
        var loss = (squared - squared.gather(2, negative) + Options.Margin).clamp_min(0) * same * different.amax([2L], keepdim: true);
        return loss.sum() / same.sum().clamp_min(1);
    }

    /// <summary>For each anchor and positive the item to push away.</summary>
    internal static Tensor SemiHard(Tensor squared, Tensor different)
    {
        var farther = squared.unsqueeze(2).gt(squared.unsqueeze(3)).to(squared.dtype) * different.unsqueeze(2);   // [tasks, anchor, positive, negative]
        var nearestOfThose = squared.unsqueeze(2) + Far * (1 - farther);
        var farthest = (squared - Far * (1 - different)).argmax(2).unsqueeze(2);
        return where(farther.amax([3L]).gt(0), nearestOfThose.argmin(3), farthest.expand_as(squared));
    }
}
