using MetaAnomalyLib.Data;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Training;
using TorchSharp;
using TorchSharp.Tests;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Training;

[Collection(nameof(Torch))]
public sealed class ImageTrainerTests
{
    private static readonly ImageTrainingOptions Options = new()
    {
        Loop = new() { Epochs = 6, BatchSize = 16, LearningRate = 1e-2, Schedule = LearningRateSchedule.Cosine, Patience = 0 },
        Augmentation = new Compose(new RandomCrop(1), new ColorJitter(0.1, 0.1)), LabelSmoothing = 0.05, Mixup = 0.2,
    };

    [Fact]
    public void It_learns_stripes_from_noise_and_views_are_averaged()
    {
        var (train, test) = (new Stripes(96, 1), new Stripes(60, 2));
        using var model = Model();
        var trainer = new ImageTrainer(model, Options);
        var history = trainer.Fit(train, new Stripes(40, 3), TestContext.Current.CancellationToken);
        Assert.Equal(6, history.Epochs.Count);
        foreach (var probabilities in new[] { trainer.Probabilities(test), trainer.Probabilities(test, null, new RandomHorizontalFlip(1)) })
        {
            var striped = Enumerable.Range(0, test.Count).Select(i => (double)probabilities[i, 1]).ToArray();
            Assert.True(Metric.Auroc([.. test.Labels], [.. striped.Select(p => (float)p)]) > 0.95);
            Assert.All(Enumerable.Range(0, test.Count), i => Assert.Equal(1, probabilities[i, 0] + probabilities[i, 1], 1e-5));
        }
    }

