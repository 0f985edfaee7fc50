using MetaAnomalyLib.Data;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>The shape of a <see cref="MobileNetV2"/>.</summary>
public sealed record MobileNetV2Options
{
    /// <summary>Outputs of the classifier, at least 1. Default: 1000, those of ImageNet.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Whether convolutions of stride 2 pad as TensorFlow's SAME does (an even side below and right only) and not all around. Weights want what they
    /// were trained with. Default: false, as torchvision's.</summary>
    public bool SamePadding { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate() => Options.Require(Classes >= 1, nameof(Classes), Classes, "at least 1");
}

/// <summary>
/// MobileNetV2 (Sandler et al., CVPR 2018), <c>[batch, 3, height, width] → [batch, classes]</c>, with torchvision's module and parameter names, so that its
/// weights load by name. Pixels lie in [−1, 1] for the weights of the catalog; other weights may want the mean and deviation that they were trained with.
/// </summary>
public sealed class MobileNetV2 : ImageBackbone
{
    // Expansion, channels, blocks, stride of the first block: table 2 of the paper.
    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] Table =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private const int Stem = 32, Last = 1280;

    // In a Sequential for the names; in an array for the blocks' outputs.
    private readonly Module<Tensor, Tensor> features;
    private readonly Module<Tensor, Tensor>[] parts;
    private Module<Tensor, Tensor> classifier;
    private BackboneStage[] stages;

    /// <param name="options">Null takes the defaults.</param>
    public MobileNetV2(MobileNetV2Options? options = null) : base(nameof(MobileNetV2))
    {
        options ??= new MobileNetV2Options();
        options.Validate();
        Options = options;
        var stack = new List<Module<Tensor, Tensor>> { Sequential(Conv2d(3, Stem, 3, stride: 2, padding: options.SamePadding ? 0 : 1, bias: false), BatchNorm2d(Stem), ReLU6(inplace: true)) };
        var width = Stem;
        foreach (var (expansion, channels, blocks, stride) in Table)
        {
            for (var block = 0; block < blocks; block++)
            {
                stack.Add(new InvertedResidual(width, channels, block == 0 ? stride : 1, expansion, options.SamePadding));
                width = channels;
            }
        }
        stack.Add(Sequential(Conv2d(width, Last, 1, bias: false), BatchNorm2d(Last), ReLU6(inplace: true)));
        parts = [.. stack];
        features = Sequential(parts);
        classifier = Sequential(Dropout(0.2), Linear(Last, options.Classes));
        RegisterComponents();
        stages = FindStages();
    }

    /// <summary>The options it was built with, with the classes of the head that it has now.</summary>
    public MobileNetV2Options Options { get; private set; }

    /// <inheritdoc/>
    public override int Channels => 3;

    /// <inheritdoc/>
    public override int FeatureCount => Last;

    /// <summary><c>stem</c>, <c>stage1</c> to <c>stage7</c> (the rows of table 2 of the paper), <c>last</c>, <c>head</c>.</summary>
    public override IReadOnlyList<BackboneStage> Stages => stages;

    /// <summary>Channels of what <see cref="Blocks"/> gives, block by block.</summary>
    public static IReadOnlyList<int> BlockChannels { get; } = [.. Table.SelectMany(stage => Enumerable.Repeat(stage.Channels, stage.Blocks))];

    /// <summary>A network with the weights of a safetensors file that names its padding in the metadata, in evaluation mode.</summary>
    /// <param name="path">Such as the catalog's <c>mobilenet-v2</c>.</param>
    /// <exception cref="DataFormatException">The file is damaged, or its tensors are not those of the network.</exception>
    public static MobileNetV2 Load(string path)
    {
        using var file = SafetensorsFile.Read(path);
        var same = file.Metadata.TryGetValue("padding", out var padding) && padding.Contains("SAME", StringComparison.Ordinal);
        var classes = file.Tensors.TryGetValue("classifier.1.bias", out var bias) ? (int)bias.shape[0] : 1000;
        var network = new MobileNetV2(new() { Classes = classes, SamePadding = same });
        return PretrainedWeights.Into(network, file, path);
    }

