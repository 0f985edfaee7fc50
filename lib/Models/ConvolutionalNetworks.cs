using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>
/// Networks between flattened square images and a few numbers. Each convolution has kernels of 3 by 3 and halves the side (rounded up), its mirror in the
/// decoder doubles it back; leaky ReLU between them (Radford et al., 2016, whose batch normalisation is left out: a row must not depend on its neighbours).
/// </summary>
public static class ConvolutionalNetworks
{
    /// <summary><c>[batch, channels · side · side] → [batch, outputs]</c>.</summary>
    /// <param name="image">The shape of a row.</param>
    /// <param name="filters">Filters of each convolution, at least one number, each at least 1.</param>
    /// <param name="outputs">Numbers that come out, at least 1.</param>
    /// <param name="dropout">Probability of dropping a value before the last layer in training, in [0, 1).</param>
    public static Module<Tensor, Tensor> Encoder(ImageShape image, IReadOnlyList<int> filters, int outputs, double dropout = 0)
    {
        Check(filters, outputs);
        var layers = new List<(string, Module<Tensor, Tensor>)> { ("image", Unflatten(1, [image.Channels, image.Side, image.Side])) };
        for (var i = 0; i < filters.Count; i++)
        {
            layers.Add(($"convolution{i}", Conv2d(i == 0 ? image.Channels : filters[i - 1], filters[i], 3L, stride: 2L, padding: 1L)));
            layers.Add(($"activation{i}", LeakyReLU(0.2)));
        }
        layers.Add(("flatten", Flatten()));
        if (dropout > 0) layers.Add(("dropout", Dropout(dropout)));
        var side = Sides(image.Side, filters.Count)[^1];
        layers.Add(("output", Linear(filters[^1] * side * side, outputs)));
        return Sequential(layers);
    }

    /// <summary><c>[batch, inputs] → [batch, channels · side · side]</c>, values from 0 to 1.</summary>
    /// <param name="image">The shape of a row.</param>
    /// <param name="filters">Those of the encoder, in its order.</param>
    /// <param name="inputs">Numbers that go in, at least 1.</param>
    public static Module<Tensor, Tensor> Decoder(ImageShape image, IReadOnlyList<int> filters, int inputs)
    {
        Check(filters, inputs);
        var sides = Sides(image.Side, filters.Count);
        var layers = new List<(string, Module<Tensor, Tensor>)>
        {
            ("input", Linear(inputs, filters[^1] * sides[^1] * sides[^1])),
            ("image", Unflatten(1, [filters[^1], sides[^1], sides[^1]])),
        };
        for (var i = filters.Count - 1; i >= 0; i--)
        {
            layers.Add(($"activation{i}", LeakyReLU(0.2)));
            layers.Add(($"convolution{i}", ConvTranspose2d(filters[i], i == 0 ? image.Channels : filters[i - 1], 3L, stride: 2L, padding: 1L, output_padding: sides[i] % 2 == 0 ? 1L : 0L)));
        }
        layers.Add(("sigmoid", Sigmoid()));
        layers.Add(("flatten", Flatten()));
        return Sequential(layers);
    }

    /// <summary>The side of the image before each convolution and after the last.</summary>
    private static int[] Sides(int side, int convolutions)
    {
        var sides = new int[convolutions + 1];
        for (var i = 0; i <= convolutions; i++) (sides[i], side) = (side, (side + 1) / 2);
        return sides;
    }

    private static void Check(IReadOnlyList<int> filters, int numbers)
    {
        Options.Require(filters.Count >= 1, nameof(filters), filters.Count, "at least one convolution");
        foreach (var count in filters) Options.Require(count >= 1, nameof(filters), count, "at least 1 filter a convolution");
        Options.Require(numbers >= 1, nameof(numbers), numbers, "at least 1");
    }
}
