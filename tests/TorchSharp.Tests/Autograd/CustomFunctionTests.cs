using static TorchSharp.torch.autograd;

namespace TorchSharp.Tests.Autograd;

/// <summary>Functions with a backward written in C#.</summary>
public sealed class CustomFunctionTests
{
    private sealed class Cube : SingleTensorFunction<Cube>
    {
        public override string Name => nameof(Cube);

        public override Tensor forward(AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("factor", vars[1]);
            return x * x * x * (double)vars[1];
        }

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) =>
            [grad_output * 3 * (double)ctx.get_data("factor")! * ctx.get_saved_variables()[0].square(), null!];
    }

    private sealed class SumAndProduct : MultiTensorFunction<SumAndProduct>
    {
        public override string Name => nameof(SumAndProduct);

        public override List<Tensor> forward(AutogradContext ctx, params object[] vars)
        {
            var (a, b) = ((Tensor)vars[0], (Tensor)vars[1]);
            ctx.save_for_backward([a, b]);
            return [a + b, a * b];
        }

        public override List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs)
        {
            var saved = ctx.get_saved_variables();
            return [grad_outputs[0] + grad_outputs[1] * saved[1], grad_outputs[0] + grad_outputs[1] * saved[0]];
        }
    }

    [Fact]
    public void Its_first_and_second_derivatives_agree_with_finite_differences()
    {
        manual_seed(3).Dispose();
        using var scope = NewDisposeScope();
        Gradcheck.CheckTwice(x => Cube.apply(x[0], 2.0), randn(5, dtype: float64));
        Gradcheck.CheckTwice(x => SumAndProduct.apply(x[0], x[1]) is [var s, var p] ? s.square() + p : null!, randn(3, dtype: float64),
            randn(3, dtype: float64));
    }

    [Fact]
    public void An_output_that_no_loss_uses_gives_its_backward_zeros()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor(2.0).requires_grad_(), tensor(5.0).requires_grad_());
        SumAndProduct.apply(a, b)[1].backward();
        Assert.Equal((5.0, 2.0), (a.grad!.ToDouble(), b.grad!.ToDouble()));
    }

    [Fact]
    public void Without_gradients_it_makes_no_graph()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        using (no_grad()) Assert.False(Cube.apply(x, 1.0).requires_grad);
        Assert.False(Cube.apply(ones(2), 1.0).requires_grad);
        Assert.True(Cube.apply(x, 1.0).requires_grad);
    }

    [Fact]
    public void It_leaves_no_tensor_behind()
    {
        var before = LiveTensors.Settled();
        for (var i = 0; i < 3; i++)
        {
            using var scope = NewDisposeScope();
            var x = randn(4, dtype: float64).requires_grad_();
            Cube.apply(x, 1.5).sum().backward();
            Assert.True(x.grad!.allclose(4.5 * x.detach().square()));
        }
        Assert.Equal(before, Tensor.TotalCount);
    }
}