    [Fact]
    public void Training_goes_on_from_a_checkpoint_as_if_it_had_not_stopped()
    {
        using var folder = new TemporaryFolder();
        var (train, validation) = (new Stripes(40, 1), new Stripes(20, 3));
        var constant = Options with { Loop = Options.Loop with { Epochs = 4, Schedule = LearningRateSchedule.Constant } };
        using var whole = Model();
        new ImageTrainer(whole, constant).Fit(train, validation, TestContext.Current.CancellationToken);
        using var parts = Model();
        var checkpoint = constant.Loop with { CheckpointPath = folder["c"] };
        new ImageTrainer(parts, constant with { Loop = checkpoint with { Epochs = 2 } }).Fit(train, validation, TestContext.Current.CancellationToken);
        using var resumed = Model();
        new ImageTrainer(resumed, constant with { Loop = checkpoint }).Fit(train, validation, TestContext.Current.CancellationToken);
        using var scope = NewDisposeScope();
        foreach (var (name, value) in whole.state_dict()) Assert.True(value.allclose(resumed.state_dict()[name], 0, 0), name);
        Assert.Throws<InvalidOperationException>(() => new ImageTrainer(resumed, constant with { Loop = checkpoint, Mixup = 0.3 }).Fit(train, validation, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_frozen_backbone_stays_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        model.TrainFrom("head");
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        new ImageTrainer(model, Options).Fit(new Stripes(40, 1), new Stripes(20, 3), TestContext.Current.CancellationToken);
        foreach (var (name, value) in model.state_dict()) Assert.Equal(!name.StartsWith("fc", StringComparison.Ordinal), value.allclose(before[name], 0, 0));
    }

    [Fact]
    public void Who_trained_on_attacked_images_withstands_more_of_them()
    {
        const double Epsilon = 0.06;
        var (train, validation, test) = (new Hints(96, 1), new Hints(40, 3), new Hints(60, 2));
        var options = new ImageTrainingOptions { Loop = Options.Loop };
        using var plain = Model();
        using var hardened = Model();
        new ImageTrainer(plain, options).Fit(train, validation, TestContext.Current.CancellationToken);
        new ImageTrainer(hardened, options with { Adversary = new(Epsilon) }).Fit(train, validation, TestContext.Current.CancellationToken);
        Assert.True(Withstands(hardened) > Withstands(plain) + 0.2, $"{Withstands(hardened):F2} against {Withstands(plain):F2}");

        double Withstands(ResNet model)
        {
            using var scope = NewDisposeScope();
            var (images, labels) = (test.Batch([.. Enumerable.Range(0, test.Count)]), tensor(test.Labels.Select(label => (long)label).ToArray()));
            new Seed(1).Torch("attack");
            model.eval();
            var logits = new ImageTrainer(model).LogitsOf;
            return (logits(Attack.ProjectedGradient(logits, images, labels, Epsilon)).argmax(1) == labels).to(float32).mean().item<float>();
        }
    }

    [Fact]
    public void Adversarial_training_repeats_from_its_seed_and_resumes()
    {
        using var folder = new TemporaryFolder();
        var (train, validation) = (new Stripes(40, 1), new Stripes(20, 3));
        var options = Options with { Adversary = new(0.05), Loop = Options.Loop with { Epochs = 4, Schedule = LearningRateSchedule.Constant } };
        using var whole = Model();
        new ImageTrainer(whole, options).Fit(train, validation, TestContext.Current.CancellationToken);
        using var parts = Model();
        var checkpoint = options.Loop with { CheckpointPath = folder["c"] };
        new ImageTrainer(parts, options with { Loop = checkpoint with { Epochs = 2 } }).Fit(train, validation, TestContext.Current.CancellationToken);
        using var resumed = Model();
        new ImageTrainer(resumed, options with { Loop = checkpoint }).Fit(train, validation, TestContext.Current.CancellationToken);
        using var scope = NewDisposeScope();
        foreach (var (name, value) in whole.state_dict()) Assert.True(value.allclose(resumed.state_dict()[name], 0, 0), name);
        Assert.Throws<InvalidOperationException>(() => new ImageTrainer(resumed, options with { Loop = checkpoint, Adversary = new(0.05, 2) }).Fit(train, validation, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void An_adversary_out_of_range_or_of_frozen_maps_is_refused()
    {
        Assert.Contains("Epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => (Options with { Adversary = new(0) }).Validate()).Message);
        Assert.Contains("Steps", Assert.Throws<ArgumentOutOfRangeException>(() => (Options with { Adversary = new(0.1, 0) }).Validate()).Message);
        Assert.Contains("Enters", Assert.Throws<ArgumentException>(() => (Options with { Adversary = new(0.1), Enters = "layer4" }).Validate()).Message);
    }

    [Fact]
    public void No_tensor_outlives_it()
    {
        using var model = Model();
        var (train, validation) = (new Stripes(32, 1), new Stripes(16, 3));
        var trainer = new ImageTrainer(model, Options with { Loop = Options.Loop with { Epochs = 1 } });
        trainer.Fit(train, validation, TestContext.Current.CancellationToken);
        foreach (var parameter in model.parameters()) parameter.grad?.Dispose();
        var before = LiveTensors.Settled();
        trainer.Probabilities(validation, null, new RandomRotation(5));
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Labels_beyond_the_head_and_empty_parts_are_refused()
    {
        using var model = Model();
        var images = new Stripes(8, 1);
        var trainer = new ImageTrainer(model, Options);
        Assert.Contains("ReplaceHead", Assert.Throws<ArgumentException>(() => trainer.Fit(new ImageSubset(images, [0, 1], [0, 2]), images, TestContext.Current.CancellationToken)).Message);
        Assert.Contains("validation holds no image", Assert.Throws<ArgumentException>(() => trainer.Fit(images, new ImageSubset(images, []), TestContext.Current.CancellationToken)).Message);
    }

    private static ResNet Model()
    {
        new Seed(5).Torch("model");
        return new ResNet(new() { Width = 2, Channels = 1, Classes = 2, Stem = ResNetStem.Quick });
    }

    /// <summary>Noise, and in half of the images stripes.</summary>
    private sealed class Stripes(int count, int seed) : Made(count, seed)
    {
        protected override float Pixel(Random random, int label, bool odd, int line, int column) =>
            random.NextSingle() * 0.5f + (label == 1 && line % 4 < 2 ? 0.4f : 0.2f * label) * 0.9f;
    }

    /// <summary>A bright block that is right nine times in ten, and all over the image a faint brightness that is always right: who trusts the latter is easily fooled (Tsipras et al., ICLR 2019, section 2.1).</summary>
    private sealed class Hints(int count, int seed) : Made(count, seed)
    {
        protected override float Pixel(Random random, int label, bool odd, int line, int column) =>
            line < 6 && column < 6 ? 0.2f + 0.6f * (odd ? 1 - label : label) : 0.5f + 0.04f * (2 * label - 1) + 0.1f * (random.NextSingle() - 0.5f);
    }

    private abstract class Made : IImageSource
    {
        private readonly float[,] pixels;

        protected Made(int count, int seed)
        {
            var random = new Random(seed);
            pixels = new float[count, Height * Width];
            Labels = [.. Enumerable.Range(0, count).Select(i => i % 2)];
            for (var i = 0; i < count; i++)
            {
                var odd = random.Next(10) == 0;
                for (var j = 0; j < Height * Width; j++) pixels[i, j] = Pixel(random, Labels[i], odd, j / Width, j % Width);
            }
        }

        protected abstract float Pixel(Random random, int label, bool odd, int line, int column);

        public int Count => Labels.Count;
        public int Channels => 1;
        public int Height => 16;
        public int Width => 16;
        public IReadOnlyList<int> Labels { get; }

        public Tensor Batch(ReadOnlySpan<int> rows)
        {
            var all = rows.ToArray();
            using var scope = NewDisposeScope();
            return tensor(pixels)[tensor(Array.ConvertAll(all, row => (long)row))].view(-1, 1, Height, Width).MoveToOuterDisposeScope();
        }
    }
}
