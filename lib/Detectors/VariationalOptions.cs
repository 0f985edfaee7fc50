using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;

namespace MetaAnomalyLib.Detectors;

/// <summary>What a variational autoencoder calls anomalous. All but the first are in nats, and grow as a row gets less likely.</summary>
public enum VariationalScore
{
    /// <summary>The mean squared error of rebuilding the row from the mean of its latent values, as an autoencoder's.</summary>
    ReconstructionError,

    /// <summary>The negative mean of log p(x|z) over draws from q(z|x): the reconstruction probability of An and Cho (2015), algorithm 4.</summary>
    ReconstructionProbability,

    /// <summary>The negative of the evidence lower bound: the reconstruction probability and the distance of q(z|x) from the prior.</summary>
    Elbo,

    /// <summary>The negative of the importance-weighted bound of log p(x) (Burda et al., 2016, equation 8), which is tighter the more draws there are.</summary>
    ImportanceWeighted,

    /// <summary>−log p(z) at the mean of q(z|x): how far from the middle of the latent space the row lies.</summary>
    LatentDensity,
}

/// <summary>What all variational autoencoders let one choose.</summary>
public abstract record VariationalOptions : DetectorOptions
{
    /// <summary>What is an anomaly. Default: the importance-weighted bound, the nearest to −log p(x).</summary>
    public VariationalScore Score { get; init; } = VariationalScore.ImportanceWeighted;

    /// <summary>Draws from q(z|x) for a score, at least 1; the same for every row. Default: 16.</summary>
    public int Draws { get; init; } = 16;

    /// <summary>Weight of KL(q(z|x) ‖ p(z)) in training, at least 0 (Higgins et al., 2017). Default: 1, the bound itself.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Epochs over which that weight grows from 0 to <see cref="Beta"/> (Bowman et al., 2016), at least 0. Default: 5.</summary>
    public int WarmUp { get; init; } = 5;

    /// <summary>Smallest deviation of p(x|z), above 0: finer detail does not count. Default: 0.1.</summary>
    public double MinDeviation { get; init; } = 0.1;

    /// <summary>Share of the rows that is held out to choose the epoch and to measure the deviations, in [0, 0.5]. Default: 0.1. 0, or fewer than 20 rows: all rows.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>Epochs between two pictures of what the model generates, at least 0. Default: 0, none.</summary>
    public int GenerateEvery { get; init; }

    /// <summary>How it is trained; the seed is the detector's. Default: 100 epochs at most, batches of 64, learning rate 1e-3, weight decay 1e-5, patience 15.</summary>
    public TrainingOptions Training { get; init; } = new() { BatchSize = 64, WeightDecay = 1e-5 };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Enum.IsDefined(Score), nameof(Score), Score, "one of " + string.Join(", ", Enum.GetNames<VariationalScore>()));
        Options.Require(Draws >= 1, nameof(Draws), Draws, "at least 1");
        Options.Require(Beta >= 0 && double.IsFinite(Beta), nameof(Beta), Beta, "finite and at least 0");
        Options.Require(WarmUp >= 0, nameof(WarmUp), WarmUp, "at least 0");
        Options.Require(MinDeviation > 0 && double.IsFinite(MinDeviation), nameof(MinDeviation), MinDeviation, "finite and above 0");
        Options.Require(Validation is >= 0 and <= 0.5, nameof(Validation), Validation, "in [0, 0.5]");
        Options.Require(GenerateEvery >= 0, nameof(GenerateEvery), GenerateEvery, "at least 0");
        Training.Validate();
    }
}

/// <summary>The two terms of the bound on the held-out rows after an epoch, in nats a row; the bound is the negative of their sum.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Reconstruction">The mean of −log p(x|z), one draw a row.</param>
/// <param name="Divergence">The mean of KL(q(z|x) ‖ p(z)).</param>
public sealed record ElboTerms(int Epoch, double Reconstruction, double Divergence);

/// <summary>What the model made of the same latent values after an epoch.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Rows"><c>[16, features]</c>.</param>
public sealed record GeneratedRows(int Epoch, double[,] Rows);
