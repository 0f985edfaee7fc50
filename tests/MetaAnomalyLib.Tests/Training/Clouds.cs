using MetaAnomalyLib.Data;

namespace MetaAnomalyLib.Tests.Training;

/// <summary>Two seeded Gaussian clouds: normal rows around the origin, anomalies around (2, 2, …).</summary>
internal static class Clouds
{
    public static LabeledData Make(int normal, int anomalies, int width = 4, int seed = 0)
    {
        var random = new Random(seed);
        var x = new float[normal + anomalies, width];
        var y = new int[normal + anomalies];
        for (var row = 0; row < y.Length; row++)
        {
            y[row] = row < normal ? 0 : 1;
            for (var column = 0; column < width; column++)
                x[row, column] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())) + 2 * y[row];
        }
        return new LabeledData(x, y, [.. Enumerable.Range(0, width).Select(i => $"x{i}")]);
    }
}
