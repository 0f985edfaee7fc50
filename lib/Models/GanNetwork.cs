using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>The two players of a generative adversarial network (Goodfellow et al., 2014) and, for f-AnoGAN, an encoder back into the latent space.</summary>
public sealed class GanNetwork : Module
{
    private readonly Module<Tensor, Tensor> generator;
    private readonly Discriminator discriminator;
    private readonly Module<Tensor, Tensor>? encoder;

    /// <param name="latent">Numbers that a row is generated from, at least 1.</param>
    /// <param name="generator"><c>[batch, latent] → [batch, features]</c>.</param>
    /// <param name="discriminator"><c>[batch, features] → [batch, 1]</c>.</param>
    /// <param name="encoder"><c>[batch, features] → [batch, latent]</c>, or null.</param>
    public GanNetwork(int latent, Module<Tensor, Tensor> generator, Discriminator discriminator, Module<Tensor, Tensor>? encoder = null) : base(nameof(GanNetwork))
    {
        Options.Require(latent >= 1, nameof(latent), latent, "at least 1");
        (Latent, this.generator, this.discriminator, this.encoder) = (latent, generator, discriminator, encoder);
        RegisterComponents();
    }

    /// <summary>Numbers that a row is generated from.</summary>
    public int Latent { get; }

    /// <summary><c>[batch, latent] → [batch, features]</c>.</summary>
    public Module<Tensor, Tensor> Generator => generator;

    /// <summary><c>[batch, features] → [batch, 1]</c>, logits of "real".</summary>
    public Discriminator Discriminator => discriminator;

    /// <summary><c>[batch, features] → [batch, latent]</c>; null where there is none.</summary>
    public Module<Tensor, Tensor>? Encoder => encoder;
}
