using MetaAnomalyLib.Data;
using MetaAnomalyLib.Tests.Training;

namespace MetaAnomalyLib.Tests.Data;

public sealed class LabelBudgetTests
{
    private static readonly LabeledData Train = Clouds.Make(80, 20), Validation = Clouds.Make(40, 10, seed: 1);

    [Fact]
    public void For_every_budget_and_seed_exactly_so_many_true_anomalies_keep_their_label()
    {
        for (var anomalies = 2; anomalies <= 30; anomalies++)
        {
            for (var seed = 0; seed < 5; seed++)
            {
                var (train, validation) = LabelBudget.Keep(Train, Validation, anomalies, seed);
                Assert.Equal(anomalies, train.Anomalies + validation.Anomalies);
                Assert.True(train.Anomalies >= 1 && validation.Anomalies >= 1);
                Assert.True(OnlyTrueLabels(train, Train) && OnlyTrueLabels(validation, Validation));
                Assert.Same(Train.X, train.X);
            }
        }
    }

    [Fact]
    public void The_same_seed_keeps_the_same_labels_and_another_others()
    {
        Assert.Equal(LabelBudget.Keep(Train, Validation, 9, 1).Train.Y, LabelBudget.Keep(Train, Validation, 9, 1).Train.Y);
        Assert.NotEqual(LabelBudget.Keep(Train, Validation, 9, 1).Train.Y, LabelBudget.Keep(Train, Validation, 9, 2).Train.Y);
    }

    [Fact]
    public void A_larger_budget_keeps_the_labels_of_a_smaller_one_and_more()
    {
        for (var anomalies = 2; anomalies < 30; anomalies++)
        {
            var (few, more) = (LabelBudget.Keep(Train, Validation, anomalies, 3), LabelBudget.Keep(Train, Validation, anomalies + 1, 3));
            Assert.True(OnlyTrueLabels(few.Train, more.Train) && OnlyTrueLabels(few.Validation, more.Validation));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    public void A_budget_that_cannot_be_met_is_refused(int anomalies) =>
        Assert.Contains("From 2", Assert.Throws<ArgumentOutOfRangeException>(() => LabelBudget.Keep(Train, Validation, anomalies, 0)).Message);

    private static bool OnlyTrueLabels(LabeledData kept, LabeledData whole) => kept.Y.Zip(whole.Y).All(pair => pair.First <= pair.Second);
}
