using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Nn;

[LeavesNoTensor]
public sealed class InitTests
{
    private static readonly Dictionary<string, Func<Module>> Modules = new()
    {
        ["Linear"] = () => Linear(5, 7),
        ["Linear/no bias"] = () => Linear(5, 7, hasBias: false),
        ["Conv1d"] = () => Conv1d(3, 4, 5),
        ["Conv2d"] = () => Conv2d(4, 6, (3, 2), groups: 2),
        ["ConvTranspose2d"] = () => ConvTranspose2d(4, 6, 3),
        ["BatchNorm1d"] = () => BatchNorm1d(3),
        ["BatchNorm2d"] = () => BatchNorm2d(3),
        ["LayerNorm"] = () => LayerNorm(4),
        ["Embedding"] = () => Embedding(6, 3),
        ["Embedding/padding"] = () => Embedding(6, 3, padding_idx: 1),
        ["PReLU"] = () => PReLU(2),
        ["Sequential"] = () => Sequential(Linear(4, 8), ReLU(), Linear(8, 2)),
    };

    private static readonly Dictionary<string, (long[] Shape, Action<Tensor> Fill)> Fills = new()
    {
        ["uniform_"] = ([4, 3, 3], t => init.uniform_(t, -2, 3)),
        ["normal_"] = ([4, 3, 3], t => init.normal_(t, 1, 2)),
        ["constant_"] = ([4, 3, 3], t => init.constant_(t, 0.3)),
        ["ones_"] = ([4, 3, 3], t => init.ones_(t)),
        ["zeros_"] = ([4, 3, 3], t => init.zeros_(t)),
        ["kaiming_uniform_"] = ([4, 3, 3], t => init.kaiming_uniform_(t, nonlinearity: init.NonlinearityType.ReLU)),
        ["kaiming_normal_"] = ([4, 3, 3], t => init.kaiming_normal_(t, 0.2, init.FanInOut.FanOut)),
        ["xavier_uniform_"] = ([4, 3, 3], t => init.xavier_uniform_(t, 1.5)),
        ["trunc_normal_"] = ([4, 3, 3], t => init.trunc_normal_(t, 0.2, 0.5, -0.5, 1.0)),
        ["orthogonal_"] = ([4, 6], t => init.orthogonal_(t)),
        ["orthogonal_/tall"] = ([6, 4], t => init.orthogonal_(t)),
        ["eye_"] = ([3, 4], t => init.eye_(t)),
    };

    public static IEnumerable<TheoryDataRow<string>> ModuleNames => NnGolden.Keys("initial").Select(n => new TheoryDataRow<string>(n));
    public static IEnumerable<TheoryDataRow<string>> FillNames => NnGolden.Keys("fills").Select(n => new TheoryDataRow<string>(n));
    public static IEnumerable<TheoryDataRow<string>> GainNames => NnGolden.Keys("gains").Select(n => new TheoryDataRow<string>(n));

    [Theory]
    [MemberData(nameof(ModuleNames))]
    public void The_first_weights_are_PyTorchs_for_the_same_seed(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var module = Modules[name]();
        var golden = NnGolden.Root.GetProperty("initial").GetProperty(name);
        Assert.Equal(golden.EnumerateObject().Select(p => p.Name).Order(), module.named_parameters().Select(p => p.name).Order());
        foreach (var (parameterName, parameter) in module.named_parameters()) NnGolden.Close(golden.GetProperty(parameterName), parameter,
            parameterName, 1e-6);
    }

    [Theory]
    [MemberData(nameof(FillNames))]
    public void A_fill_draws_PyTorchs_numbers(string name)
    {
        using var scope = NewDisposeScope();
        var (shape, fill) = Fills[name];
        var filled = empty(shape);
        manual_seed(11);
        fill(filled);
        NnGolden.Close(NnGolden.Root.GetProperty("fills").GetProperty(name), filled, name);
    }

    [Fact]
    public void Xavier_normal_has_the_promised_deviation()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var filled = init.xavier_normal_(empty(300, 200));
        Assert.Equal(Math.Sqrt(2.0 / 500), filled.std().item<float>(), 3);
    }

    [Theory]
    [MemberData(nameof(GainNames))]
    public void Gains_are_PyTorchs(string name)
    {
        var kind = Enum.Parse<init.NonlinearityType>(name);
        Assert.Equal(NnGolden.Root.GetProperty("gains").GetProperty(name).GetDouble(),
            init.calculate_gain(kind, kind == init.NonlinearityType.LeakyReLU ? 0.2 : 0), 12);
    }

    [Fact]
    public void Fans_of_a_vector_are_an_error()
    {
        using var vector = zeros(3);
        Assert.Throws<ArgumentException>(() => init.CalculateFanInAndFanOut(vector));
    }
}
