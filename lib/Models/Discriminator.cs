using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>
/// The network that tells real rows from generated ones: <c>[batch, features] → [batch, 1]</c> logits of "real". Its last hidden layer is of use
/// by itself: rows that look alike to it are alike in what matters for being real (feature matching; Salimans et al., 2016, section 3.1).
/// </summary>
public sealed class Discriminator : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> features, output;

    /// <param name="features">From rows to the last hidden layer, its activation included.</param>
    /// <param name="output">From there to one logit.</param>
    public Discriminator(Module<Tensor, Tensor> features, Module<Tensor, Tensor> output) : base(nameof(Discriminator))
    {
        (this.features, this.output) = (features, output);
        RegisterComponents();
    }

    /// <summary>From rows to the last hidden layer.</summary>
    public Module<Tensor, Tensor> Features => features;

    /// <summary>The logits together with the hidden layer they come from.</summary>
    public (Tensor Logits, Tensor Features) Judge(Tensor rows)
    {
        var hidden = features.call(rows);
        return (output.call(hidden), hidden);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => output.call(features.call(input));
}
