using System.Buffers;
using System.Numerics;

namespace MetaAnomalyLib.Metrics;

/// <summary>
/// Scores of the two classes, each sorted, and a walk over the distinct thresholds from the highest down.
/// All ranking metrics are sums along this walk; rows with equal scores pass a threshold together, which makes ties exact.
/// </summary>
internal sealed class RankedScores : IDisposable
{
    // Ascending anomalies, then ascending normal rows; rented, so longer than needed.
    private readonly double[] _sorted;
    private int _positivesLeft;
    private int _negativesLeft;

    private RankedScores(double[] sorted, int positives, int negatives)
    {
        _sorted = sorted;
        (Positives, Negatives) = (positives, negatives);
        Reset();
    }

    public int Positives { get; }
    public int Negatives { get; }

    /// <summary>Rows with a score of at least this are called anomalies.</summary>
    public double Threshold { get; private set; }
    public int TruePositives => Positives - _positivesLeft;
    public int FalsePositives => Negatives - _negativesLeft;

    /// <summary>Checks, copies and sorts; Dispose gives the copy back to the pool.</summary>
    public static RankedScores Of<T>(string metric, ReadOnlySpan<int> labels, ReadOnlySpan<T> scores)
        where T : struct, IFloatingPointIeee754<T>
    {
        Check.SameLength(labels.Length, scores.Length, nameof(scores));
        var ones = Check.Binary(labels);
        Check.Finite(scores, nameof(scores));
        Check.BothClasses(metric, labels.Length, ones);

        var sorted = ArrayPool<double>.Shared.Rent(labels.Length);
        var (positive, negative) = (0, ones);
        for (var i = 0; i < labels.Length; i++)
            sorted[labels[i] == 1 ? positive++ : negative++] = double.CreateTruncating(scores[i]);
        sorted.AsSpan(0, ones).Sort();
        sorted.AsSpan(ones, labels.Length - ones).Sort();
        return new RankedScores(sorted, ones, labels.Length - ones);
    }

    /// <summary>Back to the start, above every score.</summary>
    public void Reset() => (Threshold, _positivesLeft, _negativesLeft) = (double.PositiveInfinity, Positives, Negatives);

    /// <summary>Lowers the threshold to the next distinct score.</summary>
    public bool MoveNext()
    {
        if (_positivesLeft + _negativesLeft == 0)
            return false;
        var positives = _sorted.AsSpan(0, Positives);
        var negatives = _sorted.AsSpan(Positives, Negatives);
        Threshold = Math.Max(
            _positivesLeft > 0 ? positives[_positivesLeft - 1] : double.NegativeInfinity,
            _negativesLeft > 0 ? negatives[_negativesLeft - 1] : double.NegativeInfinity);
        while (_positivesLeft > 0 && positives[_positivesLeft - 1] == Threshold)
            _positivesLeft--;
        while (_negativesLeft > 0 && negatives[_negativesLeft - 1] == Threshold)
            _negativesLeft--;
        return true;
    }

    public void Dispose() => ArrayPool<double>.Shared.Return(_sorted);
}
