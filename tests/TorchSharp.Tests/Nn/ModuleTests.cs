using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Nn;

[LeavesNoTensor]
public sealed class ModuleTests
{
    [Fact]
    public void State_keys_of_a_nested_network_are_PyTorchs()
    {
        using var net = new Net();
        Assert.Equal(NnGolden.Root.GetProperty("stateKeys").EnumerateArray().Select(k => k.GetString()).Order(),
            net.state_dict().Keys.Order());
    }

    [Fact]
    public void Fields_are_registered_by_name_and_plain_tensors_as_buffers()
    {
        using var block = new Block();
        Assert.Equal(["scale", "conv.weight", "norm.weight", "norm.bias"], block.named_parameters().Select(p => p.name));
        Assert.Equal(["centre", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked"],
            block.named_buffers().Select(b => b.name));
        Assert.Equal(["conv", "norm"], block.named_children().Select(c => c.name));
        Assert.Same(block.conv.weight, block.get_parameter("conv.weight"));
        Assert.True(block.has_buffer("norm.running_var"));
        Assert.Null(block.get_parameter("conv.nothing"));
    }

    [Fact]
    public void Modules_are_named_by_their_path()
    {
        using var net = new Net();
        var names = net.named_modules().Select(m => m.name).ToList();
        Assert.Contains("stem.conv", names);
        Assert.Contains("body.2", names);
        Assert.Contains("heads.1", names);
        Assert.Contains("table.words", names);
    }

    [Fact]
    public void Registering_twice_or_under_a_bad_name_is_an_error()
    {
        using var block = new Block();
        using var extra = Linear(1, 1);
        Assert.Throws<InvalidOperationException>(() => block.register_module("conv", extra));
        Assert.Throws<ArgumentException>(() => block.register_module("a.b", extra));
        Assert.Throws<ArgumentException>(() => block.register_module("", extra));
        Assert.Throws<InvalidOperationException>(() => block.register_parameter("scale", block.scale));
        using var relu = ReLU();
        Assert.Throws<InvalidOperationException>(() => relu.register_buffer("x", block.centre));
    }

    [Fact]
    public void Train_and_eval_reach_every_module()
    {
        using var net = new Net();
        net.eval();
        Assert.All(net.modules(), m => Assert.False(m.training));
        net.train();
        Assert.All(net.modules(), m => Assert.True(m.training));
    }

    [Fact]
    public void Dropout_drops_and_scales_in_training_only()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var dropout = Dropout(0.25);
        var x = ones(10_000);
        var values = dropout.call(x).data<float>().ToArray();
        Assert.Equal([0f, 1 / 0.75f], values.Distinct().Order());
        Assert.InRange(values.Count(v => v == 0), 2300, 2700);
        dropout.eval();
        Assert.All(dropout.call(x).data<float>().ToArray(), v => Assert.Equal(1f, v));
    }

