using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="TransformPrediction"/>.</summary>
public sealed record TransformPredictionOptions : DetectorOptions
{
    /// <summary>What is done to the images. Default: turns and shifts, 36 in all.</summary>
    public TransformSet Transforms { get; init; } = TransformSet.RotationsAndShifts;

    /// <summary>Transformations of each image that a step learns from, drawn anew each time, at least 1; all where there are fewer. Default: 8.</summary>
    public int Views { get; init; } = 8;

    /// <summary>Filters of each convolution, each of which halves the side; at least one number. Default: 16, 32, 64.</summary>
    public IReadOnlyList<int> Filters { get; init; } = [16, 32, 64];

    /// <summary>Units of the last hidden layer, the dimensions of the embedding, at least 1. Default: 64.</summary>
    public int Latent { get; init; } = 64;

    /// <summary>Channels of an image: 1 for grey, 3 for colour. Default: 1.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Share of the rows that is held out to choose the epoch, in [0, 0.5]. Default: 0.1. 0, or fewer than 20 rows: all rows choose.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>How it is trained; the seed is the detector's. Default: 10 epochs at most, batches of 128 images, learning rate 2e-3 down along a cosine, weight decay 1e-5, patience 5.</summary>
    public TrainingOptions Training { get; init; } = ConvolutionalAutoencoderOptions.ImageTraining with { Epochs = 10 };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Enum.IsDefined(Transforms), nameof(Transforms), Transforms, "one of " + string.Join(", ", Enum.GetNames<TransformSet>()));
        Options.Require(Views >= 1, nameof(Views), Views, "at least 1");
        Options.Require(Validation is >= 0 and <= 0.5, nameof(Validation), Validation, "in [0, 0.5]");
        ConvolutionalAutoencoderOptions.ValidateImages(Filters, Latent, Channels);
        Training.Validate();
    }
}

/// <summary>
/// Self-supervised learning on images: a network sees normal images turned, shifted, mirrored, and learns to tell what was done to each. It must know how normal images lie for that; what
/// was done to another kind of image it tells worse. The score is the mean over all transformations of minus the log-probability of the right one: Golan and El-Yaniv (NeurIPS 2018),
/// section 4, without their Dirichlet fit. The last hidden layer is an embedding (Gidaris et al., ICLR 2018). For square images: rows are flattened channel by channel, line by line,
/// pixels in [0, 1]. Nothing is learnt from images that look the same however they lie.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class TransformPrediction(TransformPredictionOptions? options = null) : NetworkDetector<TransformPredictionOptions, TransformClassifier>(options), IEmbedding
{
    /// <inheritdoc/>
    protected override int ScoringBatch => 64;   // rows, of each of which all transformations are scored at once

    /// <summary>What each transformation adds to each row's score, <c>[rows, transformations]</c>: the explanation. A row's score is the mean of its line, at least 0.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] TransformLosses(float[,] x) => Map(x, Network.Losses);

    /// <summary>The last hidden layer's values of the images as they are, <c>[rows, latent]</c>.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Embed(float[,] x) => Map(x, Network.Features.call);

    /// <inheritdoc/>
    protected override TransformClassifier Build(int width) =>
        new(new ImageTransforms(ImageShape.FromWidth(width, Options.Channels), Options.Transforms), Options.Filters, Options.Latent);

    /// <inheritdoc/>
    protected override void Train(TransformClassifier network, Tensor rows)
    {
        var (train, held) = HoldOut(rows, Options.Validation);
        RunLoop(network, Options.Training, (int)train.shape[0], batch => network.Loss(train.index_select(0, batch), Options.Views), () =>
        {
            // Batch after batch: all transformations of all rows at once would be as large as the training part.
            var losses = cat([.. held.split(ScoringBatch).Select(network.Losses)]);
            var loss = losses.mean().item<float>();
            return new Validation(loss, -loss);
        });
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor rows) => Network.Losses(rows).mean([1L]);
}
