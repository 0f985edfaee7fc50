using MetaAnomalyLib.Models;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Tests.Models;

[Collection(nameof(Torch))]
public sealed class NormPoolReluTests
{
    [Theory]
    [InlineData(3, 2, 28, 28)]
    [InlineData(5, 3, 14, 14)]
    [InlineData(4, 5, 7, 7)]
    [InlineData(2, 3, 3, 9)]
    [InlineData(1, 4, 2, 2)]
    public void Values_and_first_and_second_derivatives_are_those_of_the_three_operators(int images, int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(1).Dispose();
        var x = randn(images, channels, height, width) * 3 + 5;
        x[0, 0] = tensor(1f);   // equal pixels: the first of a window counts
        var scale = randn(channels);   // of both signs
        var shift = randn(channels);
        var weight = randn(images, channels, height / 2, width / 2);
        var direction = randn_like(x);

        var expected = Derivatives((a, b, c) => NormPoolRelu.Composed(a, b, c, 1e-5));
        var found = Derivatives((a, b, c) => NormPoolRelu.Of(a, b, c).Y);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(expected[i].allclose(found[i], rtol: 1e-3, atol: 2e-4), $"result {i}: differs by {(expected[i] - found[i]).abs().max().item<float>()}");

        var (_, mean, variance) = NormPoolRelu.Of(x, scale, shift);
        Assert.True(mean.allclose(x.mean([0L, 2, 3]), rtol: 1e-4));
        Assert.True(variance.allclose(x.var([0L, 2, 3], unbiased: false), rtol: 1e-3));

        Tensor[] Derivatives(Func<Tensor, Tensor, Tensor, Tensor> function)
        {
            Tensor[] leaves = [x.detach().clone().requires_grad_(), scale.detach().clone().requires_grad_(), shift.detach().clone().requires_grad_()];
            var y = function(leaves[0], leaves[1], leaves[2]);
            var first = autograd.grad([(y * weight).sum()], leaves, retain_graph: true);
            var withGraph = autograd.grad([(y * weight).sum()], leaves, retain_graph: true, create_graph: true);
            var second = autograd.grad([(withGraph[0] * direction).sum() + withGraph[1].square().sum()], leaves[..2]);
            return [y, .. first, .. withGraph, .. second];
        }
    }

    [Fact]
    public void Conv4_gives_what_its_layers_give_one_by_one_in_training_and_scoring()
    {
        using var scope = NewDisposeScope();
        manual_seed(2).Dispose();
        var model = new Conv4(new() { Channels = 6, Blocks = 3 });
        var state = model.state_dict();
        var x = rand(5, 1, 28, 28);
        Tensor Reference(bool training)
        {
            var z = x;
            for (var i = 0; i < 3; i++)
            {
                z = functional.conv2d(z, state[$"conv{i}.weight"], padding: [1, 1]);
                z = functional.batch_norm(z, state[$"norm{i}.running_mean"], state[$"norm{i}.running_var"], state[$"norm{i}.weight"], state[$"norm{i}.bias"], training, 0.1);
                z = functional.max_pool2d(z.relu(), 2);
            }
            return z.flatten(1);
        }
        model.train();
        var mine = model.call(x);
        var kept = state.Where(s => s.Key.Contains("running")).Select(s => s.Value.clone()).ToArray();
        foreach (var (name, value) in state) if (name.EndsWith("running_mean")) value.zero_(); else if (name.EndsWith("running_var")) value.fill_(1);
        Assert.True(mine.allclose(Reference(training: true), rtol: 1e-3, atol: 1e-4));
        // The operator has moved the same running statistics in the same way.
        Assert.All(kept.Zip(state.Where(s => s.Key.Contains("running")).Select(s => s.Value)), pair => Assert.True(pair.First.allclose(pair.Second, rtol: 1e-3, atol: 1e-5)));
        model.eval();
        Assert.True(model.call(x).allclose(Reference(training: false), rtol: 1e-3, atol: 1e-4));
    }
}
