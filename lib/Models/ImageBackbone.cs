using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>A part of a network that is frozen, thawed and given a learning rate as one.</summary>
/// <param name="Name">Such as <c>layer3</c>; the last one is <c>head</c>.</param>
/// <param name="Modules">Its modules.</param>
public sealed record BackboneStage(string Name, IReadOnlyList<Module> Modules)
{
    /// <summary>The parameters of its modules.</summary>
    public IEnumerable<Parameter> Parameters => Modules.SelectMany(module => module.parameters());
}

/// <summary>A convolutional network for images, <c>[batch, channels, height, width] → [batch, classes]</c>, that can be taken over for another task: its stages, from
/// the image to the head, are frozen or trained apart, and its head is replaced.</summary>
public abstract class ImageBackbone(string name) : Module<Tensor, Tensor>(name)
{
    private int frozen;

    /// <summary>From the image to the head.</summary>
    public abstract IReadOnlyList<BackboneStage> Stages { get; }

    /// <summary>Channels of an image.</summary>
    public abstract int Channels { get; }

    /// <summary>Numbers of <see cref="Features"/> for an image.</summary>
    public abstract int FeatureCount { get; }

    /// <summary>Whether batch normalisation keeps its running mean and variance while the network trains, in all stages; those of frozen stages are kept in any case. Right for small batches and
    /// for weights that are tuned gently. Default: false.</summary>
    public bool KeepsBatchNorm { get; private set; }

    /// <summary>What the last convolution found, averaged over the image, <c>[batch, features]</c>: the input of the head.</summary>
    public Tensor Features(Tensor images) => Maps(images).mean([2L, 3]);

    /// <summary>What the last convolution found, <c>[batch, features, height, width]</c>.</summary>
    public Tensor Maps(Tensor images) => Run(images, 0, Stages.Count - 1);

    /// <summary>What enters a stage, <c>[batch, channels, height, width]</c>: where all stages before it are frozen, it is the same in every epoch and need be computed only once.</summary>
    /// <param name="stage">A name of <see cref="Stages"/>.</param>
    /// <param name="images">The images.</param>
    /// <exception cref="ArgumentException">There is no such stage.</exception>
    public Tensor Below(string stage, Tensor images) => Run(images, 0, IndexOf(stage));

    /// <summary>The features of what enters a stage, <c>[batch, features]</c>: the rest of <see cref="Features"/>.</summary>
    /// <param name="stage">A name of <see cref="Stages"/>.</param>
    /// <param name="maps">As <see cref="Below"/> gives them.</param>
    /// <exception cref="ArgumentException">There is no such stage.</exception>
    public Tensor FeaturesFrom(string stage, Tensor maps) => Run(maps, IndexOf(stage), Stages.Count - 1).mean([2L, 3]);

    /// <summary>What a stage other than the head makes of what enters it.</summary>
    protected abstract Tensor RunStage(int stage, Tensor x);

    /// <summary>The head, <c>[batch, features] → [batch, classes]</c>.</summary>
    public abstract Tensor Head(Tensor features);

    /// <summary>Gives it a new head with fresh weights for other classes.</summary>
    /// <param name="classes">At least 1.</param>
    public abstract void ReplaceHead(int classes);

    /// <inheritdoc/>
    public override Tensor forward(Tensor images) => Head(Features(images));

    /// <summary>Freezes all stages before one: they get no gradients, and their batch normalisation keeps its running mean and variance. The others are trained.</summary>
    /// <param name="stage">The first stage that is trained; the first of <see cref="Stages"/> trains all, <c>head</c> the head alone.</param>
    /// <param name="keepBatchNorm">Whether the batch normalisation of trained stages keeps its running mean and variance, too.</param>
    /// <exception cref="ArgumentException">There is no such stage.</exception>
    public void TrainFrom(string stage, bool keepBatchNorm = false)
    {
        var first = IndexOf(stage);
        (frozen, KeepsBatchNorm) = (first, keepBatchNorm);
        for (var i = 0; i < Stages.Count; i++)
            foreach (var parameter in Stages[i].Parameters) parameter.requires_grad = i >= first;
        train(training);
    }

    /// <summary>Learning rates that fall from the head to the image (Howard and Ruder, ACL 2018, section 3.2): the head has the full one, each trained stage before it <paramref name="decay"/> times
    /// that of the next. For <see cref="Training.TrainingLoop.Groups"/>.</summary>
    /// <param name="decay">Above 0, at most 1.</param>
    public IReadOnlyList<(double Factor, IReadOnlyList<Parameter> Parameters)> LearningRates(double decay)
    {
        Models.Options.Require(decay is > 0 and <= 1, nameof(decay), decay, "above 0 and at most 1");
        return [.. Stages.Select((stage, i) => (i, stage)).Skip(frozen).Select(pair => (Math.Pow(decay, Stages.Count - 1 - pair.i), (IReadOnlyList<Parameter>)[.. pair.stage.Parameters]))];
    }

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        base.train(train);
        if (!train) return;
        for (var i = 0; i < Stages.Count; i++)
            if (KeepsBatchNorm || i < frozen)
                foreach (var norm in Stages[i].Modules.SelectMany(module => module.modules().Prepend(module)).OfType<BatchNorm>()) norm.eval();
    }

    private Tensor Run(Tensor x, int from, int to)
    {
        using var scope = NewDisposeScope();
        for (var stage = from; stage < to; stage++)
        {
            var y = RunStage(stage, x);
            if (stage > from && !ReferenceEquals(x, y)) x.Dispose();
            x = y;
        }
        return from < to ? x.MoveToOuterDisposeScope() : x;
    }

    /// <summary>What a module makes of a tensor that nobody asks for afterwards: without a graph its memory is free at once, and the next tensor finds it in the processor's cache.</summary>
    internal static Tensor Through(Module<Tensor, Tensor> module, Tensor x)
    {
        var y = module.call(x);
        if (!ReferenceEquals(x, y)) x.Dispose();
        return y;
    }

    private int IndexOf(string stage) => Stages.ToList().FindIndex(part => part.Name == stage) is >= 0 and var found ? found
        : throw new ArgumentException($"stage is '{stage}'; it must be one of {string.Join(", ", Stages.Select(part => part.Name))}.", nameof(stage));

    /// <summary>A fresh linear head whose weights are small, so that the first steps do not shake what is below.</summary>
    protected static Linear NewHead(int features, int classes)
    {
        Models.Options.Require(classes >= 1, nameof(classes), classes, "at least 1");
        var head = Linear(features, classes);
        init.normal_(head.weight!, 0, 0.01);
        init.zeros_(head.bias!);
        return head;
    }
}
