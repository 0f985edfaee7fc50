using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Training;

/// <summary>Which pixels spoke for a class. Three answers to three different questions; where they disagree, none is to be trusted. Maps are <c>[batch, height, width]</c>.</summary>
public static class Attribution
{
    /// <summary>Grad-CAM (Selvaraju et al., ICCV 2017, equations 1 and 2): the last maps, weighed by what they add to the class, where that is positive; coarse, then scaled to the image.</summary>
    /// <param name="model">The network.</param>
    /// <param name="images"><c>[batch, channels, height, width]</c>, values in [0, 1].</param>
    /// <param name="label">The class that is asked for.</param>
    /// <param name="stage">The stage whose input is looked at: the earlier, the finer the map, and the less it knows of the class. Default: the head, so the last maps.</param>
    /// <returns>At least 0; of each image, scaled to at most 1.</returns>
    public static Tensor GradCam(ImageBackbone model, Tensor images, int label, string stage = "head")
    {
        ArgumentNullException.ThrowIfNull(model);
        model.eval();
        using var scope = NewDisposeScope();
        Tensor maps;
        using (no_grad()) maps = model.Below(stage, ImageTrainer.Input(model, images));
        var leaf = maps.detach().requires_grad_();
        var logits = model.Head(model.FeaturesFrom(stage, leaf));
        CheckClass(label, logits);
        var weights = autograd.grad([logits.select(1, label).sum()], [leaf])[0].mean([2L, 3], keepdim: true);
        var map = (weights * maps).sum([1L], keepdim: true).relu();
        map = functional.interpolate(map, images.shape[2..], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(1);
        return (map / map.amax([1L, 2], keepdim: true).clamp_min(1e-12)).detach().MoveToOuterDisposeScope();
    }

    /// <summary>Occlusion (Zeiler and Fergus, ECCV 2014, section 4.2): how far the logit of the class falls when a grey square covers a place, averaged over the squares that cover it.</summary>
    /// <param name="logits">From images to logits, <c>[batch, classes]</c>.</param>
    /// <param name="images"><c>[batch, channels, height, width]</c>, values in [0, 1].</param>
    /// <param name="label">The class that is asked for.</param>
    /// <param name="patch">Pixels of a side of the square, at least 1.</param>
    /// <param name="stride">Pixels from one place to the next, from 1 to <paramref name="patch"/>.</param>
    public static Tensor Occlusion(Func<Tensor, Tensor> logits, Tensor images, int label, int patch, int stride)
    {
        Models.Options.Require(patch >= 1, nameof(patch), patch, "at least 1");
        Models.Options.Require(stride >= 1 && stride <= patch, nameof(stride), stride, "from 1 to patch");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (height, width) = (images.shape[2], images.shape[3]);
        var whole = logits(images);
        CheckClass(label, whole);
        var (sum, count) = (zeros(images.shape[0], height, width), zeros(height, width));
        foreach (var top in Places(height))
        {
            foreach (var left in Places(width))
            {
                using var step = NewDisposeScope();
                var (down, right) = (Math.Min(patch, height - top), Math.Min(patch, width - left));
                var covered = images.clone();
                covered.narrow(2, top, down).narrow(3, left, right).fill_(0.5);
                var fall = whole.select(1, label) - logits(covered).select(1, label);
                sum.narrow(1, top, down).narrow(2, left, right).add_(fall.view(-1, 1, 1));
                count.narrow(0, top, down).narrow(1, left, right).add_(1);
            }
        }
        return (sum / count).MoveToOuterDisposeScope();

        IEnumerable<long> Places(long side)
        {
            for (long place = 0; ; place += stride)
            {
                yield return place;
                if (place + patch >= side) yield break;
            }
        }
    }

    /// <summary>Integrated gradients (Sundararajan, Taly, Yan, ICML 2017, equation 1): the gradient averaged along the way from a grey image to this one, times that way. Over all pixels it sums to the difference of the
    /// two logits.</summary>
    /// <param name="logits">From images to logits, <c>[batch, classes]</c>, with a graph.</param>
    /// <param name="images"><c>[batch, channels, height, width]</c>, values in [0, 1].</param>
    /// <param name="label">The class that is asked for.</param>
    /// <param name="steps">Of the sum that stands for the integral (midpoint rule), at least 1. Default: 32.</param>
    /// <param name="baseline">The value of the grey image. Default: 0.5.</param>
    public static Tensor IntegratedGradients(Func<Tensor, Tensor> logits, Tensor images, int label, int steps = 32, double baseline = 0.5)
    {
        Models.Options.Require(steps >= 1, nameof(steps), steps, "at least 1");
        using var scope = NewDisposeScope();
        var (way, sum) = (images - baseline, zeros_like(images));
        for (var step = 0; step < steps; step++)
        {
            using var inner = NewDisposeScope();
            var x = (baseline + way * ((step + 0.5) / steps)).detach().requires_grad_();
            var scores = logits(x);
            CheckClass(label, scores);
            sum.add_(autograd.grad([scores.select(1, label).sum()], [x])[0]);
        }
        return (sum / steps * way).sum([1L]).detach().MoveToOuterDisposeScope();
    }

    private static void CheckClass(int label, Tensor logits)
    {
        if (label < 0 || label >= logits.shape[1]) throw new ArgumentOutOfRangeException(nameof(label), label, $"A class must be from 0 to {logits.shape[1] - 1}.");
    }
}
