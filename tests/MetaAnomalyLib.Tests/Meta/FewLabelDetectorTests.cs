using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Metrics;

namespace MetaAnomalyLib.Tests.Meta;

[Collection(nameof(Training.Torch))]
public sealed class FewLabelDetectorTests : IDisposable
{
    private static readonly FewLabelOptions Quick = new() { Trees = 30 };
    private readonly string folder = Directory.CreateTempSubdirectory("few-label").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Five_labels_find_anomalies_that_no_detector_finds_without_labels()
    {
        // Anomalies in the middle of the rows, told by one column of eight.
        var (train, test) = (Hidden(500, 1), Hidden(500, 2));
        using var unsupervised = new FewLabelDetector(Quick);
        using var few = new FewLabelDetector(Quick);
        unsupervised.Fit(train.X);
        few.Fit(train.X, Known(train, 5));
        Assert.InRange(Metric.Auroc(test.Y, unsupervised.Score(test.X)), 0, 0.85);
        Assert.InRange(Metric.Auroc(test.Y, few.Score(test.X)), 0.9, 1);
        Assert.Equal(5, few.Labels);
        Assert.True(few.HeldOutAuroc > 0.8);
        Assert.Equal(0, unsupervised.Labels);
        Assert.True(double.IsNaN(unsupervised.HeldOutAuroc));
    }

    [Fact]
    public void It_says_which_column_spoke()
    {
        var train = Hidden(500, 1);
        using var few = new FewLabelDetector(Quick).Fit(train.X, Known(train, 8));
        var anomaly = Enumerable.Range(0, train.Count).Last(row => train.Y[row] == 1);
        var reasons = few.Explain(train.X, anomaly, ["a", "b", "c", "told", "e", "f", "g", "h"]);
        Assert.Equal("told", reasons.First(reason => reason.IsColumn).Name);
        Assert.True(reasons.First(reason => reason.IsColumn).Contribution > 0);
        Assert.Equal(8 + FewLabelDetector.DetectorNames.Count, reasons.Count);
        Assert.Equal(FewLabelDetector.LearnerNames, few.Trust.Select(trust => trust.Name));
        Assert.Throws<ArgumentException>(() => few.Explain(train.X, 0, ["one name"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => few.Explain(train.X, 500));
    }

    [Fact]
    public void Scale_of_the_columns_does_not_matter()
    {
        var data = Hidden(200, 1);
        var scaled = new float[200, 8];
        for (var row = 0; row < 200; row++)
            for (var column = 0; column < 8; column++) scaled[row, column] = data.X[row, column] * (column + 1) * 64;
        using var first = new FewLabelDetector(Quick).Fit(data.X, Known(data, 5));
        using var second = new FewLabelDetector(Quick).Fit(scaled, Known(data, 5));
        Assert.True(Metric.Auroc(data.Y, second.Score(scaled)) > Metric.Auroc(data.Y, first.Score(data.X)) - 0.02);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Any_number_of_labels_gives_scores_that_a_file_keeps(int labels)
    {
        var data = Hidden(120, 3);
        using var saved = new FewLabelDetector(Quick).Fit(data.X, Known(data, labels));
        var path = Path.Combine(folder, "few.safetensors");
        saved.Save(path);
        using var loaded = (FewLabelDetector)Detector.Load(path);
        Assert.Equal(saved.Score(data.X), loaded.Score(data.X));
        Assert.Equal(labels, loaded.Labels);
        Assert.Equal(saved.Trust, loaded.Trust);
        Assert.Equal(saved.Explain(data.X, 5), loaded.Explain(data.X, 5));
        Assert.Equal(labels < 2, double.IsNaN(saved.HeldOutAuroc));
        Assert.All(saved.TrainingScores, score => Assert.True(double.IsFinite(score)));
    }

    [Fact]
    public void A_fit_without_labels_forgets_those_of_the_fit_before()
    {
        var data = Hidden(120, 3);
        using var fresh = new FewLabelDetector(Quick);
        using var again = new FewLabelDetector(Quick).Fit(data.X, Known(data, 5));
        Assert.Equal(fresh.Fit(data.X).Score(data.X), again.Fit(data.X).Score(data.X));
        Assert.Equal(0, again.Labels);
        Assert.Equal(0, again.Evidence(data.X).Learners.GetLength(1));
    }

    [Fact]
    public void Of_a_long_table_the_detectors_see_a_part_and_the_labels_still_tell()
    {
        var (train, test) = (Hidden(500, 1), Hidden(500, 2));
        using var few = new FewLabelDetector(Quick with { MostRows = 100 }).Fit(train.X, Known(train, 8));
        Assert.Equal(100, few.Parts[0].TrainingScores.Length);
        Assert.Equal(500, few.TrainingScores.Length);
        Assert.True(Metric.Auroc(test.Y, few.Score(test.X)) > 0.9);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FewLabelDetector(Quick with { MostRows = 1 }));
    }

    [Fact]
    public void Labels_that_cannot_be_are_refused_and_named()
    {
        var x = Hidden(20, 1).X;
        using var detector = new FewLabelDetector(Quick);
        Assert.Contains("Row 20", Assert.Throws<ArgumentException>(() => detector.Fit(x, [3, 20])).Message);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => detector.Fit(x, [3, 3])).Message);
        Assert.Contains("at least two must be unlabelled", Assert.Throws<ArgumentException>(() => detector.Fit(x, [.. Enumerable.Range(0, 19)])).Message);
        Assert.False(detector.IsFitted);
    }

