using MetaAnomalyLib.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Models;

[Collection(nameof(Training.Torch))]
public sealed class ImageBackboneTests
{
    private static ImageBackbone Make(string kind) => kind == "ResNet" ? new ResNet(new() { Width = 4, Classes = 5 }) : new MobileNetV2(new() { Classes = 5 });

    public static TheoryData<string> Kinds => ["ResNet", "MobileNetV2"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Its_stages_hold_every_parameter_once(string kind)
    {
        using var network = Make(kind);
        Assert.Equal(network.parameters().Sum(p => p.numel()), network.Stages.Sum(stage => stage.Parameters.Sum(p => p.numel())));
        Assert.Equal("head", network.Stages[^1].Name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Frozen_stages_get_no_gradients_and_keep_their_batch_normalisation(string kind)
    {
        using var scope = NewDisposeScope();
        using var network = Make(kind);
        var stage = network.Stages[^2].Name;
        network.TrainFrom(stage);
        network.train();
        var before = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        network.call(rand(4, 3, 64, 64)).sum().backward();
        var trained = network.Stages.SkipWhile(s => s.Name != stage).SelectMany(s => s.Parameters).Select(p => p.Handle).ToHashSet();
        Assert.All(network.parameters(), parameter => Assert.Equal(trained.Contains(parameter.Handle), parameter.grad is not null));
        var moved = network.state_dict().Where(entry => entry.Key.Contains("running_mean", StringComparison.Ordinal) && !entry.Value.allclose(before[entry.Key], 0, 0)).Select(entry => entry.Key).ToArray();
        Assert.NotEmpty(moved);
        Assert.All(moved, name => Assert.Contains(kind == "ResNet" ? "layer4." : "features.18.", name, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Batch_normalisation_stays_as_it_was_where_that_is_asked_for(string kind)
    {
        using var scope = NewDisposeScope();
        using var network = Make(kind);
        network.TrainFrom(network.Stages[0].Name, keepBatchNorm: true);
        network.train();
        Assert.True(network.training);
        Assert.All(network.modules().OfType<BatchNorm>(), norm => Assert.False(norm.training));
        network.TrainFrom(network.Stages[0].Name);
        Assert.All(network.modules().OfType<BatchNorm>(), norm => Assert.True(norm.training));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_new_head_tells_other_classes_apart_and_leaves_the_rest(string kind)
    {
        using var scope = NewDisposeScope();
        using var network = Make(kind);
        network.eval();
        var images = rand(2, 3, 64, 64);
        var (features, names) = (network.Features(images), network.state_dict().Keys.ToArray());
        network.ReplaceHead(2);
        Assert.Equal([2L, 2], network.call(images).shape);
        Assert.True(features.allclose(network.Features(images), 0, 0));
        Assert.Equal(names, network.state_dict().Keys);
        Assert.Equal(network.parameters().Sum(p => p.numel()), network.Stages.Sum(stage => stage.Parameters.Sum(p => p.numel())));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Learning_rates_fall_from_the_head_to_the_image(string kind)
    {
        using var network = Make(kind);
        var all = network.LearningRates(0.5);
        Assert.Equal(network.Stages.Count, all.Count);
        Assert.Equal(1, all[^1].Factor);
        Assert.All(all.Zip(all.Skip(1)), pair => Assert.Equal(0.5, pair.First.Factor / pair.Second.Factor));
        network.TrainFrom("head");
        Assert.Equal([1.0], network.LearningRates(0.5).Select(group => group.Factor));
    }

    [Fact]
    public void An_unknown_stage_is_refused_with_those_there_are()
    {
        using var network = Make("ResNet");
        Assert.Contains("stem, layer1, layer2, layer3, layer4, head", Assert.Throws<ArgumentException>(() => network.TrainFrom("layer5")).Message);
    }
}
