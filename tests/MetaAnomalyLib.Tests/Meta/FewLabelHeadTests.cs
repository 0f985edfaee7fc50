using MetaAnomalyLib.Data;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Models;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Meta;

[Collection(nameof(Training.Torch))]
public sealed class FewLabelHeadTests
{
    [Fact]
    public void Towards_nothing_it_is_the_ordinary_penalised_logistic_regression()
    {
        using var scope = NewDisposeScope();
        var (x, y) = Rows();
        var weights = FewLabelHead.Fit(tensor(x).to(float64), tensor(y).to(float64), full(60, 2.0, dtype: float64), zeros(3, dtype: float64), 1).data<double>().ToArray();
        var known = LogisticRegression.Fit(new LabeledData(x, y, ["a", "b", "c"]), new() { C = 2 });
        for (var i = 0; i < 3; i++) Assert.Equal(known.Coefficients[i], weights[i], 4);
        Assert.Equal(known.Intercept, weights[3], 4);
    }

    [Fact]
    public void A_strong_prior_is_kept_and_a_weak_one_gives_way_to_the_labels()
    {
        using var scope = NewDisposeScope();
        var (x, y) = Rows();
        var prior = tensor(new[] { -3.0, 0, 2 });
        double[] Fit(double precision) => FewLabelHead.Fit(tensor(x).to(float64), tensor(y).to(float64), ones(60, dtype: float64), prior, precision).data<double>().ToArray();
        Assert.Equal(-3, Fit(1e6)[0], 2);
        Assert.Equal(2, Fit(1e6)[2], 2);
        Assert.True(Fit(0.1)[0] > 0);
    }

    [Fact]
    public void Normal_scores_of_ranks_are_those_of_a_normal_variable()
    {
        using var scope = NewDisposeScope();
        var reference = FewLabelSpace.Sorted(tensor(Enumerable.Range(0, 99).Select(i => Math.Exp(i)).ToArray()).unsqueeze(1));
        var scores = FewLabelSpace.Normal(reference, tensor(new[] { Math.Exp(49), -5, 1e60 }).unsqueeze(1)).data<double>().ToArray();
        Assert.Equal(0, scores[0], 9);
        Assert.Equal(-2.5758, scores[1], 3);   // the 0.5 % quantile
        Assert.Equal(2.5758, scores[2], 3);
        var logits = FewLabelSpace.Logits(reference, tensor(new[] { Math.Exp(49), 1e60 }).unsqueeze(1)).data<double>().ToArray();
        Assert.Equal(0, logits[0], 9);
        Assert.Equal(Math.Log(199), logits[1], 9);
    }

    private static (float[,] X, int[] Y) Rows()
    {
        var random = new Random(4);
        var (x, y) = (new float[60, 3], new int[60]);
        for (var row = 0; row < 60; row++)
        {
            y[row] = row < 20 ? 1 : 0;
            for (var column = 0; column < 3; column++) x[row, column] = (float)(random.NextDouble() * 2 - 1 + (column == 0 ? 0.8 * y[row] : 0));
        }
        return (x, y);
    }
}
