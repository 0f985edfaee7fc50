using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>
/// The networks of GANomaly (Akcay et al., 2018, figure 2): a generator that encodes a row, rebuilds it and encodes what it has rebuilt, and the
/// discriminator that it trains against.
/// </summary>
public sealed class GanomalyNetwork : Module
{
    private readonly ReencodingGenerator generator;
    private readonly Discriminator discriminator;

    /// <param name="generator">Encoder, decoder, second encoder.</param>
    /// <param name="discriminator">Over rows of the same width.</param>
    public GanomalyNetwork(ReencodingGenerator generator, Discriminator discriminator) : base(nameof(GanomalyNetwork))
    {
        (this.generator, this.discriminator) = (generator, discriminator);
        RegisterComponents();
    }

    /// <summary>Encoder, decoder, second encoder.</summary>
    public ReencodingGenerator Generator => generator;

    /// <summary>What tells rows from rebuilt rows.</summary>
    public Discriminator Discriminator => discriminator;
}

/// <summary>Encodes a row, rebuilds it, and encodes again: <c>x → z = E(x) → x̂ = D(z) → ẑ = E'(x̂)</c>. As a function it gives x̂.</summary>
public sealed class ReencodingGenerator : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> encoder, decoder, second;

    /// <param name="encoder">From the row to latent values.</param>
    /// <param name="decoder">From latent values to the row.</param>
    /// <param name="second">From the row to latent values, with weights of its own.</param>
    public ReencodingGenerator(Module<Tensor, Tensor> encoder, Module<Tensor, Tensor> decoder, Module<Tensor, Tensor> second) : base(nameof(ReencodingGenerator))
    {
        (this.encoder, this.decoder, this.second) = (encoder, decoder, second);
        RegisterComponents();
    }

    /// <summary>z, x̂ and ẑ.</summary>
    public (Tensor Latent, Tensor Rebuilt, Tensor LatentAgain) Pass(Tensor rows)
    {
        var latent = encoder.call(rows);
        var rebuilt = decoder.call(latent);
        return (latent, rebuilt, second.call(rebuilt));
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => decoder.call(encoder.call(input));
}
