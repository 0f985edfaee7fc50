using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>The shape of a <see cref="StatelessConv4"/>.</summary>
public sealed record StatelessConv4Options
{
    /// <summary>Channels of the pictures, at least 1. Default: 1.</summary>
    public int Inputs { get; init; } = 1;

    /// <summary>Height and width of the pictures, at least 8. Default: 28.</summary>
    public int Side { get; init; } = 28;

    /// <summary>Channels of each block, at least 1. Default: 64.</summary>
    public int Channels { get; init; } = 64;

    /// <summary>Blocks, from 1 to 6. Default: 4.</summary>
    public int Blocks { get; init; } = 4;

    /// <summary>Numbers that come out, at least 1: the ways, or 1 for anomaly detection. Default: 5.</summary>
    public int Outputs { get; init; } = 5;

    /// <summary>Whether the convolutions take steps of two instead of pooling afterwards, as in Finn et al. (2017) on Omniglot: a quarter of the work. Default: false.</summary>
    public bool Strided { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Inputs >= 1, nameof(Inputs), Inputs, "at least 1");
        Options.Require(Channels >= 1, nameof(Channels), Channels, "at least 1");
        Options.Require(Blocks is >= 1 and <= 6, nameof(Blocks), Blocks, "from 1 to 6");
        Options.Require(Side >= 1 << Blocks, nameof(Side), Side, FormattableString.Invariant($"at least {1 << Blocks}, because {Blocks} blocks halve it as often"));
        Options.Require(Outputs >= 1, nameof(Outputs), Outputs, "at least 1");
    }
}

/// <summary>
/// The network of <see cref="Conv4"/> with a linear head, as a function of its weights: per block a 3 x 3 convolution, batch normalisation over the batch at hand (there are no running
/// statistics: a task's items are its batch), 2 x 2 max pooling and ReLU. With steps of two the tasks of a batch go through one batched product a block, else through a grouped convolution.
/// </summary>
public sealed class StatelessConv4 : StatelessNetwork
{
    private const int WeightsPerBlock = 3;
    private const double Epsilon = 1e-5;

    /// <param name="options">Null takes the defaults.</param>
    public StatelessConv4(StatelessConv4Options? options = null)
    {
        Options = options ?? new();
        Options.Validate();
        var (weights, side) = (new List<(string, long[])>(), Options.Side);
        for (var i = 0; i < Options.Blocks; i++)
        {
            // Batch normalisation takes a bias away again.
            weights.Add((FormattableString.Invariant($"conv{i}.weight"), [Options.Channels, i == 0 ? Options.Inputs : Options.Channels, 3, 3]));
            weights.Add((FormattableString.Invariant($"norm{i}.weight"), [Options.Channels]));
            weights.Add((FormattableString.Invariant($"norm{i}.bias"), [Options.Channels]));
            side = Options.Strided ? (side + 1) / 2 : side / 2;
        }
        var features = (long)Options.Channels * side * side;
        Weights = [.. weights, ("head.weight", [Options.Outputs, features]), ("head.bias", [Options.Outputs])];
    }

