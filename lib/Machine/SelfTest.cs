using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Machine;

/// <summary>What the five-second self-test found.</summary>
/// <param name="Sizes">n of the n x n matrix products.</param>
/// <param name="OneThread">Their speed on one thread, in GFLOP/s.</param>
/// <param name="AllThreads">Their speed on all threads, in GFLOP/s.</param>
/// <param name="WorstError">The largest error of a product, convolution or gradient, relative to double precision.</param>
/// <param name="Threads">What "all threads" was.</param>
public sealed record SelfTestResult(int[] Sizes, double[] OneThread, double[] AllThreads, double WorstError, int Threads)
{
    private const double Tolerance = 1e-4;

    /// <summary>Whether the numbers agree with double precision: kernels for the wrong processor can give wrong ones.</summary>
    public bool Ok => WorstError < Tolerance;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{(Ok ? "ok" : "RED: wrong numbers, choose another OPENBLAS_CORETYPE")}: largest relative error {WorstError:E1}; {OneThread[^1]:F0} GFLOP/s on one thread, {AllThreads[^1]:F0} on {Threads} (n = {Sizes[^1]})");
}

/// <summary>Five seconds that tell whether this machine computes right, and how fast.</summary>
public static class SelfTest
{
    private static readonly TimeSpan PerSize = TimeSpan.FromMilliseconds(300);

    /// <summary>Multiplies matrices of growing size on one thread and on all, and compares products, a convolution and gradients with double precision.</summary>
    public static SelfTestResult Run()
    {
        var threads = get_num_threads();
        int[] sizes = [64, 128, 256, 512, 1024];
        try
        {
            set_num_threads(1);
            var one = Array.ConvertAll(sizes, Gflops);
            set_num_threads(threads);
            var all = Array.ConvertAll(sizes, Gflops);
            return new SelfTestResult(sizes, one, all, WorstError(), threads);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static double Gflops(int n)
    {
        using var scope = NewDisposeScope();
        Tensor a = rand(n, n), b = rand(n, n);
        a.mm(b).Dispose();
        var best = TimeSpan.MaxValue;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < PerSize;)
        {
            var start = clock.Elapsed;
            a.mm(b).Dispose();
            var took = clock.Elapsed - start;
            if (took < best) best = took;   // the best: whatever else the machine does only slows down
        }
        return 2.0 * n * n * n / best.TotalSeconds / 1e9;
    }

    private static double WorstError()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var errors = new List<double>();
        foreach (var n in new[] { 17, 64, 129, 500 })
        {
            Tensor a = rand([n, n], generator: generator), b = rand([n, n], generator: generator);
            errors.Add(Error(a.mm(b), a.to(float64).mm(b.to(float64))));
        }
        Tensor x = rand([4, 8, 28, 28], generator: generator), w = rand([16, 8, 3, 3], generator: generator).requires_grad_();
        var single = nn.functional.conv2d(x, w, padding: [1, 1]);
        single.sum().backward();
        var w64 = w.detach().to(float64).requires_grad_();
        var exact = nn.functional.conv2d(x.to(float64), w64, padding: [1, 1]);
        exact.sum().backward();
        errors.Add(Error(single, exact));
        errors.Add(Error(w.grad!, w64.grad!));
        return errors.Max();
    }

    private static double Error(Tensor single, Tensor exact) =>
        ((single.detach().to(float64) - exact.detach()).abs().max() / exact.detach().abs().max()).item<double>();
}
