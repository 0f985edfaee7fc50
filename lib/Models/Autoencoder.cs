using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>Two networks in a row: an encoder into few numbers, and a decoder back. <c>x → decode(encode(x))</c>, of the shape of x.</summary>
public sealed class Autoencoder : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> encoder, decoder;

    /// <param name="encoder">From the input to the latent values.</param>
    /// <param name="decoder">From the latent values to the shape of the input.</param>
    public Autoencoder(Module<Tensor, Tensor> encoder, Module<Tensor, Tensor> decoder) : base(nameof(Autoencoder))
    {
        (this.encoder, this.decoder) = (encoder, decoder);
        RegisterComponents();
    }

    /// <summary>From the input to the latent values.</summary>
    public Module<Tensor, Tensor> Encoder => encoder;

    /// <summary>From the latent values to the shape of the input.</summary>
    public Module<Tensor, Tensor> Decoder => decoder;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => decoder.call(encoder.call(input));
}