    /// <summary>The options it was built with.</summary>
    public StatelessConv4Options Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, long[] Shape)> Weights { get; }

    /// <inheritdoc/>
    public override int Outputs => Options.Outputs;

    /// <inheritdoc/>
    public override bool HasBatchNorm => true;

    /// <inheritdoc/>
    public override bool BatchesTasksWell => Options.Strided;

    /// <inheritdoc/>
    public override int TasksAtOnce => 4;

    /// <inheritdoc/>
    public override string Description => System.Text.Json.JsonSerializer.Serialize(Options);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, IReadOnlyList<Tensor> weights, int statisticsFrom = 0)
    {
        for (var i = 0; i < Options.Blocks; i++)
            x = Block(x, weights[WeightsPerBlock * i], weights[WeightsPerBlock * i + 1], weights[WeightsPerBlock * i + 2], statisticsFrom, tasks: 1);
        return functional.linear(x.flatten(1), weights[^2], weights[^1]);
    }

    /// <inheritdoc/>
    public override Tensor ForwardTasks(Tensor x, IReadOnlyList<Tensor> weights, int statisticsFrom = 0)
    {
        var (tasks, batch) = (x.shape[0], x.shape[1]);
        if (Options.Strided && x.device_type == DeviceType.CPU && (x.dtype == float32 || x.dtype == float64)) return Products(x, weights, statisticsFrom);
        x = x.transpose(0, 1).flatten(1, 2);   // [batch, tasks * channels, height, width]: a group of channels a task
        for (var i = 0; i < Options.Blocks; i++)
        {
            x = Block(x, weights[WeightsPerBlock * i].flatten(0, 1), weights[WeightsPerBlock * i + 1].reshape(-1), weights[WeightsPerBlock * i + 2].reshape(-1), statisticsFrom, tasks);
        }
        return baddbmm(weights[^1].unsqueeze(1), x.view(batch, tasks, -1).transpose(0, 1), weights[^2].transpose(1, 2));
    }

    /// <inheritdoc/>
    public override Tensor Arrange(Tensor weight) => Options.Strided && weight.ndim == 4 ? weight.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : weight;

    // Convolutions as products of patches and weights, channels last.
    private Tensor Products(Tensor x, IReadOnlyList<Tensor> weights, int statisticsFrom)
    {
        var (tasks, batch) = (x.shape[0], x.shape[1]);
        x = x.flatten(0, 1).permute(0, 2, 3, 1);
        for (var i = 0; i < Options.Blocks; i++)
        {
            var (kernel, side) = (weights[WeightsPerBlock * i], Patches.Side(x.shape[1], 2));
            var patches = Patches.Of(x, 2).view(tasks, batch * side * side, -1);
            x = TaskProduct.Of(patches, kernel.permute(0, 1, 3, 4, 2).reshape(tasks, Options.Channels, -1));
            x = NormRelu.Of(x, weights[WeightsPerBlock * i + 1], weights[WeightsPerBlock * i + 2], (statisticsFrom == 0 ? batch : statisticsFrom) * side * side, Epsilon);
            x = x.view(tasks * batch, side, side, -1);
        }
        // The head knows features channel by channel.
        return baddbmm(weights[^1].unsqueeze(1), x.permute(0, 3, 1, 2).reshape(tasks, batch, -1), weights[^2].transpose(1, 2));
    }

    private Tensor Block(Tensor x, Tensor kernel, Tensor scale, Tensor shift, int statisticsFrom, long tasks)
    {
        x = functional.conv2d(x, kernel, strides: Options.Strided ? [2, 2] : [1, 1], padding: [1, 1], groups: tasks);
        if (!Options.Strided && (statisticsFrom == 0 || statisticsFrom == x.shape[0])) return NormPoolRelu.Of(x, scale, shift, Epsilon).Y;
        x = statisticsFrom == 0 || statisticsFrom == x.shape[0]
            ? functional.batch_norm(x, null, null, scale, shift, training: true, momentum: 0, eps: Epsilon)
            : NormaliseBy(x, x.narrow(0, 0, statisticsFrom), scale, shift);
        // ReLU after pooling gives what it gives before, from a quarter of the values.
        return (Options.Strided ? x : functional.max_pool2d(x, 2)).relu();
    }

    private static Tensor NormaliseBy(Tensor x, Tensor reference, Tensor scale, Tensor shift)
    {
        var mean = reference.mean([0L, 2, 3]);
        var variance = (reference - mean.view(1, -1, 1, 1)).square().mean([0L, 2, 3]);
        var factor = scale * (variance + Epsilon).rsqrt();
        return x * factor.view(1, -1, 1, 1) + (shift - mean * factor).view(1, -1, 1, 1);
    }
}
