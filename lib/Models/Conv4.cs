using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>The shape of a <see cref="Conv4"/>.</summary>
public sealed record Conv4Options
{
    /// <summary>Channels of the pictures, at least 1. Default: 1.</summary>
    public int Inputs { get; init; } = 1;

    /// <summary>Channels of each block, at least 1. Default: 64.</summary>
    public int Channels { get; init; } = 64;

    /// <summary>Blocks, each of which halves the sides, from 1 to 6. Default: 4, for pictures of at least 16 x 16.</summary>
    public int Blocks { get; init; } = 4;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Inputs >= 1, nameof(Inputs), Inputs, "at least 1");
        Options.Require(Channels >= 1, nameof(Channels), Channels, "at least 1");
        Options.Require(Blocks is >= 1 and <= 6, nameof(Blocks), Blocks, "from 1 to 6");
    }
}

/// <summary>
/// The embedding of the few-shot papers (Vinyals et al., 2016; Snell et al., 2017): per block a 3 x 3 convolution, batch normalisation, ReLU and 2 x 2 max pooling.
/// <c>[batch, channels, height, width] → [batch, features]</c>, 64 features for 28 x 28 pictures.
/// </summary>
public sealed class Conv4 : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> blocks;

    /// <param name="options">Null takes the defaults.</param>
    public Conv4(Conv4Options? options = null) : base(nameof(Conv4))
    {
        Options = options ?? new();
        Options.Validate();
        var stack = new List<(string, Module<Tensor, Tensor>)>();
        for (var i = 0; i < Options.Blocks; i++)
        {
            // Batch normalisation takes a bias away again. And ReLU after pooling gives what it gives before, from a quarter of the values.
            stack.Add(($"conv{i}", Conv2d(i == 0 ? Options.Inputs : Options.Channels, Options.Channels, 3, padding: 1, bias: false)));
            stack.Add(($"norm{i}", BatchNorm2d(Options.Channels)));
            stack.Add(($"pool{i}", MaxPool2d(2)));
            stack.Add(($"relu{i}", ReLU()));
        }
        blocks = Sequential(stack);
        RegisterComponents();
    }

    /// <summary>The options it was built with.</summary>
    public Conv4Options Options { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => blocks.call(input).flatten(1);
}
