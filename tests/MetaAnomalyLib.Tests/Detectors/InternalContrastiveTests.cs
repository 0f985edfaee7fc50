using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class InternalContrastiveTests
{
    [Fact]
    public void Training_lowers_the_loss_and_a_row_against_the_correlation_scores_above_most()
    {
        using var detector = new InternalContrastive(new() { Units = 32, Training = new() { Epochs = 10, BatchSize = 64, WeightDecay = 0 } });
        detector.Fit(DetectorCases.Cloud(300));
        Assert.True(detector.History!.TrainLosses[^1] < 0.6 * detector.History.TrainLosses[0]);
        var x = DetectorCases.Cloud(21, seed: 2);
        for (var column = 0; column < 4; column++) x[3, column] = column % 2 == 0 ? 5 : -5;
        var scores = detector.Score(x);
        Assert.True(scores[3] > scores.Order().ElementAt(17));
    }

    [Fact]
    public void A_rows_score_is_the_mean_of_its_windows_losses()
    {
        using var detector = new InternalContrastive(new() { Units = 8, Orders = 3, Training = new() { Epochs = 2 } });
        var x = DetectorCases.Cloud(40, width: 6);
        detector.Fit(x);
        var (losses, scores) = (detector.WindowLosses(x), detector.Score(x));
        Assert.Equal(3 * 5, losses.GetLength(1));
        for (var row = 0; row < 40; row++) Assert.Equal(scores[row], Enumerable.Range(0, 15).Average(j => losses[row, j]), 1e-4 * Math.Max(1, scores[row]));
    }

    [Theory, InlineData(4, 2), InlineData(40, 2), InlineData(41, 10), InlineData(160, 10), InlineData(200, 50), InlineData(1, 2)]
    public void Windows_are_as_wide_as_the_papers(int width, int window)
    {
        using var network = new InternalContrast(width, 0, 8, 0.01);
        Assert.Equal(Math.Max(width, 3) - window + 1, network.Windows);
    }

    [Theory, InlineData(5, 4), InlineData(20, 4), InlineData(32, 3), InlineData(64, 2), InlineData(200, 1)]
    public void Narrow_rows_are_seen_in_more_orders_as_by_the_authors_but_for_the_limit(int width, int orders) => Assert.Equal(orders, InternalContrasts.AuthorsOrders(width));

    [Fact]
    public void In_another_order_other_features_are_neighbours()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var asTheyCome = new InternalContrast(6, 2, 8, 0.1);
        using var ordered = new InternalContrast(6, 2, 8, 0.1, [3, 0, 5, 1, 4, 2]);
        foreach (var ((_, from), (_, to)) in asTheyCome.named_parameters().Zip(ordered.named_parameters())) to.copy_(from);
        asTheyCome.eval();
        ordered.eval();
        var rows = tensor(DetectorCases.Cloud(5, width: 6));
        // The same networks see the same values when the columns themselves are put in that order.
        var moved = rows.index_select(1, tensor(new long[] { 3, 0, 5, 1, 4, 2 }));
        Assert.True(ordered.Losses(rows).allclose(asTheyCome.Losses(moved)));
        Assert.False(ordered.Losses(rows).allclose(asTheyCome.Losses(rows)));
    }

    [Fact]
    public void The_loss_is_the_cross_entropy_of_telling_a_window_from_the_rows_others()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = new InternalContrast(5, 2, 8, 0.5);
        network.eval();
        var row = tensor(DetectorCases.Cloud(1, width: 5));
        // A shift of all similarities leaves a softmax alone; with one window there is nothing to tell apart.
        using var single = new InternalContrast(3, 2, 8, 0.5);
        Assert.Equal(2, single.Windows);
        var losses = network.Losses(row);
        Assert.Equal([1L, 4L], losses.shape);
        // Unit vectors: similarities lie in [-1, 1], so a loss lies in [log(1 + 3 e^-4), log(1 + 3 e^4)].
        Assert.InRange(losses.min().item<float>(), (float)Math.Log(1 + 3 * Math.Exp(-4)) - 1e-5f, 6);
        Assert.InRange(losses.max().item<float>(), 0, (float)Math.Log(1 + 3 * Math.Exp(4)) + 1e-5f);
        // A colder softmax than that of the same weights is sharper by the ratio of the temperatures.
        using var warm = new InternalContrast(5, 2, 8, 1e6);
        warm.eval();
        Assert.Equal(Math.Log(4), warm.Losses(row).mean().item<float>(), 1e-4);
    }

    [Fact]
    public void A_dimension_counts_alike_however_large_its_values_are_in_all_windows()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = new InternalContrast(6, 2, 8, 0.1);
        network.eval();
        var rows = tensor(DetectorCases.Cloud(5, width: 6));
        var before = network.Losses(rows).flatten().data<float>().ToArray();
        var factors = new[] { 0.2f, 1, 3, 0.5f, 10, 1, 2, 0.1f };
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (name == "windowNetwork.linear2.weight") parameter.mul_(tensor(factors).unsqueeze(1));
            if (name == "windowNetwork.linear2.bias") parameter.mul_(tensor(factors));
        }
        var after = network.Losses(rows).flatten().data<float>().ToArray();
        for (var i = 0; i < before.Length; i++) Assert.Equal(before[i], after[i], 1e-3);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Assert.Contains("Temperature is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new InternalContrastive(new() { Temperature = 0 })).Message);
        Assert.Contains("Orders is -1", Assert.Throws<ArgumentOutOfRangeException>(() => new InternalContrastive(new() { Orders = -1 })).Message);
        Assert.Contains("Units is 3", Assert.Throws<ArgumentOutOfRangeException>(() => new InternalContrastive(new() { Units = 3 })).Message);
    }
}
