using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Preprocessing;

/// <summary>
/// What another machine, another hand or another day does to images: not small enough to go unseen, and nobody's intention. Five severities, as in Hendrycks and Dietterich, "Benchmarking neural network
/// robustness to common corruptions and perturbations" (ICLR 2019). A shift is an <see cref="ImageAugmentation"/>, so that <see cref="Training.ImageTrainer.Logits"/> looks through it and a training can see it.
/// </summary>
/// <param name="Severity">From 1 to 5.</param>
public abstract record ImageShift(int Severity) : ImageAugmentation
{
    /// <summary>What the image suffers at each severity, from 1 on.</summary>
    protected abstract IReadOnlyList<double> Levels { get; }

    /// <summary>What the image suffers at this severity.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The severity is not from 1 to 5.</exception>
    public double Level
    {
        get
        {
            Require(Severity is >= 1 and <= 5, nameof(Severity), Severity, "from 1 to 5");
            return Levels[Severity - 1];
        }
    }
}

/// <summary>Adds normal noise to each pixel; its deviation is the paper's: 0.08, 0.12, 0.18, 0.26, 0.38 of the range.</summary>
/// <param name="Severity">From 1 to 5.</param>
public sealed record NoiseShift(int Severity) : ImageShift(Severity)
{
    /// <inheritdoc/>
    protected override IReadOnlyList<double> Levels => [0.08, 0.12, 0.18, 0.26, 0.38];

    /// <inheritdoc/>
    protected override Tensor Change(Tensor images) => (images + randn_like(images) * Level).clamp(0, 1);
}

/// <summary>Blurs with a Gaussian whose deviation is a share of the image's height, so that images of 28 and of 224 pixels suffer alike: 1, 1.5, 2.2, 3.2, 5 percent (0.3 to 1.4 pixels of 28).</summary>
/// <param name="Severity">From 1 to 5.</param>
public sealed record BlurShift(int Severity) : ImageShift(Severity)
{
    /// <inheritdoc/>
    protected override IReadOnlyList<double> Levels => [0.01, 0.015, 0.022, 0.032, 0.05];

    /// <inheritdoc/>
    protected override Tensor Change(Tensor images)
    {
        var sigma = Level * images.shape[2];
        return new GaussianBlur(sigma, sigma).Apply(images).clamp(0, 1);
    }
}

/// <summary>Draws all pixels towards the image's mean, the paper's way: of the contrast 0.4, 0.3, 0.2, 0.1, 0.05 are left.</summary>
/// <param name="Severity">From 1 to 5.</param>
public sealed record ContrastShift(int Severity) : ImageShift(Severity)
{
    /// <inheritdoc/>
    protected override IReadOnlyList<double> Levels => [0.4, 0.3, 0.2, 0.1, 0.05];

    /// <inheritdoc/>
    protected override Tensor Change(Tensor images)
    {
        var mean = images.mean([1L, 2, 3], keepdim: true);
        return ((images - mean) * Level + mean).clamp(0, 1);
    }
}

/// <summary>Brightens all pixels alike, as another exposure does: by 0.1, 0.2, 0.3, 0.4, 0.5 of the range.</summary>
/// <param name="Severity">From 1 to 5.</param>
public sealed record BrightnessShift(int Severity) : ImageShift(Severity)
{
    /// <inheritdoc/>
    protected override IReadOnlyList<double> Levels => [0.1, 0.2, 0.3, 0.4, 0.5];

    /// <inheritdoc/>
    protected override Tensor Change(Tensor images) => (images + Level).clamp(0, 1);
}
