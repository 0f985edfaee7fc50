using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Training;

/// <summary>Changes of images, too small to see, that make a classifier err. Images have values in [0, 1] and stay there; labels are classes, <c>[batch]</c>, int64.</summary>
public static class Attack
{
    /// <summary>The fast gradient sign method (Goodfellow, Shlens, Szegedy, ICLR 2015, section 4): x + ε sign(∇ₓ L).</summary>
    /// <param name="logits">From images to logits, <c>[batch, classes]</c>, with a graph, such as <see cref="ImageTrainer.LogitsOf"/>.</param>
    /// <param name="images"><c>[batch, channels, height, width]</c>.</param>
    /// <param name="labels">The true classes.</param>
    /// <param name="epsilon">The largest change of a value, from 0 to 1.</param>
    public static Tensor FastGradientSign(Func<Tensor, Tensor> logits, Tensor images, Tensor labels, double epsilon)
    {
        Models.Options.Require(epsilon is >= 0 and <= 1, nameof(epsilon), epsilon, "from 0 to 1");
        using var scope = NewDisposeScope();
        return (images + epsilon * Gradient(logits, images, labels).sign()).clamp(0, 1).MoveToOuterDisposeScope();
    }

    /// <summary>Projected gradient descent (Madry et al., ICLR 2018, section 2.1): small steps along the gradient's sign from a random start, each brought back to at most ε from the image.</summary>
    /// <param name="logits">From images to logits, <c>[batch, classes]</c>, with a graph.</param>
    /// <param name="images"><c>[batch, channels, height, width]</c>.</param>
    /// <param name="labels">The true classes.</param>
    /// <param name="epsilon">The largest change of a value, from 0 to 1.</param>
    /// <param name="steps">At least 1. Default: 10.</param>
    /// <param name="stepSize">Of one step. Default: 2.5 ε / steps, which reaches the border from anywhere.</param>
    public static Tensor ProjectedGradient(Func<Tensor, Tensor> logits, Tensor images, Tensor labels, double epsilon, int steps = 10, double? stepSize = null)
    {
        Models.Options.Require(epsilon is >= 0 and <= 1, nameof(epsilon), epsilon, "from 0 to 1");
        Models.Options.Require(steps >= 1, nameof(steps), steps, "at least 1");
        using var scope = NewDisposeScope();
        var (size, low, high) = (stepSize ?? 2.5 * epsilon / steps, (images - epsilon).clamp(0, 1), (images + epsilon).clamp(0, 1));
        var x = (images + (rand_like(images) * 2 - 1) * epsilon).clamp(0, 1);
        for (var step = 0; step < steps; step++)
        {
            using var inner = NewDisposeScope();
            x = (x + size * Gradient(logits, x, labels).sign()).maximum(low).minimum(high).MoveToOuterDisposeScope();
        }
        return x.MoveToOuterDisposeScope();
    }

    private static Tensor Gradient(Func<Tensor, Tensor> logits, Tensor images, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var x = images.detach().clone().requires_grad_();
        // The sum: each image's gradient is then its own.
        var loss = functional.cross_entropy(logits(x), labels, reduction: Reduction.Sum);
        return autograd.grad([loss], [x])[0].detach().MoveToOuterDisposeScope();
    }
}
