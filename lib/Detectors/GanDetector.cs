using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>What detectors around a GAN let one choose, for tables and images alike.</summary>
public abstract record GanDetectorOptions : DetectorOptions
{
    /// <summary>Numbers that a row is generated from, at least 1. Default: 0, which leaves it to the detector.</summary>
    public int Latent { get; init; }

    /// <summary>How the GAN is trained; the seed is the detector's.</summary>
    public GanOptions Training { get; init; } = new() { Epochs = 100, GeneratorRate = 1e-3, DiscriminatorRate = 1e-3 };

    /// <summary>How the latent space is searched, in scoring by AnoGAN and by <see cref="GanDetector{TOptions}.Search"/>.</summary>
    public SearchOptions Search { get; init; } = new();

    /// <summary>On images: 20 epochs, batches of 64, learning rates of 1e-3 for the generator, whose batch normalisation bears it, and 5e-4.</summary>
    internal static GanOptions ImageTraining { get; } = new() { Epochs = 20, BatchSize = 64, GeneratorRate = 1e-3, DiscriminatorRate = 5e-4 };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Latent >= 0, nameof(Latent), Latent, "at least 1, or 0 for the detector's choice");
        Training.Validate();
        Search.Validate();
    }
}

/// <summary>
/// A detector that first learns to generate normal rows (a GAN), and then asks of a row how well the generator can make it. What the generator was never
/// shown it cannot make.
/// </summary>
/// <typeparam name="TOptions">Its options.</typeparam>
/// <param name="options">Null takes the defaults.</param>
public abstract class GanDetector<TOptions>(TOptions? options) : NetworkDetector<TOptions, GanNetwork>(options)
    where TOptions : GanDetectorOptions, new()
{
    /// <summary>After each epoch of the GAN; <see cref="ProgressBar.ShowGan"/> fits, and <see cref="Generate"/> may be called in it.</summary>
    public event Action<GanEpoch>? GanEpochEnded;

    /// <summary>The losses of both players in the last fit; null when it was loaded.</summary>
    public GanHistory? GanHistory { get; private set; }

    /// <summary>Rows that the generator makes, <c>[count, features]</c>; the same seed takes the same places of the latent space.</summary>
    /// <param name="count">Rows, at least 1.</param>
    /// <param name="seed">Of the places.</param>
    /// <exception cref="InvalidOperationException">It is neither fitted nor being fitted.</exception>
    public float[,] Generate(int count, int seed = 0) => GanTrainer.Generate(Network, count, seed);

    /// <summary>Searches, for each row, the place of the latent space from which the generator makes what is nearest to it (AnoGAN).</summary>
    /// <param name="x">Rows, checked as <see cref="Detector.Score"/> does.</param>
    /// <param name="options">Null takes those of the detector.</param>
    public SearchResult Search(float[,] x, SearchOptions? options = null)
    {
        CheckRows(x);
        (options ??= Options.Search).Validate();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return new LatentSearch(Network, options, Seed.For("search"), ScoringBatch).Result(tensor(x));
    }

    /// <summary>Trains the GAN alone.</summary>
    protected void TrainGan(GanNetwork network, Tensor rows)
    {
        var trainer = new GanTrainer(network, Options.Training with { Seed = Seed.For("training") });
        trainer.EpochEnded += epoch => GanEpochEnded?.Invoke(epoch);
        GanHistory = trainer.Fit(rows);
    }
}
