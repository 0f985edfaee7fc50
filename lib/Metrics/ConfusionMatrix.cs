using System.Globalization;
using System.Text;

namespace MetaAnomalyLib.Metrics;

/// <summary>Counts of true (rows) against predicted (columns) classes. Made by <see cref="Metric.Confusion"/>.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[,] _counts;

    internal ConfusionMatrix(IReadOnlyList<string> classes, int[,] counts) => (Classes, _counts) = (classes, counts);

    /// <summary>The name of each class, in the order of rows and columns.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>
    /// Rows of class <paramref name="actual"/> that were called <paramref name="predicted"/> (indexes into <see cref="Classes"/>).
    /// </summary>
    public int this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>Number of rows.</summary>
    public int Total => Enumerable.Range(0, Classes.Count).Sum(Support);

    /// <summary>Rows whose true class is <paramref name="index"/>.</summary>
    public int Support(int index) => Enumerable.Range(0, Classes.Count).Sum(other => _counts[index, other]);

    /// <summary>Rows that were called class <paramref name="index"/>.</summary>
    public int Called(int index) => Enumerable.Range(0, Classes.Count).Sum(other => _counts[other, index]);

    /// <summary>Share of the rows called <paramref name="index"/> that are; 0 when none was called so.</summary>
    public double Precision(int index) => Ratio(_counts[index, index], Called(index));

    /// <summary>Share of the rows of class <paramref name="index"/> that were called so; 0 when there is none.</summary>
    public double Recall(int index) => Ratio(_counts[index, index], Support(index));

    /// <summary>Harmonic mean of precision and recall; 0 when both are.</summary>
    public double F1(int index) => Ratio(2 * _counts[index, index], Called(index) + Support(index));

    /// <summary>Share of rows on the diagonal.</summary>
    public double Accuracy => Ratio(Enumerable.Range(0, Classes.Count).Sum(c => _counts[c, c]), Total);

    /// <summary>A table of counts, true classes down, predicted classes across.</summary>
    public override string ToString()
    {
        var width = Math.Max(Classes.Max(name => name.Length), Total.ToString(CultureInfo.InvariantCulture).Length) + 2;
        var side = Math.Max("true \\ predicted".Length, Classes.Max(name => name.Length));
        var text = new StringBuilder("true \\ predicted".PadRight(side));
        foreach (var name in Classes)
            text.Append(name.PadLeft(width));
        for (var actual = 0; actual < Classes.Count; actual++)
        {
            text.Append('\n').Append(Classes[actual].PadRight(side));
            for (var predicted = 0; predicted < Classes.Count; predicted++)
                text.Append(_counts[actual, predicted].ToString(CultureInfo.InvariantCulture).PadLeft(width));
        }
        return text.ToString();
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
