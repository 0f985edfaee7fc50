using System.Text.Json;
using MetaAnomalyLib.Detectors;

namespace MetaAnomalyLib.Tests.Detectors;

/// <summary>Scores beside scikit-learn's (tests/golden/detectors.py).</summary>
public sealed class DetectorGoldenTests
{
    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "detectors.json"))).RootElement;

    [Fact]
    public void Neighbour_distances_are_scikit_learns()
    {
        foreach (var golden in Golden.GetProperty("knn").EnumerateArray())
        {
            foreach (var distance in Enum.GetValues<NeighbourDistance>())
            {
                using var detector = new NearestNeighbours(new() { Neighbours = golden.GetProperty("k").GetInt32(), Distance = distance }).Fit(Matrix("train"));
                Close(golden.GetProperty($"train{distance}"), detector.TrainingScores, 1e-12);
                Close(golden.GetProperty($"test{distance}"), detector.Score(Matrix("test")), 1e-12);
            }
        }
    }

    [Fact]
    public void The_diffusion_time_of_one_neighbour_is_its_squared_distance_a_feature()
    {
        using var detector = new DiffusionTime(new() { Neighbours = 1 }).Fit(Matrix("train"));
        var distances = Numbers(Golden.GetProperty("knn")[0].GetProperty("testLargest"));
        Close(distances.Select(d => d * d / 4).ToArray(), detector.Score(Matrix("test")), 1e-12);
    }

    [Fact]
    public void Local_outlier_factors_are_scikit_learns()
    {
        foreach (var golden in Golden.GetProperty("lof").EnumerateArray())
        {
            using var detector = new LocalOutlierFactor(new() { Neighbours = golden.GetProperty("k").GetInt32() }).Fit(Matrix("train"));
            Close(golden.GetProperty("train"), detector.TrainingScores, 1e-10);
            Close(golden.GetProperty("test"), detector.Score(Matrix("test")), 1e-10);
        }
    }

    [Fact]
    public void Mahalanobis_distances_are_scikit_learns()
    {
        using var detector = new Mahalanobis().Fit(Matrix("train"));
        Close(Golden.GetProperty("mahalanobis"), detector.Score(Matrix("test")), 1e-9);
    }

    [Fact]
    public void The_robust_covariance_is_scikit_learns_and_ignores_the_pollution()
    {
        using var detector = new RobustCovariance(new() { Support = 0.8 }).Fit(Matrix("polluted"));
        Close(Golden.GetProperty("mcd"), detector.Score(Matrix("test")), 1e-6);
        Assert.Equal(Enumerable.Range(40, 10), Enumerable.Range(0, 50).OrderByDescending(i => detector.TrainingScores[i]).Take(10).Order());
    }

    [Fact]
    public void The_default_robust_covariance_ignores_a_fifth_of_pollution()
    {
        using var detector = new RobustCovariance().Fit(Matrix("polluted"));
        Assert.Equal(Enumerable.Range(40, 10), Enumerable.Range(0, 50).OrderByDescending(i => detector.TrainingScores[i]).Take(10).Order());
        Assert.True(detector.TrainingScores[40..].Min() > 20 * detector.TrainingScores[..40].Max());
    }

    [Fact]
    public void The_robust_covariance_stays_robust_beside_a_constant_column_and_counts_what_leaves_it()
    {
        var (alone, beside) = (Matrix("polluted"), WithColumn(Matrix("polluted"), _ => 3));
        using var detector = new RobustCovariance(new() { Support = 0.8 }).Fit(beside);
        Assert.Equal(Enumerable.Range(40, 10), Enumerable.Range(0, 50).OrderByDescending(i => detector.TrainingScores[i]).Take(10).Order());
        Assert.True(detector.Score(WithColumn(alone, _ => 3.5f))[0] > 10 * detector.TrainingScores[..40].Max());
    }

    [Fact]
    public void A_feature_in_which_only_the_kept_rows_agree_does_not_drown_the_others()
    {
        var x = new float[200, 3];
        var random = new Random(4);
        for (var row = 0; row < 200; row++)
            for (var column = 0; column < 3; column++) x[row, column] = (float)(random.NextDouble() + random.NextDouble());
        // A rare category: nine rows in ten have none of it.
        for (var row = 0; row < 200; row++) x[row, 2] = row % 10 == 0 ? 1 : 0;
        using var detector = new RobustCovariance().Fit(x);
        Assert.True(detector.Score(new float[,] { { 9, 9, 0 } })[0] > detector.Score(new float[,] { { 1, 1, 1 } })[0]);
    }

    [Fact]
    public void Reconstruction_errors_are_scikit_learns_and_the_features_errors_sum_to_them()
    {
        foreach (var golden in Golden.GetProperty("pca").EnumerateArray())
        {
            using var detector = new PrincipalComponents(new() { Components = golden.GetProperty("components").GetInt32() });
            detector.Fit(Matrix("train"));
            Close(golden.GetProperty("test"), detector.Score(Matrix("test")), 1e-9);
            var errors = detector.FeatureErrors(Matrix("test"));
            Close(golden.GetProperty("test"), [.. Enumerable.Range(0, errors.GetLength(0)).Select(r => Enumerable.Range(0, 4).Sum(c => errors[r, c]))], 1e-9);
        }
    }

    [Fact]
    public void Kernel_densities_are_scikit_learns()
    {
        foreach (var golden in Golden.GetProperty("kde").EnumerateArray())
        {
            using var detector = new KernelDensity(new() { Bandwidth = golden.GetProperty("bandwidth").GetDouble() }).Fit(Matrix("train"));
            Close(golden.GetProperty("test"), detector.Score(Matrix("test")), 1e-9);
        }
    }

    [Fact]
    public void Mixture_likelihoods_are_scikit_learns()
    {
        foreach (var golden in Golden.GetProperty("gmm").EnumerateArray())
        {
            using var detector = new GaussianMixture(new() { Components = golden.GetProperty("components").GetInt32(), Ridge = 1e-6, Tolerance = 1e-10 });
            Close(golden.GetProperty("test"), detector.Fit(Matrix("train")).Score(Matrix("test")), 1e-6);
        }
    }

    [Fact]
    public void The_one_class_svm_comes_near_the_exact_kernel()
    {
        foreach (var golden in Golden.GetProperty("svm").EnumerateArray())
        {
            using var detector = new OneClassSvm(new()
            {
                Nu = golden.GetProperty("nu").GetDouble(), Gamma = golden.GetProperty("gamma").GetDouble(), Features = 16384, MaxIterations = 3000,
            });
            Close(golden.GetProperty("test"), detector.Fit(Matrix("train")).Score(Matrix("test")), 0.015);
        }
    }

    [Fact]
    public void Nu_bounds_the_share_of_training_rows_outside()
    {
        using var detector = new OneClassSvm(new() { Nu = 0.2 }).Fit(DetectorCases.Cloud(500));
        Assert.InRange(detector.TrainingScores.Count(score => score > 0), 60, 110);
    }

    [Fact]
    public void Chi_squared_quantiles_are_scipys()
    {
        foreach (var golden in Golden.GetProperty("chiSquared").EnumerateArray())
            Close([golden.GetProperty("quantile").GetDouble()],
                [ChiSquared.Quantile(golden.GetProperty("probability").GetDouble(), golden.GetProperty("degrees").GetDouble())], 1e-8);
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    private static float[,] Matrix(string name)
    {
        var rows = Golden.GetProperty(name).EnumerateArray().Select(Numbers).ToArray();
        var x = new float[rows.Length, rows[0].Length];
        for (var row = 0; row < rows.Length; row++)
            for (var column = 0; column < rows[0].Length; column++) x[row, column] = (float)rows[row][column];
        return x;
    }

    private static void Close(JsonElement expected, double[] actual, double tolerance) => Close(Numbers(expected), actual, tolerance);

    private static void Close(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), FormattableString.Invariant($"{i}: expected {expected[i]:R}, was {actual[i]:R}"));
    }

    private static float[,] WithColumn(float[,] x, Func<int, float> value)
    {
        var wider = new float[x.GetLength(0), x.GetLength(1) + 1];
        for (var row = 0; row < x.GetLength(0); row++)
        {
            for (var column = 0; column < x.GetLength(1); column++) wider[row, column] = x[row, column];
            wider[row, x.GetLength(1)] = value(row);
        }
        return wider;
    }
}