    [Fact]
    public void Copies_of_rows_and_equal_rows_do_no_harm()
    {
        var x = new float[60, 3];
        for (var row = 40; row < 60; row++) x[row, 1] = row < 50 ? 1 : row;
        using var detector = new FewLabelDetector(Quick).Fit(x, [58, 59]);
        var scores = detector.Score(x);
        Assert.All(scores, score => Assert.True(double.IsFinite(score)));
        Assert.True(scores[55] > scores[0]);
        using var equal = new FewLabelDetector(Quick).Fit(new float[10, 2], [0]);
        Assert.All(equal.Score(new float[3, 2]), score => Assert.True(double.IsFinite(score)));
    }

    [Fact]
    public void A_prior_learns_whom_to_trust_and_a_file_keeps_it()
    {
        // The first learner is right on every table, the others say nothing.
        var random = new Random(1);
        var experience = Enumerable.Range(0, 6).SelectMany(_ => new[] { 5, 20 }, (_, labels) => Table(labels, random)).ToArray();
        var prior = FewLabelPrior.Learn(experience);
        Assert.Equal([5, 20], prior.Budgets);
        Assert.Equal(0, Array.IndexOf(prior.For(5), prior.For(5).Max()));
        var path = Path.Combine(folder, "prior.safetensors");
        prior.Save(path);
        var read = FewLabelPrior.Read(path);
        Assert.Equal(prior.For(9), read.For(9));
        Assert.Equal(prior.Detectors, read.Detectors);
        Assert.Equal((prior.Merit, prior.Opinion, prior.Strength), (read.Merit, read.Opinion, read.Strength));
        Assert.Equal(prior.For(1), prior.For(5));
        Assert.Equal(prior.For(50), prior.For(20));
        Assert.InRange(prior.For(10)[0], Math.Min(prior.For(5)[0], prior.For(20)[0]), Math.Max(prior.For(5)[0], prior.For(20)[0]));
        Assert.Throws<ArgumentException>(() => FewLabelPrior.Learn([]));
        Assert.Throws<ArgumentException>(() => new FewLabelDetector(null, prior with { Detectors = [1] }));
        File.WriteAllText(path, "no prior");
        Assert.Throws<DataFormatException>(() => FewLabelPrior.Read(path));
    }

    [Fact]
    public void A_learner_that_misses_the_labels_it_has_not_seen_loses_trust()
    {
        var random = new Random(2);
        var table = Table(10, random);   // the first learner alone finds them
        var (equal, merit) = (FewLabelPrior.Equal, FewLabelPrior.Equal with { Merit = 0.7 });
        Assert.True(Metric.Auroc(table.Truth, merit.Scores(table)) > Metric.Auroc(table.Truth, equal.Scores(table)));
        Assert.True(Metric.Auroc(table.Truth, (equal with { Strength = 1 }).Scores(table)) > Metric.Auroc(table.Truth, equal.Scores(table)));
    }

