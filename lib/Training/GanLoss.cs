using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Training;

/// <summary>What the players of a GAN minimise. d is the discriminator's logit, x a real row, x̂ a generated one; means are over the batch.</summary>
public static class GanLoss
{
    /// <summary>The discriminator's loss of Goodfellow et al., 2014: <c>mean −log σ(d(x)) + mean −log(1 − σ(d(x̂)))</c>.</summary>
    /// <param name="discriminator">d.</param>
    /// <param name="real">x, <c>[batch, features]</c>.</param>
    /// <param name="fake">x̂, of the same shape, without a graph.</param>
    public static Judgement Judge(Discriminator discriminator, Tensor real, Tensor fake)
    {
        var (onReal, onFake) = Both(discriminator, real, fake);
        return new(nn.functional.softplus(-onReal).mean() + nn.functional.softplus(onFake).mean(), onReal, onFake);
    }

    /// <summary>The generator's loss that does not saturate: <c>mean −log σ(d(x̂))</c> (Goodfellow et al., 2014, section 3).</summary>
    /// <param name="logits">d(x̂).</param>
    public static Tensor Fool(Tensor logits) => nn.functional.softplus(-logits).mean();

    /// <summary>The critic's loss of Arjovsky et al., 2017: <c>mean d(x̂) − mean d(x)</c>.</summary>
    /// <inheritdoc cref="Judge"/>
    public static Judgement Criticise(Discriminator discriminator, Tensor real, Tensor fake)
    {
        var (onReal, onFake) = Both(discriminator, real, fake);
        return new(onFake.mean() - onReal.mean(), onReal, onFake);
    }

    /// <summary>R1: <c>½ mean ‖∇d(x)‖²</c> (Mescheder et al., 2018, equation 9). Where data lie the discriminator shall be flat, so that the game can come to rest.</summary>
    /// <param name="discriminator">d.</param>
    /// <param name="real">x.</param>
    public static Tensor RealPenalty(Discriminator discriminator, Tensor real) => 0.5 * Slope(discriminator, real).square().sum([1L]).mean();

    /// <summary><c>mean (‖∇d(u)‖ − 1)²</c> at u between x and x̂ (Gulrajani et al., 2017, equation 3).</summary>
    /// <param name="discriminator">d.</param>
    /// <param name="real">x.</param>
    /// <param name="fake">x̂.</param>
    public static Tensor SlopePenalty(Discriminator discriminator, Tensor real, Tensor fake)
    {
        var between = real + rand(real.shape[0], 1) * (fake - real);
        return ((Slope(discriminator, between).square().sum([1L]) + 1e-12).sqrt() - 1).square().mean();
    }

    /// <summary>Places of the latent space, standard normal, <c>[count, latent]</c>: the same for the same seed, without touching libtorch's random state.</summary>
    public static Tensor Places(int count, int latent, int seed)
    {
        var random = new Seed(seed).Random("places");
        var values = new float[count, latent];
        for (var row = 0; row < count; row++)
            for (var i = 0; i < latent; i++)
                values[row, i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return tensor(values);
    }

    // One pass over both: half the calls.
    private static (Tensor Real, Tensor Fake) Both(Discriminator discriminator, Tensor real, Tensor fake)
    {
        var logits = discriminator.call(cat([real, fake]));
        return (logits.narrow(0, 0, real.shape[0]), logits.narrow(0, real.shape[0], fake.shape[0]));
    }

    private static Tensor Slope(Discriminator discriminator, Tensor rows)
    {
        var at = rows.detach().requires_grad_(true);
        return autograd.grad([discriminator.call(at).sum()], [at], retain_graph: true, create_graph: true)[0];
    }
}
