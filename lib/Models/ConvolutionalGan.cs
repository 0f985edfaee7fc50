using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>
/// The players of a small DCGAN (Radford et al., 2016) on flattened square images. The generator doubles the side with each transposed convolution of 4 by 4
/// (a multiple of its stride, so that no chequerboard appears) and normalises over the batch; the discriminator halves it and does not normalise.
/// </summary>
public static class ConvolutionalGan
{
    internal const int DefaultLatent = 32;

    /// <summary><c>[batch, latent] → [batch, channels · side · side]</c>, values from 0 to 1.</summary>
    /// <param name="image">The shape of a row.</param>
    /// <param name="filters">Filters from the largest images to the smallest, at least one number, each at least 1.</param>
    /// <param name="latent">Numbers that an image is generated from, at least 1.</param>
    public static Module<Tensor, Tensor> Generator(ImageShape image, IReadOnlyList<int> filters, int latent)
    {
        var side = image.Side;
        foreach (var count in filters)
        {
            Options.Require(count >= 1, nameof(filters), count, "at least 1 filter a convolution");
            side = (side + 1) / 2;
        }
        var layers = new List<(string, Module<Tensor, Tensor>)>
        {
            ("input", Linear(latent, filters[^1] * side * side)),
            ("image", Unflatten(1, [filters[^1], side, side])),
        };
        for (var i = filters.Count - 1; i >= 0; i--)
        {
            layers.Add(($"norm{i}", BatchNorm2d(filters[i])));
            layers.Add(($"activation{i}", ReLU()));
            layers.Add(($"convolution{i}", ConvTranspose2d(filters[i], i == 0 ? image.Channels : filters[i - 1], 4L, stride: 2L, padding: 1L)));
        }
        layers.Add(("crop", new Crop(image.Side)));
        layers.Add(("sigmoid", Sigmoid()));
        layers.Add(("flatten", Flatten()));
        return Sequential(layers);
    }

    /// <summary><c>[batch, channels · side · side] → [batch, 1]</c>; its features are the last convolution's values.</summary>
    /// <param name="image">The shape of a row.</param>
    /// <param name="filters">Filters from the largest images to the smallest, at least one number, each at least 1.</param>
    public static Discriminator Discriminator(ImageShape image, IReadOnlyList<int> filters)
    {
        var layers = new List<(string, Module<Tensor, Tensor>)> { ("image", Unflatten(1, [image.Channels, image.Side, image.Side])) };
        var side = image.Side;
        for (var i = 0; i < filters.Count; i++)
        {
            layers.Add(($"convolution{i}", Conv2d(i == 0 ? image.Channels : filters[i - 1], filters[i], 3L, stride: 2L, padding: 1L)));
            layers.Add(($"activation{i}", LeakyReLU(0.2)));
            side = (side + 1) / 2;
        }
        layers.Add(("flatten", Flatten()));
        return new(Sequential(layers), Linear(filters[^1] * side * side, 1));
    }

    /// <summary>Both players for images of a shape, and an encoder where one is asked for.</summary>
    /// <param name="image">The shape of a row.</param>
    /// <param name="filters">Filters from the largest images to the smallest.</param>
    /// <param name="latent">Numbers that an image is generated from; 0 stands for 32.</param>
    /// <param name="withEncoder">Whether there is an encoder.</param>
    public static GanNetwork Network(ImageShape image, IReadOnlyList<int> filters, int latent, bool withEncoder = false)
    {
        if (latent == 0) latent = DefaultLatent;
        return new(latent, Generator(image, filters, latent), Discriminator(image, filters), withEncoder ? ConvolutionalNetworks.Encoder(image, filters, latent) : null);
    }

    internal static void Check(IReadOnlyList<int> filters, int channels)
    {
        Options.Require(filters.Count >= 1, "Filters", filters.Count, "at least one convolution");
        foreach (var count in filters) Options.Require(count >= 1, "Filters", count, "at least 1 filter a convolution");
        Options.Require(channels >= 1, "Channels", channels, "at least 1");
    }

    /// <summary>Sides that are no multiple of the strides come out larger by a few pixels.</summary>
    private sealed class Crop(int side) : Module<Tensor, Tensor>(nameof(Crop))
    {
        public override Tensor forward(Tensor input) => input.shape[2] == side ? input.alias() : input.narrow(2, 0, side).narrow(3, 0, side);
    }
}
