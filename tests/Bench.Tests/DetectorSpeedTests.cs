using MetaAnomaly.Bench.Speed.Detectors;

namespace MetaAnomaly.Bench.Tests;

public sealed class DetectorSpeedTests
{
    [Fact]
    public void The_table_has_a_line_a_set_and_a_column_a_detector()
    {
        DetectorSpeed Result(string set, string detector, double ratio) => new(set, 1000, 1200, 9, detector, 1, 1, 2, 2, ratio, 0.01, 3);
        Assert.Equal("""
            | fit and score, C# / Python | kNN | LOF |
            |---|---:|---:|
            | glass, 1,000 + 1,200 × 9 | 0.50 | 0.61 |
            | wine, 1,000 + 1,200 × 9 |  | 0.70 |

            """, DetectorSpeedBench.Markdown([Result("glass", "kNN", 0.5), Result("glass", "LOF", 0.609), Result("wine", "LOF", 0.7)]));
    }
}
