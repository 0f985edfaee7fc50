using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Nn;

[LeavesNoTensor]
public sealed class UtilsTests
{
    private static Parameter WithGradient(params float[] gradient)
    {
        var parameter = new Parameter(zeros(gradient.Length));
        parameter.grad = tensor(gradient);
        return parameter;
    }

    [Fact]
    public void A_large_gradient_is_scaled_to_the_norm_and_a_small_one_kept()
    {
        using var scope = NewDisposeScope();
        var (a, b, idle) = (WithGradient(3, 0), WithGradient(4), new Parameter(zeros(2)));
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b, idle], 10), 5);
        Assert.Equal([3f, 0f], a.grad!.data<float>().ToArray());
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b, idle], 1), 5);
        Assert.Equal(0.6f, a.grad!.data<float>()[0], 4);
        Assert.Equal(0.8f, b.grad!.data<float>()[0], 4);
        Assert.Null(idle.grad);
    }

    [Fact]
    public void The_largest_element_can_be_the_norm()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (WithGradient(-8, 1), WithGradient(4));
        Assert.Equal(8, nn.utils.clip_grad_norm_([a, b], 2, double.PositiveInfinity), 5);
        Assert.Equal(-2f, a.grad!.data<float>()[0], 4);
        Assert.Equal(1f, b.grad!.data<float>()[0], 4);
    }

    [Fact]
    public void Gradient_values_are_cut_off()
    {
        using var scope = NewDisposeScope();
        var a = WithGradient(-8, 0.5f, 8);
        nn.utils.clip_grad_value_([a], 1);
        Assert.Equal([-1f, 0.5f, 1f], a.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Parameters_go_into_a_vector_and_back()
    {
        using var scope = NewDisposeScope();
        using var first = Linear(3, 2);
        using var second = Linear(3, 2);
        var vector = nn.utils.parameters_to_vector(first.parameters());
        Assert.Equal([8L], vector.shape);
        nn.utils.vector_to_parameters(vector, second.parameters());
        Assert.Equal(SaveLoadTests.Bytes(first), SaveLoadTests.Bytes(second));
    }
}
