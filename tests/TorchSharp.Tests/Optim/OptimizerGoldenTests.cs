using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Tests.Nn;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Optim;

[LeavesNoTensor]
public sealed class OptimizerGoldenTests
{
    private static readonly Dictionary<string, Func<Parameter[], torch.optim.Optimizer>> Optimizers = new()
    {
        ["Adam"] = p => torch.optim.Adam(p),
        ["Adam/options"] = p => torch.optim.Adam(p, 0.02, 0.8, 0.95, 1e-4, 0.1),
        ["Adam/amsgrad"] = p => torch.optim.Adam(p, 0.05, amsgrad: true),
        ["Adam/maximize"] = p => torch.optim.Adam(p, 0.01, maximize: true),
        ["Adam/groups"] = p => torch.optim.Adam(
            [new Adam.ParamGroup { Parameters = p[..1] },
                new Adam.ParamGroup(p[1..], new Adam.Options { LearningRate = 0.1, beta1 = 0.6, beta2 = 0.9, weight_decay = 0.3 })], 0.01),
        ["AdamW"] = p => torch.optim.AdamW(p, 0.02),
        ["AdamW/decay"] = p => torch.optim.AdamW(p, 0.02, weight_decay: 0.2),
        ["AdamW/amsgrad"] = p => torch.optim.AdamW(p, 0.03, 0.7, 0.9, weight_decay: 0.05, amsgrad: true),
        ["AdamW/groups"] = p => torch.optim.AdamW(
            [new AdamW.ParamGroup { Parameters = p[..1] }, new AdamW.ParamGroup(p[1..], new AdamW.Options { weight_decay = 0.4 })], 0.01),
        ["SGD"] = p => torch.optim.SGD(p, 0.05),
        ["SGD/momentum"] = p => torch.optim.SGD(p, 0.03, 0.9),
        ["SGD/dampening"] = p => torch.optim.SGD(p, 0.03, 0.8, 0.4, 0.05),
        ["SGD/nesterov"] = p => torch.optim.SGD(p, 0.03, 0.9, 0, 0.01, nesterov: true),
        ["SGD/maximize"] = p => torch.optim.SGD(p, 0.01, 0.5, maximize: true),
        ["SGD/groups"] = p => torch.optim.SGD(
            [new SGD.ParamGroup(p[..1], new SGD.Options { LearningRate = 0.1 }),
                new SGD.ParamGroup(p[1..], new SGD.Options { momentum = 0.9 })], 0.02),
        ["RMSProp"] = p => torch.optim.RMSProp(p),
        ["RMSProp/momentum"] = p => torch.optim.RMSProp(p, 0.01, 0.9, 1e-6, 0.02, 0.7),
        ["RMSProp/centered"] = p => torch.optim.RMSProp(p, 0.01, centered: true),
        ["RMSProp/centered momentum"] = p => torch.optim.RMSProp(p, 0.02, 0.95, momentum: 0.5, centered: true),
        ["RMSProp/groups"] = p => torch.optim.RMSProp(
            [new RMSProp.ParamGroup { Parameters = p[..1] },
                new RMSProp.ParamGroup(p[1..], new RMSProp.Options { LearningRate = 0.05, alpha = 0.8 })], 0.01),
    };

    public static IEnumerable<TheoryDataRow<string>> Names => NnGolden.Keys("optimizers").Select(n => new TheoryDataRow<string>(n));

    [Theory]
    [MemberData(nameof(Names))]
    public void Twenty_steps_go_PyTorchs_way(string name)
    {
        using var scope = NewDisposeScope();
        var parameters = Trajectory.Parameters();
        using var optimizer = Optimizers[name](parameters);
        var path = Trajectory.Run(parameters, optimizer, 0, 20);
        var golden = NnGolden.Root.GetProperty("optimizers").GetProperty(name).EnumerateArray().ToList();
        foreach (var (expected, step) in golden.Zip([0, 4, 6, 19])) NnGolden.Close(NnGolden.Numbers(expected), path[step],
            $"after step {step}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_state_goes_on_where_it_was(string name)
    {
        using var scope = NewDisposeScope();
        var parameters = Trajectory.Parameters();
        using var optimizer = (OptimizerHelper)Optimizers[name](parameters);
        Trajectory.Run(parameters, optimizer, 0, 8);
        var stream = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(stream));

        var copies = Trajectory.Parameters();
        using (no_grad())
            foreach (var (copy, parameter) in copies.Zip(parameters)) copy.copy_(parameter);
        using var resumed = (OptimizerHelper)Optimizers[name](copies);
        stream.Position = 0;
        resumed.load_state_dict(new BinaryReader(stream));

        Assert.Equal(Trajectory.Run(parameters, optimizer, 8, 20)[^1], Trajectory.Run(copies, resumed, 8, 20)[^1]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_damaged_state_is_refused_and_changes_nothing(string name)
    {
        using var scope = NewDisposeScope();
        var parameters = Trajectory.Parameters();
        using var optimizer = (OptimizerHelper)Optimizers[name](parameters);
        Trajectory.Run(parameters, optimizer, 0, 3);
        var file = Saved(optimizer);
        Trajectory.Run(parameters, optimizer, 3, 6);
        var before = Saved(optimizer);
        for (var length = 0; length < file.Length; length += 1 + file.Length / 40)
        {
            Assert.ThrowsAny<Exception>(() => optimizer.load_state_dict(new BinaryReader(new MemoryStream(file, 0, length))));
            Assert.Equal(before, Saved(optimizer));
        }
    }

    private static byte[] Saved(OptimizerHelper optimizer)
    {
        var stream = new MemoryStream();
        optimizer.save_state_dict(new BinaryWriter(stream));
        return stream.ToArray();
    }
}
