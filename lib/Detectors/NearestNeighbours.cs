using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>What is taken of the k distances.</summary>
public enum NeighbourDistance
{
    /// <summary>The distance to the k-th neighbour.</summary>
    Largest,

    /// <summary>The mean of the k distances.</summary>
    Mean,
}

/// <summary>Settings of <see cref="NearestNeighbours"/>.</summary>
public sealed record NearestNeighboursOptions : DetectorOptions
{
    /// <summary>Neighbours, at least 1; 0 stands for √(training rows), for training rows that hold anomalies or copies. Default: 5. With fewer training rows: all the others.</summary>
    public int Neighbours { get; init; } = 5;

    /// <summary>What is taken of their distances. Default: the largest.</summary>
    public NeighbourDistance Distance { get; init; } = NeighbourDistance.Largest;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Neighbours >= 0, nameof(Neighbours), Neighbours, "at least 1, or 0 for √(training rows)");
        Options.Require(Enum.IsDefined(Distance), nameof(Distance), Distance, "Largest or Mean");
    }
}

/// <summary>
/// k nearest neighbours: the score is the Euclidean distance to the k-th nearest training row, or the mean of the k distances
/// (Ramaswamy, Rastogi, Shim, SIGMOD 2000; Angiulli and Pizzuti, 2002). Exact; memory grows with the rows, not with their square.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class NearestNeighbours(NearestNeighboursOptions? options = null) : NeighbourDetector<NearestNeighboursOptions>(options)
{
    /// <inheritdoc/>
    protected override Tensor Scores(Tensor x, bool sameRows)
    {
        var k = MetaAnomalyLib.Detectors.Neighbours.OrRoot(Options.Neighbours, Learnt(Rows));
        var distances = Index.Find(x, k, sameRows).Distances;
        return Options.Distance == NeighbourDistance.Largest ? distances.select(1, k - 1) : distances.mean([1L]);
    }
}
