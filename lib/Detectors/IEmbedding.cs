namespace MetaAnomalyLib.Detectors;

/// <summary>A detector that maps rows somewhere before it scores them: a map in which other detectors can look (<see cref="EmbeddedDetector"/>).</summary>
public interface IEmbedding
{
    /// <summary>Where the rows lie in the map, <c>[rows, dimensions]</c>. The same row lies at the same place, alone and among others.</summary>
    /// <param name="x">Rows of the width it was fitted on.</param>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    double[,] Embed(float[,] x);
}
