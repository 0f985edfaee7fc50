using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Tests.Episodes;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Meta;

/// <summary>Looking into the inner loop, keeping what was learnt, and changing options after training.</summary>
[Collection(nameof(Torch))]
public sealed class AdaptationStepsTests : IDisposable
{
    private static readonly MetaTrainingOptions Short = new() { Epochs = 1, StepsPerEpoch = 5, TasksPerStep = 4, ValidationTasks = 4 };
    private static readonly SyntheticTaskOptions Size = new() { Kind = SyntheticAnomaly.Sinusoid, Normals = 5, Anomalies = 5, Queries = 8 };
    private readonly string folder = Directory.CreateTempSubdirectory("steps").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Learners => ["MAML", "with statistics", "meta-autoencoder"];

    [Theory, MemberData(nameof(Learners))]
    public void Step_by_step_a_learner_goes_from_its_first_weights_to_what_adapting_gives(string name)
    {
        using var learner = Create(name);
        IEpisodeSource source = name == "with statistics" ? new OneClassSampler(Pictures(), new() { Shots = 5, Queries = 8 }) : new SyntheticTasks(Size, 1);
        learner.MetaFit(source, source, Short, TestContext.Current.CancellationToken);
        using var batch = source.Draw(50, 1);
        int[] labels = [.. batch.SupportLabels[0].data<long>().Select(l => (int)l)];
        using var adapted = learner.Adapt(batch.Support[0], labels);
        var steps = learner.AdaptStepwise(batch.Support[0], labels);
        float[] Scores(AdaptedTask task) => task.Score(batch.Query[0]).data<float>().ToArray();
        Assert.Equal(3, steps.Count);   // before, and after two steps
        Assert.Equal(Scores(adapted), Scores(steps[^1]), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.NotEqual(Scores(steps[0]), Scores(steps[1]));
        foreach (var step in steps) step.Dispose();
    }

    [Fact]
    public void ANIL_moves_the_head_alone()
    {
        using var learner = new Maml(new StatelessMlp(2, [8], 1), MamlOptions.Anil);
        var source = new SyntheticTasks(Size, 1);
        learner.MetaFit(source, source, Short, TestContext.Current.CancellationToken);
        using var batch = source.Draw(7, 1);
        var moved = learner.Movement(batch.Support[0], [.. batch.SupportLabels[0].data<long>().Select(l => (int)l)]);
        Assert.Equal([false, false, true, true], moved.Select(weight => weight.Share > 0));
    }

    [Fact]
    public void What_was_learnt_with_one_step_is_adapted_with_others_and_the_learner_stays_as_it_was()
    {
        using var learner = new Maml(new StatelessMlp(2, [8], 1));
        var source = new SyntheticTasks(Size, 1);
        Assert.Throws<InvalidOperationException>(() => learner.With(2, 0.1));
        learner.MetaFit(source, source, Short, TestContext.Current.CancellationToken);
        using var batch = source.Draw(7, 1);
        int[] labels = [.. batch.SupportLabels[0].data<long>().Select(l => (int)l)];
        float[] Scores(Maml maml)
        {
            using var task = maml.Adapt(batch.Support[0], labels);
            return task.Score(batch.Query[0]).data<float>().ToArray();
        }
        var before = Scores(learner);
        using (var same = learner.With(1, learner.Options.InnerRate)) Assert.Equal(before, Scores(same));
        using (var more = learner.With(3, 0.2))
        {
            var steps = more.AdaptStepwise(batch.Support[0], labels);
            Assert.Equal(4, steps.Count);
            foreach (var step in steps) step.Dispose();
            Assert.NotEqual(before, Scores(more));
        }
        Assert.Equal(before, Scores(learner));
        using var learnt = new Maml(new StatelessMlp(2, [8], 1), MamlOptions.MetaSgd);
        Assert.Contains("learnt", Assert.Throws<InvalidOperationException>(() => learnt.With(2, 0.1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_is_done_once_and_anew_where_anything_of_it_differs()
    {
        var path = Path.Combine(folder, "models", "maml.safetensors");
        var epochs = 0;
        float[] Trained(int hidden, MetaTrainingOptions options)
        {
            using var learner = new Maml(new StatelessMlp(2, [hidden], 1));
            learner.EpochEnded += _ => epochs++;
            MetaLearner.LoadOrTrain(path, learner, new SyntheticTasks(Size, 1), new SyntheticTasks(Size, 2), options);
            using var batch = new SyntheticTasks(Size, 3).Draw(0, 2);
            return learner.Score(batch).data<float>().ToArray();
        }
        var first = Trained(8, Short);
        Assert.Equal(first, Trained(8, Short));
        Assert.Equal(1, epochs);
        Trained(8, Short with { Epochs = 2 });
        Assert.Equal(3, epochs);
        Trained(9, Short with { Epochs = 2 });
        Assert.Equal(5, epochs);
    }

    [Fact]
    public void Trained_prototypes_take_another_trim_without_new_training()
    {
        using var pool = Pools.Points(12, 20);
        using var plain = new PrototypicalNetwork(new Mlp(4, new() { Hidden = [8], Outputs = 4, BatchNorm = false, Dropout = 0 }));
        plain.MetaFit(new NWaySampler(pool, new() { Queries = 3 }), new NWaySampler(pool, new() { Queries = 3 }), Short, TestContext.Current.CancellationToken);
        var noisy = new WrongLabels(new NWaySampler(pool, new() { Ways = 3, Shots = 10, Queries = 5 }), 0.3);
        Assert.Equal(0.3, plain.With(new() { Trim = 0.3 }).Options.Trim);
        using var batch = noisy.Draw(0, 20);
        double Accuracy(MetaLearner learner) => EpisodeScores.Accuracies(learner.Score(batch), batch.QueryLabels).Average();
        Assert.Equal(Accuracy(plain), Accuracy(plain.With(new())));
        Assert.True(Accuracy(plain.With(new() { Trim = 0.3 })) >= Accuracy(plain));
    }

    private static InnerLoopLearner Create(string name) => name switch
    {
        "MAML" => new Maml(new StatelessMlp(2, [8], 1), new() { InnerSteps = 2, InnerRate = 0.1 }),
        "with statistics" => new Maml(new StatelessConv4(new() { Side = 8, Channels = 4, Blocks = 2, Outputs = 1 }), new() { InnerSteps = 2, InnerRate = 0.1 }),
        _ => new MetaAutoencoder(new StatelessMlp(2, [8, 1, 8], 2), new() { InnerSteps = 2, InnerRate = 0.05 }),
    };

    private static ClassPool Pictures()
    {
        manual_seed(5).Dispose();
        return new ClassPool(rand(60, 1, 8, 8), [.. Enumerable.Range(0, 60).Select(i => i / 15)]);
    }
}
