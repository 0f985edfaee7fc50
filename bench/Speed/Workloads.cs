using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomaly.Bench.Speed;

/// <summary>Something to time; each step is what the twin of the same name does.</summary>
internal interface IWorkload : IDisposable
{
    void Step();
}

/// <param name="Name">The same in speed_twin.py.</param>
/// <param name="Iterations">Steps a round, so that a round lasts about a tenth of a second or more.</param>
/// <param name="Create">Makes it, with its data.</param>
internal sealed record Workload(string Name, int Iterations, Func<IWorkload> Create);

internal static class Workloads
{
    public static readonly Workload[] All =
    [
        new("add of 8 elements", 100_000, () => new Add()),
        new("MLP 64-128-64-1 step", 400, () => new TrainingStep(Networks.Mlp(), rand(64, 64), randint(0, 2, [64, 1]).to(float32), BCEWithLogitsLoss(), p => optim.Adam(p))),
        new("Conv4-64 forward+backward", 5, () => new TrainingStep(Networks.Conv4(), rand(25, 1, 28, 28), randint(0, 5, [25]), CrossEntropyLoss(), null)),
        new("ResNet-18 step", 1, () => new TrainingStep(new ResNet(new() { Classes = 10, Channels = 1, Stem = ResNetStem.Small }), rand(64, 1, 28, 28), randint(0, 10, [64]), CrossEntropyLoss(), p => optim.SGD(p, 0.1, momentum: 0.9))),
        new("MobileNetV2 224 inference, 1 image", 3, () => new Inference(new MobileNetV2(), rand(1, 3, 224, 224))),
        new("MobileNetV2 224 inference, 16 images", 1, () => new Inference(new MobileNetV2(), rand(16, 3, 224, 224))),
        .. MetaWorkloads.All,
    ];

    private sealed class Add : IWorkload
    {
        private readonly Tensor a = rand(8), b = rand(8);

        public void Step() => (a + b).Dispose();

        public void Dispose()
        {
            a.Dispose();
            b.Dispose();
        }
    }

    /// <summary>Forward, without a graph, in evaluation mode.</summary>
    private sealed class Inference : IWorkload
    {
        private readonly Module<Tensor, Tensor> model;
        private readonly Tensor x;

        public Inference(Module<Tensor, Tensor> model, Tensor x)
        {
            (this.model, this.x) = (model, x);
            model.eval();
        }

        public void Step()
        {
            using var noGrad = no_grad();
            model.call(x).Dispose();
        }

        public void Dispose()
        {
            model.Dispose();
            x.Dispose();
        }
    }

    /// <summary>Forward, backward and, where there is an optimizer, its step.</summary>
    private sealed class TrainingStep(
        Module<Tensor, Tensor> model, Tensor x, Tensor y, Module<Tensor, Tensor, Tensor> loss, Func<IEnumerable<TorchSharp.Modules.Parameter>, optim.Optimizer>? optimizer) : IWorkload
    {
        private readonly optim.Optimizer? optimizer = optimizer?.Invoke(model.parameters());

        public void Step()
        {
            using var scope = NewDisposeScope();
            if (optimizer is null) model.zero_grad();
            else optimizer.zero_grad();
            loss.call(model.call(x), y).backward();
            optimizer?.step();
        }

        public void Dispose()
        {
            optimizer?.Dispose();
            model.Dispose();
            loss.Dispose();
            x.Dispose();
            y.Dispose();
        }
    }
}
