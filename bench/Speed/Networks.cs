using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomaly.Bench.Speed;

/// <summary>The networks of speed_twin.py, layer by layer.</summary>
internal static class Networks
{
    public static Module<Tensor, Tensor> Mlp() => Sequential(Linear(64, 128), ReLU(), Linear(128, 64), ReLU(), Linear(64, 1));

    /// <summary>Four blocks of 3x3 convolution, batch norm, ReLU and pooling with 64 channels (Vinyals et al., 2016), and a linear layer for 5 ways.</summary>
    public static Module<Tensor, Tensor> Conv4()
    {
        var layers = new List<Module<Tensor, Tensor>>();
        for (var i = 0; i < 4; i++) layers.AddRange([Conv2d(i == 0 ? 1 : 64, 64, 3, padding: 1), BatchNorm2d(64), ReLU(), MaxPool2d(2)]);
        return Sequential([.. layers, Flatten(), Linear(64, 5)]);
    }

    /// <summary>ResNet-18 (He et al., 2016) with the 3x3 stem for 28x28 pictures.</summary>
    public static Module<Tensor, Tensor> ResNet18()
    {
        var layers = new List<Module<Tensor, Tensor>> { Conv2d(1, 64, 3, padding: 1, bias: false), BatchNorm2d(64), ReLU() };
        var channels = 64;
        foreach (var (width, stride) in new[] { (64, 1), (128, 2), (256, 2), (512, 2) })
        {
            layers.Add(new BasicBlock(channels, width, stride));
            layers.Add(new BasicBlock(width, width, 1));
            channels = width;
        }
        return Sequential([.. layers, AdaptiveAvgPool2d(1), Flatten(), Linear(512, 10)]);
    }

    private sealed class BasicBlock : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> conv1, bn1, conv2, bn2;
        private readonly Module<Tensor, Tensor>? shortcut;

        public BasicBlock(int inputs, int width, int stride) : base(nameof(BasicBlock))
        {
            conv1 = Conv2d(inputs, width, 3, stride: stride, padding: 1, bias: false);
            bn1 = BatchNorm2d(width);
            conv2 = Conv2d(width, width, 3, padding: 1, bias: false);
            bn2 = BatchNorm2d(width);
            if (stride > 1 || inputs != width) shortcut = Sequential(Conv2d(inputs, width, 1, stride: stride, bias: false), BatchNorm2d(width));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var y = functional.relu(bn1.call(conv1.call(x)));
            return functional.relu(bn2.call(conv2.call(y)) + (shortcut?.call(x) ?? x));
        }
    }
}
