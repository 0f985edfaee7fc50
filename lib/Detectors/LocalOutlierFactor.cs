using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="LocalOutlierFactor"/>.</summary>
public sealed record LocalOutlierFactorOptions : DetectorOptions
{
    /// <summary>Neighbours, at least 1. Default: 20. With fewer training rows: all the others.</summary>
    public int Neighbours { get; init; } = 20;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Neighbours >= 1, nameof(Neighbours), Neighbours, "at least 1");
    }
}

/// <summary>
/// Local outlier factor (Breunig, Kriegel, Ng, Sander, SIGMOD 2000): how much sparser a row lies than its neighbours do,
/// <c>LOF(x) = mean over neighbours o of lrd(o) / lrd(x)</c> with the local reachability density
/// <c>lrd(x) = 1 / mean over o of max(distance(x, o), distance of o to its own k-th neighbour)</c>. About 1 is normal. As scikit-learn's, with novelty.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class LocalOutlierFactor(LocalOutlierFactorOptions? options = null) : Detector<LocalOutlierFactorOptions>(options)
{
    private const string Rows = "rows", Reach = "reach", Density = "density";
    private NeighbourIndex? index;

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        Learn(Rows, x);
        Restored();
        var (distances, indices) = index!.Find(x, Neighbours.AtMost(Options.Neighbours, x), sameRows: true);
        var reach = distances.select(1, -1);
        var density = DensityOf(distances, indices, reach);
        Learn(Reach, reach);
        Learn(Density, density);
        return Factor(density, density, indices);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x)
    {
        var (distances, indices) = index!.Find(x, Neighbours.AtMost(Options.Neighbours, Learnt(Rows)));
        return Factor(DensityOf(distances, indices, Learnt(Reach)), Learnt(Density), indices);
    }

    /// <inheritdoc/>
    protected override void Restored() => index = new NeighbourIndex(Learnt(Rows));

    /// <inheritdoc/>
    protected override void Released()
    {
        index?.Dispose();
        index = null;
    }

    // 1e-10 keeps the density of duplicates finite, as scikit-learn does.
    private static Tensor DensityOf(Tensor distances, Tensor indices, Tensor reach) =>
        (maximum(distances, Of(reach, indices)).mean([1L]) + 1e-10).reciprocal();

    private static Tensor Factor(Tensor own, Tensor densities, Tensor indices) => Of(densities, indices).mean([1L]) / own;

    private static Tensor Of(Tensor values, Tensor indices) => values.index_select(0, indices.flatten()).view(indices.shape);
}
