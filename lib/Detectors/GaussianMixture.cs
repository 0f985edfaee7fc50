using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="GaussianMixture"/>.</summary>
public sealed record GaussianMixtureOptions : DetectorOptions
{
    /// <summary>Gaussians, at least 1. Default: 5. With fewer training rows: one a row.</summary>
    public int Components { get; init; } = 5;

    /// <summary>Added to the diagonal of each covariance, above 0. Default: 0.001, for standardised features.</summary>
    public double Ridge { get; init; } = 1e-3;

    /// <summary>Expectation-maximisation steps at most, at least 1. Default: 200.</summary>
    public int MaxIterations { get; init; } = 200;

    /// <summary>It stops when the mean log-likelihood grows by less, above 0. Default: 1e-4.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Components >= 1, nameof(Components), Components, "at least 1");
        Options.Require(Ridge > 0 && double.IsFinite(Ridge), nameof(Ridge), Ridge, "finite and above 0");
        Options.Require(MaxIterations >= 1, nameof(MaxIterations), MaxIterations, "at least 1");
        Options.Require(Tolerance > 0, nameof(Tolerance), Tolerance, "above 0");
    }
}

/// <summary>
/// A mixture of Gaussians with full covariances, fitted by expectation-maximisation (Dempster, Laird, Rubin, 1977) from k-means++ centres; the score is
/// <c>−log Σ π_c N(x; μ_c, Σ_c)</c>.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class GaussianMixture(GaussianMixtureOptions? options = null) : Detector<GaussianMixtureOptions>(options)
{
    private const string LogWeights = "log_weights", Means = "means", Whitenings = "whitenings", LogDeterminants = "log_determinants";

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        Maximise(x, Nearest(x, Centres(x)));
        var before = double.NegativeInfinity;
        for (var iteration = 0; iteration < Options.MaxIterations; iteration++)
        {
            using var scope = NewDisposeScope();
            var joint = LogJoint(x);
            var likelihood = joint.logsumexp(1, keepdim: true);
            var now = likelihood.mean().item<double>();
            if (now - before < Options.Tolerance) break;
            before = now;
            Maximise(x, (joint - likelihood).exp());
        }
        return ScoreCore(x);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x) => -LogJoint(x).logsumexp(1);

    /// <summary>log π_c + log N(x; μ_c, Σ_c), [rows, components].</summary>
    private Tensor LogJoint(Tensor x)
    {
        var count = (int)Learnt(Means).shape[0];
        var distances = stack(Enumerable.Range(0, count).Select(c => Gaussian.Distances(x, Learnt(Means)[c], Learnt(Whitenings)[c])), 1);
        return Learnt(LogWeights) - 0.5 * (distances + Learnt(LogDeterminants) + x.shape[1] * Math.Log(2 * Math.PI));
    }

    /// <summary>Weights, means and covariances from how much of each row each component takes, [rows, components].</summary>
    private void Maximise(Tensor x, Tensor responsibilities)
    {
        using var scope = NewDisposeScope();
        var taken = responsibilities.sum([0L]) + 1e-12;   // a component that no row wants stays finite
        var means = responsibilities.t().mm(x) / taken.unsqueeze(1);
        var (whitenings, determinants) = (new List<Tensor>(), new List<double>());
        for (var c = 0; c < means.shape[0]; c++)
        {
            var centered = x - means[c];
            var covariance = centered.t().mm(centered * responsibilities.select(1, c).unsqueeze(1)) / taken[c] + Options.Ridge * eye(x.shape[1], dtype: float64);
            var (values, vectors) = linalg.eigh(covariance);
            values = values.clamp_min(Options.Ridge);
            whitenings.Add(vectors / values.sqrt());
            determinants.Add(values.log().sum().item<double>());
        }
        Learn(LogWeights, (taken / x.shape[0]).log());
        Learn(Means, means);
        Learn(Whitenings, stack(whitenings));
        Learn(LogDeterminants, tensor(determinants.ToArray()));
    }

    /// <summary>k-means++ (Arthur and Vassilvitskii, 2007): each centre is a row, drawn in proportion to its squared distance from those before.</summary>
    private Tensor Centres(Tensor x)
    {
        var random = Seed.Random("centres");
        var chosen = new List<long> { random.Next((int)x.shape[0]) };
        while (chosen.Count < Math.Min(Options.Components, x.shape[0]))
        {
            using var scope = NewDisposeScope();
            var cumulated = Distances(x, x.index_select(0, tensor(chosen.ToArray()))).min(1).values.cumsum(0).data<double>().ToArray();
            var drawn = Array.BinarySearch(cumulated, random.NextDouble() * cumulated[^1]);
            chosen.Add(Math.Min(drawn < 0 ? ~drawn : drawn, cumulated.Length - 1));
        }
        return x.index_select(0, tensor(chosen.ToArray()));
    }

    /// <summary>Lloyd's steps, then 1 for the nearest centre and 0 for the others, [rows, components].</summary>
    private static Tensor Nearest(Tensor x, Tensor centres)
    {
        for (var step = 0; ; step++)
        {
            var nearest = Distances(x, centres).argmin(1);
            var assigned = nn.functional.one_hot(nearest, centres.shape[0]).to(float64);
            if (step == 20) return assigned;
            centres = assigned.t().mm(x) / assigned.sum([0L]).clamp_min(1).unsqueeze(1);
        }
    }

    private static Tensor Distances(Tensor x, Tensor centres) =>
        stack(Enumerable.Range(0, (int)centres.shape[0]).Select(c => (x - centres[c]).square().sum(1)), 1);
}
