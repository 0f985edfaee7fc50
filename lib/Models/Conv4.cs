using TorchSharp;
using TorchSharp.Modules;
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
    private readonly (Convolution Conv, BatchNorm Norm)[] blocks;

    /// <param name="options">Null takes the defaults.</param>
    public Conv4(Conv4Options? options = null) : base(nameof(Conv4))
    {
        Options = options ?? new();
        Options.Validate();
        blocks = new (Convolution, BatchNorm)[Options.Blocks];
        for (var i = 0; i < blocks.Length; i++)
        {
            // Batch normalisation takes a bias away again.
            blocks[i] = (Conv2d(i == 0 ? Options.Inputs : Options.Channels, Options.Channels, 3, padding: 1, bias: false), BatchNorm2d(Options.Channels));
            register_module(FormattableString.Invariant($"conv{i}"), blocks[i].Conv);
            register_module(FormattableString.Invariant($"norm{i}"), blocks[i].Norm);
        }
    }

    /// <summary>The options it was built with.</summary>
    public Conv4Options Options { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var x = input;
        foreach (var (conv, norm) in blocks)
        {
            x = conv.call(x);
            // ReLU after pooling gives what it gives before, from a quarter of the values.
            x = training ? Fused(x, norm) : functional.max_pool2d(norm.call(x), 2).relu();
        }
        return x.flatten(1);
    }

    private static Tensor Fused(Tensor x, BatchNorm norm)
    {
        var (y, mean, variance) = NormPoolRelu.Of(x, norm.weight, norm.bias!, norm.eps);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (count, share) = ((double)x.numel() / x.shape[1], norm.momentum ?? 0.1);
        norm.running_mean!.mul_(1 - share).add_(mean * share);
        norm.running_var!.mul_(1 - share).add_(variance * (share * count / Math.Max(1, count - 1)));
        norm.num_batches_tracked!.add_(1);
        return y;
    }
}
