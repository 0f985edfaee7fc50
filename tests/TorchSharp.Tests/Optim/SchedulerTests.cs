using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Tests.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;
using L = TorchSharp.torch.optim.lr_scheduler;

namespace TorchSharp.Tests.Optim;

[LeavesNoTensor]
public sealed class SchedulerTests
{
    private static readonly Dictionary<string, Func<Optimizer, L.LRScheduler>> Schedulers = new()
    {
        ["StepLR"] = o => L.StepLR(o, 5, 0.3),
        ["MultiStepLR"] = o => L.MultiStepLR(o, [3, 8, 20], 0.5),
        ["ExponentialLR"] = o => L.ExponentialLR(o, 0.9),
        ["CosineAnnealingLR"] = o => L.CosineAnnealingLR(o, 10, 1e-3),
        ["LambdaLR"] = o => L.LambdaLR(o, e => 1.0 / (1 + e)),
        ["LinearLR"] = o => L.LinearLR(o, 0.2, 0.9, 7),
        ["ConstantLR"] = o => L.ConstantLR(o, 0.25, 6),
        ["OneCycleLR"] = o => L.OneCycleLR(o, 0.5, 31),
        ["OneCycleLR/linear three phases"] = o => L.OneCycleLR(o, 0.5, epochs: 4, steps_per_epoch: 10, pct_start: 0.25,
            anneal_strategy: L.impl.OneCycleLR.AnnealStrategy.Linear, three_phase: true, div_factor: 10, final_div_factor: 100),
    };

    private static readonly Dictionary<string, Func<Optimizer, L.LRScheduler>> Plateaus = new()
    {
        ["ReduceLROnPlateau"] = o => L.ReduceLROnPlateau(o, patience: 2),
        ["ReduceLROnPlateau/max"] = o => L.ReduceLROnPlateau(o, "max", 0.5, 1, 0.01, "abs", 2, [0.02]),
        ["ReduceLROnPlateau/floor"] = o => L.ReduceLROnPlateau(o, patience: 0, factor: 0.3, min_lr: [0.05, 0.01]),
    };

    public static IEnumerable<TheoryDataRow<string>> Names =>
        Schedulers.Keys.SelectMany(n => new[] { n + " SGD", n + " Adam" }).Select(n => new TheoryDataRow<string>(n));
    public static IEnumerable<TheoryDataRow<string>> PlateauNames => Plateaus.Keys.Select(n => new TheoryDataRow<string>(n));

    [Fact]
    public void Every_golden_schedule_is_tested() =>
        Assert.Equal(NnGolden.Keys("schedules").Order(), Names.Concat(PlateauNames).Select(row => row.Data).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Rates_and_momenta_are_PyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var split = name.LastIndexOf(' ');
        using Optimizer optimizer = name[(split + 1)..] == "Adam" ? torch.optim.Adam([new Parameter(zeros(1))], 0.02) : TwoGroups(0.9);
        var scheduler = Schedulers[name[..split]](optimizer);
        var golden = NnGolden.Root.GetProperty("schedules").GetProperty(name).EnumerateArray().ToList();
        for (var step = 0; step < golden.Count; step++)
        {
            double[] rates = [.. optimizer.ParamGroups.Select(g => g.LearningRate)];
            double[] momenta = [.. optimizer.ParamGroups.Select(g => g is IBetas adam ? adam.Betas.Item1 : ((IMomentum)g).Momentum)];
            NnGolden.Close(NnGolden.Numbers(golden[step]), [.. rates, .. momenta], $"step {step}", 1e-9);
            if (step == golden.Count - 1) break;
            optimizer.step();
            scheduler.step();
            Assert.Equal(optimizer.ParamGroups.Select(g => g.LearningRate), scheduler.get_last_lr());
        }
    }

    [Theory]
    [MemberData(nameof(PlateauNames))]
    public void A_plateau_reduces_the_rate_when_PyTorch_does(string name)
    {
        using var scope = NewDisposeScope();
        using var optimizer = TwoGroups(0);
        var scheduler = Plateaus[name](optimizer);
        var metric = NnGolden.Numbers(NnGolden.Root.GetProperty("metric"));
        foreach (var (value, expected) in metric.Zip(NnGolden.Root.GetProperty("schedules").GetProperty(name).EnumerateArray()))
        {
            scheduler.step(value);
            NnGolden.Close(NnGolden.Numbers(expected), [.. optimizer.ParamGroups.Select(g => g.LearningRate)], $"at {value}", 1e-9);
        }
    }

    [Fact]
    public void A_plateau_needs_a_metric()
    {
        using var scope = NewDisposeScope();
        using var optimizer = TwoGroups(0);
        var scheduler = L.ReduceLROnPlateau(optimizer);
        Assert.Throws<InvalidOperationException>(() => scheduler.step());
    }

    [Fact]
    public void A_cycle_ends_after_its_total_steps()
    {
        using var scope = NewDisposeScope();
        using var optimizer = TwoGroups(0.9);
        var scheduler = L.OneCycleLR(optimizer, 0.1, 5);
        for (var i = 0; i < 4; i++) scheduler.step();
        Assert.Equal(0.1 / 25 / 1e4, optimizer.ParamGroups.First().LearningRate, 12);
    }

    private static SGD TwoGroups(double momentum) => torch.optim.SGD(
        [new SGD.ParamGroup { Parameters = [new Parameter(zeros(1))] },
            new SGD.ParamGroup([new Parameter(zeros(1))], new SGD.Options { LearningRate = 0.3 })], 0.1, momentum);
}
