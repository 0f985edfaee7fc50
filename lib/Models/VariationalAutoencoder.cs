using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>
/// A variational autoencoder (Kingma and Welling, 2014). The encoder gives a Gaussian <c>q(z|x) = N(mean, exp(logVariance))</c> over latent values, the prior is
/// <c>p(z) = N(0, I)</c>, and the decoder gives the mean of a Gaussian <c>p(x|z)</c> whose variances belong to the model: what the decoder misses on average
/// (Rybkin et al., 2021), so that no weight between the two terms of the bound has to be guessed.
/// </summary>
public sealed class VariationalAutoencoder : Module<Tensor, Tensor>
{
    // e^±10 in variance is far beyond what training reaches; without it an absurd row would overflow single precision.
    private const double LargestLogVariance = 10;

    private readonly Module<Tensor, Tensor> encoder, decoder;
    private readonly Tensor variance;
    private readonly int latent;

    /// <param name="encoder">From <c>[batch, features]</c> to <c>[batch, 2 · latent]</c>: means, then logarithms of variances.</param>
    /// <param name="decoder">From <c>[batch, latent]</c> to <c>[batch, features]</c>.</param>
    /// <param name="latent">Latent values, at least 1.</param>
    /// <param name="variance">First variances of p(x|z): <c>[features]</c>, or <c>[1]</c> for one that all share. The model owns it.</param>
    public VariationalAutoencoder(Module<Tensor, Tensor> encoder, Module<Tensor, Tensor> decoder, int latent, Tensor variance) : base(nameof(VariationalAutoencoder))
    {
        Options.Require(latent >= 1, nameof(latent), latent, "at least 1");
        (this.encoder, this.decoder, this.latent, this.variance) = (encoder, decoder, latent, variance);
        RegisterComponents();
    }

    /// <summary>The variances of p(x|z), <c>[features]</c> or <c>[1]</c>; training moves them.</summary>
    public Tensor Variance => variance;

    /// <summary>Mean and logarithm of the variance of q(z|x), each <c>[batch, latent]</c>.</summary>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor x)
    {
        var both = encoder.call(x).split([latent, latent], 1);   // one step backwards; two narrowings would be five
        return (both[0], both[1].clamp(-LargestLogVariance, LargestLogVariance));
    }

    /// <summary>The mean of p(x|z), <c>[batch, features]</c>.</summary>
    public Tensor Decode(Tensor z) => decoder.call(z);

    /// <summary>The row rebuilt from the mean of its latent values, <c>[batch, features]</c>.</summary>
    public override Tensor forward(Tensor x) => Decode(Encode(x).Mean);

    /// <summary>−log p(x|z) of each feature in nats, <c>[batch, features]</c>.</summary>
    public Tensor Surprise(Tensor x, Tensor rebuilt) => Surprise((x - rebuilt).square());

    /// <summary>−log p(x|z) of each feature in nats, from the squares of what the decoder missed, <c>[batch, features]</c>, or from their means, <c>[features]</c>.</summary>
    public Tensor Surprise(Tensor squares) => 0.5 * (squares / variance + (variance * (2 * Math.PI)).log());

    /// <summary>KL(q(z|x) ‖ p(z)) of each row in nats, <c>[batch]</c> (Kingma and Welling, appendix B).</summary>
    public static Tensor Divergence(Tensor mean, Tensor logVariance) => 0.5 * (mean.square() + logVariance.exp() - 1 - logVariance).sum([1L]);
}
