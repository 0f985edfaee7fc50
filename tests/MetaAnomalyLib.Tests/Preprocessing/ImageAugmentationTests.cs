using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Preprocessing;

[Collection(nameof(Tests.Training.Torch))]
public sealed class ImageAugmentationTests
{
    private static readonly ImageAugmentation[] All =
    [
        new RandomAffine(10, 0.1, 0.1, 5), new RandomRotation(15), new RandomHorizontalFlip(), new RandomCrop(3), new ColorJitter(0.3, 0.3), new RandomErasing(), new GaussianBlur(0.5, 2), new RandomResizedCrop(0.3),
        new Compose(new RandomRotation(5), new ColorJitter(0.1)),
    ];

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Images_keep_their_shape_and_range_and_the_given_ones_are_left_alone(int kind)
    {
        using var scope = NewDisposeScope();
        new Seed(1).Torch("images");
        var images = rand(16, 3, 20, 24);
        var before = images.clone();
        var changed = All[kind].Apply(images);
        Assert.Equal(images.shape, changed.shape);
        Assert.True(changed.min().item<float>() >= 0 && changed.max().item<float>() <= 1);
        Assert.True(images.allclose(before, 0, 0));
        Assert.False(changed.allclose(before));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_seed_decides(int kind)
    {
        using var scope = NewDisposeScope();
        var images = rand(8, 1, 12, 12);
        Assert.True(Seeded(3).allclose(Seeded(3), 0, 0));
        Assert.False(Seeded(3).allclose(Seeded(4)));

        Tensor Seeded(int seed)
        {
            new Seed(seed).Torch("augmentation");
            return All[kind].Apply(images);
        }
    }

    [Fact]
    public void Changes_of_size_nought_change_nothing()
    {
        using var scope = NewDisposeScope();
        var images = rand(4, 2, 9, 11);
        foreach (ImageAugmentation none in new ImageAugmentation[] { new RandomAffine(0), new RandomCrop(0), new ColorJitter(), new RandomErasing(0), new RandomHorizontalFlip(0), new RandomResizedCrop(1, 1), new Compose() })
            Assert.True(none.Apply(images).allclose(images, 0, 1e-5), none.ToString());
    }

    [Fact]
    public void A_blurred_point_is_a_Gaussian_and_a_plain_image_stays_plain()
    {
        using var scope = NewDisposeScope();
        var point = zeros(1, 1, 31, 31);
        point[0, 0, 15, 15] = 1;
        var blurred = new GaussianBlur(1.5, 1.5).Apply(point);
        Assert.Equal(1, blurred.sum().item<float>(), 4);
        foreach (var (down, right) in new[] { (0, 1), (2, 0), (1, 3) })
            Assert.Equal(Math.Exp(-(down * down + right * right) / (2 * 1.5 * 1.5)), blurred[0, 0, 15 + down, 15 + right].item<float>() / blurred[0, 0, 15, 15].item<float>(), 4);
        var plain = full([2, 3, 8, 9], 0.7f);
        Assert.True(new GaussianBlur(0.5, 4).Apply(plain).allclose(plain, 0, 1e-5));
    }

    [Fact]
    public void A_centre_crop_keeps_the_middle()
    {
        using var scope = NewDisposeScope();
        var across = linspace(0, 1, 40).view(1, 1, 1, 40).expand(2, 1, 20, 40);
        var cropped = new CenterCrop(1, 0.5).Apply(across);
        Assert.Equal(across.shape, cropped.shape);
        Assert.Equal(0.25, cropped.amin([1L, 2, 3])[0].item<float>(), 1);
        Assert.Equal(0.75, cropped.amax([1L, 2, 3])[0].item<float>(), 1);
        Assert.Equal(across.mean().item<float>(), cropped.mean().item<float>(), 3);
        Assert.True(new CenterCrop(1, 1).Apply(across).allclose(across, 0, 1e-5));
    }

    [Fact]
    public void A_resized_crop_shows_a_part_of_the_image_with_other_sides()
    {
        using var scope = NewDisposeScope();
        new Seed(2).Torch("crops");
        var across = linspace(0, 1, 40).view(1, 1, 1, 40).expand(64, 1, 40, 40);
        var down = across.transpose(2, 3);
        var crop = new RandomResizedCrop(0.25, 2);
        var (width, height) = (Range(across), Range(down));
        Assert.All(width.Concat(height), share => Assert.InRange(share, 0.3f, 1.001f));
        Assert.All(width.Zip(height), sides => Assert.InRange(sides.First * sides.Second, 0.2f, 1.001f));
        Assert.Contains(width.Zip(height), sides => sides.First > 1.5f * sides.Second);
        Assert.Contains(width.Zip(height), sides => sides.Second > 1.5f * sides.First);

        float[] Range(Tensor images)
        {
            new Seed(3).Torch("the same crops");
            var cropped = crop.Apply(images);
            return [.. (cropped.amax([1L, 2, 3]) - cropped.amin([1L, 2, 3])).data<float>()];
        }
    }

    [Fact]
    public void A_flip_mirrors_left_and_right()
    {
        using var scope = NewDisposeScope();
        var images = arange(6, float32).view(1, 1, 2, 3) / 10;
        Assert.Equal([0.2f, 0.1f, 0, 0.5f, 0.4f, 0.3f], new RandomHorizontalFlip(1).Apply(images).data<float>().ToArray());
    }

    [Fact]
    public void A_turn_moves_the_corner_on_a_circle_also_where_the_sides_differ()
    {
        using var scope = NewDisposeScope();
        var images = zeros(32, 1, 21, 41);
        images[.., 0, 10, 28] = 1;   // 8 to the right of the centre
        var turned = new RandomRotation(180).Apply(images);
        var (y, x) = (arange(21, float32).view(-1, 1) - 10, arange(41, float32).view(1, -1) - 20);
        var weight = turned.squeeze(1);
        var distance = (((y * y + x * x).sqrt() * weight).sum([1L, 2]) / weight.sum([1L, 2])).data<float>().ToArray();
        Assert.All(distance, d => Assert.Equal(8, d, 0.4f));
    }

    [Fact]
    public void A_crop_moves_by_whole_pixels_and_repeats_the_border()
    {
        using var scope = NewDisposeScope();
        var images = (arange(5, float32) / 10).view(1, 1, 1, 5).expand(64, 1, 3, 5).contiguous();
        var rows = new RandomCrop(1).Apply(images).data<float>().ToArray().Chunk(5).Select(row => string.Join(' ', row.Select(v => MathF.Round(v * 10)))).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["0 0 1 2 3", "0 1 2 3 4", "1 2 3 4 4"], rows);
    }

    [Theory]
    [InlineData("Degrees")]
    [InlineData("Translate")]
    [InlineData("Probability")]
    [InlineData("Brightness")]
    [InlineData("Padding")]
    [InlineData("Largest")]
    public void Options_out_of_range_are_refused_by_name(string name)
    {
        using var scope = NewDisposeScope();
        var images = rand(1, 1, 8, 8);
        ImageAugmentation wrong = name switch
        {
            "Degrees" => new RandomRotation(-1),
            "Translate" => new RandomAffine(0, 1),
            "Probability" => new RandomHorizontalFlip(1.5),
            "Brightness" => new ColorJitter(-0.1),
            "Padding" => new RandomCrop(-1),
            _ => new RandomErasing(1, 0.2, 0.1),
        };
        Assert.Contains(name, Assert.Throws<ArgumentOutOfRangeException>(() => wrong.Apply(images)).Message);
    }

    [Fact]
    public void Rows_that_are_no_images_are_refused() =>
        Assert.Contains("[batch, channels, height, width]", Assert.Throws<ArgumentException>(() => new RandomRotation(5).Apply(zeros(3, 4))).Message);
}
