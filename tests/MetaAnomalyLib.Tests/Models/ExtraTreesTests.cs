using MetaAnomalyLib.Data;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Models;

namespace MetaAnomalyLib.Tests.Models;

public sealed class ExtraTreesTests
{
    [Fact]
    public void They_learn_what_no_straight_line_separates_and_know_which_columns_mattered()
    {
        var (train, test) = (Ring(400, 1), Ring(400, 2));
        var trees = ExtraTrees.Fit(train, new() { Trees = 60 });
        Assert.True(Auroc(test.Y, trees.Probabilities(test.X)) > 0.97);
        Assert.True(trees.Importance[2] < trees.Importance[0] && trees.Importance[2] < trees.Importance[1]);
        Assert.Equal(1, trees.Importance.Sum(), 9);
    }

    [Fact]
    public void Rows_left_out_of_a_tree_tell_how_well_it_does_elsewhere()
    {
        // Labels without meaning: the trees know their own rows by heart, the others not at all.
        var random = new Random(3);
        var (x, y) = (new float[300, 4], new int[300]);
        for (var row = 0; row < 300; row++)
        {
            y[row] = row < 60 ? 1 : 0;
            for (var column = 0; column < 4; column++) x[row, column] = (float)random.NextDouble();
        }
        var trees = ExtraTrees.Fit(new(x, y, ["a", "b", "c", "d"]));
        Assert.True(Auroc(y, trees.Probabilities(x)) > 0.95);
        Assert.InRange(Auroc(y, [.. trees.OutOfBag]), 0.35, 0.65);
    }

    [Fact]
    public void The_same_seed_grows_the_same_trees_and_another_seed_others()
    {
        var data = Ring(200, 1);
        var probabilities = ExtraTrees.Fit(data, new() { Trees = 10, Seed = 4 }).Probabilities(data.X);
        Assert.Equal(probabilities, ExtraTrees.Fit(data, new() { Trees = 10, Seed = 4 }).Probabilities(data.X));
        Assert.NotEqual(probabilities, ExtraTrees.Fit(data, new() { Trees = 10, Seed = 5 }).Probabilities(data.X));
    }

    [Fact]
    public void Columns_that_never_change_are_never_split_and_bad_rows_are_refused()
    {
        var constant = new LabeledData(new float[6, 2], [0, 0, 0, 0, 1, 1], ["a", "b"]);
        var trees = ExtraTrees.Fit(constant);
        Assert.All(trees.Probabilities(constant.X), p => Assert.Equal(0.5f, p, 5));
        Assert.All(trees.Importance, share => Assert.Equal(0, share));
        Assert.Contains("3 features", Assert.Throws<ArgumentException>(() => trees.Probabilities(new float[1, 3])).Message);
        Assert.Throws<ArgumentException>(() => ExtraTrees.Fit(new(new float[3, 1], [0, 0, 0], ["a"])));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExtraTrees.Fit(constant, new() { Trees = 0 }));
    }

    [Fact]
    public void A_tree_is_the_same_after_its_nodes_were_written_down()
    {
        var data = Ring(200, 1);
        var trees = ExtraTrees.Fit(data, new() { Trees = 3 });
        var recalled = ExtraTrees.Recall(trees.Grown.Select(tree => DecisionTree.From(tree.Nodes, 3)), 3);
        Assert.Equal(trees.Probabilities(data.X), recalled.Probabilities(data.X));
        Assert.Throws<ArgumentException>(() => DecisionTree.From([7, 0, 1, 0.5f, 0, 0, 0, 1, 0, 0, 0, 0], 3));
    }

    private static double Auroc(int[] labels, IEnumerable<float> scores) => Metric.Auroc(labels, [.. scores.Select(score => (double)score)]);

    // Anomalies inside, normal rows around; the third column is noise.
    private static LabeledData Ring(int rows, int seed)
    {
        var random = new Random(seed);
        var (x, y) = (new float[rows, 3], new int[rows]);
        for (var row = 0; row < rows; row++)
        {
            y[row] = row % 10 == 0 ? 1 : 0;
            var (radius, angle) = ((y[row] == 1 ? 0 : 2) + random.NextDouble(), 2 * Math.PI * random.NextDouble());
            (x[row, 0], x[row, 1], x[row, 2]) = ((float)(radius * Math.Cos(angle)), (float)(radius * Math.Sin(angle)), (float)random.NextDouble());
        }
        return new(x, y, ["x", "y", "noise"]);
    }
}
