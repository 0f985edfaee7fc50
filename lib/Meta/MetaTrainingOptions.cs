using MetaAnomalyLib.Training;
using static MetaAnomalyLib.Models.Options;

namespace MetaAnomalyLib.Meta;

/// <summary>Settings of meta-training; checked once, before it starts. An epoch is a number of steps, after which the validation tasks are scored and the state is kept.</summary>
public sealed record MetaTrainingOptions
{
    /// <summary>Epochs at most, at least 1. Default: 20.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Steps of the optimizer an epoch, at least 1. Default: 100.</summary>
    public int StepsPerEpoch { get; init; } = 100;

    /// <summary>Tasks a step (the meta-batch), at least 1. Default: 1.</summary>
    public int TasksPerStep { get; init; } = 1;

    /// <summary>Validation tasks after each epoch, at least 1; always the same ones. Default: 100.</summary>
    public int ValidationTasks { get; init; } = 100;

    /// <summary>Of Adam, above 0. Default: 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Decoupled weight decay (AdamW), at least 0. Default: 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>How the learning rate goes over the epochs. Default: half a cosine down to zero.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    /// <summary>Largest norm of the gradient, at least 0; larger ones are scaled down to it, 0 leaves all as they are. Default: 0.</summary>
    public double MaxGradientNorm { get; init; }

    /// <summary>Epochs without improvement on the validation tasks after which training stops; 0 never stops. Default: 0.</summary>
    public int Patience { get; init; }

    /// <summary>Seeds what is random in training (dropout); tasks have the seed of their sampler. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>A file that keeps the state after every epoch, so that training can be stopped and resumed. Default: none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Require(StepsPerEpoch >= 1, nameof(StepsPerEpoch), StepsPerEpoch, "at least 1");
        Require(TasksPerStep >= 1, nameof(TasksPerStep), TasksPerStep, "at least 1");
        Require(ValidationTasks >= 1, nameof(ValidationTasks), ValidationTasks, "at least 1");
        Require(MaxGradientNorm >= 0 && double.IsFinite(MaxGradientNorm), nameof(MaxGradientNorm), MaxGradientNorm, "finite and at least 0");
        Loop("").Validate();
    }

    /// <summary>The same as options of a training loop, whose checkpoints it shares.</summary>
    internal TrainingOptions Loop(string learner) => new()
    {
        Epochs = Epochs, BatchSize = TasksPerStep, LearningRate = LearningRate, WeightDecay = WeightDecay, Schedule = Schedule, Patience = Patience, Seed = Seed,
        CheckpointPath = CheckpointPath, CheckpointEvery = 1,
        Context = FormattableString.Invariant($"{learner}/{StepsPerEpoch}/{ValidationTasks}/{MaxGradientNorm}"),
    };
}
