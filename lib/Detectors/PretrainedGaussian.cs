using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="PretrainedGaussian"/>.</summary>
public sealed record PretrainedGaussianOptions : DetectorOptions
{
    /// <summary>Channels of a pixel, 1 or 3. Default: 1, which is shown to the network as grey.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Pixels of a side to which images are scaled before the network sees them, each at least 32; the distances at several sizes are added. Default: 64.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [64];

    /// <summary>A safetensors file with the weights of a <see cref="MobileNetV2"/>. Default: none, which stands for <c>mobilenet-v2</c> of <see cref="DataCatalog"/>.</summary>
    public string? WeightsPath { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Channels is 1 or 3, nameof(Channels), Channels, "1 or 3");
        Options.Require(Sizes.Count > 0, nameof(Sizes), "empty", "at least one size");
        foreach (var size in Sizes) Options.Require(size >= 32, nameof(Sizes), size, "at least 32 pixels each");
    }
}

/// <summary>
/// Gaussians in the features of a network that has learnt to see elsewhere (Rippel, Mertens, Merhof, "Modeling the distribution of normal data in pre-trained deep features",
/// ICPR 2020): what each of the 17 blocks of an ImageNet MobileNetV2 makes of an image, averaged over the image, is one Gaussian for normal images; the score is the sum of the squared
/// Mahalanobis distances over the blocks. Nothing is trained, nothing is random. Expects flattened square images with pixels in [0, 1].
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class PretrainedGaussian(PretrainedGaussianOptions? options = null) : Detector<PretrainedGaussianOptions>(options)
{
    private const string Weights = "model.", Mean = "mean", Whitening = "whitening.", Same = "same padding";
    private const int Batch = 64;

    // libtorch computes fewer images with other kernels, whose rounding is another; a row must score the same alone and among others.
    private const int FewestImages = 16;

    private MobileNetV2? network;

    /// <summary>The features of images, <c>[rows, sizes · 1,608]</c>: a map in which other detectors can look.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Embed(float[,] x)
    {
        CheckRows(x);
        if (x.GetLength(0) == 0) return new double[0, Learnt(Mean).shape[1]];
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return (double[,])Features(tensor(x)).data<double>().ToNDArray();
    }

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        _ = ImageShape.FromWidth((int)x.shape[1], Options.Channels);
        using (var loaded = MobileNetV2.Load(Options.WeightsPath ?? DataCatalog.Default.Get("mobilenet-v2").Files[0]))
        {
            foreach (var (name, value) in loaded.state_dict()) Learn(Weights + name, value);
            Learn(Same, tensor(loaded.Options.SamePadding));
        }
        Restored();
        var features = Features(x.to(float32));
        Learn(Mean, features.mean([0L], keepdim: true));
        foreach (var (level, start, width) in Levels())
            Learn(Whitening + level, Gaussian.Whiten(Gaussian.Of(features.narrow(1, start, width)).Covariance).Whitening);
        return Distances(features);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x) => Distances(Features(x.to(float32)));

    /// <inheritdoc/>
    protected override void Restored()
    {
        Released();
        using var noGrad = no_grad();
        network = new MobileNetV2(new() { Classes = (int)Learnt(Weights + "classifier.1.bias").shape[0], SamePadding = Learnt(Same).item<bool>() });
        foreach (var (name, value) in network.state_dict())
        {
            var kept = Learnt(Weights + name);
            if (!kept.shape.SequenceEqual(value.shape))
                throw new ArgumentException($"{name} is [{string.Join(", ", kept.shape)}], it must be [{string.Join(", ", value.shape)}]");
            value.copy_(kept);
        }
        foreach (var parameter in network.parameters()) parameter.DetachFromDisposeScope();
        foreach (var buffer in network.buffers()) buffer.DetachFromDisposeScope();
        network.eval();
    }

    /// <inheritdoc/>
    protected override void Released()
    {
        network?.Dispose();
        network = null;
    }

    private IEnumerable<(string Name, long Start, int Width)> Levels()
    {
        var start = 0L;
        foreach (var size in Options.Sizes)
        {
            foreach (var (width, block) in MobileNetV2.BlockChannels.Select((width, block) => (width, block)))
            {
                yield return (FormattableString.Invariant($"{size}.{block}"), start, width);
                start += width;
            }
        }
    }

    private Tensor Distances(Tensor features)
    {
        var (sum, mean) = (zeros(features.shape[0], dtype: float64), Learnt(Mean));
        foreach (var (level, start, width) in Levels())
            sum.add_(Gaussian.Distances(features.narrow(1, start, width), mean.narrow(1, start, width), Learnt(Whitening + level)));
        return sum;
    }

    /// <summary>float64 [rows, features] of float32 rows.</summary>
    private Tensor Features(Tensor rows)
    {
        var shape = ImageShape.FromWidth((int)rows.shape[1], Options.Channels);
        return cat([.. rows.split(Batch).Select(part =>
        {
            using var scope = NewDisposeScope();
            var images = (part.view(-1, shape.Channels, shape.Side, shape.Side) * 2 - 1).expand(-1, 3, -1, -1);
            if (images.shape[0] < FewestImages) images = cat([images, zeros(FewestImages - images.shape[0], 3, shape.Side, shape.Side)]);
            var averages = cat([.. Options.Sizes.SelectMany(size => Averages(images, size))], 1);
            return averages.narrow(0, 0, part.shape[0]).to(float64).MoveToOuterDisposeScope();
        })]);
    }

    private IEnumerable<Tensor> Averages(Tensor images, int size)
    {
        var scaled = nn.functional.interpolate(images, [size, size], mode: InterpolationMode.Bilinear, align_corners: false).contiguous();
        return network!.Blocks(scaled).Select(block => block.mean([2L, 3]));
    }
}
