using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Tests.Nn;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Optim;

/// <summary>The descent of make_torch_nn_golden.py: 0.15 p² + c p with c drawn anew at each step; the second parameter has no gradient in
/// steps 4 and 5.</summary>
internal static class Trajectory
{
    public static Parameter[] Parameters() =>
    [
        new(NnGolden.Drawn(20, [3, 4], "normal")),
        new(NnGolden.Drawn(21, [4], "normal")),
        new(NnGolden.Drawn(22, [2, 2, 2], "normal")),
    ];

    /// <summary>All parameters' values after each step.</summary>
    public static List<double[]> Run(Parameter[] parameters, torch.optim.Optimizer optimizer, int from, int to)
    {
        var path = new List<double[]>();
        for (var step = from; step < to; step++)
        {
            using var scope = NewDisposeScope();
            foreach (var parameter in parameters) parameter.grad = null;
            for (var i = 0; i < parameters.Length; i++)
            {
                if (i == 1 && step is 4 or 5) continue;
                var p = parameters[i];
                (p * p * 0.15f + NnGolden.Drawn(1000 + 10 * step + i, p.shape, "normal") * p).sum().backward();
            }
            optimizer.step();
            path.Add([.. parameters.SelectMany(p => p.data<float>().ToArray()).Select(v => (double)v)]);
        }
        return path;
    }
}
