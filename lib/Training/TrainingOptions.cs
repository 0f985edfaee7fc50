using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using static MetaAnomalyLib.Models.Options;

namespace MetaAnomalyLib.Training;

/// <summary>How the learning rate goes over the epochs.</summary>
public enum LearningRateSchedule
{
    /// <summary>The same throughout.</summary>
    Constant,

    /// <summary>Down along half a cosine to zero at the last epoch (Loshchilov and Hutter, 2017, equation 5, without restarts).</summary>
    Cosine,
}

/// <summary>What on the validation part decides, to keep the best epoch and to stop early.</summary>
public enum EpochCriterion
{
    /// <summary>The loss, lower is better.</summary>
    Loss,

    /// <summary>Average precision, higher is better; steadier than the loss when anomalies are rare and weighted.</summary>
    AveragePrecision,
}

/// <summary>Settings of a training run; checked once, before it starts.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training rows at most, at least 1. Default: 100.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Rows a step, at least 1. Default: 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Of AdamW, above 0. Default: 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Decoupled weight decay of AdamW (Loshchilov and Hutter, 2019), at least 0. Default: 1e-2.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>How the learning rate goes. Default: constant.</summary>
    public LearningRateSchedule Schedule { get; init; }

    /// <summary>Epochs without improvement on validation after which training stops, at least 0; 0 never stops. Default: 15.</summary>
    public int Patience { get; init; } = 15;

    /// <summary>What on validation decides which epoch is best. Default: the loss.</summary>
    public EpochCriterion ChooseEpochBy { get; init; }

    /// <summary>Whether an anomaly weighs as much more as it is rarer (normal rows / anomalies). Default: true.</summary>
    public bool WeightClasses { get; init; } = true;

    /// <summary>Seeds the shuffling and the dropout. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>A file that keeps the state of training, so that it can be resumed. Default: none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Epochs between two writings of the checkpoint, at least 1. Default: 10; the last epoch is always written.</summary>
    public int CheckpointEvery { get; init; } = 10;

    /// <summary>What else tells the run apart, such as the model's options: part of the fingerprint only. Default: nothing.</summary>
    [JsonIgnore]
    public string Context { get; init; } = "";

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Require(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "finite and above 0");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "finite and at least 0");
        Require(Enum.IsDefined(Schedule), nameof(Schedule), Schedule, "one of " + string.Join(", ", Enum.GetNames<LearningRateSchedule>()));
        Require(Enum.IsDefined(ChooseEpochBy), nameof(ChooseEpochBy), ChooseEpochBy, "one of " + string.Join(", ", Enum.GetNames<EpochCriterion>()));
        Require(Patience >= 0, nameof(Patience), Patience, "at least 0");
        Require(CheckpointEvery >= 1, nameof(CheckpointEvery), CheckpointEvery, "at least 1");
    }

    /// <summary>The learning rate of an epoch, counted from 0.</summary>
    public double LearningRateAt(int epoch) => Schedule == LearningRateSchedule.Cosine
        ? LearningRate * 0.5 * (1 + Math.Cos(Math.PI * epoch / Epochs))
        : LearningRate;

    /// <summary>Tells runs apart whose numbers would differ: a hash of all options but those of the checkpoint itself, and of
    /// <see cref="Epochs"/> only where the schedule depends on it, so that a constant one can be prolonged.</summary>
    public string Fingerprint()
    {
        var essential = this with { CheckpointPath = null, CheckpointEvery = 1, Epochs = Schedule == LearningRateSchedule.Constant ? 1 : Epochs };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(essential) + Context)));
    }
}
