using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Rows that occur more than once, counted once: copies of an anomaly make it look normal.</summary>
internal static class DistinctRows
{
    /// <summary>Where each distinct row occurs first, and which of the distinct rows each row is.</summary>
    /// <param name="x">float64 <c>[rows, features]</c></param>
    public static (long[] First, long[] Place) Of(Tensor x)
    {
        var (values, width) = (x.contiguous().data<double>().ToArray(), (int)x.shape[1]);
        var (known, first, place) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<long>(), new long[x.shape[0]]);
        for (var row = 0; row < place.Length; row++)
        {
            var key = new string(MemoryMarshal.Cast<double, char>(values.AsSpan(row * width, width)));
            if (known.TryAdd(key, first.Count)) first.Add(row);
            place[row] = known[key];
        }
        return ([.. first], place);
    }
}
