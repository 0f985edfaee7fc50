using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>
/// The networks of DAGMM (Zong et al., ICLR 2018): an autoencoder whose latent values, joined by how badly it rebuilds the row, are a mixture of Gaussians; a second network says
/// which component a row belongs to, so that the mixture's parameters are plain weighted means and everything is trained together.
/// </summary>
public sealed class DeepMixture : Module<Tensor, Tensor>
{
    private const double Ridge = 1e-6;      // on the diagonal of the covariances
    private const double SmallestNorm = 1e-3;
    private readonly Module<Tensor, Tensor> encoder, decoder, estimator;
    private readonly Tensor logWeights, means, factors;

    /// <param name="inputs">Features of a row, at least 1.</param>
    /// <param name="hidden">Units of the encoder's hidden layers; the decoder has them in reverse.</param>
    /// <param name="latent">Units of the narrowest layer, at least 1.</param>
    /// <param name="components">Gaussians, at least 1.</param>
    public DeepMixture(int inputs, IReadOnlyList<int> hidden, int latent, int components) : base(nameof(DeepMixture))
    {
        encoder = Layers([inputs, .. hidden, latent]);
        decoder = Layers([latent, .. hidden.Reverse(), inputs]);
        var width = latent + 2;
        estimator = Sequential(("hidden", Linear(width, 10)), ("tanh", Tanh()), ("dropout", Dropout(0.5)), ("output", Linear(10, components)));
        logWeights = zeros(components, dtype: float64);
        means = zeros(components, width, dtype: float64);
        factors = eye(width, dtype: float64).expand(components, width, width).clone();
        RegisterComponents();
        this.to(float64);   // a narrow Gaussian multiplies the rounding of single precision
    }

    /// <summary>The value of the objective: <c>mean ‖x − x'‖² + energyWeight · mean energy + diagonalWeight · Σ 1/Σ_c,jj</c> (equation 9), with the mixture of these rows.</summary>
    /// <param name="rows"><c>[batch, inputs]</c>.</param>
    /// <param name="energyWeight">λ1 of the paper.</param>
    /// <param name="diagonalWeight">λ2 of the paper: keeps variances from vanishing.</param>
    public Tensor Objective(Tensor rows, double energyWeight, double diagonalWeight)
    {
        var (z, rebuilt) = Represent(rows);
        var (logs, centres, triangles, variances) = Mixture(z);
        var errors = (rows - rebuilt).square().sum(1).mean();
        return errors + energyWeight * Energies(z, logs, centres, triangles).mean() + diagonalWeight * variances.reciprocal().sum();
    }

    /// <summary>Keeps the mixture of all training rows, for scoring.</summary>
    public void Settle(Tensor rows)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (logs, centres, triangles, _) = Mixture(Represent(rows).Z);
        logWeights.copy_(logs);
        means.copy_(centres);
        factors.copy_(triangles);
    }

    /// <summary>What the mixture is of, <c>[batch, latent + 2]</c>, float64: latent values, relative Euclidean distance ‖x − x'‖ / ‖x‖, and cosine similarity of row and rebuilt row.</summary>
    public Tensor Embed(Tensor rows) => Represent(rows).Z;

    /// <summary>The energy <c>−log Σ φ_c N(z; μ_c, Σ_c)</c> of each row under the kept mixture, <c>[batch]</c>, float64 (equation 6).</summary>
    public override Tensor forward(Tensor input) => Energies(Embed(input), logWeights, means, factors);

    private (Tensor Z, Tensor Rebuilt) Represent(Tensor input)
    {
        var rows = input.to(float64);
        var code = encoder.call(rows);
        var rebuilt = decoder.call(code);
        var norm = Norm(rows).clamp_min(SmallestNorm);
        var distance = Norm(rows - rebuilt) / norm;
        var cosine = (rows * rebuilt).sum(1, keepdim: true) / (norm * Norm(rebuilt).clamp_min(SmallestNorm));
        return (cat([code, distance, cosine], 1), rebuilt);
    }

    /// <summary>Equation 5: weights, means and covariances from how much of each row each component takes; of the covariances, the Cholesky factors and diagonals.</summary>
    private (Tensor LogWeights, Tensor Means, Tensor Factors, Tensor Variances) Mixture(Tensor z)
    {
        var taken = estimator.call(z).softmax(1);
        var sums = taken.sum([0L]).clamp_min(1e-9);
        var centres = taken.t().mm(z) / sums.unsqueeze(1);
        var centered = z.unsqueeze(0) - centres.unsqueeze(1);
        var covariances = (centered * taken.t().unsqueeze(2)).transpose(1, 2).bmm(centered) / sums.view(-1, 1, 1) + Ridge * eye(z.shape[1], dtype: float64);
        return ((sums / z.shape[0]).log(), centres, linalg.cholesky(covariances), covariances.diagonal(0, 1, 2));
    }

    private static Tensor Energies(Tensor z, Tensor logWeights, Tensor means, Tensor factors)
    {
        var centered = (z.unsqueeze(0) - means.unsqueeze(1)).transpose(1, 2);
        var distances = linalg.solve_triangular(factors, centered, upper: false).square().sum(1);
        var determinants = 2 * factors.diagonal(0, 1, 2).log().sum(1, keepdim: true);
        var joint = logWeights.unsqueeze(1) - 0.5 * (distances + determinants + z.shape[1] * Math.Log(2 * Math.PI));
        return -joint.logsumexp(0);
    }

    // The root of exactly zero has no gradient.
    private static Tensor Norm(Tensor rows) => (rows.square().sum(1, keepdim: true) + 1e-12).sqrt();

    private static Module<Tensor, Tensor> Layers(int[] widths)
    {
        var stack = new List<(string, Module<Tensor, Tensor>)>();
        for (var i = 0; i + 1 < widths.Length; i++)
        {
            stack.Add(($"linear{i}", Linear(widths[i], widths[i + 1])));
            if (i + 2 < widths.Length) stack.Add(($"tanh{i}", Tanh()));
        }
        return Sequential(stack);
    }
}