    [Fact]
    public void Experience_comes_back_from_its_file_and_gives_the_scores_of_the_detector()
    {
        var (train, test) = (Hidden(200, 1), Hidden(80, 2));
        var known = Known(train, 6);
        var labels = new int[train.Count];
        foreach (var row in known) labels[row] = 1;
        var path = Path.Combine(folder, "experience.safetensors");
        FewLabelExperience.Of(new(train.X, labels, train.FeatureNames), test, Quick).Save(path);
        var experience = FewLabelExperience.Read(path);
        Assert.Equal(6, experience.Labels);
        using var detector = new FewLabelDetector(Quick, FewLabelPrior.Equal).Fit(train.X, known);
        Assert.Equal(detector.Score(test.X), FewLabelPrior.Equal.Scores(experience), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Probabilities_come_near_what_happens_on_tables_that_the_prior_has_not_seen()
    {
        var prior = FewLabelPrior.Learn([.. Enumerable.Range(10, 6).Select(Lesson)]);
        var (train, test) = (Hidden(600, 1), Hidden(600, 2));
        using var few = new FewLabelDetector(Quick, prior).Fit(train.X, Known(train, 8));
        var probabilities = few.Probabilities(test.X);
        Assert.All(probabilities, p => Assert.InRange(p, 0, 1));
        Assert.Equal(Metric.Auroc(test.Y, few.Score(test.X)), Metric.Auroc(test.Y, probabilities), 3);
        Assert.InRange(probabilities.Average() - test.AnomalyRate, -0.06, 0.06);
        Assert.True(Metric.Brier(test.Y, probabilities) < test.AnomalyRate * (1 - test.AnomalyRate));
        var path = Path.Combine(folder, "few.safetensors");
        few.Save(path);
        using var loaded = Detector.Load(path);
        Assert.Equal(probabilities, loaded.Probabilities(test.X));
        var kept = Path.Combine(folder, "prior.safetensors");
        prior.Save(kept);
        Assert.Equal(prior.Curve, FewLabelPrior.Read(kept).Curve);
        Assert.Throws<InvalidOperationException>(() => FewLabelPrior.Equal.Probabilities(Lesson(3)));
    }

    [Fact]
    public void Without_labels_the_detectors_are_fitted_on_the_least_suspicious_rows()
    {
        var x = Hidden(200, 1).X;
        using var all = new FewLabelDetector(Quick with { Kept = 1 });
        using var most = new FewLabelDetector(Quick);
        all.Fit(x);
        most.Fit(x);
        Assert.Equal(200, all.Parts[0].TrainingScores.Length);
        Assert.InRange(most.Parts[0].TrainingScores.Length, 150, 165);
        Assert.Equal(200, most.TrainingScores.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FewLabelDetector(Quick with { Kept = 0 }));
    }

    [Fact]
    public void Where_each_anomaly_is_seen_by_a_detector_of_its_own_few_are_listened_to_without_labels_and_a_file_keeps_how_many()
    {
        var random = new Random(4);
        var blind = Enumerable.Range(0, 4).Select(_ =>
        {
            var table = Table(0, random);
            for (var row = 0; row < 100; row++)
                for (var column = 0; column < FewLabelDetector.DetectorNames.Count; column++)
                    table.Test.Detectors[row, column] = (float)random.NextDouble() + (row < 20 && row % FewLabelDetector.DetectorNames.Count == column ? 2 : 0);
            return table;
        }).ToArray();
        var prior = FewLabelPrior.Learn([.. blind, Table(5, random), Table(20, random)]);
        Assert.Equal(1, prior.Loudest);
        Assert.True(Metric.Auroc(blind[0].Truth, prior.Scores(blind[0])) > Metric.Auroc(blind[0].Truth, (prior with { Loudest = FewLabelDetector.DetectorNames.Count }).Scores(blind[0])));
        var path = Path.Combine(folder, "prior.safetensors");
        prior.Save(path);
        Assert.Equal(1, FewLabelPrior.Read(path).Loudest);
        Assert.Contains("Loudest: 0", Assert.Throws<ArgumentException>(() => new FewLabelDetector(null, prior with { Loudest = 0 })).Message);
    }

    [Fact]
    public void Without_labels_the_loudest_detectors_make_the_score_and_the_explanation_names_them()
    {
        var x = Hidden(120, 3).X;
        using var few = new FewLabelDetector(Quick, FewLabelPrior.Equal with { Loudest = 3 });
        few.Fit(x);
        var reasons = few.Explain(x, 12);
        Assert.Equal(few.Score(x)[12], reasons.Sum(reason => reason.Contribution), 5);
        var opinions = few.Evidence(x).Detectors;
        var loudest = FewLabelDetector.DetectorNames.Select((_, i) => (double)opinions[12, i]).OrderDescending().Take(3).ToArray();
        Assert.Equal(loudest.Sum(), reasons.Where(reason => reason.Contribution != 0).Sum(reason => (double)opinions[12, FewLabelDetector.DetectorNames.ToList().IndexOf(reason.Name)]), 4);
        Assert.Equal(3, reasons.Count(reason => reason.Contribution != 0));
    }

    [Fact]
    public void A_wrong_label_is_the_one_that_the_others_recognise_least()
    {
        var data = Hidden(400, 3);
        var wrong = Array.IndexOf(data.Y, 0, 100);
        int[] marked = [.. Known(data, 6), wrong];
        using var few = new FewLabelDetector(Quick).Fit(data.X, marked);
        Assert.Equal(marked.Order(), few.LabelPlaces.Select(label => label.Row));
        Assert.Equal(wrong, few.LabelPlaces.MinBy(label => label.Place).Row);
        Assert.All(few.LabelPlaces, label => Assert.InRange(label.Place, 0, 1));
        var path = Path.Combine(folder, "few.safetensors");
        few.Save(path);
        using var loaded = (FewLabelDetector)Detector.Load(path);
        Assert.Equal(few.LabelPlaces, loaded.LabelPlaces);
        Assert.Empty(few.Fit(data.X, [marked[0]]).LabelPlaces);
        few.Fit(data.X);
        Assert.Empty(few.LabelPlaces);
    }

    [Fact]
    public void The_library_comes_with_a_prior() => Assert.Contains(5, FewLabelPrior.Shipped.Budgets);

    private static FewLabelExperience Lesson(int seed)
    {
        var (train, test) = (Hidden(300, seed), Hidden(150, seed + 100));
        var labels = new int[train.Count];
        foreach (var row in Known(train, 8)) labels[row] = 1;
        return FewLabelExperience.Of(new(train.X, labels, train.FeatureNames), test, Quick);
    }

    private static FewLabelExperience Table(int labels, Random random)
    {
        var (learners, detectors) = (FewLabelDetector.LearnerNames.Count, FewLabelDetector.DetectorNames.Count);
        var truth = Enumerable.Range(0, 100).Select(row => row < 20 ? 1 : 0).ToArray();
        float[,] Said(int rows, int columns, Func<int, bool> anomaly)
        {
            var said = new float[rows, columns];
            for (var row = 0; row < rows; row++)
                for (var column = 0; column < columns; column++) said[row, column] = (float)(2 * random.NextDouble() - 1 + (column == 0 && anomaly(row) ? 2 : 0));
            return said;
        }
        return new(labels, new(Said(100, detectors, row => truth[row] == 1), Said(100, learners, row => truth[row] == 1)), truth, Said(labels, learners, _ => true), Said(200, learners, _ => false));
    }

    private static int[] Known(LabeledData data, int labels) => [.. Enumerable.Range(0, data.Count).Where(row => data.Y[row] == 1).Take(labels)];

    private static LabeledData Hidden(int rows, int seed)
    {
        var random = new Random(seed);
        var (x, y) = (new float[rows, 8], new int[rows]);
        for (var row = 0; row < rows; row++)
        {
            y[row] = row % 12 == 0 ? 1 : 0;
            for (var column = 0; column < 8; column++) x[row, column] = (float)random.NextDouble();
            x[row, 3] = y[row] == 1 ? 0.9f + 0.1f * x[row, 3] : x[row, 3] * x[row, 3];
        }
        return new(x, y, [.. Enumerable.Range(0, 8).Select(column => FormattableString.Invariant($"x{column}"))]);
    }
}
