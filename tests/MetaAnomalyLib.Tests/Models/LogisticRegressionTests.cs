using System.Text.Json;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Models;

namespace MetaAnomalyLib.Tests.Models;

/// <summary>Against tests/golden/logistic_regression.json, made by scikit-learn.</summary>
public sealed class LogisticRegressionTests
{
    private sealed record Case(float[][] X, int[] Y, double C, bool Balanced, double[] Coefficients, double Intercept, double[] Probabilities);

    private sealed record Golden(Case[] Cases);

    private static readonly Case[] Cases = JsonSerializer.Deserialize<Golden>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "logistic_regression.json")), JsonSerializerOptions.Web)!.Cases;

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Cases.Length)];

    [Theory, MemberData(nameof(Indices))]
    public void It_finds_the_minimum_that_scikit_learn_finds(int index)
    {
        var golden = Cases[index];
        var data = Data(golden.X, golden.Y);
        var model = LogisticRegression.Fit(data, new() { C = golden.C, Balanced = golden.Balanced });

        Assert.Equal(golden.Intercept, model.Intercept, 1e-4);
        Assert.All(golden.Coefficients.Zip(model.Coefficients), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.All(golden.Probabilities.Zip(model.Probabilities(data.X)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Separable_classes_have_a_minimum_because_of_the_penalty()
    {
        var model = LogisticRegression.Fit(Data([[-2], [-1], [1], [2]], [0, 0, 1, 1]), new() { C = 1e6 });
        Assert.True(model.Iterations < 100, $"{model.Iterations} iterations");
        Assert.True(double.IsFinite(model.Coefficients[0]) && model.Coefficients[0] > 1);
    }

    [Fact]
    public void The_penalty_is_chosen_by_the_ranking_of_the_validation_rows()
    {
        // Twenty rows, six features: a weak penalty learns the noise by heart.
        var data = Data(Cases[2].X, Cases[2].Y);
        var (train, validation) = (data.Subset([.. Enumerable.Range(0, 20)]), data.Subset([.. Enumerable.Range(20, 60)]));
        var best = LogisticRegression.FitBest(train, validation);
        var scores = new[] { 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100 }
            .Select(c => Metric.AveragePrecision(validation.Y, LogisticRegression.Fit(train, new() { C = c }).Probabilities(validation.X))).ToArray();
        Assert.Equal(scores.Max(), Metric.AveragePrecision(validation.Y, best.Probabilities(validation.X)));
        Assert.True(scores.Max() > scores.Min());
    }

    [Fact]
    public void One_class_is_refused() =>
        Assert.Contains("both needed", Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(Data([[1], [2]], [0, 0]))).Message);

    [Fact]
    public void A_missing_value_is_refused_with_its_place() =>
        Assert.Contains("X[1, 0]", Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(Data([[1], [float.NaN]], [0, 1]))).Message);

    [Fact]
    public void Another_width_is_refused()
    {
        var model = LogisticRegression.Fit(Data([[-1], [1]], [0, 1]));
        Assert.Contains("2 features; the model was fitted on 1", Assert.Throws<ArgumentException>(() => model.Probabilities(new float[1, 2])).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void C_out_of_range_is_refused_by_name(double c) =>
        Assert.Equal("C", Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegressionOptions { C = c }.Validate()).ParamName);

    private static LabeledData Data(float[][] rows, int[] labels)
    {
        var x = new float[rows.Length, rows[0].Length];
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < rows[0].Length; j++) x[i, j] = rows[i][j];
        return new LabeledData(x, labels, [.. Enumerable.Range(0, rows[0].Length).Select(i => $"x{i}")]);
    }
}
