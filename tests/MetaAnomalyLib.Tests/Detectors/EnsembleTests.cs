using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Metrics;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class EnsembleTests
{
    private static readonly string[] Members = ["kNN", "Mahalanobis", "IForest"];

    [Fact]
    public void The_average_and_the_maximum_are_those_of_the_members_standardised_scores()
    {
        var (train, test) = (DetectorCases.Cloud(80), DetectorCases.Cloud(15, seed: 2));
        var standardised = Members.Select(name =>
        {
            using var member = DetectorCatalog.Find(name).Create(3).Fit(train);
            var (mean, deviation) = (member.TrainingScores.Average(), Deviation(member.TrainingScores));
            return member.Score(test).Select(score => (score - mean) / deviation).ToArray();
        }).ToArray();
        using var average = new Ensemble(new() { Members = Members, Combination = Combination.Average, Seed = 3 }).Fit(train);
        using var maximum = new Ensemble(new() { Members = Members, Combination = Combination.Maximum, Seed = 3 }).Fit(train);
        var (averages, maxima) = (average.Score(test), maximum.Score(test));
        for (var row = 0; row < 15; row++)
        {
            Assert.Equal(standardised.Average(scores => scores[row]), averages[row], 1e-9);
            Assert.Equal(standardised.Max(scores => scores[row]), maxima[row], 1e-9);
        }
    }

    [Fact]
    public void Ranks_are_shares_of_the_training_scores_and_tails_their_logarithms()
    {
        var (train, test) = (DetectorCases.Cloud(80), DetectorCases.Cloud(15, seed: 2));
        using var member = new Mahalanobis().Fit(train);
        using var ranks = new Ensemble(new() { Members = ["Mahalanobis"], Combination = Combination.RankAverage }).Fit(train);
        using var tails = new Ensemble(new() { Members = ["Mahalanobis"] }).Fit(train);
        var (scores, byRank, byTail) = (member.Score(test), ranks.Score(test), tails.Score(test));
        for (var row = 0; row < 15; row++)
        {
            var share = member.TrainingScores.Count(score => score < scores[row]) / 80.0;
            Assert.Equal(share, byRank[row], 1e-12);
            Assert.Equal(-Math.Log(1 - share + 1 / 81.0), byTail[row], 1e-12);
        }
    }

    [Theory, InlineData(Combination.Average), InlineData(Combination.RankAverage), InlineData(Combination.TailAverage), InlineData(Combination.Maximum), InlineData(Combination.Stacking)]
    public void Each_combination_ranks_rows_against_the_correlation_high_and_survives_the_file(Combination combination)
    {
        using var ensemble = new Ensemble(new() { Members = Members, Combination = combination }).Fit(DetectorCases.Cloud(200));
        var (x, y) = Broken();
        var scores = ensemble.Score(x);
        Assert.True(Metric.Auroc(y, scores) > 0.9);
        var path = Path.GetTempFileName();
        ensemble.Save(path);
        using var loaded = Detector.Load(path);
        File.Delete(path);
        Assert.Equal(scores, loaded.Score(x));
    }

    [Fact]
    public void Stacking_counts_the_member_that_sees_how_features_hang_together_for_more()
    {
        using var ensemble = new Ensemble(new() { Members = ["ECOD", "Mahalanobis"], Combination = Combination.Stacking });
        ensemble.Fit(DetectorCases.Cloud(300));
        Assert.Equal(2, ensemble.MemberWeights.Length);
        Assert.All(ensemble.MemberWeights, weight => Assert.True(weight >= 0));
        Assert.True(ensemble.MemberWeights[1] > ensemble.MemberWeights[0]);
    }

    [Fact]
    public void Members_that_are_not_there_are_refused_by_name()
    {
        Assert.Contains("at least one", Assert.Throws<ArgumentOutOfRangeException>(() => new Ensemble(new() { Members = [] })).Message);
        using var ensemble = new Ensemble(new() { Members = ["kNN", "nobody"] });
        Assert.Contains("'nobody'", Assert.Throws<ArgumentException>(() => ensemble.Fit(DetectorCases.Cloud(20))).Message);
        Assert.False(ensemble.IsFitted);
        Assert.Empty(ensemble.Parts);
    }

    [Fact]
    public void The_robust_ensemble_is_not_taken_in_by_copies_of_anomalies()
    {
        // A tenth of the training rows is one anomaly, copied: it has as many neighbours as it likes.
        var train = DetectorCases.Cloud(200);
        for (var row = 0; row < 20; row++) Copy([4, -4, 4, -4], train, row);
        var test = DetectorCases.Cloud(100, seed: 2);
        Copy([4, -4, 4, -4], test, 7);
        using var robust = new RobustEnsemble().Fit(train);
        using var naive = new NearestNeighbours().Fit(train);
        var (wary, taken) = (robust.Score(test), naive.Score(test));
        Assert.Equal(7, Array.IndexOf(wary, wary.Max()));
        Assert.Equal(7, Array.IndexOf(taken, taken.Min()));
        Assert.Equal(robust.TrainingScores[0], robust.TrainingScores[19]);
    }

    [Fact]
    public void No_number_of_neighbours_stands_for_the_root_of_the_rows()
    {
        using var root = new NearestNeighbours(new() { Neighbours = 0 }).Fit(DetectorCases.Cloud(144));
        using var twelve = new NearestNeighbours(new() { Neighbours = 12 }).Fit(DetectorCases.Cloud(144));
        Assert.Equal(twelve.Score(DetectorCases.Cloud(9, seed: 2)), root.Score(DetectorCases.Cloud(9, seed: 2)));
    }

    [Fact]
    public void The_robust_ensemble_takes_a_rare_category_for_unusual_and_not_for_impossible()
    {
        // One row in fifty has the category: the sieve puts all of them aside.
        var (rows, random) = (400, new Random(0));
        var x = new float[rows, 4];
        for (var row = 0; row < rows; row++)
        {
            for (var feature = 0; feature < 3; feature++) x[row, feature] = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2;
            x[row, 3] = row % 50 == 0 ? 7 : -0.14f;
        }
        Copy([9, -9, 9, -0.14f], x, 7);
        using var robust = new RobustEnsemble().Fit(x);

        var scores = robust.Score(x);

        Assert.Equal(7, Array.IndexOf(scores, scores.Max()));
        Assert.True(scores[50] < 100, $"{scores[50]}");
        Assert.True(scores[50] > scores.Order().ElementAt(rows / 2));
    }

    [Fact]
    public void The_robust_ensemble_refuses_options_out_of_range_by_name()
    {
        Assert.Contains("Kept is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new RobustEnsemble(new() { Kept = 0 })).Message);
        Assert.Contains("Combination is Stacking", Assert.Throws<ArgumentOutOfRangeException>(() => new RobustEnsemble(new() { Combination = Combination.Stacking })).Message);
    }

    /// <summary>Normal rows, then rows whose features stand against each other.</summary>
    internal static (float[,] X, int[] Y) Broken()
    {
        var x = DetectorCases.Cloud(60, seed: 2);
        var y = new int[60];
        for (var row = 40; row < 60; row++)
        {
            y[row] = 1;
            for (var column = 0; column < DetectorCases.Width; column++) x[row, column] += column % 2 == 0 ? 3 : -3;
        }
        return (x, y);
    }

    private static void Copy(float[] values, float[,] x, int row)
    {
        for (var column = 0; column < values.Length; column++) x[row, column] = values[column];
    }

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(v => (v - values.Average()) * (v - values.Average())));
}
