using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>How AnoGAN searches the latent space.</summary>
public sealed record SearchOptions
{
    /// <summary>Steps of Adam, at least 0. Default: 100.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Learning rate of Adam on the place, above 0. Default: 0.05.</summary>
    public double Rate { get; init; } = 0.05;

    /// <summary>Random places of which each row starts at the one whose picture is nearest to it, at least 1. Default: 64. 1 is the paper's: one random place.</summary>
    public int Starts { get; init; } = 64;

    /// <summary>λ, the weight of the discriminator's features against the row itself, in [0, 1]. Default: 0.1, as in the paper.</summary>
    public double FeatureWeight { get; init; } = 0.1;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Steps >= 0, nameof(Steps), Steps, "at least 0");
        Options.Require(Rate > 0 && double.IsFinite(Rate), nameof(Rate), Rate, "finite and above 0");
        Options.Require(Starts >= 1, nameof(Starts), Starts, "at least 1");
        Options.Require(FeatureWeight is >= 0 and <= 1, nameof(FeatureWeight), FeatureWeight, "in [0, 1]");
    }
}

/// <summary>What a search found.</summary>
/// <param name="Scores">The lowest loss of each row, <c>[rows]</c>: AnoGAN's anomaly score.</param>
/// <param name="Found">What the generator makes at the best places, <c>[rows, features]</c>.</param>
/// <param name="Places">The best places, <c>[rows, latent]</c>.</param>
/// <param name="Losses">The rows' mean loss at the start and after each step, <c>[steps + 1]</c>.</param>
/// <param name="Path">What the generator makes at the start and after each step, of the first 8 rows: <c>[steps + 1][8, features]</c>.</param>
public sealed record SearchResult(double[] Scores, float[,] Found, float[,] Places, double[] Losses, IReadOnlyList<float[,]> Path)
{
    /// <summary>How far each feature of each row is from what was found, <c>|x − G(z)|</c>, <c>[rows, features]</c>: the explanation.</summary>
    public required double[,] FeatureErrors { get; init; }
}

/// <summary>
/// AnoGAN's search (Schlegl et al., IPMI 2017): gradient descent on the place z from which the generator G makes what is nearest to a row x, with the loss
/// <c>(1 − λ) mean|x − G(z)| + λ mean|f(x) − f(G(z))|</c>, f the discriminator's features. (The paper sums; means keep λ's meaning whatever the widths.)
/// All rows of a batch are searched in one tensor: their losses share no weight that moves, so that each row's path is its own.
/// </summary>
internal sealed class LatentSearch(GanNetwork network, SearchOptions options, int seed, int batch)
{
    private const int Shown = 8;
    private const double Beta1 = 0.9, Beta2 = 0.999;

    /// <summary>The scores of rows, <c>[rows]</c>.</summary>
    public Tensor Scores(Tensor rows) => Run(rows, null).Losses;

    /// <summary>All that a search gives.</summary>
    public SearchResult Result(Tensor rows)
    {
        var (sums, path, parts) = (new double[options.Steps + 1], new List<float[,]>(), new List<(Tensor Losses, Tensor Places)>());
        var count = rows.shape[0];
        foreach (var (part, first) in rows.split(batch).Select((part, i) => (part, i == 0)))
        {
            parts.Add(Run(part, (step, made, losses) =>
            {
                sums[step] += losses.sum().item<float>() / count;
                if (first) path.Add(Array(made.narrow(0, 0, Math.Min(Shown, count))));
            }));
        }
        var places = cat([.. parts.Select(p => p.Places)]);
        var found = cat([.. places.split(batch).Select(network.Generator.call)]);
        return new(cat([.. parts.Select(p => p.Losses)]).to(float64).data<double>().ToArray(), Array(found), Array(places), sums, path)
        {
            FeatureErrors = (double[,])(rows - found).abs().to(float64).contiguous().data<double>().ToNDArray(),
        };
    }

    private static float[,] Array(Tensor rows) => (float[,])rows.contiguous().data<float>().ToNDArray();

    // Always a whole batch: with fewer rows libtorch takes other kernels, whose last digits differ, and a hundred steps make a difference of them.
    private (Tensor Losses, Tensor Places) Run(Tensor part, Action<int, Tensor, Tensor>? seen)
    {
        var count = part.shape[0];
        var rows = count == batch ? part : cat([part, zeros(batch - count, part.shape[1])]);
        var features = network.Discriminator.Features.call(rows);
        var place = Start(rows);
        var (first, second) = (zeros_like(place), zeros_like(place));
        var (best, bestPlace) = (full([batch], float.PositiveInfinity), place.clone());
        for (var step = 0; step <= options.Steps; step++)
        {
            using var scope = NewDisposeScope();
            var (losses, made, slope) = Evaluate(rows, features, place);
            seen?.Invoke(step, made, losses.narrow(0, 0, count));
            var better = losses < best;
            best.copy_(best.minimum(losses));
            bestPlace.copy_(where(better.unsqueeze(1), place, bestPlace));
            if (step == options.Steps) break;
            first.mul_(Beta1).add_(slope * (1 - Beta1));
            second.mul_(Beta2).add_(slope.square() * (1 - Beta2));
            var (unbiased1, unbiased2) = (1 - Math.Pow(Beta1, step + 1), 1 - Math.Pow(Beta2, step + 1));
            place.sub_(first / unbiased1 * options.Rate / ((second / unbiased2).sqrt() + 1e-8));
        }
        return (best.narrow(0, 0, count), bestPlace.narrow(0, 0, count));
    }

    private Tensor Start(Tensor rows)
    {
        var places = GanLoss.Places(options.Starts, network.Latent, seed);
        var nearest = cdist(rows, network.Generator.call(places)).argmin(1L);
        return places.index_select(0, nearest);
    }

    private (Tensor Losses, Tensor Made, Tensor Slope) Evaluate(Tensor rows, Tensor features, Tensor place)
    {
        using var grad = enable_grad();
        var at = place.detach().requires_grad_(true);
        var made = network.Generator.call(at);
        var losses = (1 - options.FeatureWeight) * (rows - made).abs().mean([1L]);
        if (options.FeatureWeight > 0) losses = losses + options.FeatureWeight * (features - network.Discriminator.Features.call(made)).abs().flatten(1).mean([1L]);
        // The mean over features makes slopes tiny on wide rows, but Adam does not mind a factor.
        var slope = autograd.grad([losses.sum()], [at])[0];
        return (losses.detach(), made.detach(), slope);
    }
}
