using System.Globalization;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Tests.Training;
using TorchSharp.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Meta;

/// <summary>What every meta-learner promises.</summary>
[Collection(nameof(Torch))]
public sealed class LearnerContractTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("learners").FullName;

    public static TheoryData<string, int> Each => LearnerCases.Each;

    public static TheoryData<string> Names => LearnerCases.Names;

    private string File => Path.Combine(folder, "learner.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, MemberData(nameof(Each))]
    public void The_same_seed_and_tasks_give_the_same_scores(string name, int kind)
    {
        using var first = LearnerCases.Fitted(name, kind);
        using var second = LearnerCases.Fitted(name, kind);
        Assert.Equal(Scores(first, kind), Scores(second, kind));
    }

    [Theory, MemberData(nameof(Each))]
    public void After_some_training_it_solves_most_of_unseen_easy_tasks(string name, int kind)
    {
        using var learner = LearnerCases.Fitted(name, kind, new() { Epochs = 4, StepsPerEpoch = 25, TasksPerStep = 8, ValidationTasks = 20, LearningRate = 0.01 });
        using var batch = LearnerCases.Unseen(kind, tasks: 60);
        using var scores = learner.Score(batch);
        Assert.InRange(EpisodeScores.Accuracies(scores, batch.QueryLabels).Average(), 0.75, 1);
    }

    [Theory, MemberData(nameof(Each))]
    public void Adapting_to_one_task_scores_as_the_batch_does_and_each_query_alone_as_among_others(string name, int kind)
    {
        using var learner = LearnerCases.Fitted(name, kind);
        using var batch = LearnerCases.Unseen(kind, tasks: 3);
        using var scope = NewDisposeScope();
        var together = learner.Score(batch)[1];
        using var task = learner.Adapt(batch.Support[1], [.. batch.SupportLabels[1].data<long>().Select(l => (int)l)], LearnerCases.Ways(kind));
        var alone = cat([.. Enumerable.Range(0, (int)batch.Query.shape[1]).Select(i => task.Score(batch.Query[1].narrow(0, i, 1)))]);
        Assert.Equal(Values(together), Values(alone), (a, b) => Math.Abs(a - b) <= 1e-3 + 1e-3 * Math.Abs(a));
        Assert.All(task.Predict(batch.Query[1]), label => Assert.InRange(label, 0, Math.Max(LearnerCases.Ways(kind), 2) - 1));
    }

    [Theory, MemberData(nameof(Each))]
    public void Saving_and_loading_keeps_the_scores_exactly(string name, int kind)
    {
        using var saved = LearnerCases.Fitted(name, kind);
        saved.Save(File);
        using var loaded = LearnerCases.Create(name, kind);
        loaded.Load(File);
        Assert.Equal(Scores(saved, kind), Scores(loaded, kind));
        Assert.Equal([File], Directory.GetFiles(folder));
    }

    [Theory, MemberData(nameof(Each))]
    public void Stopping_and_resuming_gives_the_numbers_of_a_run_without_a_stop(string name, int kind)
    {
        var options = LearnerCases.Short with { Epochs = 4 };
        using var whole = LearnerCases.Fitted(name, kind, options);
        using (var stopped = LearnerCases.Create(name, kind))
        {
            using var source = new CancellationTokenSource();
            stopped.EpochEnded += epoch => { if (epoch.Epoch == 2) source.Cancel(); };
            if (stopped.Trained.Any() && name is not ("from scratch" or "logistic regression"))
                Assert.Throws<OperationCanceledException>(() => LearnerCases.Fit(stopped, kind, options with { CheckpointPath = File }, source.Token));
        }
        using var resumed = LearnerCases.Create(name, kind);
        manual_seed(999).Dispose();
        LearnerCases.Fit(resumed, kind, options with { CheckpointPath = File }, TestContext.Current.CancellationToken);
        Assert.Equal(Scores(whole, kind), Scores(resumed, kind));
    }

    [Theory, MemberData(nameof(Names))]
    public void An_unfitted_learner_says_what_to_do(string name)
    {
        var kind = LearnerCases.FirstKind(name);
        using var learner = LearnerCases.Create(name, kind);
        using var batch = LearnerCases.Unseen(kind, 1);
        Assert.False(learner.IsFitted);
        Assert.Contains("MetaFit", Assert.Throws<InvalidOperationException>(() => learner.Score(batch)).Message);
        Assert.Throws<InvalidOperationException>(() => learner.Adapt(batch.Support[0], [0, 0], 0));
        Assert.Throws<InvalidOperationException>(() => learner.Save(File));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_support_or_query_that_does_not_fit_is_refused_and_named(string name)
    {
        var kind = LearnerCases.FirstKind(name);
        using var learner = LearnerCases.Fitted(name, kind);
        using var batch = LearnerCases.Unseen(kind, 1);
        using var scope = NewDisposeScope();
        var (support, ways) = (batch.Support[0], LearnerCases.Ways(kind));
        var labels = batch.SupportLabels[0].data<long>().Select(l => (int)l).ToArray();
        using var task = learner.Adapt(support, labels, ways);

        Assert.Contains("fitted on items of [4]", Assert.Throws<ArgumentException>(() => task.Score(zeros(2, 5))).Message);
        Assert.Throws<ArgumentException>(() => task.Score(zeros(0, 4)));
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => task.Score(full([1, 4], float.NaN))).Message);
        Assert.Contains("one an item", Assert.Throws<ArgumentException>(() => learner.Adapt(support, labels[1..], ways)).Message);
        Assert.Contains("Label 0 is 7", Assert.Throws<ArgumentException>(() => learner.Adapt(support, [7, .. labels[1..]], ways)).Message);
        Assert.Throws<ArgumentException>(() => learner.Adapt(support, [.. labels.Select(_ => 1)], ways));
        Assert.Throws<ArgumentOutOfRangeException>(() => learner.Adapt(support, labels, 1));
        Assert.Throws<ArgumentNullException>(() => learner.Adapt(null!, labels, ways));
    }

    [Theory, MemberData(nameof(Names))]
    public void Constant_items_and_a_support_of_one_item_a_class_give_finite_scores(string name)
    {
        var kind = LearnerCases.FirstKind(name);
        using var learner = LearnerCases.Fitted(name, kind);
        using var scope = NewDisposeScope();
        var classes = Math.Max(1, LearnerCases.Ways(kind));
        using var task = learner.Adapt(ones(classes, 4), [.. Enumerable.Range(0, classes)], LearnerCases.Ways(kind));
        Assert.All(Values(task.Score(cat([ones(2, 4), randn(3, 4)]))), value => Assert.True(float.IsFinite(value)));
    }

    [Theory, MemberData(nameof(Names))]
    public void No_tensor_outlives_the_learner(string name)
    {
        var kind = LearnerCases.FirstKind(name);
        Use();
        var live = LiveTensors.Settled();
        Use();
        Assert.Equal(live, LiveTensors.Settled());

        void Use()
        {
            using var learner = LearnerCases.Fitted(name, kind);
            using var batch = LearnerCases.Unseen(kind, 2);
            learner.Score(batch).Dispose();
            learner.Save(File);
            learner.Load(File);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_file_of_another_learner_is_refused_and_changes_nothing(string name)
    {
        var kind = LearnerCases.FirstKind(name);
        using (var other = LearnerCases.Fitted(name == "Siamese" ? "triplet" : "Siamese", 3)) other.Save(File);
        using var learner = LearnerCases.Fitted(name, kind);
        var before = Scores(learner, kind);
        Assert.Contains("options it was saved with", Assert.Throws<DataFormatException>(() => learner.Load(File)).Message);
        Assert.Equal(before, Scores(learner, kind));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_comma_culture_changes_nothing(string name)
    {
        var kind = LearnerCases.FirstKind(name);
        using var plain = LearnerCases.Fitted(name, kind);
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            using var german = LearnerCases.Fitted(name, kind);
            german.Save(File);
            using var loaded = LearnerCases.Create(name, kind);
            loaded.Load(File);
            Assert.Equal(Scores(plain, kind), Scores(loaded, kind));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static float[] Scores(MetaLearner learner, int kind)
    {
        using var batch = LearnerCases.Unseen(kind, 5);
        using var scores = learner.Score(batch);
        return Values(scores);
    }

    private static float[] Values(Tensor t) => t.contiguous().data<float>().ToArray();
}
