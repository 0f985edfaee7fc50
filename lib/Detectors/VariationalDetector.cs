using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>
/// An autoencoder that says how likely a row is (Kingma and Welling, 2014): trained on the evidence lower bound
/// <c>log p(x) ≥ E[log p(x|z)] − β KL(q(z|x) ‖ p(z))</c>; the deviations of p(x|z) are what the decoder misses on average (Rybkin et al., 2021).
/// What counts as anomalous is an option: see <see cref="VariationalScore"/>.
/// </summary>
/// <typeparam name="TOptions">Its options.</typeparam>
/// <param name="options">Null takes the defaults.</param>
public abstract class VariationalDetector<TOptions>(TOptions? options) : NetworkDetector<TOptions, VariationalAutoencoder>(options), IEmbedding
    where TOptions : VariationalOptions, new()
{
    private const double Following = 0.1;   // of the last batch in the running variances, as batch normalisation has it
    private const int RowsGenerated = 16;
    private readonly List<ElboTerms> terms = [];
    private readonly List<GeneratedRows> generated = [];

    /// <summary>The terms of the bound, an epoch each; empty when it was loaded.</summary>
    public IReadOnlyList<ElboTerms> Terms => terms;

    /// <summary>What was generated during the last fit, every <see cref="VariationalOptions.GenerateEvery"/> epochs from the first.</summary>
    public IReadOnlyList<GeneratedRows> Generated => generated;

    /// <summary>What each feature adds to the error of a row's reconstruction, <c>(x − x̂)²</c>, <c>[rows, features]</c>.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] FeatureErrors(float[,] x) => Map(x, rows => (rows - Network.call(rows)).square());

    /// <summary>The rows as they are rebuilt from the mean of their latent values, <c>[rows, features]</c>.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Reconstruct(float[,] x) => Map(x, Network.call);

    /// <summary>The mean of each row's latent values, <c>[rows, latent]</c>: a map of the rows in which other detectors can look.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Embed(float[,] x) => Map(x, rows => Network.Encode(rows).Mean);

    /// <summary>Scores by another rule than the one of the options, <c>[rows]</c>; one fit serves all.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[] ScoreBy(VariationalScore score, float[,] x) => [.. Map(x, rows => Scores(rows, score).unsqueeze(1)).Cast<double>()];

    /// <summary>The rows that latent values stand for, <c>[rows, features]</c>.</summary>
    /// <param name="latent"><c>[rows, latent]</c>, at least one row.</param>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    /// <exception cref="ArgumentException">Another number of latent values, or no row.</exception>
    public double[,] Decode(float[,] latent)
    {
        ArgumentNullException.ThrowIfNull(latent);
        var network = Network;
        var size = LatentFor(Width);
        if (latent.GetLength(0) == 0 || latent.GetLength(1) != size)
            throw new ArgumentException($"latent is [{latent.GetLength(0)}, {latent.GetLength(1)}]; it must be [rows, {size}], with at least one row.", nameof(latent));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Array(network.Decode(tensor(latent)));
    }

    /// <summary>New rows: latent values drawn from the prior, and decoded, <c>[count, features]</c>. Draws of the decoder's deviations are not added.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">The same seed gives the same rows.</param>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public double[,] Generate(int count, int seed = 0)
    {
        Models.Options.Require(count >= 1, nameof(count), count, "at least 1");
        var network = Network;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Array(network.Decode(Noise(new Seed(seed), "generate", count, LatentFor(Width))));
    }

    /// <summary>Latent values for rows of this width.</summary>
    protected abstract int LatentFor(int width);

    /// <inheritdoc/>
    protected override void Train(VariationalAutoencoder network, Tensor rows)
    {
        terms.Clear();
        generated.Clear();
        var (train, held) = HoldOut(rows, Options.Validation);
        var latent = LatentFor((int)rows.shape[1]);
        var draws = Noise(Seed, "validation draws", (int)held.shape[0], latent);
        var pictured = Noise(Seed, "generate", RowsGenerated, latent);
        RunLoop(network, Options.Training, (int)train.shape[0], batch => Loss(network, train.index_select(0, batch)), () =>
        {
            var term = TermsOf(network, held, draws);
            terms.Add(term);
            if (Options.GenerateEvery > 0 && (term.Epoch - 1) % Options.GenerateEvery == 0) generated.Add(new(term.Epoch, Array(network.Decode(pictured))));
            var loss = term.Reconstruction + Options.Beta * term.Divergence;
            return new Validation(loss, -loss);
        });
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor rows) => Scores(rows, Options.Score);

    private Tensor Scores(Tensor rows, VariationalScore score)
    {
        if (score == VariationalScore.ReconstructionError) return (rows - Network.call(rows)).square().mean([1L]);
        var (mean, logVariance) = Network.Encode(rows);
        if (score == VariationalScore.LatentDensity) return LogNormal(mean).neg();
        var deviation = (0.5 * logVariance).exp();
        var draws = Noise(Seed, "draws", Options.Draws, (int)mean.shape[1]);
        var logs = new List<Tensor>();
        for (var draw = 0L; draw < Options.Draws; draw++)
        {
            using var one = NewDisposeScope();   // a draw's reconstructions are as large as the rows: they go before the next draw
            var noise = draws.narrow(0, draw, 1);
            var z = mean + deviation * noise;
            var log = Network.Surprise(rows, Network.Decode(z)).sum([1L]).neg();
            // log p(x|z) p(z) / q(z|x)
            if (score == VariationalScore.ImportanceWeighted) log = log + LogNormal(z) - (LogNormal(noise) - 0.5 * logVariance.sum([1L]));
            logs.Add(log.MoveToOuterDisposeScope());
        }
        var all = stack(logs.ToArray());
        return score switch
        {
            VariationalScore.ReconstructionProbability => all.mean([0L]).neg(),
            VariationalScore.Elbo => VariationalAutoencoder.Divergence(mean, logVariance) - all.mean([0L]),
            _ => Math.Log(Options.Draws) - all.logsumexp(0),
        };
    }

    // The means over the batch of what Surprise and Divergence say of each row, in few operations: on small batches it is their number that takes time.
    private Tensor Loss(VariationalAutoencoder network, Tensor x)
    {
        var (mean, logVariance) = network.Encode(x);
        var deviation = (0.5 * logVariance).exp();
        var missed = (x - network.Decode(mean + deviation * randn_like(mean))).square().mean([0L]);
        using (no_grad()) Follow(network, missed, Following);
        var weight = Options.Beta * Math.Min(1, (terms.Count + 1.0) / (Options.WarmUp + 1));
        var divergence = (mean.square() + deviation.square() - logVariance).sum() * (0.5 / x.shape[0]) - 0.5 * mean.shape[1];
        return network.Surprise(missed).sum() + weight * divergence;
    }

    /// <summary>Moves the variances of p(x|z) towards the mean squares of what was missed, <c>[features]</c>: for given reconstructions those are the likeliest.</summary>
    private void Follow(VariationalAutoencoder network, Tensor missed, double weight)
    {
        if (network.Variance.shape[0] == 1) missed = missed.mean().reshape(1);
        network.Variance.mul_(1 - weight).add_(missed.clamp(Options.MinDeviation * Options.MinDeviation), weight);
    }

    private ElboTerms TermsOf(VariationalAutoencoder network, Tensor x, Tensor draws)
    {
        var (mean, logVariance) = network.Encode(x);
        var missed = (x - network.Decode(mean + (0.5 * logVariance).exp() * draws)).square().mean([0L]);
        Follow(network, missed, 1);
        return new(terms.Count + 1, network.Surprise(missed).sum().item<float>(), VariationalAutoencoder.Divergence(mean, logVariance).mean().item<float>());
    }

    private static Tensor LogNormal(Tensor z) => -0.5 * (z.square() + Math.Log(2 * Math.PI)).sum([1L]);

    // Drawn by .NET: the same on every machine, and no other draw is moved.
    private static Tensor Noise(Seed seed, string purpose, int rows, int columns)
    {
        var random = seed.Random(purpose);
        var noise = new float[rows * columns];
        for (var i = 0; i < noise.Length; i++) noise[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return tensor(noise).reshape(rows, columns);
    }

    private static double[,] Array(Tensor rows) => (double[,])rows.to(float64).contiguous().data<double>().ToNDArray();
}
