using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>What a support asks of the outputs: the loss is the sum of <c>weight · cross-entropy(outputs, target)</c>, over classes, or of a yes and a no where there is one output.</summary>
/// <param name="Target"><c>[tasks, batch, outputs]</c>, ones for the right class, or 0 and 1.</param>
/// <param name="Weight"><c>[tasks, batch, 1]</c></param>
internal sealed record SupportTargets(Tensor Target, Tensor Weight)
{
    /// <summary>The loss by operators.</summary>
    public static Tensor Loss(Tensor outputs, Tensor target, Tensor weight) => target.shape[^1] == 1
        ? functional.binary_cross_entropy_with_logits(outputs, target, weight, Reduction.Sum)
        : -(weight * target * outputs.log_softmax(-1)).sum();

    /// <summary>What the loss compares the target with.</summary>
    public static Tensor Probabilities(Tensor outputs) => outputs.shape[^1] == 1 ? outputs.sigmoid() : outputs.softmax(-1);
}

/// <summary>
/// The gradient of a support's loss to all weights of a <see cref="StatelessMlp"/>, all tasks at once, as one function. Its own derivative, which second-order MAML goes through, is the
/// Hessian times a vector, by the R-operator (Pearlmutter, 1994): one more pass forwards and backwards, where a graph of the gradient has four times as many nodes.
/// </summary>
internal sealed class MlpGradient : autograd.MultiTensorFunction<MlpGradient>
{
    private const int First = 3;   // x, target and weight come before the network's weights

    /// <inheritdoc/>
    public override string Name => nameof(MlpGradient);

    /// <param name="x"><c>[tasks, batch, features]</c>, without a graph.</param>
    /// <param name="weights">Of each task, as the network has them.</param>
    /// <param name="targets">The support's.</param>
    /// <returns>One for each weight.</returns>
    public static Tensor[] Of(Tensor x, IReadOnlyList<Tensor> weights, SupportTargets targets) => [.. apply([x, targets.Target, targets.Weight, .. weights])];

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, target, weight) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
        var w = vars[First..].Cast<Tensor>().ToArray();
        var layers = w.Length / 2;
        // Of layer i: what comes in, and the derivative of the loss to what comes out before ReLU.
        var (inputs, errors) = (new Tensor[layers], new Tensor[layers]);
        inputs[0] = x;
        for (var i = 1; i < layers; i++) inputs[i] = Layer(inputs[i - 1], w, i - 1).relu_();
        var probabilities = SupportTargets.Probabilities(Layer(inputs[^1], w, layers - 1));
        errors[^1] = (probabilities - target).mul_(weight);
        for (var i = layers - 1; i > 0; i--) errors[i - 1] = errors[i].bmm(w[2 * i]).mul_(inputs[i].sign());
        ctx.save_for_backward([x, target, weight, .. w, .. inputs[1..], .. errors, probabilities]);
        return [.. Enumerable.Range(0, layers).SelectMany(i => new[] { errors[i].transpose(1, 2).bmm(inputs[i]), errors[i].sum([1L]) })];
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var saved = ctx.get_saved_variables();
        var layers = grad_outputs.Count / 2;
        var (x, weight, w) = (saved[0], saved[2], saved.GetRange(First, 2 * layers));
        if (is_grad_enabled())
        {
            // A third derivative is nobody's daily bread: by operators.
            var outputs = x;
            for (var i = 0; i < layers; i++) outputs = i < layers - 1 ? Layer(outputs, w, i).relu() : Layer(outputs, w, i);
            var gradients = autograd.grad([SupportTargets.Loss(outputs, saved[1], weight)], w, retain_graph: true, create_graph: true);
            return [null!, null!, null!, .. autograd.grad(gradients, w, grad_outputs, retain_graph: true, create_graph: true)];
        }
        Tensor[] inputs = [x, .. saved.GetRange(First + 2 * layers, layers - 1)];
        var errors = saved.GetRange(First + 3 * layers - 1, layers);
        var probabilities = saved[^1];
        // The change of each of them along the direction that comes in.
        var moved = new Tensor?[layers];
        var masks = new Tensor[layers];
        Tensor Out(int i)
        {
            var change = grad_outputs[2 * i + 1].unsqueeze(1).baddbmm(inputs[i], grad_outputs[2 * i].transpose(1, 2));
            return moved[i] is { } m ? change.baddbmm(m, w[2 * i].transpose(1, 2)) : change;
        }
        for (var i = 1; i < layers; i++) moved[i] = Out(i - 1).mul_(masks[i] = inputs[i].sign());
        var last = Out(layers - 1);
        var error = last.shape[^1] == 1
            ? last.mul_(probabilities).mul_(1 - probabilities).mul_(weight)
            : (last - (last * probabilities).sum([-1L], keepdim: true)).mul_(probabilities).mul_(weight);
        var result = new Tensor[2 * layers];
        for (var i = layers - 1; i >= 0; i--)
        {
            var both = error.transpose(1, 2).bmm(inputs[i]);
            result[2 * i] = moved[i] is { } m ? both.baddbmm(errors[i].transpose(1, 2), m) : both;
            result[2 * i + 1] = error.sum([1L]);
            if (i > 0) error = error.bmm(w[2 * i]).baddbmm(errors[i], grad_outputs[2 * i]).mul_(masks[i]);
        }
        return [null!, null!, null!, .. result];
    }

    private static Tensor Layer(Tensor x, IReadOnlyList<Tensor> w, int i) => baddbmm(w[2 * i + 1].unsqueeze(1), x, w[2 * i].transpose(1, 2));
}
