using System.Text.Json.Nodes;
using MetaAnomaly.Bench.Chest;
using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Data;

namespace MetaAnomaly.Bench.Tests;

public sealed class ViralFewShotTests
{
    private const int Width = 6, Known = 1000;

    [Fact]
    public void Drawings_are_of_different_patients_and_more_images_hold_the_fewer()
    {
        using var task = Task();
        var (five, twenty) = (task.Few(5, seed: 3), task.Few(20, seed: 3));
        Assert.Equal(five, twenty[..5]);
        Assert.Equal(20, twenty.Select(row => task.ViralPatients[row]).Distinct().Count());
        Assert.NotEqual(five, task.Few(5, seed: 4));
        Assert.Equal(task.Viral.GetLength(0), task.Few(int.MaxValue, seed: 0).Length);
    }

    [Fact]
    public void Every_learner_of_features_tells_a_kind_that_lies_apart_and_repeats_no_run()
    {
        var folder = Directory.CreateTempSubdirectory("viral").FullName;
        try
        {
            string[] learners = ["no viral image", "nearest prototype", "logistic regression"];
            var request = new ResultsRequest(ViralBench.Suite, learners, null, 2, 1, 1, folder);
            Assert.Equal(0, ViralBench.Run(request, new(Task)));
            var lines = ViralBench.Read(folder);
            // Four numbers of images in two drawings and all images once, for two learners; and once without any.
            Assert.Equal(1 + 2 * (2 * 4 + 1), lines.Count);
            Assert.All(lines, line => Assert.True(ViralBench.Auroc(line, 0) > 0.9, $"{line.Learner} {line.Shots}"));
            Assert.All(lines.Where(line => line.Shots != 0), line => Assert.True(ViralBench.Auroc(line, 1) > 0.9, $"{line.Learner} {line.Shots}"));
            Assert.Equal(0.5, ViralBench.Auroc(lines.Single(line => line.Shots == 0), 1));
            ViralBench.Run(request, new(() => throw new InvalidOperationException("every run is there")));
            var table = ViralTable.Markdown(lines);
            Assert.Contains("Not for clinical use", table);
            Assert.Contains("## Viral or bacterial pneumonia?", table);
            Assert.Contains("| cannot be asked |", table);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_cell_has_the_mean_over_drawings_their_spread_and_an_interval_over_patients()
    {
        int[] kinds = [0, 0, 0, 0, 2, 2, 2, 2], patients = [0, 1, 2, 3, 4, 5, 6, 7];
        ViralLine Draw(int seed, params float[] lead) => new("x", 1, seed, lead, lead, kinds, patients, 0, new JsonObject(), new Dictionary<string, string>());
        var (auroc, spread) = ViralTable.Cell([Draw(0, 0, 0, 0, 0, 1, 1, 1, 1), Draw(1, 0, 0, 0, 2, 1, 1, 1, 1)], kind: 0);
        Assert.Equal(0.875, auroc.Value, 1e-9);   // 1 and 0.75
        Assert.Equal(0.25 / Math.Sqrt(2), spread!.Value, 1e-9);
        Assert.InRange(auroc.Low, 0.5, 0.8);
        Assert.Equal(1, auroc.High, 1e-9);
        Assert.Null(ViralTable.Cell([Draw(0, 0, 0, 0, 0, 1, 1, 1, 1)], kind: 0).Spread);
    }

    [Fact]
    public void A_wrong_learner_is_answered_with_those_there_are() =>
        Assert.Contains("MAML", Assert.Throws<ArgumentException>(() => ViralBench.Run(new(ViralBench.Suite, ["CNN"], null, 1, 1, 1, "nowhere"), new(Task))).Message);

    // Normal around 0, bacterial to one side of it, viral to another.
    private static ViralTask Task()
    {
        var random = new Random(1);
        float[,] Rows(int count, int feature)
        {
            var x = new float[count, Width];
            for (var i = 0; i < count; i++)
                for (var j = 0; j < Width; j++) x[i, j] = random.NextSingle() + (j == feature || (feature > 0 && j == 0) ? 2 : 0);
            return x;
        }
        float[,] Both(float[,] a, float[,] b)
        {
            var rows = new float[a.GetLength(0) + b.GetLength(0), Width];
            Array.Copy(a, rows, a.Length);
            Array.Copy(b, 0, rows, a.Length, b.Length);
            return rows;
        }
        string[] Names(string kind, int count) => [.. Enumerable.Range(0, count).Select(i => $"{kind} {i / 2}")];
        var known = new LabeledData(Both(Rows(Known, -1), Rows(Known, 1)), [.. Enumerable.Repeat(0, Known), .. Enumerable.Repeat(1, Known)], [.. Enumerable.Range(0, Width).Select(j => $"{j}")]);
        return ViralTask.Of(known, [.. Names("n", Known), .. Names("b", Known)], Rows(60, 2), Names("v", 60),
            Both(Both(Rows(20, -1), Rows(20, 1)), Rows(20, 2)), [.. Enumerable.Range(0, 60).Select(i => i / 20)], Names("t", 60));
    }
}
