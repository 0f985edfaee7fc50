using MetaAnomalyLib.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Data;

[Collection(nameof(Tests.Training.Torch))]
public sealed class PngFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_is_written_is_read_again(int channels)
    {
        using var scope = NewDisposeScope();
        var image = (rand(channels, 20, 20) * 255).round() / 255;
        PngFile.Write(Path.Combine(folder["a"], "x.png"), image);
        using var images = ImageFolder.Open(folder.Path, new() { Side = 20, Channels = channels });
        Assert.True(images.Batch([0])[0].allclose(image, 0, 1e-6));
    }

    [Fact]
    public void Lines_and_columns_are_not_exchanged_and_values_out_of_range_become_black_and_white()
    {
        using var scope = NewDisposeScope();
        var image = zeros(1, 2, 30) - 1;
        image[0, 0] = tensor(2f);
        PngFile.Write(Path.Combine(folder["a"], "x.png"), image);
        using var images = ImageFolder.Open(folder.Path, new() { Side = 2 });
        Assert.Equal([1f, 1, 0, 0], images.Batch([0]).data<float>().ToArray());
    }

    [Fact]
    public void A_tensor_that_is_no_image_is_refused()
    {
        using var scope = NewDisposeScope();
        foreach (var wrong in new[] { zeros(2, 4, 4), zeros(4, 4), zeros(1, 0, 4) })
            Assert.Contains("it must be", Assert.Throws<ArgumentException>(() => PngFile.Write(folder["x.png"], wrong)).Message);
    }
}