    /// <summary>What each of the 17 blocks makes of images, from fine and plain to coarse and meaningful: <c>[batch, channels, height, width]</c> each.</summary>
    public IReadOnlyList<Tensor> Blocks(Tensor images)
    {
        var outputs = new List<Tensor>(parts.Length - 2);
        var x = StemOf(images);
        foreach (var block in parts[1..^1]) outputs.Add(x = block.call(x));
        return outputs;
    }

    /// <inheritdoc/>
    protected override Tensor RunStage(int stage, Tensor x)
    {
        if (stage == 0) return StemOf(x);
        var y = x;
        foreach (var part in stages[stage].Modules) y = Next((Module<Tensor, Tensor>)part, x, y);
        return y;
    }

    // The given tensor is the caller's.
    private static Tensor Next(Module<Tensor, Tensor> module, Tensor given, Tensor y) => ReferenceEquals(y, given) ? module.call(y) : Through(module, y);

    /// <inheritdoc/>
    public override Tensor Head(Tensor features) => classifier.call(features);

    /// <inheritdoc/>
    public override void ReplaceHead(int classes)
    {
        var head = Sequential(Dropout(0.2), NewHead(Last, classes));
        register_module(nameof(classifier), null!);
        classifier.Dispose();
        register_module(nameof(classifier), classifier = head);
        Options = Options with { Classes = classes };
        stages = FindStages();
    }

    private BackboneStage[] FindStages()
    {
        var (found, start) = (new List<BackboneStage> { new("stem", [parts[0]]) }, 1);
        foreach (var (_, _, blocks, _) in Table)
        {
            found.Add(new(FormattableString.Invariant($"stage{found.Count}"), parts[start..(start + blocks)]));
            start += blocks;
        }
        return [.. found, new("last", [parts[^1]]), new("head", [classifier])];
    }

    private Tensor StemOf(Tensor images) => parts[0].call(Options.SamePadding ? PadSame(images) : images);

    // For 3 by 3 at stride 2.
    private static Tensor PadSame(Tensor x)
    {
        var (top, left) = (x.shape[2] % 2, x.shape[3] % 2);
        return functional.pad(x, [left, 1, top, 1]);
    }

    /// <summary>Widens, filters each channel, narrows without a nonlinearity; adds its input where the shapes agree (section 3 of the paper).</summary>
    private sealed class InvertedResidual : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> conv;
        private readonly Module<Tensor, Tensor>[] steps;
        private readonly bool adds;
        private readonly int padded;   // the step whose input is padded here; −1 for none

        public InvertedResidual(int inputs, int outputs, int stride, int expansion, bool samePadding) : base(nameof(InvertedResidual))
        {
            var width = inputs * expansion;
            var list = new List<Module<Tensor, Tensor>>();
            if (expansion > 1) list.Add(Sequential(Conv2d(inputs, width, 1, bias: false), BatchNorm2d(width), ReLU6(inplace: true)));
            var pads = samePadding && stride == 2;
            padded = pads ? list.Count : -1;
            list.Add(Sequential(Conv2d(width, width, 3, stride: stride, padding: pads ? 0 : 1, groups: width, bias: false), BatchNorm2d(width), ReLU6(inplace: true)));
            list.Add(Conv2d(width, outputs, 1, bias: false));
            list.Add(BatchNorm2d(outputs));
            steps = [.. list];
            conv = Sequential(steps);
            adds = stride == 1 && inputs == outputs;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var y = x;
            for (var i = 0; i < steps.Length; i++) y = i == padded ? Through(steps[i], PadSame(y)) : Next(steps[i], x, y);
            return adds ? x + y : y;
        }
    }
}
