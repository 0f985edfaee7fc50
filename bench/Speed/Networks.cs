using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomaly.Bench.Speed;

/// <summary>Networks of speed_twin.py that the library has not, layer by layer.</summary>
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
}
