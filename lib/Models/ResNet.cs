using MetaAnomalyLib.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>How a <see cref="ResNet"/> begins.</summary>
public enum ResNetStem
{
    /// <summary>7 × 7 at stride 2 and 3 × 3 max pooling at stride 2: for images of about 224 pixels (He et al., table 1).</summary>
    Large,

    /// <summary>3 × 3 at stride 1 and no pooling: for images of about 28 to 32 pixels (He et al., section 4.2; MedMNIST's ResNet-18).</summary>
    Small,

    /// <summary>3 × 3 at stride 2 and no pooling: small images at a quarter of the work.</summary>
    Quick,
}

/// <summary>The shape of a <see cref="ResNet"/>.</summary>
public sealed record ResNetOptions
{
    /// <summary>Outputs of the head, at least 1. Default: 1000, those of ImageNet.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Channels of an image, at least 1. Default: 3.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Filters of the first stage, at least 1; each next stage has twice as many. Default: 64, which is ResNet-18.</summary>
    public int Width { get; init; } = 64;

    /// <summary>How it begins. Default: for large images.</summary>
    public ResNetStem Stem { get; init; }

    /// <summary>Whether pixels, which lie in [−1, 1], are first brought to the mean and deviation of ImageNet's colours: torchvision's weights were trained so. Three channels. Default: false.</summary>
    public bool ImageNetScale { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Classes >= 1, nameof(Classes), Classes, "at least 1");
        Options.Require(Channels >= 1, nameof(Channels), Channels, "at least 1");
        Options.Require(Width >= 1, nameof(Width), Width, "at least 1");
        Options.Require(Enum.IsDefined(Stem), nameof(Stem), Stem, "one of " + string.Join(", ", Enum.GetNames<ResNetStem>()));
        Options.Require(!ImageNetScale || Channels == 3, nameof(Channels), Channels, "3 where ImageNetScale is set");
    }
}

/// <summary>
/// ResNet-18 (He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR 2016), <c>[batch, channels, height, width] → [batch, classes]</c>, with torchvision's module and parameter
/// names, so that its weights load by name (<see cref="PretrainedWeights"/>).
/// </summary>
public sealed class ResNet : ImageBackbone
{
    // torchvision's transforms.Normalize, of pixels from 0 to 1.
    private static readonly float[] ImageNetMean = [0.485f, 0.456f, 0.406f], ImageNetDeviation = [0.229f, 0.224f, 0.225f];

    // The names of the fields are those of the parameters.
    private readonly Module<Tensor, Tensor> conv1, bn1, layer1, layer2, layer3, layer4;
    private Module<Tensor, Tensor> fc;
    private BackboneStage[] stages;

