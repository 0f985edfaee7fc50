using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Metrics;

namespace MetaAnomalyLib.Tests.Meta;

[Collection(nameof(Training.Torch))]
public sealed class EpisodeHeadTests
{
    public static TheoryData<string> Names => [.. EpisodeHead.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_learns_from_other_tables_whom_to_believe(string name)
    {
        // On every table the same learner is right, the others say nothing.
        var random = new Random(1);
        var (taught, asked) = (Enumerable.Range(0, 8).Select(_ => Table(random, right: 2)).ToArray(), Table(random, right: 2));
        using var head = Create(name, steps: 60);
        head.Learn(taught);
        Assert.True(Metric.Auroc(asked.Truth, head.Scores(asked)) > 0.85);
        using var again = Create(name, steps: 60);
        again.Learn(taught);
        Assert.Equal(head.Scores(asked), again.Scores(asked));
    }

    [Theory]
    [InlineData("set network")]
    [InlineData("MAML")]
    public void Where_the_labels_say_nothing_other_tables_decide(string name)
    {
        var random = new Random(5);
        FewLabelExperience Silent() => Table(random, right: 2, speaks: false);
        var (taught, asked) = (Enumerable.Range(0, 8).Select(_ => Silent()).ToArray(), Silent());
        using var head = Create(name, steps: 60);
        head.Learn(taught);
        Assert.True(Metric.Auroc(asked.Truth, head.Scores(asked)) > Metric.Auroc(asked.Truth, FewLabelPrior.Equal.Scores(asked)) + 0.02);
    }

    [Theory]
    [InlineData("set network")]
    [InlineData("MAML")]
    public void The_labels_of_a_table_say_who_is_right_there(string name)
    {
        // Another learner on each table: only its labels can tell.
        var random = new Random(2);
        var learners = FewLabelDetector.LearnerNames.Count;
        using var head = Create(name, steps: 150);
        head.Learn([.. Enumerable.Range(0, 24).Select(i => Table(random, right: i % learners))]);
        var asked = Enumerable.Range(0, learners).Select(i => Table(random, right: i)).ToArray();
        Assert.True(asked.Average(table => Metric.Auroc(table.Truth, head.Scores(table))) > asked.Average(table => Metric.Auroc(table.Truth, FewLabelPrior.Equal.Scores(table))) + 0.02);
    }

    [Fact]
    public void Tables_without_labels_or_without_anomalies_teach_nothing()
    {
        var random = new Random(3);
        var table = Table(random, right: 0);
        using var head = Create("MAML", steps: 1);
        Assert.Throws<ArgumentException>(() => head.Learn([table with { Truth = new int[table.Truth.Length] }]));
        Assert.Throws<ArgumentException>(() => head.Scores(table with { Labels = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create("MAML", steps: 0));
    }

    [Fact]
    public void Nothing_is_left_behind_when_it_is_disposed()
    {
        var random = new Random(4);
        FewLabelExperience[] tables = [Table(random, right: 0)];
        var before = TorchSharp.Tests.LiveTensors.Settled();
        foreach (var (name, _) in EpisodeHead.All)
        {
            using var head = Create(name, steps: 2);
            head.Learn(tables);
            head.Scores(tables[0]);
        }
        Assert.Equal(before, TorchSharp.Tests.LiveTensors.Settled());
    }

    private static EpisodeHead Create(string name, int steps) => EpisodeHead.All.First(kind => kind.Name == name).Create(new() { Steps = steps, LearningRate = 0.05 });

    private static FewLabelExperience Table(Random random, int right, bool speaks = true)
    {
        var (learners, truth) = (FewLabelDetector.LearnerNames.Count, Enumerable.Range(0, 80).Select(row => row < 20 ? 1 : 0).ToArray());
        float[,] Said(int rows, Func<int, bool> anomaly)
        {
            var said = new float[rows, learners];
            for (var row = 0; row < rows; row++)
                for (var learner = 0; learner < learners; learner++) said[row, learner] = (float)(4 * random.NextDouble() - 2 + (learner == right && anomaly(row) ? 3 : 0));
            return said;
        }
        return new(8, new(new float[80, FewLabelDetector.DetectorNames.Count], Said(80, row => truth[row] == 1)), truth, Said(8, _ => speaks), Said(150, _ => false));
    }
}
