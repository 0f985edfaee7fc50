using System.Globalization;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Metrics;
using TorchSharp;

namespace MetaAnomalyLib.Tests.Detectors;

/// <summary>What every detector promises, tried on every detector of the catalog.</summary>
[Collection(nameof(Training.Torch))]
public sealed class DetectorContractTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("detector").FullName;

    public static IEnumerable<TheoryDataRow<string>> All => DetectorCases.All;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, MemberData(nameof(All))]
    public void The_same_seed_and_rows_give_the_same_scores(string name)
    {
        using var first = DetectorCases.Create(name, seed: 3).Fit(Cloud(name, 120));
        using var second = DetectorCases.Create(name, seed: 3).Fit(Cloud(name, 120));
        Assert.Equal(first.TrainingScores, second.TrainingScores);
        Assert.Equal(first.Score(Cloud(name, 40, seed: 2)), second.Score(Cloud(name, 40, seed: 2)));
    }

    [Theory, MemberData(nameof(All))]
    public void A_second_fit_forgets_the_first(string name)
    {
        using var fresh = DetectorCases.Create(name).Fit(Cloud(name, 90, 5, DetectorCases.Widths(name).Fewer));
        using var again = DetectorCases.Create(name).Fit(Cloud(name, 120)).Fit(Cloud(name, 90, 5, DetectorCases.Widths(name).Fewer));
        Assert.Equal(DetectorCases.Widths(name).Fewer, again.Width);
        Assert.Equal(fresh.TrainingScores, again.TrainingScores);
    }

    [Theory, MemberData(nameof(All))]
    public void A_far_row_scores_above_all_normal_ones_and_is_predicted(string name)
    {
        using var detector = DetectorCases.Create(name).Fit(Cloud(name, 150));
        var far = DetectorCases.Filled(1, 12, DetectorCases.Widths(name).Usual);
        far[0, 0] = -12;
        Assert.True(detector.Score(far)[0] > Median(detector.Score(Cloud(name, 60, seed: 2))));
        Assert.Equal([1], detector.Predict(far));
    }

    [Theory, MemberData(nameof(All))]
    public void A_row_scores_the_same_alone_and_among_others(string name)
    {
        using var detector = DetectorCases.Create(name).Fit(Cloud(name, 120));
        var rows = Cloud(name, 7, seed: 2);
        var together = detector.Score(rows);
        for (var row = 0; row < 7; row++)
        {
            var one = new float[1, rows.GetLength(1)];
            for (var column = 0; column < rows.GetLength(1); column++) one[0, column] = rows[row, column];
            var alone = detector.Score(one)[0];
            // Single precision: a product of another number of rows adds up in another order (libtorch 2.6 differs by 1.03e-6 here).
            Assert.True(Math.Abs(alone - together[row]) <= 5e-6 * Math.Max(1, Math.Abs(alone)), FormattableString.Invariant($"{alone:R} alone, {together[row]:R} among others"));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void The_threshold_leaves_the_contamination_above_it(string name)
    {
        using var detector = DetectorCases.Create(name).Fit(Cloud(name, 200));
        Assert.InRange(detector.TrainingScores.Count(s => s > detector.Threshold), 10, 20);   // 10 % of 200; fewer where scores tie
        detector.SetThresholdFromContamination(0.5);
        Assert.InRange(detector.TrainingScores.Count(s => s > detector.Threshold), 50, 100);
        Assert.Throws<ArgumentOutOfRangeException>(() => detector.SetThresholdFromContamination(0.6));
    }

    [Theory, MemberData(nameof(All))]
    public void Probabilities_lie_in_0_to_1_and_keep_the_order(string name)
    {
        using var detector = DetectorCases.Create(name).Fit(Cloud(name, 120));
        var x = Cloud(name, 50, seed: 2);
        var (scores, probabilities) = (detector.Score(x), detector.Probabilities(x));
        Assert.All(probabilities, p => Assert.InRange(p, 0, 1));
        var byScore = Enumerable.Range(0, 50).OrderBy(i => scores[i]).Select(i => probabilities[i]).ToArray();
        Assert.Equal(byScore.Order(), byScore);
    }

    [Theory, MemberData(nameof(All))]
    public void Calibration_finds_the_best_F1_of_the_validation_rows_and_their_rate(string name)
    {
        using var detector = DetectorCases.Create(name).Fit(Cloud(name, 150));
        var x = Cloud(name, 100, seed: 2);
        var y = new int[100];
        for (var row = 0; row < 20; row++)
        {
            y[row] = 1;
            for (var column = 0; column < x.GetLength(1); column++) x[row, column] = (column % 2 == 0 ? 2.5f : -2.5f) + x[row, column];
        }
        detector.Calibrate(new LabeledData(x, y, [.. Enumerable.Range(0, x.GetLength(1)).Select(c => $"f{c}")]));
        Assert.Equal(Metric.BestF1(y, detector.Score(x)).F1, Metric.F1(y, detector.Predict(x)), 9);
        Assert.Equal(0.2, detector.Probabilities(x).Average(), 3);
    }

    [Theory, MemberData(nameof(All))]
    public void An_unfitted_detector_says_what_to_do(string name)
    {
        using var detector = DetectorCases.Create(name);
        Assert.False(detector.IsFitted);
        Assert.Contains("Fit", Assert.Throws<InvalidOperationException>(() => detector.Score(Cloud(name, 2))).Message);
        Assert.Throws<InvalidOperationException>(() => detector.Predict(Cloud(name, 2)));
        Assert.Throws<InvalidOperationException>(() => detector.Threshold);
        Assert.Throws<InvalidOperationException>(() => detector.TrainingScores);
        Assert.Throws<InvalidOperationException>(() => detector.Save(Path.Combine(folder, "none.safetensors")));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory, MemberData(nameof(All))]
    public void Rows_that_it_cannot_fit_are_refused_and_named(string name)
    {
        using var detector = DetectorCases.Create(name);
        Assert.Throws<ArgumentNullException>(() => detector.Fit(null!));
        Assert.Contains("0 rows", Assert.Throws<ArgumentException>(() => detector.Fit(new float[0, 3])).Message);
        Assert.Contains("0 features", Assert.Throws<ArgumentException>(() => detector.Fit(new float[3, 0])).Message);
        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => detector.Fit(new float[1, 3])).Message);
        var holed = Cloud(name, 20);
        holed[7, 2] = float.NaN;
        Assert.Contains("x[7, 2] is NaN", Assert.Throws<ArgumentException>(() => detector.Fit(holed)).Message);
        Assert.False(detector.IsFitted);
    }

    [Theory, MemberData(nameof(All))]
    public void Rows_that_it_cannot_score_are_refused_and_no_rows_give_no_scores(string name)
    {
        using var detector = DetectorCases.Create(name).Fit(Cloud(name, 60));
        var width = DetectorCases.Widths(name).Usual;
        var wide = Assert.Throws<ArgumentException>(() => detector.Score(new float[2, width + 1])).Message;
        Assert.Contains($"{width + 1} features", wide);
        Assert.Contains($"fitted on {width}", wide);
        var holed = Cloud(name, 3);
        holed[1, 0] = float.PositiveInfinity;
        Assert.Contains("x[1, 0]", Assert.Throws<ArgumentException>(() => detector.Score(holed)).Message);
        Assert.Empty(detector.Score(new float[0, width]));
    }

    [Theory, MemberData(nameof(All))]
    public void Constant_columns_equal_rows_and_two_rows_give_finite_scores(string name)
    {
        var constant = Cloud(name, 60);
        for (var row = 0; row < 60; row++) constant[row, 1] = 5;
        foreach (var x in new[] { constant, DetectorCases.Filled(30, 2, DetectorCases.Widths(name).Usual), Cloud(name, 2), Cloud(name, 3), Cloud(name, 40, 1, DetectorCases.Widths(name).Fewest) })
        {
            using var detector = DetectorCases.Create(name).Fit(x);
            Assert.All(detector.TrainingScores, score => Assert.True(double.IsFinite(score)));
            Assert.All(detector.Score(DetectorCases.Filled(2, 3, x.GetLength(1))), score => Assert.True(double.IsFinite(score)));
            Assert.All(detector.Score(DetectorCases.Filled(1, 1e6f, x.GetLength(1))), score => Assert.True(double.IsFinite(score)));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Saving_and_loading_keeps_scores_threshold_and_probabilities_exactly(string name)
    {
        var path = Path.Combine(folder, "detector.safetensors");
        using var saved = DetectorCases.Create(name, seed: 4).Fit(Cloud(name, 120));
        saved.SetThresholdFromContamination(0.2);
        saved.Save(path);
        using var loaded = Detector.Load(path);
        var x = Cloud(name, 30, seed: 2);
        Assert.Equal(saved.GetType(), loaded.GetType());
        Assert.Equal(saved.Score(x), loaded.Score(x));
        Assert.Equal(saved.TrainingScores, loaded.TrainingScores);
        Assert.Equal(saved.Threshold, loaded.Threshold);
        Assert.Equal(saved.Probabilities(x), loaded.Probabilities(x));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Theory, MemberData(nameof(All))]
    public void No_tensor_outlives_the_detector(string name)
    {
        var path = Path.Combine(folder, "detector.safetensors");
        DetectorCases.Create(name).Fit(Cloud(name, 60)).Dispose();   // what is made once stays
        var before = Live;
        using (var detector = DetectorCases.Create(name).Fit(Cloud(name, 60)))
        {
            var fitted = Live;
            detector.Score(Cloud(name, 30));
            detector.Probabilities(Cloud(name, 30));
            detector.SetThresholdFromContamination(0.3);
            detector.Save(path);
            Detector.Load(path).Dispose();
            Assert.Equal(fitted, Live);
        }
        Assert.Equal(before, Live);
    }

    [Theory, MemberData(nameof(All))]
    public void A_comma_culture_changes_nothing(string name)
    {
        var path = Path.Combine(folder, "detector.safetensors");
        using var plain = DetectorCases.Create(name).Fit(Cloud(name, 60));
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            using var german = DetectorCases.Create(name).Fit(Cloud(name, 60));
            german.Save(path);
            using var loaded = Detector.Load(path);
            Assert.Equal(plain.Score(Cloud(name, 9, seed: 2)), loaded.Score(Cloud(name, 9, seed: 2)));
            Assert.Equal(plain.Threshold, loaded.Threshold);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Contamination_out_of_range_is_refused_when_it_is_built(string name)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => DetectorCatalog.Find(name).FromJson("""{"Contamination":0.7}"""));
        Assert.Contains("Contamination is 0.7", error.Message);
    }

    private static float[,] Cloud(string name, int rows, int seed = 1, int? width = null) => DetectorCases.Cloud(rows, seed, width ?? DetectorCases.Widths(name).Usual);

    private static long Live => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
