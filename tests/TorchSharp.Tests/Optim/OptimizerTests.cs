using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Tests.Nn;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Optim;

[LeavesNoTensor]
public sealed class OptimizerTests
{
    [Fact]
    public void A_step_leaves_no_tensor_behind()
    {
        using var model = Sequential(Linear(4, 8), ReLU(), Linear(8, 1));
        using var optimizer = torch.optim.Adam(model.parameters(), amsgrad: true, weight_decay: 0.1, maximize: true);
        using var x = ones(3, 4);
        using var loss = model.call(x);
        using var total = loss.sum();
        total.backward();
        optimizer.step();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        optimizer.step();
        optimizer.zero_grad();
        optimizer.step();
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Disposing_an_optimizer_disposes_its_state_and_not_the_parameters()
    {
        var start = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        var model = Linear(4, 2);
        var optimizer = torch.optim.Adam(model.parameters());
        Assert.Equal(start + 2 + 4, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        optimizer.Dispose();
        Assert.Equal(start + 2, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Assert.Equal(2, model.parameters().Count());
        model.Dispose();
        Assert.Equal(start, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void State_made_inside_a_dispose_scope_outlives_it()
    {
        using var model = Linear(2, 1);
        torch.optim.Optimizer optimizer;
        using (NewDisposeScope()) optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum: 0.9);
        for (var i = 0; i < 3; i++)
        {
            using var scope = NewDisposeScope();
            model.call(ones(1, 2)).sum().backward();
            optimizer.step();
        }
        Assert.True(float.IsFinite(model.weight.data<float>()[0, 0]));
        optimizer.Dispose();
    }

    [Fact]
    public void Zero_grad_fills_gradients_and_leaves_null_ones_null()
    {
        using var scope = NewDisposeScope();
        using var used = Linear(2, 1);
        using var idle = Linear(2, 1);
        using var optimizer = torch.optim.SGD(used.parameters().Concat(idle.parameters()), 0.1);
        used.call(ones(1, 2)).sum().backward();
        optimizer.zero_grad();
        Assert.Equal([0f, 0f], used.weight.grad!.data<float>().ToArray());
        Assert.Null(idle.weight.grad);
    }

    [Fact]
    public void A_closure_is_run_with_gradients_and_its_loss_returned()
    {
        using var scope = NewDisposeScope();
        var p = new Parameter(tensor(new[] { 3f }));
        using var optimizer = torch.optim.SGD([p], 0.5);
        using var noGradientsOutside = no_grad();
        var loss = optimizer.step(() =>
        {
            optimizer.zero_grad();
            var square = (p * p).sum();
            square.backward();
            return square;
        });
        Assert.Equal(9f, loss.item<float>());
        Assert.Equal([0f], p.data<float>().ToArray());
    }

    [Fact]
    public void A_learning_rate_is_set_through_its_group()
    {
        using var scope = NewDisposeScope();
        var p = new Parameter(tensor(new[] { 1f }));
        using var optimizer = torch.optim.SGD([p], 0.5);
        foreach (var group in optimizer.ParamGroups) group.LearningRate = 0.25;
        p.sum().backward();
        optimizer.step();
        Assert.Equal([0.75f], p.data<float>().ToArray());
        Assert.Equal([0.5], optimizer.ParamGroups.Select(g => g.InitialLearningRate));
    }

    [Theory]
    [InlineData(-1, 0.9)]
    [InlineData(0.1, 1)]
    public void Bad_options_are_refused(double lr, double beta1) =>
        Assert.Throws<ArgumentException>(() => torch.optim.Adam(Array.Empty<Parameter>(), lr, beta1));

    [Fact]
    public void A_state_of_another_structure_is_refused()
    {
        using var one = Linear(2, 1);
        using var two = Sequential(Linear(2, 1), Linear(1, 1));
        using var first = torch.optim.Adam(one.parameters());
        using var second = torch.optim.Adam(two.parameters());
        Assert.Throws<ArgumentException>(() => first.load_state_dict(second.state_dict()));
    }

    [Fact]
    public void A_state_copied_from_another_optimizer_gives_the_same_steps()
    {
        using var scope = NewDisposeScope();
        Parameter[] a = Trajectory.Parameters(), b = Trajectory.Parameters();
        using var first = torch.optim.Adam(a, 0.05);
        using var second = torch.optim.Adam(b, 0.3);
        Trajectory.Run(a, first, 0, 5);
        using (no_grad())
            foreach (var (to, from) in b.Zip(a)) to.copy_(from);
        second.load_state_dict(first.state_dict());
        Assert.Equal(Trajectory.Run(a, first, 5, 10)[^1], Trajectory.Run(b, second, 5, 10)[^1]);
    }
}
