using System.Text.Json.Nodes;
using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Data;

namespace MetaAnomaly.Bench.Tests;

public sealed class ScoreFeaturesBenchTests
{
    [Fact]
    public void The_gain_is_that_of_the_same_seed()
    {
        ScoreFeaturesLine[] lines =
        [
            Line("features", 0, 0.5), Line("features and scores", 0, 0.6), Line("scores alone", 0, 0.7),
            Line("features", 1, 0.7), Line("features and scores", 1, 0.9), Line("scores alone", 1, 0.7),
        ];
        var text = ScoreFeaturesBench.Markdown(lines);
        Assert.Contains("5 labelled anomalies (1 data sets", text);
        Assert.Contains("| wine | 60.0 | 75.0 | +15.0 ± 7.1 | 70.0 | 60.0 | 75.0 | +15.0 ± 7.1 | 70.0 |", text);
        Assert.Contains("| mean | 60.0 | 75.0 |", text);
    }

    [Fact]
    public void Where_anomalies_lie_around_the_normal_rows_scores_help_and_too_few_labels_give_no_line()
    {
        var random = new Random(5);
        var (x, y) = (new float[400, 2], new int[400]);
        for (var row = 0; row < 400; row++)
        {
            y[row] = row < 40 ? 1 : 0;
            var (radius, angle) = (y[row] == 1 ? 6 + random.NextDouble() : random.NextDouble(), 2 * Math.PI * random.NextDouble());
            (x[row, 0], x[row, 1]) = ((float)(radius * Math.Cos(angle)), (float)(radius * Math.Sin(angle)));
        }
        var lines = ScoreFeaturesBench.Measure(new LabeledData(x, y, ["a", "b"]), ["Mahalanobis"], 0,
            [Line("features", 0, 0), Line("features and scores", 0, 0), Line("scores alone", 0, 0), Line("features", 0, 0) with { Labels = 30 }]).ToArray();
        Assert.Equal(3, lines.Length);
        Assert.True(lines[0].Auroc < 0.9);
        Assert.True(lines[1].Auroc > 0.95);
        Assert.True(lines[2].Auroc > 0.95);
    }

    private static ScoreFeaturesLine Line(string features, int seed, double figure) =>
        new("wine", features, 5, seed, figure, figure, new JsonObject { ["detectors"] = new JsonArray("Mahalanobis") }, new Dictionary<string, string>());
}
