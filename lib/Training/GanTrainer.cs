using MetaAnomalyLib.Models;
using TorchSharp;
using static MetaAnomalyLib.Models.Options;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Training;

/// <summary>What the players of a GAN play for.</summary>
public enum GanObjective
{
    /// <summary>Telling real from generated: cross-entropy, without saturation for the generator (Goodfellow et al., 2014).</summary>
    NonSaturating,

    /// <summary>The Wasserstein distance between real and generated rows (Arjovsky et al., 2017); take 5 discriminator steps.</summary>
    Wasserstein,
}

/// <summary>Settings of <see cref="GanTrainer"/>.</summary>
public sealed record GanOptions : AdversarialOptions
{
    /// <summary>What they play for. Default: non-saturating cross-entropy.</summary>
    public GanObjective Objective { get; init; }

    /// <summary>Weight of the discriminator's gradient penalty, at least 0: R1 at real rows for cross-entropy (Mescheder et al., 2018, equation 9), the distance of its
    /// slope from 1 between real and generated rows for Wasserstein (Gulrajani et al., 2017; use 10). Default: 1. 0: none, the GAN of 2014.</summary>
    public double Penalty { get; init; } = 1;

    /// <summary>Steps from one penalty to the next, at least 1; its weight is multiplied by them (Karras et al., 2020, "lazy regularisation"). Default: 4.</summary>
    public int PenaltyEvery { get; init; } = 4;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(Enum.IsDefined(Objective), nameof(Objective), Objective, "one of " + string.Join(", ", Enum.GetNames<GanObjective>()));
        Require(Penalty >= 0 && double.IsFinite(Penalty), nameof(Penalty), Penalty, "finite and at least 0");
        Require(PenaltyEvery >= 1, nameof(PenaltyEvery), PenaltyEvery, "at least 1");
    }
}

/// <summary>Trains a generative adversarial network to generate rows like those it is shown.</summary>
/// <param name="network">Trained in place.</param>
/// <param name="options">Null takes the defaults.</param>
public sealed class GanTrainer(GanNetwork network, GanOptions? options = null)
{
    private int step;

    /// <summary>The options in force.</summary>
    public GanOptions Options { get; } = options ?? new GanOptions();

    /// <summary>After each epoch; <see cref="ProgressBar.ShowGan"/> fits, and <see cref="Generate"/> may be called in it.</summary>
    public event Action<GanEpoch>? EpochEnded;

    /// <summary>Trains on all rows.</summary>
    /// <param name="rows"><c>[rows, features]</c>, at least two.</param>
    /// <param name="cancellation">Stops after the running epoch, with the checkpoint written.</param>
    public GanHistory Fit(float[,] rows, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var scope = NewDisposeScope();
        return Fit(tensor(rows), cancellation);
    }

    /// <summary>Trains on all rows.</summary>
    /// <param name="rows">float32 <c>[rows, features]</c>, at least two.</param>
    /// <param name="cancellation">Stops after the running epoch, with the checkpoint written.</param>
    public GanHistory Fit(Tensor rows, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Options.Validate();
        step = 0;
        var loop = new AdversarialLoop(network.Generator, network.Discriminator, Options);
        loop.EpochEnded += epoch => EpochEnded?.Invoke(epoch);
        return loop.Run((int)rows.shape[0], batch => Judge(rows.index_select(0, batch)), batch =>
        {
            var logits = network.Discriminator.call(network.Generator.call(randn(batch.shape[0], network.Latent)));
            return Options.Objective == GanObjective.Wasserstein ? -logits.mean() : GanLoss.Fool(logits);
        }, cancellation);
    }

    /// <summary>Rows that the generator makes, in evaluation mode; the same seed takes the same places of the latent space, also from epoch to epoch.</summary>
    /// <param name="network">The network.</param>
    /// <param name="count">Rows, at least 1.</param>
    /// <param name="seed">Of the places.</param>
    /// <returns><c>[count, features]</c>.</returns>
    public static float[,] Generate(GanNetwork network, int count, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        Require(count >= 1, nameof(count), count, "at least 1");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var training = network.Generator.training;
        network.Generator.eval();
        var rows = network.Generator.call(GanLoss.Places(count, network.Latent, seed));
        network.Generator.train(training);
        return (float[,])rows.contiguous().data<float>().ToNDArray();
    }

    private Judgement Judge(Tensor real)
    {
        Tensor fake;
        using (no_grad()) fake = network.Generator.call(randn(real.shape[0], network.Latent));
        var judgement = Options.Objective == GanObjective.Wasserstein
            ? GanLoss.Criticise(network.Discriminator, real, fake)
            : GanLoss.Judge(network.Discriminator, real, fake);
        if (Options.Penalty == 0 || step++ % Options.PenaltyEvery != 0) return judgement;
        var penalty = Options.Objective == GanObjective.Wasserstein
            ? GanLoss.SlopePenalty(network.Discriminator, real, fake)
            : GanLoss.RealPenalty(network.Discriminator, real);
        return judgement with { Loss = judgement.Loss + Options.Penalty * Options.PenaltyEvery * penalty };
    }
}