    /// <param name="options">Null takes the defaults.</param>
    public ResNet(ResNetOptions? options = null) : base(nameof(ResNet))
    {
        Options = options ?? new();
        Options.Validate();
        var width = Options.Width;
        conv1 = Options.Stem == ResNetStem.Large
            ? Conv2d(Options.Channels, width, 7, stride: 2, padding: 3, bias: false)
            : Conv2d(Options.Channels, width, 3, stride: Options.Stem == ResNetStem.Small ? 1 : 2, padding: 1, bias: false);
        bn1 = BatchNorm2d(width);
        layer1 = Layer(width, width, 1);
        layer2 = Layer(width, 2 * width, 2);
        layer3 = Layer(2 * width, 4 * width, 2);
        layer4 = Layer(4 * width, 8 * width, 2);
        fc = Linear(FeatureCount, Options.Classes);
        RegisterComponents();
        foreach (var (name, parameter) in named_parameters())
            if (parameter.ndim == 4) init.kaiming_normal_(parameter, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
        stages = FindStages();
    }

    /// <summary>The options it was built with, with the classes of the head that it has now.</summary>
    public ResNetOptions Options { get; private set; }

    /// <inheritdoc/>
    public override int Channels => Options.Channels;

    /// <inheritdoc/>
    public override int FeatureCount => 8 * Options.Width;

    /// <inheritdoc/>
    public override IReadOnlyList<BackboneStage> Stages => stages;

    /// <summary>A network with torchvision's ImageNet weights, in evaluation mode: its sizes are read from the tensors, and its pixels scaled as these weights want them.</summary>
    /// <param name="path">A safetensors file with torchvision's names, such as the catalog's <c>resnet-18</c>.</param>
    /// <exception cref="DataFormatException">The file is damaged, or its tensors are not those of the network.</exception>
    public static ResNet Load(string path)
    {
        using var file = SafetensorsFile.Read(path);
        if (!file.Tensors.TryGetValue("conv1.weight", out var first) || first.ndim != 4 || first.shape[1] != 3 || !file.Tensors.TryGetValue("fc.bias", out var bias))
            throw new DataFormatException(path, $"{file.Tensors.Count} tensors without a 'conv1.weight' for three channels and an 'fc.bias'", "the weights of a ResNet-18 with torchvision's names", "Take the file of another model's loader.");
        var network = new ResNet(new() { Classes = (int)bias.shape[0], Width = (int)first.shape[0], Stem = first.shape[2] == 7 ? ResNetStem.Large : ResNetStem.Small, ImageNetScale = true });
        return PretrainedWeights.Into(network, file, path);
    }

    /// <inheritdoc/>
    protected override Tensor RunStage(int stage, Tensor x)
    {
        if (stage > 0) return (stage switch { 1 => layer1, 2 => layer2, 3 => layer3, _ => layer4 }).call(x);
        if (Options.ImageNetScale) x = ((x + 1) / 2 - tensor(ImageNetMean, device: x.device).view(3, 1, 1)) / tensor(ImageNetDeviation, device: x.device).view(3, 1, 1);
        var y = Through(bn1, conv1.call(x)).relu_();
        return Options.Stem == ResNetStem.Large ? functional.max_pool2d(y, 3, 2, 1) : y;
    }

    /// <inheritdoc/>
    public override Tensor Head(Tensor features) => fc.call(features);

    /// <inheritdoc/>
    public override void ReplaceHead(int classes)
    {
        var head = NewHead(FeatureCount, classes);
        register_module(nameof(fc), null!);
        fc.Dispose();
        register_module(nameof(fc), fc = head);
        Options = Options with { Classes = classes };
        stages = FindStages();
    }

    private BackboneStage[] FindStages() =>
        [new("stem", [conv1, bn1]), new(nameof(layer1), [layer1]), new(nameof(layer2), [layer2]), new(nameof(layer3), [layer3]), new(nameof(layer4), [layer4]), new("head", [fc])];

    private static Sequential Layer(int inputs, int outputs, int stride) => Sequential(new BasicBlock(inputs, outputs, stride), new BasicBlock(outputs, outputs, 1));

    /// <summary>Two convolutions, and the input added to what they give (figure 2 of the paper).</summary>
    private sealed class BasicBlock : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> conv1, bn1, conv2, bn2;
        private readonly Module<Tensor, Tensor>? downsample;

        public BasicBlock(int inputs, int outputs, int stride) : base(nameof(BasicBlock))
        {
            conv1 = Conv2d(inputs, outputs, 3, stride: stride, padding: 1, bias: false);
            bn1 = BatchNorm2d(outputs);
            conv2 = Conv2d(outputs, outputs, 3, padding: 1, bias: false);
            bn2 = BatchNorm2d(outputs);
            if (stride != 1 || inputs != outputs) downsample = Sequential(Conv2d(inputs, outputs, 1, stride: stride, bias: false), BatchNorm2d(outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var y = Through(bn2, Through(conv2, Through(bn1, conv1.call(x)).relu_()));
            return y.add_(downsample is null ? x : downsample.call(x)).relu_();
        }
    }
}
