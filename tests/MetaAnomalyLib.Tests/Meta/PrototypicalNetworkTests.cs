using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Tests.Episodes;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Tests.Meta;

[Collection(nameof(Torch))]
public sealed class PrototypicalNetworkTests
{
    [Fact]
    public void Queries_are_scored_by_minus_the_squared_distance_to_the_mean_of_each_class()
    {
        using var learner = Fitted(new());
        using var support = tensor(new float[,] { { 0, 0 }, { 10, 0 }, { 2, 4 }, { 10, 4 } });
        using var task = learner.Adapt(support, [0, 1, 0, 1], ways: 2);   // prototypes (1, 2) and (10, 2)
        using var query = tensor(new float[,] { { 1, 2 }, { 4, 6 } });
        using var scores = task.Score(query);
        Assert.Equal([0f, -81, -25, -52], scores.data<float>().ToArray());
        Assert.Equal([0, 0], task.Predict(query));
    }

    [Fact]
    public void By_cosine_the_length_of_a_point_does_not_matter()
    {
        using var learner = Fitted(new() { Distance = PrototypeDistance.Cosine });
        using var task = learner.Adapt(tensor(new float[,] { { 3, 0 }, { 0, 0.1f } }), [0, 1], ways: 2);
        using var scores = task.Score(tensor(new float[,] { { 1, 1 }, { 100, 100 }, { 5, 1 } }));
        var values = scores.data<float>().ToArray();
        Assert.Equal(values[0], values[1], 3);
        Assert.Equal(values[0], values[2], 3);
        Assert.Equal([0, 0, 0], task.Predict(tensor(new float[,] { { 2, 1 }, { 9, 1 }, { 5, 1 } })));
    }

    [Fact]
    public void One_class_scores_grow_with_the_distance_and_cross_zero_at_radius_and_spread()
    {
        using var learner = Fitted(new());
        using var task = learner.Adapt(tensor(new float[,] { { -1, 0 }, { 1, 0 } }), [0, 0]);
        using var query = tensor(new float[,] { { 0, 0 }, { 0, 2.3f }, { 0, 2.4f }, { 9, 9 } });
        // Mean over features of the squared distance: 2.3 -> 2.645, 2.4 -> 2.88. Radius softplus(0) = 0.693 and spread (2² / 2) = 2 make 2.693.
        Assert.Equal([0, 0, 1, 1], task.Predict(query));
        var scores = task.Score(query).data<float>().ToArray();
        Assert.Equal(scores.Order(), scores);
    }

    [Fact]
    public void With_labelled_anomalies_the_nearer_prototype_decides()
    {
        using var learner = Fitted(new());
        using var task = learner.Adapt(tensor(new float[,] { { 0, 0 }, { 0, 2 }, { 8, 1 } }), [0, 0, 1]);
        Assert.Equal([0, 1, 0], task.Predict(tensor(new float[,] { { 3.9f, 1 }, { 4.1f, 1 }, { -50, 0 } })));
    }

    [Fact]
    public void Trimming_leaves_a_wrongly_labelled_item_out_of_the_prototype()
    {
        float[,] points = { { 0, 0 }, { 1, 0 }, { 0, 1 }, { 1, 1 }, { 40, 40 }, { 9, 9 }, { 10, 9 }, { 9, 10 }, { 10, 10 }, { 11, 11 } };
        int[] labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
        using var plain = Fitted(new());
        using var trimmed = Fitted(new() { Trim = 0.2 });
        using var query = tensor(new float[,] { { 1.5f, 1.5f } });
        using var misled = plain.Adapt(tensor(points), labels, ways: 2);
        using var robust = trimmed.Adapt(tensor(points), labels, ways: 2);
        Assert.Equal(-2 * MathF.Pow(8.4f - 1.5f, 2), misled.Score(query).data<float>()[0], 2);
        Assert.Equal(-2f, robust.Score(query).data<float>()[0], 4);   // prototype (0.5, 0.5)
    }

