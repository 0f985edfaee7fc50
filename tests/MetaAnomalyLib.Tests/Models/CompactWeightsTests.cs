using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Models;

[Collection(nameof(Tests.Training.Torch))]
public sealed class CompactWeightsTests
{
    [Theory]
    [InlineData(8, true)]
    [InlineData(8, false)]
    [InlineData(4, true)]
    [InlineData(2, true)]
    public void No_weight_moves_by_more_than_half_a_step(int bits, bool perChannel)
    {
        using var scope = NewDisposeScope();
        var weight = Weight();
        var rounded = CompactWeights.Rounded(weight, bits, perChannel);
        var largest = perChannel ? weight.flatten(1).abs().amax([1L]).view(-1, 1, 1, 1) : weight.abs().max();
        var step = largest / ((1 << (bits - 1)) - 1);
        Assert.True((rounded - weight).abs().le(step / 2 + 1e-6).all().item<bool>());
        Assert.True(rounded.flatten(1)[0].unique().output.numel() <= (1 << bits) - 1);
    }

    [Fact]
    public void A_step_for_each_channel_keeps_small_channels_beside_a_large_one()
    {
        using var scope = NewDisposeScope();
        var weight = Weight();
        float Error(bool perChannel) => ((CompactWeights.Rounded(weight, 8, perChannel) - weight)[1].norm() / weight[1].norm()).item<float>();
        Assert.True(Error(true) < 0.02);
        Assert.True(Error(false) > 10 * Error(true));
    }

    [Theory]
    [InlineData(WeightPrecision.Single, 0)]
    [InlineData(WeightPrecision.Half, 0.001)]
    [InlineData(WeightPrecision.Int8, 0.01)]
    public void What_is_packed_comes_back_by_name_shape_and_type(WeightPrecision precision, double error)
    {
        using var scope = NewDisposeScope();
        var weights = new Dictionary<string, Tensor> { ["conv.weight"] = Weight(), ["bn.running_var"] = rand(8), ["bn.num_batches_tracked"] = tensor(7L), ["fc.scale"] = rand(3), ["dead.weight"] = zeros(4, 3) };
        var back = CompactWeights.Unpack(CompactWeights.Pack(weights, precision));
        Assert.Equal(weights.Keys.Order(StringComparer.Ordinal), back.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, weight) in weights)
        {
            Assert.Equal((weight.dtype, string.Join(",", weight.shape)), (back[name].dtype, string.Join(",", back[name].shape)));
            if (weight.ndim < 2 || precision == WeightPrecision.Single) Assert.True(back[name].allclose(weight, 0, 0), name);
            else Assert.True((back[name] - weight).norm().item<float>() <= error * weight.norm().item<float>(), name);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        var weights = new Dictionary<string, Tensor> { ["fc.weight"] = full([2, 2], 1e6f) };
        Assert.Contains("'fc.weight' holds 1000000", Assert.Throws<ArgumentException>(() => CompactWeights.Pack(weights, WeightPrecision.Half)).Message);
        CompactWeights.Pack(weights, WeightPrecision.Int8);
        weights["fc.weight"][0, 0] = float.NaN;
        Assert.Throws<ArgumentException>(() => CompactWeights.Pack(weights, WeightPrecision.Int8));
        Assert.Throws<ArgumentOutOfRangeException>(() => CompactWeights.Rounded(weights["fc.weight"], 1));
    }

    // Channels of very different sizes; channel 0 is the largest, channel 1 a thousandth of it.
    private static Tensor Weight()
    {
        new Seed(2).Torch("weight");
        return randn(8, 4, 3, 3) * tensor(new[] { 1f, 0.001f, 0.5f, 0.1f, 0.02f, 1, 1, 1 }).view(-1, 1, 1, 1);
    }
}
