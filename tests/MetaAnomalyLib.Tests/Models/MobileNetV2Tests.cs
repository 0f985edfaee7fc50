using System.Buffers.Binary;
using System.IO.Compression;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Models;

[Collection(nameof(Training.Torch))]
public sealed class MobileNetV2Tests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mobilenet").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("bird", "chickadee", 0.98), InlineData("cat", "Egyptian cat", 0.73), InlineData("grace_hopper", "military uniform", 0.91)]
    [InlineData("missvickie_potato_chips", "packet", 0.90), InlineData("sunflower", "daisy", 0.99)]
    public void With_the_weights_of_the_catalog_it_names_what_is_on_photographs(string photograph, string label, double probability)
    {
        var found = DataCatalog.Default.Find("mobilenet-v2");
        Assert.SkipWhen(found is null, "the weights are not here: set META_DATA");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = MobileNetV2.Load(found.Files[0]);
        var image = nn.functional.interpolate(Png(Path.Combine(found.Folder, "photographs", photograph + ".png")), [224, 224],
            mode: InterpolationMode.Bilinear, align_corners: false, antialias: true);
        var probabilities = network.call(image / 127.5 - 1).softmax(1)[0];
        var best = probabilities.argmax().item<long>();
        Assert.Equal(label, File.ReadAllLines(Path.Combine(found.Folder, "imagenet_labels.txt"))[best + 1].Trim());   // the first line is the background
        Assert.Equal(probability, probabilities[best].item<float>(), 0.06);
    }

    [Fact]
    public void Its_names_and_shapes_are_torchvisions()
    {
        using var scope = NewDisposeScope();
        using var network = new MobileNetV2(new() { Classes = 7 });
        var shapes = network.state_dict().ToDictionary(entry => entry.Key, entry => string.Join('x', entry.Value.shape));
        Assert.Equal(314, shapes.Count);
        Assert.Equal("32x3x3x3", shapes["features.0.0.weight"]);
        Assert.Equal("16x32x1x1", shapes["features.1.conv.1.weight"]);
        Assert.Equal("144x1x3x3", shapes["features.3.conv.1.0.weight"]);
        Assert.Equal("320", shapes["features.17.conv.3.running_var"]);
        Assert.Equal("7x1280", shapes["classifier.1.weight"]);
        Assert.Equal(2_223_872 + 7 * 1281, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Each_padding_halves_the_sides_five_times_and_the_blocks_have_the_channels_that_it_tells()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var same in new[] { false, true })
        {
            using var network = new MobileNetV2(new() { Classes = 7, SamePadding = same });
            network.eval();
            foreach (var side in new[] { 64, 57 })
            {
                var blocks = network.Blocks(rand(2, 3, side, side));
                Assert.Equal(MobileNetV2.BlockChannels, blocks.Select(block => (int)block.shape[1]));
                Assert.Equal([32, 16, 8, 4, 2], blocks.Select(block => block.shape[2] * 64 / (side == 64 ? 64 : 58)).Distinct().Select(s => side == 64 ? s : Math.Pow(2, Math.Round(Math.Log2(s)))));
            }
            Assert.Equal([2L, 7], network.call(rand(2, 3, 64, 64)).shape);
        }
    }

    [Fact]
    public void Weights_of_another_model_are_refused_with_every_name_and_change_nothing()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(folder, "other.safetensors");
        using var model = nn.Sequential(("a", nn.Linear(2, 3)), ("b", nn.Linear(3, 1)));
        SafetensorsFile.Write(path, new Dictionary<string, Tensor> { ["a.weight"] = zeros(3, 2), ["a.bias"] = zeros(4), ["c.weight"] = zeros(1) });
        var before = model.state_dict()["a.weight"].clone();
        var message = Assert.Throws<DataFormatException>(() => PretrainedWeights.Load(model, path)).Message;
        foreach (var part in new[] { "no 'b.bias'", "no 'b.weight'", "an unexpected 'c.weight'", "'a.bias' of shape [4] instead of [3]" }) Assert.Contains(part, message);
        Assert.True(before.allclose(model.state_dict()["a.weight"], 0, 0));
    }

    [Fact]
    public void Half_precision_weights_are_taken_and_the_notes_returned()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(folder, "half.safetensors");
        using var model = nn.Sequential(("a", nn.Linear(2, 1)));
        SafetensorsFile.Write(path, new Dictionary<string, Tensor> { ["a.weight"] = full([1, 2], 0.5, dtype: float16), ["a.bias"] = ones(1) }, new Dictionary<string, string> { ["from"] = "here" });
        Assert.Equal("here", PretrainedWeights.Load(model, path)["from"]);
        Assert.Equal(2f, model.call(ones(1, 2)).item<float>());
    }

    // 8-bit RGB without interlacing, which the photographs are.
    private static Tensor Png(string path)
    {
        var bytes = File.ReadAllBytes(path);
        using var packed = new MemoryStream();
        var (width, height) = (0, 0);
        for (var at = 8; at < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            var type = System.Text.Encoding.ASCII.GetString(bytes, at + 4, 4);
            if (type == "IHDR") (width, height) = (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + 8)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + 12)));
            if (type == "IDAT") packed.Write(bytes, at + 8, length);
            at += length + 12;
        }
        packed.Position = 0;
        using var inflated = new ZLibStream(packed, CompressionMode.Decompress);
        var (line, pixels) = (3 * width, new byte[3 * width * height]);
        for (var y = 0; y < height; y++)
        {
            var filter = inflated.ReadByte();
            var row = pixels.AsSpan(y * line, line);
            inflated.ReadExactly(row);
            for (var i = 0; i < line; i++)
            {
                var left = i < 3 ? 0 : row[i - 3];
                var up = y == 0 ? 0 : pixels[(y - 1) * line + i];
                var corner = i < 3 || y == 0 ? 0 : pixels[(y - 1) * line + i - 3];
                row[i] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 });
            }
        }
        return tensor(pixels).view(1, height, width, 3).permute(0, 3, 1, 2).to(float32).contiguous();
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