    [Fact]
    public void Batch_normalisation_in_evaluation_uses_what_training_saw()
    {
        using var scope = NewDisposeScope();
        using var norm = BatchNorm1d(1, momentum: 1.0);
        norm.call(tensor(new[] { 1f, 3f }, [2, 1]));
        norm.eval();
        var y = norm.call(tensor(new[] { 2f, 4f }, [2, 1])).data<float>().ToArray();
        Assert.Equal(0f, y[0], 5);
        Assert.Equal(2 / MathF.Sqrt(2), y[1], 4);
        Assert.Equal(1L, norm.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void Call_runs_hooks_and_forward_does_not()
    {
        using var scope = NewDisposeScope();
        using var layer = ReLU();
        var log = new List<string>();
        var removers = new[]
        {
            layer.register_forward_pre_hook((_, input) => { log.Add("before"); return input + 1; }),
            layer.register_forward_hook((_, _, output) => { log.Add("after"); return output * 10; }),
        };
        var bystander = layer.register_forward_hook(_ => log.Add("module"));
        var x = tensor(new[] { -0.5f, 1 });
        Assert.Equal([5f, 20f], layer.call(x).data<float>().ToArray());
        Assert.Equal(["before", "after", "module"], log);
        Assert.Equal([0f, 1f], layer.forward(x).data<float>().ToArray());
        foreach (var remover in removers) remover.remove();
        bystander.remove();
        Assert.Equal([0f, 1f], layer.call(x).data<float>().ToArray());
        Assert.Equal(3, log.Count);
    }

    [Fact]
    public void Converting_keeps_the_values_and_the_gradients()
    {
        using var scope = NewDisposeScope();
        using var net = Sequential(Linear(3, 2), BatchNorm1d(2));
        net.call(ones(2, 3)).sum().backward();
        var before = net.state_dict().ToDictionary(s => s.Key, s => s.Value.to_type(ScalarType.Float64).data<double>().ToArray());
        Assert.IsType<Sequential>(net.to(ScalarType.Float64));
        foreach (var (name, value) in net.state_dict())
        {
            Assert.Equal(name.EndsWith("tracked", StringComparison.Ordinal) ? ScalarType.Int64 : ScalarType.Float64, value.dtype);
            Assert.Equal(before[name], value.to_type(ScalarType.Float64).data<double>().ToArray());
        }
        Assert.All(net.parameters(), p => Assert.Equal(ScalarType.Float64, p.grad!.dtype));
        Assert.Equal(ScalarType.Float64, net.call(ones(2, 3, dtype: ScalarType.Float64)).dtype);
        Assert.Throws<ArgumentException>(() => net.to(ScalarType.Int64));
    }

    [Fact]
    public void A_state_dict_is_copied_into_another_module()
    {
        using var scope = NewDisposeScope();
        using var first = new Net();
        using var second = new Net();
        var (missing, unexpected) = second.load_state_dict(first.state_dict());
        Assert.Empty(missing.Concat(unexpected));
        foreach (var (name, value) in first.state_dict()) Assert.True(value.allclose(second.state_dict()[name]), name);
    }

    [Fact]
    public void A_state_dict_that_does_not_fit_is_refused_or_told()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 3);
        var source = new Dictionary<string, Tensor> { ["weight"] = zeros(3, 2), ["other"] = zeros(1) };
        Assert.Throws<InvalidOperationException>(() => layer.load_state_dict(source));
        var (missing, unexpected) = layer.load_state_dict(source, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["other"], unexpected);
        Assert.Equal(0f, layer.weight.abs().sum().item<float>());
        layer.load_state_dict(source, strict: true, skip: ["other", "bias"]);
    }

    [Fact]
    public void Apply_visits_children_before_their_parent()
    {
        using var net = Sequential(("one", Sequential(ReLU(), Tanh())), ("two", Sigmoid()));
        var visited = new List<string>();
        net.apply(m => visited.Add(m.GetName()));
        Assert.Equal(["ReLU", "Tanh", "Sequential", "Sigmoid", "Sequential"], visited);
    }

    [Fact]
    public void Sequential_indexes_slices_and_appends()
    {
        using var scope = NewDisposeScope();
        using var net = Sequential(Linear(2, 3), ReLU());
        net.append("last", Linear(3, 1));
        Assert.Equal(3, net.Count);
        Assert.IsType<ReLU>(net[1]);
        Assert.Equal(["0", "1"], net[0..2].named_children().Select(c => c.name));
        Assert.Equal([4L, 1], net.call(ones(4, 2)).shape);
        Assert.Equal([5L], Sequential().call(ones(5)).shape);
    }

    [Fact]
    public void Zero_grad_clears_or_fills()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 1);
        layer.call(ones(1, 2)).sum().backward();
        layer.zero_grad(set_to_none: false);
        Assert.Equal([0f, 0f], layer.weight.grad!.data<float>().ToArray());
        layer.zero_grad();
        Assert.Null(layer.weight.grad);
    }

    [Fact]
    public void Frozen_parameters_get_no_gradient()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 1);
        layer.weight.requires_grad = false;
        layer.call(ones(1, 2)).sum().backward();
        Assert.Null(layer.weight.grad);
        Assert.NotNull(layer.bias!.grad);
    }

    internal sealed class Block : Module<Tensor, Tensor>
    {
        public readonly Conv2d conv = Conv2d(2, 3, 3, bias: false);
        public readonly Module<Tensor, Tensor> norm = BatchNorm2d(3);
        public readonly Parameter scale = new(ones(3, 1, 1));
        public readonly Tensor centre = zeros(3, 1, 1);

        public Block() : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor input) => norm.call(conv.call(input)) * scale - centre;
    }

    internal sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Block stem = new();
        private readonly Sequential body = Sequential(Linear(4, 5), ReLU(), Linear(5, 6));
        private readonly Sequential named = Sequential(("first", Linear(6, 2)), ("act", PReLU(1)));
        private readonly ModuleList<Module> heads = ModuleList(new Module[] { Linear(2, 1), LayerNorm(2) });
        private readonly ModuleDict<Module> table = ModuleDict(("words", (Module)Embedding(4, 2)));
        private readonly ParameterList free = ParameterList(new Parameter(zeros(2)), new Parameter(zeros(3)));

        public Net() : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            named.call(body.call(input)) + table.Count + heads.Count + free.Count + stem.call(zeros(1, 2, 3, 3)).sum();
    }
}
