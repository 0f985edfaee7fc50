using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Models;

/// <summary>
/// Batch normalisation of each task by its own statistics and ReLU in one pass, with channels last: <c>[tasks, rows, channels]</c>. Gradient and gradient of the gradient (which second-order
/// meta-learning needs) are loops of their own; as operators they take longer than the convolutions.
/// </summary>
internal sealed class NormRelu : autograd.MultiTensorFunction<NormRelu>
{
    private const string Eps = "eps", Known = "known";

    /// <inheritdoc/>
    public override string Name => nameof(NormRelu);

    /// <summary><c>relu(scale · (x − mean) / √(variance + eps) + shift)</c>.</summary>
    /// <param name="x"><c>[tasks, rows, channels]</c></param>
    /// <param name="scale"><c>[tasks, channels]</c></param>
    /// <param name="shift"><c>[tasks, channels]</c></param>
    /// <param name="known">How many first rows of each task mean and variance are taken from.</param>
    /// <param name="eps">Added to the variance.</param>
    public static Tensor Of(Tensor x, Tensor scale, Tensor shift, long known, double eps = 1e-5) => NormReluKernel<float>.Fits(x) || NormReluKernel<double>.Fits(x)
        ? apply(x.contiguous(), scale.contiguous(), shift.contiguous(), known, eps)[0]
        : Composed(x, scale, shift, known, eps);

    /// <summary>The same by operators.</summary>
    public static Tensor Composed(Tensor x, Tensor scale, Tensor shift, long known, double eps)
    {
        var reference = x.narrow(1, 0, known);
        var mean = reference.mean([1L], keepdim: true);
        var variance = (reference - mean).square().mean([1L], keepdim: true);
        return ((x - mean) * (scale.unsqueeze(1) * (variance + eps).rsqrt()) + shift.unsqueeze(1)).relu();
    }

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, scale, shift, known, eps) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (long)vars[3], (double)vars[4]);
        Tensor y = empty_like(x), mean = empty_like(scale), factor = empty_like(scale);   // factor: 1 / √(variance + eps)
        if (x.dtype == float64) NormReluKernel<double>.Forward(x, scale, shift, y, mean, factor, known, eps);
        else NormReluKernel<float>.Forward(x, scale, shift, y, mean, factor, known, eps);
        ctx.save_for_backward([x, scale, shift, mean, factor]);
        ctx.save_data(Known, known);
        ctx.save_data(Eps, eps);
        ctx.mark_non_differentiable([mean, factor]);
        return [y, mean, factor];
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var saved = ctx.get_saved_variables();
        var gradients = Gradient.apply(saved[0], saved[1], saved[2], saved[3], saved[4], grad_outputs[0].contiguous(), ctx.get_data(Known)!, ctx.get_data(Eps)!);
        return [.. gradients, null!, null!];
    }

    /// <summary>The gradient as a function of x, scale, shift (whose signs ReLU depends on) and the gradient that comes in.</summary>
    internal sealed class Gradient : autograd.MultiTensorFunction<Gradient>
    {
        /// <inheritdoc/>
        public override string Name => "NormReluGradient";

        /// <inheritdoc/>
        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var t = vars[..6].Cast<Tensor>().ToArray();
            var known = (long)vars[6];
            Tensor dx = empty_like(t[0]), dScale = empty_like(t[1]), dShift = empty_like(t[1]);
            if (dx.dtype == float64) NormReluKernel<double>.Backward(t, dx, dScale, dShift, known);
            else NormReluKernel<float>.Backward(t, dx, dScale, dShift, known);
            ctx.save_for_backward([.. t]);
            ctx.save_data(Known, known);
            ctx.save_data(Eps, vars[7]);
            return [dx, dScale, dShift];
        }

        /// <inheritdoc/>
        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            var (t, known) = (ctx.get_saved_variables(), (long)ctx.get_data(Known)!);
            if (is_grad_enabled())
            {
                // A third derivative is nobody's daily bread: by operators.
                var y = Composed(t[0], t[1], t[2], known, (double)ctx.get_data(Eps)!);
                var first = autograd.grad([y], t[..3], [t[5]], retain_graph: true, create_graph: true);
                var second = autograd.grad(first, [t[0], t[1], t[5]], grad_outputs, retain_graph: true, create_graph: true);
                return [second[0], second[1], zeros_like(t[2]), zeros_like(t[3]), zeros_like(t[4]), second[2], null!, null!];
            }
            var cotangents = grad_outputs.Select(g => g.contiguous()).ToArray();
            Tensor dx = empty_like(t[0]), dScale = empty_like(t[1]), dGradient = empty_like(t[0]);
            if (dx.dtype == float64) NormReluKernel<double>.Twice([.. t], cotangents, dx, dScale, dGradient, known);
            else NormReluKernel<float>.Twice([.. t], cotangents, dx, dScale, dGradient, known);
            return [dx, dScale, zeros_like(t[2]), zeros_like(t[3]), zeros_like(t[4]), dGradient, null!, null!];
        }
    }
}
