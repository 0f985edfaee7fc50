using MetaAnomalyLib.Data;

namespace MetaAnomalyLib.Tests.Data;

public sealed class SplitsTests
{
    [Fact]
    public void Every_row_is_in_exactly_one_part_and_every_label_within_one_row_of_its_share()
    {
        var random = new Random(0);
        for (var round = 0; round < 500; round++)
        {
            var labels = Labels(random, classes: random.Next(1, 5));
            var (validation, test) = (random.NextDouble() * 0.5, random.NextDouble() * 0.49);

            var split = Splits.Stratified(labels, validation, test, seed: round);

            Assert.Equal(Enumerable.Range(0, labels.Length), split.Train.Concat(split.Validation).Concat(split.Test).Order());
            Assert.Equal((int)Math.Round(labels.Length * test, MidpointRounding.AwayFromZero), split.Test.Length);
            Assert.InRange(split.Validation.Length, (int)(labels.Length * validation) - 1, (int)(labels.Length * validation) + 1);
            foreach (var label in labels.Distinct())
            {
                var size = labels.Count(l => l == label);
                Assert.InRange(split.Test.Count(row => labels[row] == label) - size * test, -1, 1);
                Assert.InRange(split.Validation.Count(row => labels[row] == label) - size * validation, -1, 1);
            }
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_split_and_another_seed_another()
    {
        var labels = Labels(new Random(1), 2);
        var (first, second, third) = (
            Splits.Stratified(labels, 0.2, 0.2, 7), Splits.Stratified(labels, 0.2, 0.2, 7), Splits.Stratified(labels, 0.2, 0.2, 8));
        Assert.Equal(first.Train, second.Train);
        Assert.Equal(first.Test, second.Test);
        Assert.NotEqual(first.Test, third.Test);
    }

    [Fact]
    public void Labelled_data_splits_into_labelled_data()
    {
        var x = new float[100, 1];
        for (var row = 0; row < 100; row++)
            x[row, 0] = row;
        var data = new LabeledData(x, Enumerable.Range(0, 100).Select(row => row % 10 == 0 ? 1 : 0).ToArray(), ["row"]);

        var (train, validation, test) = Splits.Stratified(data, 0.2, 0.3, seed: 1);

        Assert.Equal((50, 5), (train.Count, train.Anomalies));
        Assert.Equal((20, 2), (validation.Count, validation.Anomalies));
        Assert.Equal((30, 3), (test.Count, test.Anomalies));
        Assert.All(Enumerable.Range(0, test.Count), row => Assert.Equal(test.X[row, 0] % 10 == 0 ? 1 : 0, test.Y[row]));
    }

    [Fact]
    public void One_class_trains_on_half_the_normals_and_tests_on_everything_else()
    {
        var random = new Random(2);
        for (var round = 0; round < 200; round++)
        {
            int[] labels = [0, 0, .. Labels(random, 2)];
            var (train, test) = Splits.OneClass(labels, seed: round);
            Assert.Equal(Enumerable.Range(0, labels.Length), train.Concat(test).Order());
            Assert.All(train, row => Assert.Equal(0, labels[row]));
            Assert.InRange(train.Length - labels.Count(l => l == 0) / 2.0, 0, 0.5);
        }
    }

    [Fact]
    public void What_cannot_be_split_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Splits.Stratified(Array.Empty<int>(), 0.1, 0.1, 0));
        Assert.Contains("only one row", Assert.Throws<ArgumentException>(() => Splits.Stratified([0, 0, 0, 1], 0.1, 0.1, 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Splits.Stratified([0, 1], 0.5, 0.5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Splits.Stratified([0, 1], -0.1, 0.5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Splits.Stratified([0, 1], double.NaN, 0.5, 0));
        Assert.Contains("1 normal rows", Assert.Throws<ArgumentException>(() => Splits.OneClass([0, 1, 1], 0)).Message);
    }

    private static int[] Labels(Random random, int classes)
        => [.. Enumerable.Range(0, classes).SelectMany(label => Enumerable.Repeat(label, random.Next(2, 120))).OrderBy(_ => random.Next())];
}
