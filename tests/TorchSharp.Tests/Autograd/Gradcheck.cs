namespace TorchSharp.Tests.Autograd;

/// <summary>Gradients against central differences, in float64.</summary>
internal static class Gradcheck
{
    private const double Step = 1e-6, Tolerance = 1e-5;

    /// <summary>The gradient of a random weighting of f's outputs, for every element of every input.</summary>
    public static void Check(Func<Tensor[], Tensor> f, params Tensor[] inputs)
    {
        using var scope = NewDisposeScope();
        var leaves = inputs.Select(t => t.detach().to(float64).clone().requires_grad_()).ToArray();
        var grads = autograd.grad([Weighted(f, leaves)], leaves, allow_unused: true);
        for (var k = 0; k < leaves.Length; k++)
        {
            var analytic = (grads[k] ?? leaves[k].zeros_like()).contiguous().data<double>().ToArray();
            for (var i = 0; i < analytic.Length; i++)
            {
                var numeric = (Moved(f, leaves, k, i, Step) - Moved(f, leaves, k, i, -Step)) / (2 * Step);
                Assert.True(Math.Abs(analytic[i] - numeric) <= Tolerance * Math.Max(1, Math.Abs(numeric)),
                    $"input {k}, element {i}: gradient {analytic[i]:R}, by differences {numeric:R}");
            }
        }
    }

    /// <summary>The gradient, and the gradient of the gradient.</summary>
    public static void CheckTwice(Func<Tensor[], Tensor> f, params Tensor[] inputs)
    {
        Check(f, inputs);
        Check(x => Gradient(f, x), inputs);
    }

    private static Tensor Gradient(Func<Tensor[], Tensor> f, Tensor[] inputs)
    {
        var here = inputs.Select(t => t.requires_grad ? t : t.detach().requires_grad_()).ToArray();
        var grads = autograd.grad([Weighted(f, here)], here, retain_graph: true, create_graph: true, allow_unused: true);
        return cat([.. grads.Select((g, k) => (g ?? here[k].zeros_like()).reshape(-1))]);
    }

    private static Tensor Weighted(Func<Tensor[], Tensor> f, Tensor[] inputs)
    {
        var y = f(inputs);
        return (y * (arange(y.numel(), dtype: float64).remainder(5) / 5 + 0.6).reshape(y.shape)).sum();
    }

    private static double Moved(Func<Tensor[], Tensor> f, Tensor[] inputs, int k, int i, double step)
    {
        using var scope = NewDisposeScope();
        var copies = inputs.Select(t => t.detach().clone()).ToArray();
        copies[k].view(-1)[i] += step;
        return Weighted(f, copies).ToDouble();
    }
}
