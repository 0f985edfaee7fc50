using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Preprocessing;

[Collection(nameof(Tests.Training.Torch))]
public sealed class ImageShiftTests
{
    private static readonly Func<int, ImageShift>[] All = [severity => new NoiseShift(severity), severity => new BlurShift(severity), severity => new ContrastShift(severity), severity => new BrightnessShift(severity)];

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_severity_takes_the_images_further_from_what_they_were(int kind)
    {
        using var scope = NewDisposeScope();
        var images = Images();
        var before = images.clone();
        var distances = Enumerable.Range(1, 5).Select(severity =>
        {
            var shifted = All[kind](severity).Apply(images);
            Assert.Equal(images.shape, shifted.shape);
            Assert.True(shifted.min().item<float>() >= 0 && shifted.max().item<float>() <= 1);
            return (shifted - images).abs().mean().item<float>();
        }).ToArray();
        Assert.True(distances[0] > 0);
        Assert.Equal(distances.Order(), distances);
        Assert.Equal(5, distances.Distinct().Count());
        Assert.True(images.allclose(before, 0, 0));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_image_suffers_the_same_alone_and_among_others_but_for_the_draw(int kind)
    {
        using var scope = NewDisposeScope();
        var images = Images();
        if (All[kind](1) is not NoiseShift) Assert.True(All[kind](3).Apply(images)[2].allclose(All[kind](3).Apply(images.narrow(0, 2, 1))[0], 0, 1e-6));
        Assert.True(Seeded(3).allclose(Seeded(3), 0, 0));

        Tensor Seeded(int seed)
        {
            new Seed(seed).Torch("shift");
            return All[kind](4).Apply(images);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void A_severity_that_is_none_is_refused(int severity)
    {
        using var images = zeros(1, 1, 4, 4);
        foreach (var shift in All) Assert.Contains("from 1 to 5", Assert.Throws<ArgumentOutOfRangeException>(() => shift(severity).Apply(images)).Message);
    }

    [Fact]
    public void Noise_has_the_stated_deviation()
    {
        using var scope = NewDisposeScope();
        new Seed(1).Torch("noise");
        var noise = new NoiseShift(2).Apply(full([4, 1, 64, 64], 0.5)) - 0.5;
        Assert.Equal(0.12, noise.std().item<float>(), 0.005);
        Assert.Equal(0, noise.mean().item<float>(), 0.005);
    }

    [Fact]
    public void Blur_spreads_a_point_as_a_gaussian_and_keeps_its_sum_and_flat_images()
    {
        using var scope = NewDisposeScope();
        var point = zeros(1, 2, 41, 41);
        point[0, 0, 20, 20] = tensor(1f);
        var blurred = new BlurShift(4).Apply(point);
        var sigma = 0.032 * 41;
        Assert.Equal(1, blurred[0, 0].sum().item<float>(), 1e-4);
        Assert.Equal(0, blurred[0, 1].abs().max().item<float>());
        Assert.Equal(Math.Exp(-(4 + 1) / (2 * sigma * sigma)), (blurred[0, 0, 22, 21] / blurred[0, 0, 20, 20]).item<float>(), 1e-4);
        var flat = full([2, 1, 28, 28], 0.7);
        Assert.True(new BlurShift(5).Apply(flat).allclose(flat, 0, 1e-5));
    }

    [Fact]
    public void Contrast_and_brightness_do_what_they_say()
    {
        using var scope = NewDisposeScope();
        var images = Images();
        var mean = images.mean([1L, 2, 3], keepdim: true);
        Assert.True(new ContrastShift(2).Apply(images).allclose((images - mean) * 0.3 + mean, 0, 1e-5));
        Assert.True(new BrightnessShift(1).Apply(images).allclose((images + 0.1).clamp(0, 1), 0, 1e-6));
    }

    private static Tensor Images()
    {
        new Seed(1).Torch("images");
        return rand(6, 1, 28, 28);
    }
}
