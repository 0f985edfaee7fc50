using System.Text.Json.Nodes;
using MetaAnomaly.Bench.FewLabels;
using MetaAnomalyLib.Data;

namespace MetaAnomaly.Bench.Tests;

public sealed class FewLabelTests
{
    [Fact]
    public void A_task_keeps_so_many_labels_and_hides_the_other_anomalies_among_the_unlabelled()
    {
        var task = FewLabelProtocol.Task("own", Rows(200, anomalies: 40), labels: 5, seed: 1)!;
        Assert.Equal(140, task.Train.Count);
        Assert.Equal(5, task.Train.Anomalies);
        Assert.Equal(12, task.Test.Anomalies);
        Assert.Equal(5, Hidden(task.Train).Count(value => value.Known));
        Assert.Equal(28, Hidden(task.Train).Count(value => value.Abnormal));
    }

    [Fact]
    public void The_five_labels_are_among_the_ten_and_too_few_anomalies_make_no_task()
    {
        var data = Rows(200, anomalies: 20);
        var (five, ten) = (FewLabelProtocol.Task("own", data, 5, 3)!, FewLabelProtocol.Task("own", data, 10, 3)!);
        Assert.All(Enumerable.Range(0, five.Train.Count).Where(row => five.Train.Y[row] == 1), row => Assert.Equal(1, ten.Train.Y[row]));
        Assert.Null(FewLabelProtocol.Task("own", data, 20, 3));
    }

    [Fact]
    public void Siblings_are_left_out_together()
    {
        Assert.Contains("thyroid", FewLabelProtocol.Family("annthyroid"));
        Assert.Contains("optdigits", FewLabelProtocol.Family("pendigits"));
        Assert.Equal(["wilt"], FewLabelProtocol.Family("wilt"));
    }

    [Fact]
    public void A_wrong_label_takes_the_place_of_a_right_one()
    {
        var task = FewLabelProtocol.Task("own", Rows(200, anomalies: 40), labels: 5, seed: 1)!;
        var wrong = FewLabelLearners.WithWrongLabel(task).Train;
        Assert.Equal(5, wrong.Anomalies);
        Assert.Equal(4, Enumerable.Range(0, wrong.Count).Count(row => wrong.Y[row] == 1 && task.Train.Y[row] == 1));
    }

    [Theory]
    [InlineData("LR")]
    [InlineData("LR strong penalty")]
    [InlineData("kNN to labels")]
    [InlineData("extra trees")]
    [InlineData("scores + LR")]
    public void Every_learner_finds_anomalies_that_lie_apart(string name)
    {
        var task = FewLabelProtocol.Task("own", Rows(300, anomalies: 30), 10, 0)!;
        var learner = FewLabelLearners.All.First(learner => learner.Name == name);
        Assert.True(FewLabelBench.Measure(learner, task).Auroc > 0.95);
    }

    [Fact]
    public void The_table_ranks_ours_among_the_published_ones()
    {
        var folder = Directory.CreateTempSubdirectory("few-labels").FullName;
        var (auroc, auprc) = (Path.Combine(folder, "auroc.csv"), Path.Combine(folder, "auprc.csv"));
        File.WriteAllText(auroc, "dataset,labelled_anomalies,LR,ResNet\n1_Own,5,80,\n2_other,5,60,95\n");
        File.WriteAllText(auprc, "dataset,labelled_anomalies,LR,ResNet\n1_Own,5,40,\n2_other,5,20,65\n");
        FewLabelLine[] lines = [Line("own", 0, 0.9), Line("own", 1, 0.8), Line("other", 0, 0.7), Line("other", 1, 0.8)];
        var text = FewLabelTable.Markdown(lines, PublishedFewLabels.Read(auroc), PublishedFewLabels.Read(auprc));
        Directory.Delete(folder, recursive: true);
        Assert.Contains("| **mine** | 80.00 | 0.00 | 40.00 | 0.00 | 1.5 | 1 | 2.00 |", text);
        Assert.Contains("| LR (published) | 70.00 | | 30.00 | | 2.5 | | |", text);
        Assert.Contains("| ResNet (published) (1 sets) | 95.00 |", text);
        Assert.Contains("| mine | 2 | 0 |", text);
    }

    private static FewLabelLine Line(string set, int seed, double auroc) => new(set, "mine", 5, seed, auroc, auroc / 2, 2, new JsonObject(), new Dictionary<string, string>());

    // Column 2 knows the true label, so that a test can see what is hidden.
    private static IEnumerable<(bool Known, bool Abnormal)> Hidden(LabeledData data) => Enumerable.Range(0, data.Count).Select(row => (data.Y[row] == 1, data.X[row, 2] > 0.5));

    private static LabeledData Rows(int rows, int anomalies)
    {
        var random = new Random(7);
        var (x, y) = (new float[rows, 3], new int[rows]);
        for (var row = 0; row < rows; row++)
        {
            y[row] = row < anomalies ? 1 : 0;
            (x[row, 0], x[row, 1], x[row, 2]) = ((float)(random.NextDouble() + 3 * y[row]), (float)random.NextDouble(), y[row]);
        }
        return new(x, y, ["a", "b", "truth"]);
    }
}
