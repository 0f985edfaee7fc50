using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using static MetaAnomalyLib.Models.Options;

namespace MetaAnomalyLib.Training;

/// <summary>Settings of an <see cref="AdversarialLoop"/>; checked once, before it starts.</summary>
public record AdversarialOptions
{
    /// <summary>Passes over the training rows, at least 1. Default: 50. There is no early stopping: no loss of two players tells when to stop.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>Rows a step, at least 1. Default: 0, which stands for a 16th of the rows, from 32 to 512.</summary>
    public int BatchSize { get; init; }

    /// <summary>Learning rate of the generator's Adam, above 0. Default: 2e-4 (Radford et al., 2016).</summary>
    public double GeneratorRate { get; init; } = 2e-4;

    /// <summary>Learning rate of the discriminator's Adam, above 0. Default: 2e-4.</summary>
    public double DiscriminatorRate { get; init; } = 2e-4;

    /// <summary>First-moment decay of both, in [0, 1). Default: 0.5: less momentum than usual keeps two players from circling (Radford et al., 2016).</summary>
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Steps of the discriminator for each of the generator, at least 1. Default: 1.</summary>
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>Seeds the shuffling and every draw in training. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>A file that keeps the state of training, so that it can be resumed. Default: none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Epochs between two writings of the checkpoint, at least 1. Default: 10; the last epoch is always written.</summary>
    public int CheckpointEvery { get; init; } = 10;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public virtual void Validate()
    {
        Require(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        Require(BatchSize >= 0, nameof(BatchSize), BatchSize, "at least 1, or 0 for a 16th of the rows");
        Require(GeneratorRate > 0 && double.IsFinite(GeneratorRate), nameof(GeneratorRate), GeneratorRate, "finite and above 0");
        Require(DiscriminatorRate > 0 && double.IsFinite(DiscriminatorRate), nameof(DiscriminatorRate), DiscriminatorRate, "finite and above 0");
        Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "in [0, 1)");
        Require(DiscriminatorSteps >= 1, nameof(DiscriminatorSteps), DiscriminatorSteps, "at least 1");
        Require(CheckpointEvery >= 1, nameof(CheckpointEvery), CheckpointEvery, "at least 1");
    }

    /// <summary>Rows a step, where so many are there.</summary>
    public int BatchSizeFor(int rows) => BatchSize > 0 ? BatchSize : Math.Clamp(rows / 16, 32, 512);

    /// <summary>Tells runs apart whose numbers would differ: a hash of all options but the epochs and those of the checkpoint itself.</summary>
    public string Fingerprint()
    {
        var essential = this with { CheckpointPath = null, CheckpointEvery = 1, Epochs = 1 };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(essential, GetType()))));
    }
}
