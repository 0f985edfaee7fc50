using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Preprocessing;

/// <summary>
/// A random change of images that leaves what they show. Images are <c>[batch, channels, height, width]</c> with values in [0, 1]; each image is changed by numbers of its own, drawn from libtorch's
/// generator, which <see cref="Training.Seed.Torch"/> seeds and checkpoints keep. Names and meanings are torchvision's.
/// </summary>
public abstract record ImageAugmentation
{
    /// <summary>Changed copies of images, of the same shape.</summary>
    public Tensor Apply(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.ndim != 4)
            throw new ArgumentException($"images has {images.ndim} dimensions; it must be [batch, channels, height, width].", nameof(images));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Change(images).MoveToOuterDisposeScope();
    }

    /// <summary>What <see cref="Apply"/> does, within a dispose scope and without gradients.</summary>
    protected abstract Tensor Change(Tensor images);

    /// <summary>A number for each image, from <paramref name="low"/> to <paramref name="high"/>: <c>[batch]</c>.</summary>
    protected static Tensor Uniform(Tensor images, double low, double high) => rand(images.shape[0], device: images.device) * (high - low) + low;

    /// <summary>Refuses a number out of its range, by name.</summary>
    protected static void Require(bool holds, string name, object value, string range) => Models.Options.Require(holds, name, value, range);
}

/// <summary>Several changes, one after the other.</summary>
/// <param name="Steps">In their order.</param>
public sealed record Compose(params IReadOnlyList<ImageAugmentation> Steps) : ImageAugmentation
{
    /// <summary>The steps' texts: two chains of the same steps are the same recipe.</summary>
    public override string ToString() => string.Join(", ", Steps);

    /// <inheritdoc/>
    protected override Tensor Change(Tensor images) => Steps.Aggregate(images, (changed, step) => step.Apply(changed));
}

/// <summary>Turns, shifts, scales and shears about the centre, bilinearly. What comes in from outside repeats the border: an X-ray has no black frame to learn from.</summary>
/// <param name="Degrees">Turns from −this to this, from 0 to 180.</param>
/// <param name="Translate">Shifts in both directions up to this share of the side, from 0 to below 1.</param>
/// <param name="Scale">Scales by 1 − this to 1 + this, from 0 to below 1.</param>
/// <param name="Shear">Shears lines by −this to this many degrees, from 0 to below 90.</param>
public sealed record RandomAffine(double Degrees, double Translate = 0, double Scale = 0, double Shear = 0) : ImageAugmentation
{
    /// <inheritdoc/>
    protected override Tensor Change(Tensor images)
    {
        Require(Degrees is >= 0 and <= 180, nameof(Degrees), Degrees, "from 0 to 180");
        Require(Translate is >= 0 and < 1, nameof(Translate), Translate, "from 0 to below 1");
        Require(Scale is >= 0 and < 1, nameof(Scale), Scale, "from 0 to below 1");
        Require(Shear is >= 0 and < 90, nameof(Shear), Shear, "from 0 to below 90");
        var angle = Uniform(images, -Degrees, Degrees) * (Math.PI / 180);
        var shear = (Uniform(images, -Shear, Shear) * (Math.PI / 180)).tan();
        var factor = Uniform(images, 1 - Scale, 1 + Scale).reciprocal();
        var (right, down) = (Uniform(images, -Translate, Translate) * 2, Uniform(images, -Translate, Translate) * 2);
        // From places of the result to places of the image, so inverse: first the turn, then the shear.
        var (cos, sin) = (angle.cos() * factor, angle.sin() * factor);
        var (height, width) = ((double)images.shape[2], (double)images.shape[3]);
        var maps = stack(
        [
            stack([cos + shear * sin, (shear * cos - sin) * (height / width), right], 1),
            stack([sin * (width / height), cos, down], 1),
        ], 1);
        return nn.functional.grid_sample(images, nn.functional.affine_grid(maps, images.shape), GridSampleMode.Bilinear, GridSamplePaddingMode.Border, false);
    }
}

/// <summary>Turns by −<paramref name="Degrees"/> to <paramref name="Degrees"/> about the centre.</summary>
/// <param name="Degrees">From 0 to 180.</param>
public sealed record RandomRotation(double Degrees) : ImageAugmentation
{
    /// <inheritdoc/>
    protected override Tensor Change(Tensor images) => new RandomAffine(Degrees).Apply(images);
}

