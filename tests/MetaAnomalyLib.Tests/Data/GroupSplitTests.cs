using MetaAnomalyLib.Data;

namespace MetaAnomalyLib.Tests.Data;

public sealed class GroupSplitTests
{
    [Fact]
    public void A_group_lies_in_one_part_every_row_in_exactly_one_and_the_shares_hold()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var groups = Enumerable.Range(0, 1000).Select(_ => $"patient {random.Next(300)}").ToArray();
            var labels = groups.Select(group => group.Length % 2 + (group[^1] == '7' ? 2 : 0)).ToArray();
            var split = Splits.ByGroup(labels, groups, 0.2, 0.1, seed);
            int[][] parts = [split.Train, split.Validation, split.Test];
            Assert.Equal(Enumerable.Range(0, 1000), parts.SelectMany(part => part).Order());
            Assert.All(groups.Distinct(), group => Assert.Single(parts, part => part.Any(row => groups[row] == group)));
            foreach (var label in labels.Distinct())
                Assert.All(parts.Zip([0.7, 0.2, 0.1]), pair => Assert.Equal(pair.Second * labels.Count(l => l == label), pair.First.Count(row => labels[row] == label), 12.0));
        }
    }

    [Fact]
    public void The_seed_decides()
    {
        var groups = Enumerable.Range(0, 100).Select(i => $"{i / 2}").ToArray();
        var labels = groups.Select(group => group.Length % 2).ToArray();
        Assert.Equal(Splits.ByGroup(labels, groups, 0.2, 0, 1).Validation, Splits.ByGroup(labels, groups, 0.2, 0, 1).Validation);
        Assert.NotEqual(Splits.ByGroup(labels, groups, 0.2, 0, 1).Validation, Splits.ByGroup(labels, groups, 0.2, 0, 2).Validation);
        Assert.Empty(Splits.ByGroup(labels, groups, 0.2, 0, 1).Test);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Splits.ByGroup([0, 1], ["a"], 0.2, 0, 0));
        Assert.Throws<ArgumentException>(() => Splits.ByGroup([], [], 0.2, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Splits.ByGroup([0], ["a"], 0.6, 0.4, 0));
    }

    [Theory]
    [InlineData("PNEUMONIA/person1000_bacteria_2931.jpeg", ChestFinding.Bacterial, "person1000")]
    [InlineData("PNEUMONIA/person1_virus_6.jpeg", ChestFinding.Viral, "person1")]
    [InlineData("NORMAL/IM-0115-0001.jpeg", ChestFinding.Normal, "IM-0115")]
    [InlineData("NORMAL/NORMAL2-IM-0117-0001-0002.jpeg", ChestFinding.Normal, "NORMAL2-IM-0117")]
    public void The_name_of_an_X_ray_tells_what_it_shows_and_of_whom(string file, ChestFinding finding, string patient) => Assert.Equal((finding, patient), ChestXrays.Read("folder", file));

    [Fact]
    public void Another_name_is_refused() => Assert.Contains("a.jpeg", Assert.Throws<DataFormatException>(() => ChestXrays.Read("folder", "NORMAL/a.jpeg")).Message);
}
