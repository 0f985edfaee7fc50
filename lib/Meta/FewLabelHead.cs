using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// Logistic regression towards a prior: the minimum of <c>Σ sᵢ log(1 + exp(−tᵢ (w·xᵢ + b))) + ½ Σ λⱼ (wⱼ − μⱼ)²</c>, the most probable weights when they are thought to be normal around μ
/// (MacKay, 1992). The fewer the labels, the nearer they stay to what the prior has learnt elsewhere.
/// </summary>
internal static class FewLabelHead
{
    private const int MostSteps = 30;
    private const double Tolerance = 1e-7, InterceptPrecision = 1e-6;

    /// <param name="x">float64 <c>[rows, features]</c>.</param>
    /// <param name="y">0 or 1, float64 <c>[rows]</c>.</param>
    /// <param name="sample">What each row weighs, float64 <c>[rows]</c>.</param>
    /// <param name="mean">μ, float64 <c>[features]</c>.</param>
    /// <param name="precision">λ, above 0.</param>
    /// <returns>w and then b, float64 <c>[features + 1]</c>.</returns>
    public static Tensor Fit(Tensor x, Tensor y, Tensor sample, Tensor mean, double precision)
    {
        using var scope = NewDisposeScope();
        var design = cat([x, ones(x.shape[0], 1, dtype: float64)], 1);
        var centre = cat([mean, zeros(1, dtype: float64)]);
        var lambda = cat([full(mean.shape[0], precision, dtype: float64), full(1, InterceptPrecision, dtype: float64)]);
        var w = centre.clone();
        var now = Objective(w);
        for (var step = 0; step < MostSteps; step++)
        {
            using var inner = NewDisposeScope();
            var p = design.mv(w).sigmoid();
            var gradient = design.t().mv(sample * (p - y)) + lambda * (w - centre);
            if (gradient.abs().max().item<double>() < Tolerance) break;
            var direction = linalg.solve(design.t().mm((sample * p * (1 - p)).unsqueeze(1) * design) + diag(lambda), gradient);
            Tensor? lower = null;
            for (var length = 1.0; length > 1e-6 && lower is null; length /= 2)
            {
                var next = w - length * direction;
                if (Objective(next) is var value && value < now) (lower, now) = (next, value);
            }
            if (lower is null) break;   // as low as the digits go
            w = lower.MoveToOuterDisposeScope();
        }
        return w.MoveToOuterDisposeScope();

        double Objective(Tensor weights)
        {
            using var inner = NewDisposeScope();
            var logits = design.mv(weights);
            return ((sample * (nn.functional.softplus(logits) - y * logits)).sum() + 0.5 * (lambda * (weights - centre).square()).sum()).item<double>();
        }
    }

    /// <summary>Labelled anomalies, each weighing 1, against unlabelled rows that together weigh as much (so that the anomalies hidden among them count little).</summary>
    /// <param name="labelled">float64 <c>[labels, features]</c>.</param>
    /// <param name="unlabelled">float64 <c>[rows, features]</c>.</param>
    /// <param name="mean">μ.</param>
    /// <param name="precision">λ.</param>
    public static Tensor Fit(Tensor labelled, Tensor unlabelled, Tensor mean, double precision)
    {
        using var scope = NewDisposeScope();
        var (n, rest) = (labelled.shape[0], unlabelled.shape[0]);
        return Fit(cat([labelled, unlabelled]), cat([ones(n, dtype: float64), zeros(rest, dtype: float64)]),
            cat([ones(n, dtype: float64), full(rest, (double)n / rest, dtype: float64)]), mean, precision).MoveToOuterDisposeScope();
    }

    public static Tensor Apply(Tensor x, Tensor weights) => x.mv(weights.narrow(0, 0, x.shape[1])) + weights[(int)x.shape[1]];
}