/// <summary>Mirrors left and right. (Hearts lie on the left: of X-rays it makes what is rare, and yet it can help.)</summary>
/// <param name="Probability">From 0 to 1.</param>
public sealed record RandomHorizontalFlip(double Probability = 0.5) : ImageAugmentation
{
    /// <inheritdoc/>
    protected override Tensor Change(Tensor images)
    {
        Require(Probability is >= 0 and <= 1, nameof(Probability), Probability, "from 0 to 1");
        return where((Uniform(images, 0, 1) < Probability).view(-1, 1, 1, 1), images.flip(3), images);
    }
}

/// <summary>Crops the image out of itself padded all around with its border.</summary>
/// <param name="Padding">Pixels, at least 0: shifts by −this to this whole pixels.</param>
public sealed record RandomCrop(int Padding) : ImageAugmentation
{
    /// <inheritdoc/>
    protected override Tensor Change(Tensor images)
    {
        Require(Padding >= 0, nameof(Padding), Padding, "at least 0");
        var (height, width) = (images.shape[2], images.shape[3]);
        var rows = Places(images, height).view(-1, 1, height, 1).expand(-1, images.shape[1], -1, width);
        var columns = Places(images, width).view(-1, 1, 1, width).expand(-1, images.shape[1], height, -1);
        return images.gather(2, rows).gather(3, columns);
    }

    private Tensor Places(Tensor images, long side) =>
        (arange(side, int64).unsqueeze(0) + randint(-Padding, Padding + 1, [images.shape[0], 1], int64)).clamp(0, side - 1);
}

/// <summary>Brightness by a factor, then contrast by a factor about the image's mean.</summary>
/// <param name="Brightness">Factors from 1 − this to 1 + this, from 0 to 1.</param>
/// <param name="Contrast">Likewise.</param>
public sealed record ColorJitter(double Brightness = 0, double Contrast = 0) : ImageAugmentation
{
    /// <inheritdoc/>
    protected override Tensor Change(Tensor images)
    {
        Require(Brightness is >= 0 and <= 1, nameof(Brightness), Brightness, "from 0 to 1");
        Require(Contrast is >= 0 and <= 1, nameof(Contrast), Contrast, "from 0 to 1");
        var bright = (images * Uniform(images, 1 - Brightness, 1 + Brightness).view(-1, 1, 1, 1)).clamp(0, 1);
        var mean = bright.mean([1L, 2, 3], keepdim: true);
        return ((bright - mean) * Uniform(images, 1 - Contrast, 1 + Contrast).view(-1, 1, 1, 1) + mean).clamp(0, 1);
    }
}

/// <summary>Puts a grey rectangle over a part of the image (Zhong et al., AAAI 2020).</summary>
/// <param name="Probability">How many images, from 0 to 1.</param>
/// <param name="Smallest">Share of each side that it covers at least, above 0.</param>
/// <param name="Largest">And at most, below 1.</param>
public sealed record RandomErasing(double Probability = 0.5, double Smallest = 0.15, double Largest = 0.45) : ImageAugmentation
{
    /// <inheritdoc/>
    protected override Tensor Change(Tensor images)
    {
        Require(Probability is >= 0 and <= 1, nameof(Probability), Probability, "from 0 to 1");
        Require(Smallest > 0 && Smallest <= Largest && Largest < 1, nameof(Largest), Largest, "below 1 and at least Smallest, which must be above 0");
        var rows = Covered(images, images.shape[2]).unsqueeze(2);
        var columns = Covered(images, images.shape[3]).unsqueeze(1);
        var chosen = (Uniform(images, 0, 1) < Probability).view(-1, 1, 1);
        var covered = rows.logical_and(columns).logical_and(chosen).unsqueeze(1);
        return where(covered, Uniform(images, 0, 1).view(-1, 1, 1, 1), images);
    }

    // Which of the lines (or columns) of each image, [batch, side].
    private Tensor Covered(Tensor images, long side)
    {
        var length = Uniform(images, Smallest, Largest) * side;
        var start = Uniform(images, 0, 1) * (side - length);
        var places = arange(side, float32).unsqueeze(0) + 0.5;
        return (places >= start.unsqueeze(1)).logical_and(places < (start + length).unsqueeze(1));
    }
}

