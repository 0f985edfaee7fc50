using static TorchSharp.torch;

namespace MetaAnomalyLib.Models;

/// <summary>
/// Products of matrices, one pair a task, whose derivatives of any order are such products again, each written in the layout of what it is the derivative of: torch's own batched product
/// hands back gradients of transposed matrices transposed, and every sum with them then walks across memory.
/// </summary>
internal sealed class TaskProduct : autograd.SingleTensorFunction<TaskProduct>
{
    private const string KindKey = "kind";

    private enum Kind
    {
        /// <summary>a bᵀ</summary>
        SecondTransposed,

        /// <summary>a b</summary>
        Plain,

        /// <summary>aᵀ b</summary>
        FirstTransposed,
    }

    /// <inheritdoc/>
    public override string Name => nameof(TaskProduct);

    /// <summary><c>x · weightᵀ</c>: <c>[tasks, rows, inputs]</c> and <c>[tasks, outputs, inputs]</c> give <c>[tasks, rows, outputs]</c>.</summary>
    public static Tensor Of(Tensor x, Tensor weight) => Make(x, weight, Kind.SecondTransposed);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (a, b, kind) = ((Tensor)vars[0], (Tensor)vars[1], (Kind)vars[2]);
        ctx.save_for_backward([a, b]);
        ctx.save_data(KindKey, kind);
        return kind switch
        {
            Kind.SecondTransposed => a.bmm(b.transpose(1, 2)),
            Kind.Plain => a.bmm(b),
            _ => a.transpose(1, 2).bmm(b),
        };
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (a, b, g) = (saved[0], saved[1], grad_output.contiguous());
        // The first factor is data where the network begins: its gradient would be the dearest of all.
        var (first, second) = (a.requires_grad, b.requires_grad);
        return (Kind)ctx.get_data(KindKey)! switch
        {
            Kind.SecondTransposed => [first ? Make(g, b, Kind.Plain) : null!, second ? Make(g, a, Kind.FirstTransposed) : null!, null!],
            Kind.Plain => [first ? Make(g, b, Kind.SecondTransposed) : null!, second ? Make(a, g, Kind.FirstTransposed) : null!, null!],
            _ => [first ? Make(b, g, Kind.SecondTransposed) : null!, second ? Make(a, g, Kind.Plain) : null!, null!],
        };
    }

    private static Tensor Make(Tensor a, Tensor b, Kind kind) => apply(a, b, kind);
}
