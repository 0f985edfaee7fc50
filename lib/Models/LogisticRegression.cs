using MetaAnomalyLib.Data;
using MetaAnomalyLib.Metrics;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Models;

/// <summary>Settings of <see cref="LogisticRegression"/>.</summary>
public sealed record LogisticRegressionOptions
{
    /// <summary>Inverse strength of the L2 penalty on the coefficients (not on the intercept), above 0. Default: 1, as scikit-learn's.</summary>
    public double C { get; init; } = 1;

    /// <summary>Whether each class counts in inverse proportion to its share. Default: false.</summary>
    public bool Balanced { get; init; }

    /// <summary>Newton steps at most, at least 1. Default: 100; about ten are enough where the minimum exists.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>The largest component of the gradient at which it stops, above 0. Default: 1e-8.</summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(C > 0 && double.IsFinite(C), nameof(C), C, "finite and above 0");
        Options.Require(MaxIterations >= 1, nameof(MaxIterations), MaxIterations, "at least 1");
        Options.Require(Tolerance > 0, nameof(Tolerance), Tolerance, "above 0");
    }
}

/// <summary>
/// Logistic regression, the yardstick that a network has to beat: the exact minimum of
/// <c>½‖w‖² + C Σ sᵢ log(1 + exp(−tᵢ (w·xᵢ + b)))</c>, found by Newton's method with step halving
/// (iteratively reweighted least squares; Hastie, Tibshirani, Friedman, section 4.4.1). The same objective as scikit-learn's.
/// </summary>
public sealed class LogisticRegression
{
    private LogisticRegression(double[] coefficients, double intercept, double c, int iterations) =>
        (Coefficients, Intercept, C, Iterations) = (coefficients, intercept, c, iterations);

    /// <summary>w, one a feature.</summary>
    public IReadOnlyList<double> Coefficients { get; }

    /// <summary>b.</summary>
    public double Intercept { get; }

    /// <summary>The inverse strength of the penalty that it was fitted with.</summary>
    public double C { get; }

    /// <summary>Newton steps that were taken.</summary>
    public int Iterations { get; }

    /// <summary>Fits on scaled features; both classes must be there.</summary>
    /// <param name="data">Training rows, without missing values.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">A value is missing, or only one class is there.</exception>
    public static LogisticRegression Fit(LabeledData data, LogisticRegressionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new LogisticRegressionOptions();
        options.Validate();
        data.Validate(needsBothClasses: true);

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var x = cat([tensor(data.X, dtype: float64), ones(data.Count, 1, dtype: float64)], dim: 1);
        var y = tensor(data.Y, dtype: float64);
        var sample = Weights(y, data, options);
        var penalty = ones(data.Width + 1, dtype: float64);
        penalty[data.Width] = tensor(0.0);

        var w = zeros(data.Width + 1, dtype: float64);
        var iteration = 0;
        for (; iteration < options.MaxIterations; iteration++)
        {
            using var step = NewDisposeScope();
            var p = x.mv(w).sigmoid();
            var gradient = x.t().mv(sample * (p - y)) + penalty * w;
            if (gradient.abs().max().item<double>() <= options.Tolerance) break;
            var curvature = (sample * p * (1 - p)).unsqueeze(1);
            var direction = linalg.solve(x.t().mm(curvature * x) + diag(penalty), gradient);
            if (Descend(w, direction, v => Objective(x, y, sample, penalty, v)) is not { } lower) break;   // as low as the digits go
            w = lower.MoveToOuterDisposeScope();
        }
        var found = w.data<double>().ToArray();
        return new LogisticRegression(found[..^1], found[^1], options.C, iteration);
    }

    /// <summary>Fits once for each strength of the penalty, C from 10⁻⁴ to 10² in powers of ten, and keeps the one that ranks the validation rows best
    /// (average precision). The fewer labels, the stronger the penalty that pays.</summary>
    /// <param name="train">Training rows, without missing values; both classes.</param>
    /// <param name="validation">Other rows with the same features; both classes. Never the test rows.</param>
    /// <param name="balanced">Whether each class counts in inverse proportion to its share.</param>
    /// <exception cref="ArgumentException">A part is empty, holds one class only, NaN, or another number of features.</exception>
    public static LogisticRegression FitBest(LabeledData train, LabeledData validation, bool balanced = false)
    {
        ArgumentNullException.ThrowIfNull(validation);
        validation.Validate(needsBothClasses: true);
        return Enumerable.Range(-4, 7)
            .Select(power => Fit(train, new() { C = Math.Pow(10, power), Balanced = balanced }))
            .MaxBy(model => Metric.AveragePrecision(validation.Y, model.Probabilities(validation.X)))!;
    }

    /// <summary>The probability of "anomaly" for each row.</summary>
    /// <param name="x">Features, <c>[rows, features]</c>, of the width it was fitted on.</param>
    /// <exception cref="ArgumentException">Another width.</exception>
    public float[] Probabilities(float[,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.GetLength(1) != Coefficients.Count)
            throw new ArgumentException($"The data has {x.GetLength(1)} features; the model was fitted on {Coefficients.Count}. Pass the same columns in the same order.", nameof(x));
        using var scope = NewDisposeScope();
        return (tensor(x, dtype: float64).mv(tensor(Coefficients.ToArray())) + Intercept).sigmoid().to(float32).data<float>().ToArray();
    }

    private static Tensor Weights(Tensor y, LabeledData data, LogisticRegressionOptions options)
    {
        if (!options.Balanced) return full_like(y, options.C);
        double anomaly = data.Count / (2.0 * data.Anomalies), normal = data.Count / (2.0 * (data.Count - data.Anomalies));
        return options.C * (normal + (anomaly - normal) * y);
    }

    private static double Objective(Tensor x, Tensor y, Tensor sample, Tensor penalty, Tensor w)
    {
        using var scope = NewDisposeScope();
        var logits = x.mv(w);
        return (0.5 * (penalty * w * w).sum() + (sample * (nn.functional.softplus(logits) - y * logits)).sum()).item<double>();
    }

    // Newton's full step can overshoot far from the minimum; half as often as needed goes down.
    private static Tensor? Descend(Tensor w, Tensor direction, Func<Tensor, double> objective)
    {
        var now = objective(w);
        for (var step = 1.0; step > 1e-10; step /= 2)
        {
            var next = w - step * direction;
            if (objective(next) < now) return next;
        }
        return null;
    }
}
