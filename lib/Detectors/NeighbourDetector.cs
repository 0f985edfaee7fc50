using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>A detector that remembers its training rows and asks for the nearest ones: keeping, indexing and forgetting them is written here, once.</summary>
/// <typeparam name="TOptions">Its options.</typeparam>
/// <param name="options">Null takes the defaults.</param>
public abstract class NeighbourDetector<TOptions>(TOptions? options) : Detector<TOptions>(options)
    where TOptions : DetectorOptions, new()
{
    /// <summary>Under which the training rows are learnt.</summary>
    private protected const string Rows = "rows";
    private NeighbourIndex? index;

    /// <summary>The training rows, ready to be asked; there once it is fitted.</summary>
    private protected NeighbourIndex Index => index!;

    /// <summary>Scores rows by their neighbours among the training rows.</summary>
    /// <param name="x">float64 <c>[rows, features]</c>.</param>
    /// <param name="sameRows">Whether these are the training rows, each of which is then no neighbour of itself.</param>
    /// <returns>float64 <c>[rows]</c>.</returns>
    protected abstract Tensor Scores(Tensor x, bool sameRows);

    /// <inheritdoc/>
    protected sealed override Tensor FitCore(Tensor x)
    {
        Learn(Rows, x);
        Restored();
        return Scores(x, sameRows: true);
    }

    /// <inheritdoc/>
    protected sealed override Tensor ScoreCore(Tensor x) => Scores(x, sameRows: false);

    /// <inheritdoc/>
    protected sealed override void Restored() => index = new NeighbourIndex(Learnt(Rows));

    /// <inheritdoc/>
    protected sealed override void Released()
    {
        index?.Dispose();
        index = null;
    }
}
