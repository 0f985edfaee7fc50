using MetaAnomalyLib.Data;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using TorchSharp.Tests;

namespace MetaAnomalyLib.Tests.Training;

[Collection(nameof(Torch))]
public sealed class SupervisedTrainerTests
{
    private static readonly LabeledData Train = Clouds.Make(300, 30), Validation = Clouds.Make(150, 15, seed: 1), Test = Clouds.Make(300, 30, seed: 2);
    private static readonly TrainingOptions Options = new() { Epochs = 12, BatchSize = 32, LearningRate = 5e-3, Patience = 0 };

    [Theory]
    [InlineData(EpochCriterion.Loss)]
    [InlineData(EpochCriterion.AveragePrecision)]
    public void It_learns_to_tell_two_clouds_apart(EpochCriterion criterion)
    {
        var (trainer, history, model) = Fit(Options with { ChooseEpochBy = criterion });
        using var _ = model;

        Assert.Equal(Options.Epochs, history.Epochs.Count);
        Assert.True(history.Epochs[^1].TrainLoss < 0.5 * history.Epochs[0].TrainLoss, history.ToString());
        Assert.True(Metric.Auroc(Test.Y, trainer.Probabilities(Test.X)) > 0.95);
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        var (first, _, a) = Fit(Options);
        var (second, _, b) = Fit(Options);
        Assert.Equal(first.Probabilities(Test.X), second.Probabilities(Test.X));
        a.Dispose();
        b.Dispose();
    }

    [Fact]
    public void Another_seed_gives_other_numbers()
    {
        var (first, _, a) = Fit(Options);
        var (second, _, b) = Fit(Options with { Seed = 1 });
        Assert.NotEqual(first.Probabilities(Test.X), second.Probabilities(Test.X));
        a.Dispose();
        b.Dispose();
    }

    [Fact]
    public void Patience_stops_it_and_the_best_weights_come_back()
    {
        var (trainer, history, model) = Fit(Options with { Epochs = 400, Patience = 5, LearningRate = 2e-2, WeightDecay = 0 });
        using var _ = model;

        Assert.True(history.StoppedEarly);
        Assert.Equal(history.BestEpoch + 5, history.Epochs.Count);
        Assert.Equal(history.Epochs.Max(e => e.ValidationScore), history.Epochs[history.BestEpoch - 1].ValidationScore);
        var logLoss = Metric.LogLoss(Validation.Y, trainer.Probabilities(Validation.X));
        var weighted = history.Epochs[history.BestEpoch - 1].ValidationLoss;
        var (later, _, last) = Fit(Options with { Epochs = history.BestEpoch, LearningRate = 2e-2, WeightDecay = 0 });
        Assert.Equal(later.Probabilities(Validation.X), trainer.Probabilities(Validation.X));
        Assert.True(logLoss < weighted * 10);
        last.Dispose();
    }

    [Fact]
    public void The_cosine_schedule_goes_to_zero()
    {
        var (_, history, model) = Fit(Options with { Schedule = LearningRateSchedule.Cosine });
        using var _ = model;
        Assert.Equal(Options.LearningRate, history.Epochs[0].LearningRate);
        Assert.Equal(Options.LearningRate / 2, history.Epochs[6].LearningRate, 1e-12);
        Assert.True(history.Epochs.Zip(history.Epochs.Skip(1)).All(pair => pair.Second.LearningRate < pair.First.LearningRate));
    }

    [Fact]
    public void A_run_leaves_no_tensors_behind()
    {
        Fit(Options with { Epochs = 1 }).Model.Dispose();
        var before = LiveTensors.Settled();
        Fit(Options with { Epochs = 3 }).Model.Dispose();
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void A_last_batch_of_one_row_does_no_harm()
    {
        var train = Train.Subset([.. Enumerable.Range(0, 64), 310]);
        using var model = NewModel();
        var history = new SupervisedTrainer(model, Options with { Epochs = 2, BatchSize = 32 }).Fit(train, Validation, TestContext.Current.CancellationToken);
        Assert.All(history.Epochs, e => Assert.True(double.IsFinite(e.TrainLoss)));
    }

    [Fact]
    public void One_class_is_refused_before_training() =>
        AssertRefused(Train.Subset([0, 1, 2]), Validation, "both needed");

    [Fact]
    public void A_missing_value_is_refused_with_its_place()
    {
        var x = (float[,])Train.X.Clone();
        x[7, 2] = float.NaN;
        AssertRefused(new LabeledData(x, Train.Y, Train.FeatureNames), Validation, "X[7, 2]");
    }

    [Fact]
    public void Another_width_on_validation_is_refused() =>
        AssertRefused(Train, Clouds.Make(10, 10, width: 5), "fitted on 4");

    [Fact]
    public void A_learning_rate_that_explodes_says_so()
    {
        using var model = NewModel();
        var error = Assert.Throws<ArithmeticException>(() =>
            new SupervisedTrainer(model, Options with { LearningRate = 1e30, Epochs = 50 }).Fit(Train, Validation, TestContext.Current.CancellationToken));
        Assert.Contains("lower the learning rate", error.Message);
    }

    private static void AssertRefused(LabeledData train, LabeledData validation, string message)
    {
        using var model = NewModel();
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new SupervisedTrainer(model, Options).Fit(train, validation, TestContext.Current.CancellationToken)).Message);
    }

    private static Mlp NewModel()
    {
        torch.manual_seed(3).Dispose();
        return new Mlp(4, new MlpOptions { Hidden = [16, 8] });
    }

    private static (SupervisedTrainer Trainer, TrainingHistory History, Mlp Model) Fit(TrainingOptions options)
    {
        var model = NewModel();
        var trainer = new SupervisedTrainer(model, options);
        return (trainer, trainer.Fit(Train, Validation, TestContext.Current.CancellationToken), model);
    }
}
