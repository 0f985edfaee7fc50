using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Training;

[Collection(nameof(Torch))]
public sealed class FrozenMapsTests
{
    [Theory]
    [InlineData("layer3")]
    [InlineData("head")]
    public void The_rest_of_the_network_makes_of_them_what_the_whole_makes_of_the_images(string stage)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Model(1);
        var images = new Squares(20);
        using var maps = FrozenMaps.Compute(model, stage, images, folder["maps"], null, TestContext.Current.CancellationToken);
        Assert.Equal(images.Labels, maps.Labels);
        var whole = model.Features(images.Batch([.. Enumerable.Range(0, 20)]) * 2 - 1);
        Assert.True(tensor(maps.Features(model, stage)).allclose(whole, 1e-2, 1e-2));
        var trained = new ImageTrainer(model, new() { Enters = stage });
        Assert.True(tensor(trained.Logits(maps)).allclose(model.Head(whole), 2e-2, 2e-2));
    }

    [Fact]
    public void A_stopped_computation_goes_on_and_a_finished_one_is_not_repeated()
    {
        using var folder = new TemporaryFolder();
        using var model = Model(1);
        using var stop = new CancellationTokenSource();
        var (images, told) = (new Squares(40), new List<int>());
        Assert.Throws<OperationCanceledException>(() => FrozenMaps.Compute(model, "layer2", images, folder["maps"], new Told(done => { told.Add(done); stop.Cancel(); }), stop.Token));
        using (var rest = FrozenMaps.Compute(model, "layer2", images, folder["maps"], new Told(told.Add), TestContext.Current.CancellationToken))
        using (var straight = FrozenMaps.Compute(model, "layer2", images, folder["other"], null, TestContext.Current.CancellationToken))
        using (var scope = NewDisposeScope())
            Assert.True(rest.Batch([0, 17, 39]).allclose(straight.Batch([0, 17, 39]), 0, 0));
        Assert.Equal([16, 32, 40], told);
        FrozenMaps.Compute(model, "layer2", images, folder["maps"], new Told(told.Add), TestContext.Current.CancellationToken).Dispose();
        Assert.Equal(3, told.Count);
    }

    [Fact]
    public void Maps_of_other_weights_or_of_fewer_images_are_refused()
    {
        using var folder = new TemporaryFolder();
        using var model = Model(1);
        using var other = Model(2);
        FrozenMaps.Compute(model, "layer2", new Squares(20), folder["maps"], null, TestContext.Current.CancellationToken).Dispose();
        Assert.Throws<DataFormatException>(() => FrozenMaps.Compute(other, "layer2", new Squares(20), folder["maps"], null, TestContext.Current.CancellationToken));
        Assert.Throws<DataFormatException>(() => FrozenMaps.Compute(model, "layer2", new Squares(3), folder["maps"], null, TestContext.Current.CancellationToken));
        Assert.Contains("layer9", Assert.Throws<ArgumentException>(() => FrozenMaps.Compute(model, "layer9", new Squares(3), folder["maps"], null, TestContext.Current.CancellationToken)).Message);
    }

    private static ResNet Model(int seed)
    {
        new Seed(seed).Torch("model");
        return new ResNet(new() { Width = 4, Channels = 1, Classes = 2, Stem = ResNetStem.Quick });
    }

    private sealed class Told(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }

    private sealed class Squares(int count) : IImageSource
    {
        public int Count => count;
        public int Channels => 1;
        public int Height => 16;
        public int Width => 16;
        public IReadOnlyList<int> Labels => [.. Enumerable.Range(0, count).Select(i => i % 2)];

        public Tensor Batch(ReadOnlySpan<int> rows)
        {
            using var scope = NewDisposeScope();
            return (tensor(rows.ToArray().Select(row => (float)row).ToArray()).view(-1, 1, 1, 1) * arange(256, float32).view(1, 1, 16, 16) * 0.37).sin().div_(2).add_(0.5).MoveToOuterDisposeScope();
        }
    }
}
