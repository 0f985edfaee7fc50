using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Preprocessing;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Training;

/// <summary>How an image classifier is trained.</summary>
public sealed record ImageTrainingOptions
{
    /// <summary>The loop. Default: 30 epochs of 64 images, AdamW at 2e-3 down along a cosine, no early stopping.</summary>
    public TrainingOptions Loop { get; init; } = new() { Epochs = 30, BatchSize = 64, LearningRate = 2e-3, WeightDecay = 5e-2, Schedule = LearningRateSchedule.Cosine, Patience = 0 };

    /// <summary>What is done to training images, anew in each epoch. Default: nothing.</summary>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>Share of the target that is spread over all classes (Szegedy et al., CVPR 2016, section 7), from 0 to below 1. Default: 0.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The parameter of mixup's Beta distribution (Zhang et al., ICLR 2018): images and targets of a batch are mixed with those of another order of it. From 0 (none) to 1. Default: 0.</summary>
    public double Mixup { get; init; }

    /// <summary>Attacks every training image as the model stands before each step, so that it learns from what would fool it. Default: none.</summary>
    public AdversarialTraining? Adversary { get; init; }

    /// <summary>Whether an image weighs as much more as its class is rarer. Default: true.</summary>
    public bool BalanceClasses { get; init; } = true;

    /// <summary>The factor from one stage's learning rate to that of the one before it (<see cref="ImageBackbone.LearningRates"/>), above 0, at most 1. Default: 1.</summary>
    public double StageDecay { get; init; } = 1;

    /// <summary>The stage that the given images enter: they are then no images, but what <see cref="FrozenMaps"/> kept of them. Default: none.</summary>
    public string? Enters { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Loop.Validate();
        Models.Options.Require(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), LabelSmoothing, "from 0 to below 1");
        Models.Options.Require(Mixup is >= 0 and <= 1, nameof(Mixup), Mixup, "from 0 to 1");
        Models.Options.Require(StageDecay is > 0 and <= 1, nameof(StageDecay), StageDecay, "above 0 and at most 1");
        Adversary?.Validate();
        if (Adversary is not null && Enters is not null)
            throw new ArgumentException($"Adversary attacks images, but '{Enters}' is entered by maps of a frozen network; leave one of Adversary and Enters out.");
    }
}

/// <summary>Trains a network to tell classes of images apart: cross-entropy on the logits of augmented images, the epoch chosen by the loss on validation images.</summary>
/// <param name="model">Such as a <see cref="ResNet"/> or a <see cref="MobileNetV2"/>; it sees pixels from −1 to 1, grey ones in each of its channels.</param>
/// <param name="options">Null takes the defaults.</param>
public sealed class ImageTrainer(ImageBackbone model, ImageTrainingOptions? options = null)
{
    // Pixels of a batch that is only looked at.
    private const int EvaluationPixels = 32 * 224 * 224;

    /// <summary>The options in force.</summary>
    public ImageTrainingOptions Options { get; } = options ?? new();

    /// <summary>After each epoch; <see cref="ProgressBar.Show"/> fits.</summary>
    public event Action<EpochResult>? EpochEnded;

    /// <summary>Trains on some images and chooses the epoch on others.</summary>
    /// <param name="train">At least one image of each class of the model's head.</param>
    /// <param name="validation">Other images. Never those of the test part.</param>
    /// <param name="cancellation">Stops after the running epoch.</param>
    /// <exception cref="ArgumentException">A part is empty, or has classes that the model has not.</exception>
    public TrainingHistory Fit(IImageSource train, IImageSource validation, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        Options.Validate();
        var classes = ClassesOf(train.Batch([0]));
        Check(train, classes, nameof(train));
        Check(validation, classes, nameof(validation));
        using var scope = NewDisposeScope();
        var weights = Weights(train, classes);
        var (labels, validationLabels) = (tensor(train.Labels.Select(label => (long)label).ToArray()), tensor(validation.Labels.Select(label => (long)label).ToArray()));
        var loop = new TrainingLoop(model, Options.Loop with { Context = Options.Loop.Context + Recipe() })
        {
            Groups = [.. model.LearningRates(Options.StageDecay).Where(group => group.Parameters.Count > 0)],
        };
        loop.EpochEnded += result => EpochEnded?.Invoke(result);
        return loop.Run(train.Count, Loss, Validate, cancellation);

        Tensor Loss(Tensor rows)
        {
            var images = train.Batch(Array.ConvertAll(rows.data<long>().ToArray(), row => (int)row));
            if (Options.Augmentation is { } augmentation) images = augmentation.Apply(images);
            if (Options.Adversary is { } adversary) images = adversary.Apply(model, images, labels[rows]);
            var targets = functional.one_hot(labels[rows], classes).to(float32) * weights;
            targets = targets * (1 - Options.LabelSmoothing) + targets.sum([1L], keepdim: true) * (Options.LabelSmoothing / classes);
            if (Options.Mixup > 0)
            {
                var (share, other) = (BetaShare(Options.Mixup), randperm(rows.shape[0], dtype: int64));
                images = images * share + images[other] * (1 - share);
                targets = targets * share + targets[other] * (1 - share);
            }
            return -(LogitsOf(images).log_softmax(1) * targets).sum([1L]).mean();
        }

        Validation Validate()
        {
            var logits = tensor(Logits(validation));
            var weight = weights.index_select(0, validationLabels);
            var loss = (-(logits.log_softmax(1).gather(1, validationLabels.unsqueeze(1)).squeeze(1) * weight).sum() / weight.sum()).item<float>();
            return new Validation(loss, -loss);
        }
    }

