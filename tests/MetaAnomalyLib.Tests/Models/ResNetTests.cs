using System.Text.Json;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Models;

[Collection(nameof(Training.Torch))]
public sealed class ResNetTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "resnet.json"))).RootElement;

    [Fact]
    public void Its_parameters_are_torchvisions_by_name_and_number()
    {
        using var scope = NewDisposeScope();
        using var network = new ResNet();
        Assert.Equal(Golden.GetProperty("names").EnumerateArray().Select(name => name.GetString()), network.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(11_689_512, network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal([64L, 3, 7, 7], network.state_dict()["conv1.weight"].shape);
        Assert.Equal([256L, 128, 1, 1], network.state_dict()["layer3.0.downsample.0.weight"].shape);
    }

    [Fact]
    public void With_given_weights_its_logits_are_pytorchs()
    {
        foreach (var golden in Golden.GetProperty("cases").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var (channels, side) = (golden.GetProperty("channels").GetInt32(), golden.GetProperty("side").GetInt32());
            using var network = new ResNet(new() { Width = 4, Channels = channels, Classes = 3, Stem = Enum.Parse<ResNetStem>(golden.GetProperty("stem").GetString()!) });
            Fill(network);
            network.eval();
            var j = arange(2 * channels * side * side, float64);
            var images = ((1 + (0.11 * j + 0.0007 * j * j).sin()) / 2).to(float32).view(2, channels, side, side);
            var expected = golden.GetProperty("logits").EnumerateArray().Select(value => value.GetSingle());
            foreach (var (want, got) in expected.Zip(network.call(images).data<float>().ToArray())) Assert.Equal(want, got, 2e-4f * Math.Max(1, Math.Abs(want)));
            Assert.True(network.Head(network.Features(images)).allclose(network.call(images)));
        }
    }

    [Fact]
    public void Weights_saved_by_name_load_by_name()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var trained = new ResNet(new() { Width = 2, Classes = 3, Stem = ResNetStem.Small });
        var path = folder["resnet.safetensors"];
        SafetensorsFile.Write(path, trained.state_dict());
        using var fresh = new ResNet(new() { Width = 2, Classes = 3, Stem = ResNetStem.Small });
        PretrainedWeights.Load(fresh, path);
        var images = rand(2, 3, 16, 16);
        trained.eval();
        fresh.eval();
        Assert.True(trained.call(images).allclose(fresh.call(images), 0, 0));
        using var other = new ResNet(new() { Width = 2, Classes = 4, Stem = ResNetStem.Large });
        var message = Assert.Throws<DataFormatException>(() => PretrainedWeights.Load(other, path)).Message;
        Assert.Contains("'conv1.weight' of shape [2, 3, 3, 3] instead of [2, 3, 7, 7]", message);
        Assert.Contains("'fc.bias' of shape [3] instead of [4]", message);
    }

    [Fact]
    public void Torchvisions_weights_are_loaded_with_the_scale_of_pixels_that_they_want()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var folder = new TemporaryFolder();
        using var trained = new ResNet(new() { Width = 4, Classes = 5 });
        Fill(trained);
        trained.eval();
        var path = folder["resnet.safetensors"];
        SafetensorsFile.Write(path, trained.state_dict());
        using var loaded = ResNet.Load(path);
        Assert.Equal(new ResNetOptions { Width = 4, Classes = 5, ImageNetScale = true }, loaded.Options);
        var pixels = rand(2, 3, 40, 40);
        var normalised = (pixels - tensor([0.485f, 0.456f, 0.406f]).view(3, 1, 1)) / tensor([0.229f, 0.224f, 0.225f]).view(3, 1, 1);
        Assert.True(loaded.call(pixels * 2 - 1).allclose(trained.call(normalised), 1e-4, 1e-4));
        Assert.False(loaded.call(pixels * 2 - 1).allclose(trained.call(pixels * 2 - 1), 1e-2, 1e-2));
        SafetensorsFile.Write(path, new Dictionary<string, Tensor> { ["features.weight"] = zeros(1) });
        Assert.Contains("ResNet-18 with torchvision's names", Assert.Throws<DataFormatException>(() => ResNet.Load(path)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResNet(new() { Channels = 1, ImageNetScale = true }));
    }

    [Fact]
    public void The_catalogs_weights_are_those_of_a_whole_ResNet_18()
    {
        var found = DataCatalog.Default.Find("resnet-18");
        Assert.SkipWhen(found is null, "the weights are not here: DownloadAsync(\"resnet-18\")");
        found.Verify();
        using var network = ResNet.Load(found.Files[0]);
        Assert.Equal(new ResNetOptions { ImageNetScale = true }, network.Options);
    }

    private static void Fill(ResNet network)
    {
        foreach (var (entry, i) in network.state_dict().Where(entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select((e, i) => (e, i)))
        {
            var j = arange(entry.Value.numel(), float64);
            var values = (i + 0.37 * j + 0.013 * j * j).sin().view(entry.Value.shape) / 2;
            entry.Value.copy_(entry.Key.EndsWith("running_var", StringComparison.Ordinal) ? values + 1 : values);
        }
    }
}
