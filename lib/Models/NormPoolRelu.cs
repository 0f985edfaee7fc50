using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>
/// Batch normalisation by the batch's own statistics, 2 x 2 max pooling and ReLU in one pass over memory: as three operators they are half the time of a small convolutional network on a
/// processor. The gradient is fused likewise; where it is to be differentiated once more, it is computed by the three operators.
/// </summary>
internal sealed class NormPoolRelu : autograd.MultiTensorFunction<NormPoolRelu>
{
    private const string Eps = "eps";

    /// <inheritdoc/>
    public override string Name => nameof(NormPoolRelu);

    /// <summary><c>[batch, channels, height, width] → [batch, channels, height / 2, width / 2]</c>, and the mean and variance of each channel, without a graph.</summary>
    /// <param name="x">Any floating-point type and device; float32 on the CPU is fused.</param>
    /// <param name="scale"><c>[channels]</c></param>
    /// <param name="shift"><c>[channels]</c></param>
    /// <param name="eps">Added to the variance.</param>
    public static (Tensor Y, Tensor Mean, Tensor Variance) Of(Tensor x, Tensor scale, Tensor shift, double eps = 1e-5)
    {
        if (x.dtype == float32 && x.device_type == DeviceType.CPU && NormPoolReluKernel.IsSupported)
        {
            var fused = apply(x.contiguous(), scale.contiguous(), shift.contiguous(), eps);
            return (fused[0], fused[1], fused[2]);
        }
        using var noGrad = no_grad();
        var detached = x.detach();
        var mean = detached.mean([0L, 2, 3]);
        var variance = (detached - mean.view(1, -1, 1, 1)).square().mean([0L, 2, 3]);
        using var grad = enable_grad();
        return (Composed(x, scale, shift, eps), mean, variance);
    }

    /// <summary>The same by three operators.</summary>
    public static Tensor Composed(Tensor x, Tensor scale, Tensor shift, double eps) =>
        functional.max_pool2d(functional.batch_norm(x, null, null, scale, shift, training: true, momentum: 0, eps: eps), 2).relu();

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, scale, shift, eps) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (double)vars[3]);
        var y = empty([x.shape[0], x.shape[1], x.shape[2] / 2, x.shape[3] / 2], dtype: float32);
        Tensor mean = empty(x.shape[1], dtype: float32), variance = empty(x.shape[1], dtype: float32);
        NormPoolReluKernel.Forward(x, scale, shift, y, mean, variance, eps, get_num_threads());
        ctx.save_for_backward([x, scale, shift, mean, variance]);
        ctx.save_data(Eps, eps);
        ctx.mark_non_differentiable([mean, variance]);
        return [y, mean, variance];
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var (saved, eps) = (ctx.get_saved_variables(), (double)ctx.get_data(Eps)!);
        if (is_grad_enabled())
        {
            var y = Composed(saved[0], saved[1], saved[2], eps);
            return [.. autograd.grad([y], saved[..3], [grad_outputs[0]], retain_graph: true, create_graph: true), null!];
        }
        Tensor dx = empty_like(saved[0]), dScale = empty_like(saved[1]), dShift = empty_like(saved[2]);
        NormPoolReluKernel.Backward(saved[0], saved[1], saved[2], saved[3], saved[4], grad_outputs[0].contiguous(), dx, dScale, dShift, eps, get_num_threads());
        return [dx, dScale, dShift, null!];
    }
}
