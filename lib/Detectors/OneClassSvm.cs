using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="OneClassSvm"/>.</summary>
public sealed record OneClassSvmOptions : DetectorOptions
{
    /// <summary>At most this share of the training rows lies outside, above 0 and at most 1. Default: 0.5, as scikit-learn's.</summary>
    public double Nu { get; init; } = 0.5;

    /// <summary>γ of the kernel <c>exp(−γ ‖a − b‖²)</c>, above 0. Default: 0, which stands for 1 / features.</summary>
    public double Gamma { get; init; }

    /// <summary>Random features, an even number from 2. Default: 2048. The kernel's error shrinks with their square root.</summary>
    public int Features { get; init; } = 2048;

    /// <summary>Steps of the solver at most, at least 1. Default: 300.</summary>
    public int MaxIterations { get; init; } = 300;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Nu is > 0 and <= 1, nameof(Nu), Nu, "above 0 and at most 1");
        Options.Require(Gamma >= 0 && double.IsFinite(Gamma), nameof(Gamma), Gamma, "above 0, or 0 for 1 / features");
        Options.Require(Features >= 2 && Features % 2 == 0, nameof(Features), Features, "an even number from 2");
        Options.Require(MaxIterations >= 1, nameof(MaxIterations), MaxIterations, "at least 1");
    }
}

/// <summary>
/// One-class support vector machine (Schölkopf, Platt, Shawe-Taylor, Smola, Williamson, 2001) on random Fourier features of the Gaussian kernel (Rahimi and Recht, 2007):
/// <c>φ(x) = [cos(Ωx), sin(Ωx)] / √(D/2)</c>, <c>Ω ~ N(0, 2γ)</c>. The dual, <c>min ½‖Φᵀα‖²</c> with <c>0 ≤ α ≤ 1/(νn)</c>, <c>Σα = 1</c>, is solved by accelerated
/// projected gradient; the score is <c>ρ − w·φ(x)</c> with <c>w = Φᵀα</c>, above 0 outside.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class OneClassSvm(OneClassSvmOptions? options = null) : Detector<OneClassSvmOptions>(options)
{
    private const string Frequencies = "frequencies", Normal = "normal", Offset = "offset";

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        Learn(Frequencies, Drawn((int)x.shape[1]));
        using var features = Map(x);
        var (alpha, limit) = Solve(features);
        var normal = features.t().mv(tensor(alpha).to(float32));
        Learn(Normal, normal);
        var inside = features.mv(normal).to(float64).data<double>().ToArray();
        // On the boundary lie the rows whose weight is at neither end; without any, between those at the ends.
        var boundary = Enumerable.Range(0, alpha.Length).Where(i => alpha[i] > 1e-3 * limit && alpha[i] < (1 - 1e-3) * limit).Select(i => inside[i]).ToArray();
        var offset = boundary.Length > 0 ? boundary.Average() : Preprocessing.Columns.Quantile(inside, Options.Nu);
        Learn(Offset, tensor(offset, dtype: float64));
        return tensor([.. inside.Select(value => offset - value)], dtype: float64);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x) => Learnt(Offset) - Map(x).mv(Learnt(Normal)).to(float64);

    private Tensor Drawn(int width)
    {
        var random = Seed.Random("frequencies");
        var deviation = Math.Sqrt(2 * (Options.Gamma > 0 ? Options.Gamma : 1.0 / width));
        var values = new double[width, Options.Features / 2];
        foreach (ref var value in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref values[0, 0], values.Length))
            value = deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return tensor(values);
    }

    /// <summary>φ(x), float32 [rows, features of the kernel].</summary>
    private Tensor Map(Tensor x)
    {
        using var scope = NewDisposeScope();
        var phases = x.mm(Learnt(Frequencies)).to(float32);
        return cat([phases.cos(), phases.sin()], 1).mul_(1 / Math.Sqrt(Options.Features / 2)).MoveToOuterDisposeScope();
    }

    private (double[] Alpha, double Limit) Solve(Tensor features)
    {
        var rows = (int)features.shape[0];
        var limit = Math.Min(1, 1 / (Options.Nu * rows));
        var transposed = features.t();
        var step = 1 / LargestEigenvalue(features, transposed);
        var alpha = Enumerable.Repeat(1.0 / rows, rows).ToArray();
        var (ahead, momentum) = (alpha, 1.0);
        for (var iteration = 0; iteration < Options.MaxIterations; iteration++)
        {
            using var scope = NewDisposeScope();
            var gradient = features.mv(transposed.mv(tensor(ahead).to(float32))).to(float64).data<double>().ToArray();
            var next = new double[rows];
            for (var i = 0; i < rows; i++) next[i] = ahead[i] - step * gradient[i];
            Project(next, limit);
            // Momentum that points uphill starts again (O'Donoghue and Candès, 2015).
            double uphill = 0, change = 0;
            for (var i = 0; i < rows; i++)
            {
                uphill += (ahead[i] - next[i]) * (next[i] - alpha[i]);
                change += Math.Abs(next[i] - alpha[i]);
            }
            var grown = uphill > 0 ? 1 : (1 + Math.Sqrt(1 + 4 * momentum * momentum)) / 2;
            var weight = uphill > 0 ? 0 : (momentum - 1) / grown;
            ahead = new double[rows];
            for (var i = 0; i < rows; i++) ahead[i] = next[i] + weight * (next[i] - alpha[i]);
            (alpha, momentum) = (next, grown);
            if (change < 1e-4) break;   // of a total weight of 1
        }
        return (alpha, limit);
    }

    // An upper estimate keeps the steps from growing: the power method ends a little below.
    private static double LargestEigenvalue(Tensor features, Tensor transposed)
    {
        using var scope = NewDisposeScope();
        var direction = ones(features.shape[1], dtype: float32);
        var value = 0.0;
        for (var i = 0; i < 30; i++)
        {
            direction = transposed.mv(features.mv(direction / direction.norm()));
            value = direction.norm().item<float>();
        }
        return 1.05 * value;
    }

    /// <summary>The nearest point with 0 ≤ value ≤ limit and sum 1: all values move down alike, as far as bisection finds.</summary>
    private static void Project(double[] values, double limit)
    {
        var (low, high) = (values.Min() - limit, values.Max());
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            var sum = 0.0;
            foreach (var value in values) sum += Math.Clamp(value - middle, 0, limit);
            if (sum > 1) low = middle;
            else high = middle;
        }
        for (var i = 0; i < values.Length; i++) values[i] = Math.Clamp(values[i] - low, 0, limit);
    }
}
