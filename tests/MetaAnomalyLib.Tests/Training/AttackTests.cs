using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Training;

[Collection(nameof(Torch))]
public sealed class AttackTests
{
    // Logits [0, w · x + 0.1]: everything is known in closed form.
    private static readonly float[] Weights = [1, -2, 0.5f, 3, -1, 0.25f, 2, -0.5f, 1];

    private static Tensor Linear(Tensor images)
    {
        var score = (images.flatten(1) * tensor(Weights)).sum([1L]) + 0.1;
        return stack([zeros_like(score), score], 1);
    }

    [Fact]
    public void The_fast_attack_moves_each_pixel_by_epsilon_against_the_truth()
    {
        using var scope = NewDisposeScope();
        var images = full([2, 1, 3, 3], 0.5);
        var changed = Attack.FastGradientSign(Linear, images, tensor(new long[] { 1, 0 }), 0.1);
        var signs = Weights.Select(w => (float)Math.Sign(w)).ToArray();
        Assert.All(changed[0].flatten().data<float>().ToArray().Zip(signs), pair => Assert.Equal(0.5f - 0.1f * pair.Second, pair.First, 1e-6f));
        Assert.All(changed[1].flatten().data<float>().ToArray().Zip(signs), pair => Assert.Equal(0.5f + 0.1f * pair.Second, pair.First, 1e-6f));
    }

    [Fact]
    public void Many_small_steps_reach_the_same_corner_of_a_linear_model_and_never_leave_the_box()
    {
        using var scope = NewDisposeScope();
        new Seed(1).Torch("attack");
        var images = rand(4, 1, 3, 3);
        var labels = tensor(new long[] { 1, 0, 1, 0 });
        var changed = Attack.ProjectedGradient(Linear, images, labels, 0.05);
        Assert.True(changed.allclose(Attack.FastGradientSign(Linear, images, labels, 0.05), 0, 1e-5));
        Assert.True((changed - images).abs().max().item<float>() <= 0.05f + 1e-6f);
        Assert.True(changed.min().item<float>() >= 0 && changed.max().item<float>() <= 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack.ProjectedGradient(Linear, images, labels, -0.1));
    }

    [Fact]
    public void Integrated_gradients_of_a_linear_model_are_weight_times_way_and_sum_to_the_difference()
    {
        using var scope = NewDisposeScope();
        var images = rand(3, 1, 3, 3);
        var map = Attribution.IntegratedGradients(Linear, images, 1, steps: 4);
        Assert.True(map.flatten(1).allclose((images.flatten(1) - 0.5) * tensor(Weights), 1e-4, 1e-5));
        using var model = Net();
        Tensor Logits(Tensor x) => model.call(x * 2 - 1);
        var pictures = rand(2, 1, 16, 16);
        var sums = Attribution.IntegratedGradients(Logits, pictures, 1, steps: 200).sum([1L, 2]);
        var difference = Logits(pictures).select(1, 1) - Logits(full_like(pictures, 0.5)).select(1, 1);
        Assert.True(sums.allclose(difference, 0.05, 0.02));
    }

    [Fact]
    public void Covering_a_pixel_of_a_linear_model_costs_its_weight_times_its_distance_from_grey()
    {
        using var scope = NewDisposeScope();
        var images = rand(2, 1, 3, 3);
        var map = Attribution.Occlusion(Linear, images, 1, patch: 1, stride: 1);
        Assert.True(map.flatten(1).allclose((images.flatten(1) - 0.5) * tensor(Weights), 1e-4, 1e-5));
        Assert.Equal([2L, 3, 3], Attribution.Occlusion(Linear, images, 1, patch: 2, stride: 2).shape);
    }

    [Fact]
    public void Grad_cam_lights_up_where_the_maps_that_speak_for_the_class_are_active()
    {
        using var scope = NewDisposeScope();
        using var model = Net();
        var images = rand(3, 1, 32, 32);
        var map = Attribution.GradCam(model, images, 1);
        Assert.Equal([3L, 32, 32], map.shape);
        Assert.True(map.min().item<float>() >= 0 && map.max().item<float>() <= 1);
        Assert.True(map.allclose(Attribution.GradCam(model, images, 1, "head"), 0, 0));
        Assert.False(map.allclose(Attribution.GradCam(model, images, 1, "layer3")));   // finer, and of other maps
        Assert.Contains("must be one of", Assert.Throws<ArgumentException>(() => Attribution.GradCam(model, images, 1, "layer9")).Message);
        using var noGrad = no_grad();
        var maps = model.Maps(images * 2 - 1);   // of a linear head the weights are the head's own
        var expected = (model.state_dict()["fc.weight"][1].view(1, -1, 1, 1) * maps).sum([1L]).relu();
        var coarse = nn.functional.interpolate(expected.unsqueeze(1), [32, 32], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(1);
        Assert.True(map.allclose(coarse / coarse.amax([1L, 2], keepdim: true).clamp_min(1e-12), 1e-3, 1e-4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Attribution.GradCam(model, images, 2));
    }

    private static ResNet Net()
    {
        new Seed(3).Torch("net");
        var model = new ResNet(new() { Width = 4, Channels = 1, Classes = 2, Stem = ResNetStem.Quick });
        model.eval();
        return model;
    }
}
