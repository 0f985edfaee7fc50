using System.Globalization;
using MetaAnomaly.Bench.Results;

namespace MetaAnomaly.Bench.Tests;

public sealed class SummaryTableTests
{
    private static readonly Published Figures = new(new Dictionary<(string, string), double> { [("glass", "kNN")] = 90, [("wine", "kNN")] = 94 });

    [Fact]
    public void Means_differences_and_ranks_stand_beside_the_published_figures()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            var table = Table([("wine", "kNN", 0.96), ("wine", "LOF", 0.98), ("glass", "kNN", 0.9), ("glass", "LOF", 0.9)]);
            Assert.Contains("| LOF | 94.00 |  |  |  | 1.25 |", table);
            Assert.Contains("| kNN | 93.00 |  | 92.00 | +1.00 | 1.75 |", table);
            Assert.Contains("| wine | 96.0 (94.0) | 98.0 |", table);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_detector_that_lacks_a_data_set_has_no_mean()
    {
        var table = Table([("wine", "kNN", 0.96), ("glass", "kNN", 0.9), ("wine", "LOF", 0.98)]);
        Assert.DoesNotContain("LOF", table);
    }

    private static string Table((string Dataset, string Detector, double Auroc)[] runs) => SummaryTable.Markdown(
        Suite.Find("adbench-one-class"), [.. runs.Select(run => ResultFileTests.Line(run.Dataset, 0, run.Detector, run.Auroc))], Figures);
}
