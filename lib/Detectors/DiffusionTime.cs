using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="DiffusionTime"/>.</summary>
public sealed record DiffusionTimeOptions : DetectorOptions
{
    /// <summary>Neighbours, at least 1; 0 stands for √(training rows), for training rows that hold anomalies or copies. Default: 5. With fewer training rows: all the others.</summary>
    public int Neighbours { get; init; } = 5;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Neighbours >= 0, nameof(Neighbours), Neighbours, "at least 1, or 0 for √(training rows)");
    }
}

/// <summary>
/// Non-parametric diffusion time estimation, DTE-NP (Livernoche, Jain, Hezaveh, Ravanbakhsh, ICLR 2024): if a row came from a training row by adding
/// Gaussian noise of variance σ², then σ² given the row follows an inverse gamma distribution, whose mode is the score:
/// <c>σ̂² = (mean of the squared distances to the k nearest training rows) / features</c>. The paper reads σ̂² off a grid of 300 time steps, where all rows
/// beyond the last step tie; here it stays a number.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class DiffusionTime(DiffusionTimeOptions? options = null) : NeighbourDetector<DiffusionTimeOptions>(options)
{
    /// <inheritdoc/>
    protected override Tensor Scores(Tensor x, bool sameRows)
    {
        var k = Neighbours.OrRoot(Options.Neighbours, Learnt(Rows));
        return Index.Find(x, k, sameRows).Distances.square().mean([1L]) / x.shape[1];
    }
}
