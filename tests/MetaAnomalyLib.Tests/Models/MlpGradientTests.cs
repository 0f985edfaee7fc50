using MetaAnomalyLib.Models;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Models;

[Collection(nameof(Torch))]
public sealed class MlpGradientTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_gradient_and_its_first_and_second_derivative_are_those_of_the_graph(int outputs)
    {
        using var scope = NewDisposeScope();
        manual_seed(3).Dispose();
        var network = new StatelessMlp(5, [7, 6], outputs);
        var x = randn([3, 8, 5], dtype: float64);
        var target = outputs == 1 ? rand([3, 8, 1], dtype: float64).gt(0.5).to(float64) : nn.functional.one_hot(randint(0, outputs, [3, 8], dtype: int64), outputs).to(float64);
        var weight = rand([3, 8, 1], dtype: float64);
        var start = network.Weights.Select(w => randn([3, .. w.Shape], dtype: float64)).ToArray();
        var directions = start.Select(w => randn_like(w)).ToArray();

        var expected = Derivatives(w => [.. autograd.grad([SupportTargets.Loss(network.ForwardTasks(x, w), target, weight)], w, retain_graph: true, create_graph: true)]);
        var found = Derivatives(w => network.TaskGradients(x, w, new(target, weight)));
        for (var i = 0; i < expected.Length; i++) Assert.True(expected[i].allclose(found[i]), $"result {i}: differs by {(expected[i] - found[i]).abs().max().item<double>()}");
        Assert.Contains(expected[^1].abs().reshape(-1).data<double>().ToArray(), value => value > 1e-3);

        Tensor[] Derivatives(Func<Tensor[], Tensor[]> function)
        {
            var leaves = start.Select(w => w.detach().clone().requires_grad_()).ToArray();
            var gradients = function(leaves);
            var along = gradients.Zip(directions, (g, d) => (g * d).sum()).Aggregate((a, b) => a + b);
            var second = autograd.grad([along], leaves, retain_graph: true);
            var withGraph = autograd.grad([along], leaves, retain_graph: true, create_graph: true);
            return [.. gradients, .. second, .. withGraph, .. autograd.grad([withGraph[0].square().sum()], leaves[..4])];
        }
    }
}
