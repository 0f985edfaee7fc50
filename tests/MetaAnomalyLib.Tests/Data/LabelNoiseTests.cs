using MetaAnomalyLib.Data;

namespace MetaAnomalyLib.Tests.Data;

public sealed class LabelNoiseTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.4)]
    public void Of_each_class_the_stated_share_is_wrong(double share)
    {
        int[] labels = [.. Enumerable.Range(0, 700).Select(i => i % 7 == 0 ? 2 : i % 2)];
        for (var seed = 0; seed < 5; seed++)
        {
            var noisy = LabelNoise.Flip(labels, share, seed);
            foreach (var label in labels.Distinct())
            {
                var rows = Enumerable.Range(0, labels.Length).Where(row => labels[row] == label).ToArray();
                Assert.Equal(Math.Round(share * rows.Length, MidpointRounding.AwayFromZero), rows.Count(row => noisy[row] != label));
            }
            Assert.All(noisy, label => Assert.InRange(label, 0, 2));
            Assert.Equal(noisy, LabelNoise.Flip(labels, share, seed));
        }
    }

    [Fact]
    public void What_is_wrong_at_a_small_share_is_wrong_at_a_larger_one_and_seeds_differ()
    {
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 2)];
        var (few, many) = (LabelNoise.Flip(labels, 0.1, 3), LabelNoise.Flip(labels, 0.3, 3));
        Assert.All(Enumerable.Range(0, 200).Where(row => few[row] != labels[row]), row => Assert.Equal(few[row], many[row]));
        Assert.NotEqual(many, LabelNoise.Flip(labels, 0.3, 4));
    }

    [Fact]
    public void A_share_at_which_labels_say_nothing_and_a_single_class_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelNoise.Flip([0, 1], 0.5));
        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => LabelNoise.Flip([1, 1], 0.1)).Message);
    }
}
