using MetaAnomalyLib.Models;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Tests.Models;

[Collection(nameof(Torch))]
public sealed class TaskConvolutionTests
{
    [Theory]
    [InlineData(28, 1, 2)]
    [InlineData(7, 8, 2)]
    [InlineData(4, 3, 2)]
    [InlineData(2, 8, 2)]
    [InlineData(5, 4, 1)]
    [InlineData(1, 2, 1)]
    public void Patches_times_weights_are_the_convolution_with_its_first_and_second_derivatives(int side, int channels, int stride)
    {
        using var scope = NewDisposeScope();
        manual_seed(1).Dispose();
        Tensor x = randn([3, channels, side, side], dtype: float64), kernel = randn([6, channels, 3, 3], dtype: float64);
        var places = Patches.Side(side, stride);
        Tensor weight = randn([3, 6, places, places], dtype: float64), directionX = randn_like(x), directionKernel = randn_like(kernel);

        var expected = Derivatives((a, b) => functional.conv2d(a, b, strides: [stride, stride], padding: [1, 1]));
        var found = Derivatives((a, b) => TaskProduct.Of(Patches.Of(a.permute(0, 2, 3, 1), stride).view(1, 3 * places * places, -1), b.permute(0, 2, 3, 1).reshape(1, 6, -1))
            .view(3, places, places, 6).permute(0, 3, 1, 2));
        for (var i = 0; i < expected.Length; i++) Assert.True(expected[i].allclose(found[i]), $"result {i}: differs by {(expected[i] - found[i]).abs().max().item<double>()}");

        Tensor[] Derivatives(Func<Tensor, Tensor, Tensor> function)
        {
            Tensor[] leaves = [x.detach().clone().requires_grad_(), kernel.detach().clone().requires_grad_()];
            var y = function(leaves[0], leaves[1]);
            var first = autograd.grad([(y.square() * weight).sum()], leaves, retain_graph: true, create_graph: true);
            return [y, .. first, .. autograd.grad([(first[0] * directionX).sum() + (first[1] * directionKernel).sum()], leaves)];
        }
    }

    public static TheoryData<int, int, int, ScalarType> Norms => new() { { 1, 5, 8, float32 }, { 3, 40, 16, float32 }, { 2, 6, 3, float32 }, { 3, 40, 64, float64 }, { 2, 9, 4, float64 } };

    [Theory, MemberData(nameof(Norms))]
    public void Normalisation_and_ReLU_and_their_first_and_second_derivatives_are_those_of_the_operators(int tasks, int rows, int channels, ScalarType type)
    {
        using var scope = NewDisposeScope();
        manual_seed(1).Dispose();
        var x = randn([tasks, rows, channels], dtype: type) * 3 + 5;
        Tensor scale = randn([tasks, channels], dtype: type), shift = randn([tasks, channels], dtype: type), weight = randn_like(x);
        Tensor[] directions = [randn_like(x), randn_like(scale), randn_like(shift)];
        foreach (var known in new long[] { rows, rows / 2 + 1 })
        {
            var expected = Derivatives((a, b, c) => NormRelu.Composed(a, b, c, known, 1e-5));
            var found = Derivatives((a, b, c) => NormRelu.Of(a, b, c, known));
            var (relative, absolute) = type == float64 ? (1e-9, 1e-9) : (1e-3, 2e-3);
            for (var i = 0; i < expected.Length; i++)
                Assert.True(expected[i].allclose(found[i], relative, absolute), $"known {known}, result {i}: differs by {(expected[i] - found[i]).abs().max().to(float64).item<double>()}");
        }

        Tensor[] Derivatives(Func<Tensor, Tensor, Tensor, Tensor> function)
        {
            Tensor[] leaves = [x.detach().clone().requires_grad_(), scale.detach().clone().requires_grad_(), shift.detach().clone().requires_grad_()];
            var incoming = weight.detach().clone().requires_grad_();
            var y = function(leaves[0], leaves[1], leaves[2]);
            var first = autograd.grad([(y * incoming).sum()], leaves, retain_graph: true);
            var withGraph = autograd.grad([(y * incoming).sum()], leaves, retain_graph: true, create_graph: true);
            var along = withGraph.Zip(directions, (g, d) => (g * d).sum()).Aggregate((a, b) => a + b);
            Tensor[] inputs = [leaves[0], leaves[1], incoming];
            var second = autograd.grad([along], inputs, retain_graph: true);
            // A third derivative, too.
            var secondWithGraph = autograd.grad([along], inputs, retain_graph: true, create_graph: true);
            return [y, .. first, .. withGraph, .. second, .. secondWithGraph, .. autograd.grad([secondWithGraph[0].square().sum() * 0.01], [leaves[0], incoming])];
        }
    }
}
