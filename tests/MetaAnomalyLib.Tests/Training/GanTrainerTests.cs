using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Training;

[Collection(nameof(Torch))]
public sealed class GanTrainerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gan").FullName;

    private string Checkpoint => Path.Combine(folder, "gan.safetensors");

    private GanOptions Options => new() { Epochs = 6, BatchSize = 32, CheckpointPath = Checkpoint };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(GanObjective.NonSaturating, 1.0, 1, 60)]
    [InlineData(GanObjective.Wasserstein, 10.0, 3, 150)]
    public void It_learns_to_make_rows_like_those_it_is_shown(GanObjective objective, double penalty, int steps, int epochs)
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var rows = Ring(512);
        var before = SampleQuality.Of(rows, GanTrainer.Generate(network, 512));
        new GanTrainer(network, new() { Epochs = epochs, BatchSize = 64, Objective = objective, Penalty = penalty, PenaltyEvery = 1, DiscriminatorSteps = steps, GeneratorRate = 2e-3, DiscriminatorRate = 2e-3 }).Fit(tensor(rows), TestContext.Current.CancellationToken);
        var after = SampleQuality.Of(rows, GanTrainer.Generate(network, 512));
        Assert.True(after.Recall > before.Recall + 0.3, $"before: {before}; after: {after}");
        Assert.InRange(after.Diversity, 0.6, 1.4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Stopping_after_some_epochs_and_resuming_gives_the_numbers_of_a_run_without_a_stop(int stopAfter)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(Ring(100));
        using var whole = Network();
        var expected = new GanTrainer(whole, Options with { CheckpointPath = null, PenaltyEvery = 1 }).Fit(rows, TestContext.Current.CancellationToken);

        using (var stopped = Network())
        {
            using var source = new CancellationTokenSource();
            var trainer = new GanTrainer(stopped, Options with { PenaltyEvery = 1 });
            trainer.EpochEnded += epoch => { if (epoch.Epoch == stopAfter) source.Cancel(); };
            Assert.Throws<OperationCanceledException>(() => trainer.Fit(rows, source.Token));
        }
        using var resumed = Network();
        manual_seed(999).Dispose();   // the random state comes from the checkpoint, not from here
        var found = new GanTrainer(resumed, Options with { PenaltyEvery = 1 }).Fit(rows, TestContext.Current.CancellationToken);
        Assert.Equal(expected.Epochs, found.Epochs);
        Assert.Equal(GanTrainer.Generate(whole, 5), GanTrainer.Generate(resumed, 5));
    }

    [Fact]
    public void A_checkpoint_of_other_options_or_of_another_loop_is_refused()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        new GanTrainer(network, Options).Fit(tensor(Ring(40)), TestContext.Current.CancellationToken);
        Assert.Contains("other training options", Assert.Throws<InvalidOperationException>(() => new GanTrainer(network, Options with { Penalty = 3 }).Fit(tensor(Ring(40)), TestContext.Current.CancellationToken)).Message);
        SafetensorsFile.Write(Checkpoint, new Dictionary<string, Tensor> { ["x"] = zeros(1) }, new Dictionary<string, string> { ["options"] = (Options with { CheckpointPath = Checkpoint }).Fingerprint() });
        Assert.Contains("two players", Assert.Throws<DataFormatException>(() => new GanTrainer(network, Options).Fit(tensor(Ring(40)), TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void Generated_rows_depend_on_the_seed_alone_and_not_on_when_they_are_made()
    {
        using var network = Network();
        var first = GanTrainer.Generate(network, 4, seed: 7);
        _ = GanTrainer.Generate(network, 9, seed: 8);
        Assert.Equal(first, GanTrainer.Generate(network, 4, seed: 7));
        Assert.NotEqual(first, GanTrainer.Generate(network, 4, seed: 8));
    }

    [Fact]
    public void The_penalties_are_those_of_a_discriminator_whose_slope_is_known()
    {
        using var scope = NewDisposeScope();
        using var line = nn.Linear(2, 1);
        using var network = new Discriminator(nn.Identity(), line);
        using (no_grad()) line.weight!.copy_(tensor(new float[,] { { 3, 4 } }));
        var (real, fake) = (randn(8, 2), randn(8, 2));
        Assert.Equal(12.5f, GanLoss.RealPenalty(network, real).item<float>(), 1e-4f);              // ½ ‖(3, 4)‖²
        Assert.Equal(16f, GanLoss.SlopePenalty(network, real, fake).item<float>(), 1e-4f);         // (5 − 1)²
    }

    [Fact]
    public void A_discriminator_that_knows_nothing_costs_two_log_two_and_the_generator_log_two()
    {
        using var scope = NewDisposeScope();
        using var line = nn.Linear(2, 1);
        using var network = new Discriminator(nn.Identity(), line);
        using (no_grad())
        {
            line.weight!.zero_();
            line.bias!.zero_();
        }
        Assert.Equal(2 * Math.Log(2), GanLoss.Judge(network, randn(8, 2), randn(8, 2)).Loss.item<float>(), 1e-6);
        Assert.Equal(0, GanLoss.Criticise(network, randn(8, 2), randn(8, 2)).Loss.item<float>());
        Assert.Equal(Math.Log(2), GanLoss.Fool(zeros(4)).item<float>(), 1e-6);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        foreach (var (options, name) in new (AdversarialOptions, string)[]
        {
            (new GanOptions { Penalty = -1 }, "Penalty is -1"), (new GanOptions { PenaltyEvery = 0 }, "PenaltyEvery is 0"), (new GanOptions { Objective = (GanObjective)9 }, "Objective is 9"),
            (new() { Epochs = 0 }, "Epochs is 0"), (new() { Beta1 = 1 }, "Beta1 is 1"), (new() { DiscriminatorSteps = 0 }, "DiscriminatorSteps is 0"), (new() { DiscriminatorRate = double.NaN }, "DiscriminatorRate is NaN"),
        })
            Assert.Contains(name, Assert.Throws<ArgumentOutOfRangeException>(options.Validate).Message);
    }

    [Fact]
    public void A_loss_that_is_no_number_says_what_to_do()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        Assert.Contains("learning rates", Assert.Throws<ArithmeticException>(() => new GanTrainer(network, new() { Epochs = 2 }).Fit(full([64, 2], float.NaN), TestContext.Current.CancellationToken)).Message);
    }

    private static GanNetwork Network()
    {
        manual_seed(3).Dispose();
        return DenseGan.Network(2, [32, 32], latent: 2);
    }

    private static float[,] Ring(int count)
    {
        var random = new Seed(1).Random("ring");
        var rows = new float[count, 2];
        for (var row = 0; row < count; row++)
        {
            var (angle, radius) = (2 * Math.PI * random.NextDouble(), 1.5 + 0.1 * random.NextDouble());
            (rows[row, 0], rows[row, 1]) = ((float)(radius * Math.Cos(angle)), (float)(radius * Math.Sin(angle)));
        }
        return rows;
    }
}
