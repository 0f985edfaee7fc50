using System.Runtime.InteropServices;
using static TorchSharp.torch.autograd;

namespace TorchSharp.Tests.SystemStack;

/// <summary>Faults in a backward written in C#. (The package lets the exception run into libtorch, which ends the process.)</summary>
public sealed class CustomFunctionErrorTests
{
    private sealed class Failing : SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);
        public override Tensor forward(AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 2;
        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) => throw new InvalidDataException("the reason");
    }

    private sealed class Miscounting : SingleTensorFunction<Miscounting>
    {
        public override string Name => nameof(Miscounting);
        public override Tensor forward(AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 2;
        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) => [grad_output, grad_output];
    }

    [Fact]
    public void An_exception_in_backward_comes_out_of_backward_and_the_process_lives()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        for (var i = 0; i < 50; i++)
            Assert.Contains("InvalidDataException in the backward of a custom function: the reason",
                Assert.Throws<ExternalException>(() => Failing.apply(x).sum().backward()).Message);
        Assert.Contains("backward returned 2 gradients",
            Assert.Throws<ExternalException>(() => Miscounting.apply(x).sum().backward()).Message);
        (x * 2).sum().backward();
        Assert.Equal([2f, 2], x.grad!.data<float>().ToArray());
    }
}
