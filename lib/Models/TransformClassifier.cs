using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>
/// A network that tells which transformation was applied to an image, <c>[batch, pixels] → [batch, transformations]</c> logits, and the transformations themselves.
/// It does not normalise over the batch: an image is judged the same alone and among others.
/// </summary>
public sealed class TransformClassifier : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> features, output;

    /// <param name="transforms">What is to be told apart.</param>
    /// <param name="filters">Filters of each convolution, each of which halves the side; at least one number, each at least 1.</param>
    /// <param name="latent">Units of the last hidden layer, at least 1.</param>
    public TransformClassifier(ImageTransforms transforms, IReadOnlyList<int> filters, int latent) : base(nameof(TransformClassifier))
    {
        Transforms = transforms;
        features = Sequential(("encoder", ConvolutionalNetworks.Encoder(transforms.Image, filters, latent)), ("activation", LeakyReLU(0.2)));
        output = Linear(latent, transforms.Count);
        RegisterComponents();
    }

    /// <summary>What is told apart.</summary>
    public ImageTransforms Transforms { get; }

    /// <summary>From images to the last hidden layer, its activation included.</summary>
    public Module<Tensor, Tensor> Features => features;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var hidden = features.call(input);
        return output.call(hidden);
    }

    /// <summary>How badly each transformation of each image is told, <c>[batch, pixels] → [batch, transformations]</c>: minus the log-probability of the right one, at least 0.</summary>
    public Tensor Losses(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var logits = call(Transforms.Every(rows)).reshape(rows.shape[0], Transforms.Count, Transforms.Count);
        return functional.log_softmax(logits, 2).diagonal(0, 1, 2).neg().MoveToOuterDisposeScope();
    }

    /// <summary>The mean loss of telling some transformations of each image, drawn at random and different from one another, as a scalar with a graph.</summary>
    /// <param name="rows"><c>[batch, pixels]</c>.</param>
    /// <param name="views">Transformations of each image; all where there are fewer.</param>
    public Tensor Loss(Tensor rows, int views)
    {
        using var scope = NewDisposeScope();
        var count = Math.Min(views, Transforms.Count);
        var drawn = rand(rows.shape[0], Transforms.Count).argsort(1).narrow(1, 0, count).reshape(-1);
        return functional.cross_entropy(call(Transforms.Each(rows.repeat_interleave(count, 0), drawn)), drawn).MoveToOuterDisposeScope();
    }
}
