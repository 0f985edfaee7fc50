using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>What GANomaly lets one choose for tables and images alike.</summary>
public abstract record GanomalyBaseOptions : DetectorOptions
{
    /// <summary>Latent values, at least 1. Default: 0, which leaves it to the detector.</summary>
    public int Latent { get; init; }

    /// <summary>Weight of the adversarial loss, the squared distance of the discriminator's features, at least 0. Default: 1, as in the paper.</summary>
    public double AdversarialWeight { get; init; } = 1;

    /// <summary>Weight of the contextual loss, the absolute error of rebuilding, at least 0. Default: 50, as in the paper.</summary>
    public double ContextualWeight { get; init; } = 50;

    /// <summary>Weight of the encoder loss, the squared distance of the two encodings, at least 0. Default: 1, as in the paper.</summary>
    public double EncoderWeight { get; init; } = 1;

    /// <summary>How the two players are trained; the seed is the detector's. Default: 100 epochs with learning rates of 1e-3.</summary>
    public AdversarialOptions Training { get; init; } = new() { Epochs = 100, GeneratorRate = 1e-3, DiscriminatorRate = 1e-3 };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Latent >= 0, nameof(Latent), Latent, "at least 1, or 0 for the detector's choice");
        foreach (var (name, weight) in new[] { (nameof(AdversarialWeight), AdversarialWeight), (nameof(ContextualWeight), ContextualWeight), (nameof(EncoderWeight), EncoderWeight) })
            Options.Require(weight >= 0 && double.IsFinite(weight), name, weight, "finite and at least 0");
        Training.Validate();
    }
}

/// <summary>
/// GANomaly (Akcay, Atapour-Abarghouei and Breckon, ACCV 2018): a generator learns to encode, rebuild and encode again rows that are normal, against a
/// discriminator. What is not normal is rebuilt as if it were, so that its two encodings differ: the score is <c>mean over latent values of (E(x) − E'(D(E(x))))²</c>.
/// </summary>
/// <typeparam name="TOptions">Its options.</typeparam>
/// <param name="options">Null takes the defaults.</param>
public abstract class GanomalyDetector<TOptions>(TOptions? options) : NetworkDetector<TOptions, GanomalyNetwork>(options), IEmbedding
    where TOptions : GanomalyBaseOptions, new()
{
    /// <summary>After each epoch, with what both players did; <see cref="ProgressBar.ShowGan"/> fits.</summary>
    public event Action<GanEpoch>? GanEpochEnded;

    /// <summary>The losses of both players in the last fit; null when it was loaded.</summary>
    public GanHistory? GanHistory { get; private set; }

    /// <summary>The rows as they are rebuilt, <c>[rows, features]</c>.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Reconstruct(float[,] x) => Map(x, Network.Generator.call);

    /// <summary>The squared error of rebuilding each feature of each row, <c>[rows, features]</c>: what to look at, though the score compares encodings.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] FeatureErrors(float[,] x) => Map(x, rows => (rows - Network.Generator.call(rows)).square());

    /// <summary>The first encodings, <c>[rows, latent]</c>: a map of the rows in which other detectors can look.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Embed(float[,] x) => Map(x, rows => Network.Generator.Pass(rows).Latent);

    /// <inheritdoc/>
    protected override void Train(GanomalyNetwork network, Tensor rows)
    {
        var (generator, discriminator) = (network.Generator, network.Discriminator);
        var loop = new AdversarialLoop(generator, discriminator, Options.Training with { Seed = Seed.For("training") });
        loop.EpochEnded += epoch => GanEpochEnded?.Invoke(epoch);
        (Tensor Latent, Tensor Rebuilt, Tensor LatentAgain)? pass = null;
        GanHistory = loop.Run((int)rows.shape[0], batch =>
        {
            var real = rows.index_select(0, batch);
            pass = generator.Pass(real);   // the generator's step, which comes next, takes the same pass: its weights are still the same
            return GanLoss.Judge(discriminator, real, pass.Value.Rebuilt.detach());
        }, batch =>
        {
            var real = rows.index_select(0, batch);
            var (latent, rebuilt, again) = pass!.Value;
            var adversarial = (discriminator.Features.call(rebuilt) - discriminator.Features.call(real).detach()).square().mean();
            var contextual = (rebuilt - real).abs().mean();
            var encoder = (again - latent).square().mean();
            return Options.AdversarialWeight * adversarial + Options.ContextualWeight * contextual + Options.EncoderWeight * encoder;
        });
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor rows)
    {
        var (latent, _, again) = Network.Generator.Pass(rows);
        return (latent - again).square().mean([1L]);
    }
}
