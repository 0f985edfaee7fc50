using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;

namespace MetaAnomalyLib.Tests.Training;

[Collection(nameof(Torch))]
public sealed class CheckpointTests : IDisposable
{
    private static readonly LabeledData Train = Clouds.Make(200, 20), Validation = Clouds.Make(100, 10, seed: 1);
    private readonly string folder = Directory.CreateTempSubdirectory("checkpoint").FullName;

    private string Checkpoint => Path.Combine(folder, "run.safetensors");

    private TrainingOptions Options => new() { Epochs = 10, BatchSize = 32, Patience = 0, Schedule = LearningRateSchedule.Cosine, CheckpointPath = Checkpoint };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public void Stopping_after_some_epochs_and_resuming_gives_the_numbers_of_a_run_without_a_stop(int stopAfter)
    {
        using var whole = NewModel();
        var expected = Fit(whole, Options with { CheckpointPath = null });

        using (var stopped = NewModel()) Assert.Throws<OperationCanceledException>(() => Fit(stopped, Options, stopAfter));
        using var resumed = NewModel();
        torch.manual_seed(999).Dispose();   // the random state comes from the checkpoint, not from here
        var found = Fit(resumed, Options);

        Assert.Equal(expected.Epochs, found.Epochs);
        Assert.Equal(expected.BestEpoch, found.BestEpoch);
        Assert.Equal(Weights(whole), Weights(resumed));
    }

    [Fact]
    public void A_finished_run_is_loaded_without_training()
    {
        using var first = NewModel();
        var expected = Fit(first, Options);
        using var second = NewModel();
        var epochs = 0;
        var trainer = new SupervisedTrainer(second, Options);
        trainer.EpochEnded += _ => epochs++;
        var found = trainer.Fit(Train, Validation, TestContext.Current.CancellationToken);
        Assert.Equal(0, epochs);
        Assert.Equal(expected.Epochs, found.Epochs);
        Assert.Equal(Weights(first), Weights(second));
    }

    [Fact]
    public void Other_options_are_refused()
    {
        using var model = NewModel();
        Fit(model, Options);
        var error = Assert.Throws<InvalidOperationException>(() => Fit(model, Options with { LearningRate = 0.5 }));
        Assert.Contains("other training options", error.Message);
    }

    [Fact]
    public void A_run_with_a_constant_rate_can_be_prolonged()
    {
        var options = Options with { Schedule = LearningRateSchedule.Constant };
        using var model = NewModel();
        Fit(model, options with { Epochs = 4 });
        Assert.Equal(10, Fit(model, options).Epochs.Count);
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_and_not_trained_over()
    {
        using var model = NewModel();
        Fit(model, Options);
        var bytes = File.ReadAllBytes(Checkpoint);
        File.WriteAllBytes(Checkpoint, bytes[..^10]);
        Assert.Throws<DataFormatException>(() => Fit(model, Options));
        Assert.Equal(bytes.Length - 10, new FileInfo(Checkpoint).Length);
    }

    [Fact]
    public void Nothing_but_the_checkpoint_is_left_in_its_folder()
    {
        using var model = NewModel();
        Fit(model, Options);
        Assert.Equal([Checkpoint], Directory.GetFiles(folder));
    }

    private static Mlp NewModel()
    {
        torch.manual_seed(3).Dispose();
        return new Mlp(4, new MlpOptions { Hidden = [8] });
    }

    private static TrainingHistory Fit(Mlp model, TrainingOptions options, int stopAfter = 0)
    {
        using var source = new CancellationTokenSource();
        var trainer = new SupervisedTrainer(model, options);
        trainer.EpochEnded += result => { if (result.Epoch == stopAfter) source.Cancel(); };
        return trainer.Fit(Train, Validation, source.Token);
    }

    private static float[] Weights(Mlp model) => [.. model.parameters().SelectMany(p => p.data<float>().ToArray())];
}