    [Fact]
    public void A_query_scores_the_same_alone_and_among_others()
    {
        using var pool = Pools.Points(8, 12);
        using var learner = new PrototypicalNetwork(new MetaAnomalyLib.Models.Mlp(4, new() { Hidden = [16], Outputs = 8 }));
        learner.MetaFit(new NWaySampler(pool, new() { Queries = 3 }), new NWaySampler(pool, new() { Queries = 3 }), new() { Epochs = 1, StepsPerEpoch = 5, ValidationTasks = 4 }, TestContext.Current.CancellationToken);
        using var batch = new NWaySampler(pool, new() { Queries = 6 }).Draw(0, 1);
        using var task = learner.Adapt(batch.Support[0], [0, 1, 2, 3, 4], ways: 5);
        var together = task.Score(batch.Query[0]).data<float>().ToArray();
        var alone = task.Score(batch.Query[0].narrow(0, 7, 1)).data<float>().ToArray();
        Assert.Equal(together[35..40], alone, (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Meta_training_with_the_one_class_loss_teaches_the_radius()
    {
        using var train = Pools.Points(30, 20, seed: 1);
        using var test = Pools.Points(10, 20, seed: 2);
        manual_seed(5).Dispose();
        using var learner = new PrototypicalNetwork(new MetaAnomalyLib.Models.Mlp(4, new() { Hidden = [32], Outputs = 16, Dropout = 0 }), new() { OneClassWeight = 1 });
        var validation = new OneClassSampler(test, new() { Shots = 5 }, seed: 3);
        learner.MetaFit(new NWaySampler(train, new() { Ways = 15, Shots = 5, Queries = 5 }), validation,
            new() { Epochs = 4, StepsPerEpoch = 50, ValidationTasks = 50, LearningRate = 0.01 }, TestContext.Current.CancellationToken);
        var scores = EpisodeScores.Of(learner, new OneClassSampler(test, new() { Shots = 5 }, seed: 4), tasks: 100);
        Assert.InRange(scores.Accuracy.Mean, 0.93, 1);
        Assert.InRange(scores.Auroc!.Mean, 0.97, 1);
    }

    [Fact]
    public void Calibrating_on_tasks_of_the_same_shots_moves_the_threshold_and_not_the_order()
    {
        using var train = Pools.Points(30, 20, seed: 1);
        using var other = Pools.Points(20, 20, seed: 2);
        using var test = Pools.Points(20, 20, seed: 3);
        manual_seed(5).Dispose();
        using var learner = new PrototypicalNetwork(new MetaAnomalyLib.Models.Mlp(4, new() { Hidden = [32], Outputs = 16, Dropout = 0 }));
        var nWay = new NWaySampler(train, new() { Ways = 15, Shots = 5, Queries = 5 });
        Assert.Throws<InvalidOperationException>(() => learner.Calibrate(new OneClassSampler(other, new() { Shots = 2 })));
        learner.MetaFit(nWay, new NWaySampler(other, new() { Queries = 5 }), new() { Epochs = 2, StepsPerEpoch = 40, ValidationTasks = 20, LearningRate = 0.01 }, TestContext.Current.CancellationToken);
        EpisodeScores Scores() => EpisodeScores.Of(learner, new OneClassSampler(test, new() { Shots = 10 }, seed: 4), tasks: 100);
        var before = Scores();
        learner.Calibrate(new OneClassSampler(other, new() { Shots = 10 }, seed: 5));
        var after = Scores();
        Assert.InRange(after.Accuracy.Mean, Math.Max(0.93, before.Accuracy.Mean), 1);
        Assert.InRange(after.Auroc!.Mean, before.Auroc!.Mean - 0.02, 1);
        Assert.Contains("15 ways", Assert.Throws<ArgumentException>(() => learner.Calibrate(nWay)).Message);
    }

    /// <summary>With an embedding that changes nothing, so that expected values can be worked out by hand.</summary>
    private static PrototypicalNetwork Fitted(PrototypicalNetworkOptions options)
    {
        using var pool = Pools.Points(4, 8, width: 2);
        var learner = new PrototypicalNetwork(Identity(), options);
        var sampler = new OneClassSampler(pool, new() { Shots = 2, Queries = 2 });
        // A learning rate too small to move the three numbers of the head.
        learner.MetaFit(sampler, sampler, new() { Epochs = 1, StepsPerEpoch = 1, ValidationTasks = 1, LearningRate = 1e-12 });
        return learner;
    }
}
