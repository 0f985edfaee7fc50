using System.Text.Json;

namespace MetaAnomalyLib.Tests.Metrics;

/// <summary>tests/golden/metrics.json, made by tests/golden/metrics.py with scikit-learn and scipy.</summary>
internal static class GoldenMetrics
{
    public static JsonElement Root { get; } =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "metrics.json"))).RootElement;

    /// <summary>The numbers of the cases of a part of the file, for theories.</summary>
    public static IEnumerable<TheoryDataRow<int>> Cases(string part) =>
        Enumerable.Range(0, Root.GetProperty(part).GetArrayLength()).Select(i => new TheoryDataRow<int>(i));

    /// <summary>The same numbers as `draw` of metrics.py.</summary>
    public static (int[] Labels, double[] Scores) Draw(ulong seed, int n, int levels, int anomalyPercent)
    {
        var (labels, scores, state, shift) = (new int[n], new double[n], seed, levels / 3 + 1);
        for (var i = 0; i < n; i++)
        {
            var draw = Next() % 100;
            labels[i] = i == 0 ? 1 : i == 1 ? 0 : draw < (ulong)anomalyPercent ? 1 : 0;
            scores[i] = (double)(Next() % (ulong)levels + (ulong)(labels[i] * shift)) / (levels + shift);
        }
        return (labels, scores);

        ulong Next() => (state = unchecked(state * 6364136223846793005UL + 1442695040888963407UL)) >> 33;
    }

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static double[] Numbers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    public static void Close(double expected, double actual, double tolerance = 1e-12) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"expected {expected:R}, was {actual:R}");

    public static void Close(double[] expected, double[] actual, double tolerance = 1e-12)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Close(expected[i], actual[i], tolerance);
    }
}