    /// <summary>The logits of each image, <c>[images, classes]</c>, in evaluation mode.</summary>
    /// <param name="images">Any images.</param>
    /// <param name="view">What is done to them before; null looks at them as they are.</param>
    public float[,] Logits(IImageSource images, ImageAugmentation? view = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        model.eval();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var batch = Math.Max(1, EvaluationPixels / (images.Height * images.Width * 8));
        var parts = new List<Tensor>();
        for (var start = 0; start < images.Count; start += batch)
        {
            using var step = NewDisposeScope();
            var pixels = images.Batch([.. Enumerable.Range(start, Math.Min(batch, images.Count - start))]);
            parts.Add(LogitsOf(view?.Apply(pixels) ?? pixels).MoveToOuterDisposeScope());
        }
        return parts.Count == 0 ? new float[0, 0] : (float[,])cat(parts).data<float>().ToNDArray();
    }

    /// <summary>The probability of each class, <c>[images, classes]</c>: the mean over views of the softmax of the logits.</summary>
    /// <param name="images">Any images.</param>
    /// <param name="views">What is done to the images, once for each view; an empty list looks at them as they are. Random views draw from libtorch's generator.</param>
    public float[,] Probabilities(IImageSource images, params IReadOnlyList<ImageAugmentation?> views)
    {
        ArgumentNullException.ThrowIfNull(views);
        using var scope = NewDisposeScope();
        IReadOnlyList<ImageAugmentation?> seen = views.Count > 0 ? views : [null];
        var sum = seen.Select(view => tensor(Logits(images, view)).softmax(1)).Aggregate((a, b) => a + b);
        return (float[,])(sum / seen.Count).data<float>().ToNDArray();
    }

    /// <summary>The logits of a batch of images (values in [0, 1]) as the model stands, <c>[batch, classes]</c>, with the graph back to the images.</summary>
    public Tensor LogitsOf(Tensor images) => Options.Enters is { } stage ? model.Head(model.FeaturesFrom(stage, images)) : model.call(Input(model, images));

    /// <summary>Pixels from −1 to 1, grey ones in each channel of the model.</summary>
    internal static Tensor Input(ImageBackbone model, Tensor images) => (images * 2 - 1).expand(-1, model.Channels, -1, -1).contiguous();

    // Mean weight 1 over the training images.
    private Tensor Weights(IImageSource train, int classes)
    {
        var counts = new int[classes];
        foreach (var label in train.Labels) counts[label]++;
        return tensor(counts.Select(count => Options.BalanceClasses && count > 0 ? (float)train.Count / counts.Count(c => c > 0) / count : 1f).ToArray());
    }

    private int ClassesOf(Tensor image)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var _ = image;
        model.eval();
        return (int)LogitsOf(image).shape[1];
    }

    private static void Check(IImageSource images, int classes, string name)
    {
        if (images.Count == 0) throw new ArgumentException($"{name} holds no image.", name);
        if (images.Labels.FirstOrDefault(label => label < 0 || label >= classes) is var wrong and not 0)
            throw new ArgumentException($"{name} has the label {wrong}; the model's head tells {classes} classes apart, from 0: replace it (ReplaceHead).", name);
    }

    // Jöhnk's generator of Beta(a, a), from libtorch's numbers so that a resumed run draws the same.
    private static double BetaShare(double a)
    {
        while (true)
        {
            using var scope = NewDisposeScope();
            var powers = rand(2, dtype: float64).pow(1 / a).data<double>().ToArray();
            var sum = powers[0] + powers[1];
            if (sum is > 0 and <= 1) return powers[0] / sum;
        }
    }

    private string Recipe() => FormattableString.Invariant(
        $"{Options.Augmentation}/{Options.LabelSmoothing}/{Options.Mixup}/{Options.BalanceClasses}/{Options.StageDecay}/{Options.Enters}/{Options.Adversary}/{model.KeepsBatchNorm}/{string.Join(',', model.parameters().Count(p => p.requires_grad))}");
}