/// <summary>Blurs by a Gaussian whose width is drawn for each image: how sharp an image is tells about the machine and the file, not about the patient. What comes in from outside repeats the
/// border.</summary>
/// <param name="Smallest">Standard deviation in pixels at least, above 0.</param>
/// <param name="Largest">And at most.</param>
public sealed record GaussianBlur(double Smallest, double Largest) : ImageAugmentation
{
    /// <inheritdoc/>
    protected override Tensor Change(Tensor images)
    {
        Require(Smallest > 0, nameof(Smallest), Smallest, "above 0");
        Require(Largest >= Smallest && double.IsFinite(Largest), nameof(Largest), Largest, "finite and at least Smallest");
        var (batch, channels) = (images.shape[0], images.shape[1]);
        var reach = (long)Math.Ceiling(3 * Largest);
        var places = arange(-reach, reach + 1, images.dtype).unsqueeze(0);
        var weights = (-0.5 * (places / Uniform(images, Smallest, Largest).to(images.dtype).unsqueeze(1)).square()).exp();
        weights = (weights / weights.sum([1L], keepdim: true)).repeat_interleave(channels, 0);   // [batch * channels, taps]
        var groups = batch * channels;
        var padded = nn.functional.pad(images, [reach, reach, reach, reach], PaddingModes.Replicate).view(1, groups, images.shape[2] + 2 * reach, -1);
        var across = nn.functional.conv2d(padded, weights.view(groups, 1, 1, -1), groups: groups);
        return nn.functional.conv2d(across, weights.view(groups, 1, -1, 1), groups: groups).view(images.shape);
    }
}

/// <summary>Crops a part of another size and another ratio of its sides and scales it to the whole, bilinearly.</summary>
/// <param name="Smallest">Share of the area at least, above 0, at most 1; at most it is the whole.</param>
/// <param name="Ratio">Width to height of the part as a share of the image's, from 1 / this to this, at least 1.</param>
public sealed record RandomResizedCrop(double Smallest = 0.08, double Ratio = 4.0 / 3) : ImageAugmentation
{
    /// <inheritdoc/>
    protected override Tensor Change(Tensor images)
    {
        Require(Smallest is > 0 and <= 1, nameof(Smallest), Smallest, "above 0 and at most 1");
        Require(Ratio >= 1 && double.IsFinite(Ratio), nameof(Ratio), Ratio, "finite and at least 1");
        var (area, ratio) = (Uniform(images, Smallest, 1), Uniform(images, -Math.Log(Ratio), Math.Log(Ratio)).exp());
        var (width, height) = ((area * ratio).sqrt().clamp_max(1), (area / ratio).sqrt().clamp_max(1));
        var (right, down) = ((1 - width) * Uniform(images, -1, 1), (1 - height) * Uniform(images, -1, 1));
        var none = zeros_like(width);
        var maps = stack([stack([width, none, right], 1), stack([none, height, down], 1)], 1);
        return nn.functional.grid_sample(images, nn.functional.affine_grid(maps, images.shape), GridSampleMode.Bilinear, GridSamplePaddingMode.Border, false);
    }
}

/// <summary>Keeps the middle of the image, scaled to the whole, bilinearly: nothing random.</summary>
/// <param name="Height">Share of the height that is kept, above 0, at most 1.</param>
/// <param name="Width">Share of the width.</param>
public sealed record CenterCrop(double Height, double Width) : ImageAugmentation
{
    /// <inheritdoc/>
    protected override Tensor Change(Tensor images)
    {
        Require(Height is > 0 and <= 1, nameof(Height), Height, "above 0 and at most 1");
        Require(Width is > 0 and <= 1, nameof(Width), Width, "above 0 and at most 1");
        var map = tensor(new[] { (float)Width, 0, 0, 0, (float)Height, 0 }, device: images.device).view(1, 2, 3).expand(images.shape[0], -1, -1);
        return nn.functional.grid_sample(images, nn.functional.affine_grid(map, images.shape), GridSampleMode.Bilinear, GridSamplePaddingMode.Border, false);
    }
}
