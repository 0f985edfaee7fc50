using MetaAnomalyLib.Episodes;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Episodes;

/// <summary>Small pools: points around one centre a class.</summary>
internal static class Pools
{
    public static ClassPool Points(int classes, int itemsPerClass, int seed = 0, int width = 4, double spread = 0.3)
    {
        var random = new Random(seed);
        var centres = Enumerable.Range(0, classes).Select(_ => Enumerable.Range(0, width).Select(_ => 4 * random.NextDouble() - 2).ToArray()).ToArray();
        var items = new float[classes * itemsPerClass, width];
        var labels = new int[classes * itemsPerClass];
        for (var row = 0; row < labels.Length; row++)
        {
            labels[row] = row % classes;   // classes interleaved, so that rows and classes are not mistaken for each other
            for (var column = 0; column < width; column++) items[row, column] = (float)(centres[labels[row]][column] + spread * (random.NextDouble() - 0.5));
        }
        return new ClassPool(tensor(items), labels);
    }

    public static int ClassOf(this ClassPool pool, int row) => Enumerable.Range(0, pool.Classes).Single(c => pool.RowsOf(c).Contains(row));
}
