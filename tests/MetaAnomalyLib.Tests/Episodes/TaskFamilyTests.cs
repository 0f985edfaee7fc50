using System.Text.Json;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Episodes;

/// <summary>Tasks that are alike or unlike, and tasks with wrong labels.</summary>
[Collection(nameof(Torch))]
public sealed class TaskFamilyTests
{
    [Fact]
    public void A_family_sampler_draws_the_classes_of_a_task_from_one_family()
    {
        using var items = arange(60, dtype: float32).view(60, 1);
        using var pool = new ClassPool(items.clone(), [.. Enumerable.Range(0, 60).Select(row => row / 5)], [.. Enumerable.Range(0, 12).Select(c => $"{"abc"[c / 5]}/{c}")]);   // a: 5 classes, b: 5, c: 2
        using var sampler = new FamilySampler(pool, name => name[..1], new() { Ways = 3, Shots = 2, Queries = 3 }, seed: 4);
        Assert.Equal(["a", "b"], sampler.Families);
        using var batch = sampler.Draw(10, 40);
        Assert.Equal([40, 6L, 1], batch.Support.shape);
        var seen = new HashSet<int>();
        for (var task = 0; task < 40; task++)
        {
            var classes = cat([batch.Support[task], batch.Query[task]]).data<float>().Select(row => (int)row / 5).ToArray();
            Assert.Equal(3, classes.Distinct().Count());
            seen.Add(Assert.Single(classes.Select(c => c / 5).Distinct()));
        }
        Assert.Equal([0, 1], seen.Order());
        using var again = sampler.Draw(17, 1);
        Assert.True(again.Query[0].equal(batch.Query[7]).all().item<bool>());
    }

    [Fact]
    public void A_family_sampler_says_when_no_family_is_large_enough()
    {
        using var pool = Pools.Points(4, 8);
        var error = Assert.Throws<ArgumentException>(() => new FamilySampler(pool, name => name, new() { Ways = 2, Shots = 1, Queries = 1 }));
        Assert.StartsWith("No family of the pool has 2 classes", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(0, 0), InlineData(0.2, 2), InlineData(0.45, 4)]
    public void Of_each_class_the_same_number_of_support_labels_is_wrong_and_the_queries_stay_right(double share, int wrong)
    {
        using var pool = Pools.Points(12, 20);
        var source = new NWaySampler(pool, new() { Ways = 5, Shots = 10, Queries = 4 });
        using var right = source.Draw(3, 6);
        using var noisy = new WrongLabels(source, share, seed: 9).Draw(3, 6);
        Assert.True(noisy.Query.equal(right.Query).all().item<bool>());
        Assert.True(noisy.QueryLabels.equal(right.QueryLabels).all().item<bool>());
        for (var task = 0; task < 6; task++)
        {
            var (truth, labels) = (right.SupportLabels[task].data<long>().ToArray(), noisy.SupportLabels[task].data<long>().ToArray());
            for (var c = 0; c < 5; c++) Assert.Equal(wrong, truth.Zip(labels).Count(pair => pair.First == c && pair.Second != c));
            Assert.All(labels, label => Assert.InRange(label, 0, 4));
        }
    }

    [Fact]
    public void Wrong_labels_are_refused_where_they_have_no_meaning()
    {
        using var pool = Pools.Points(12, 40);
        Assert.Throws<ArgumentException>(() => new WrongLabels(new OneClassSampler(pool), 0.1).Draw(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WrongLabels(new OneClassSampler(pool), 0.5));
    }

    [Theory, InlineData(SyntheticAnomaly.Sinusoid), InlineData(SyntheticAnomaly.Cluster)]
    public void Without_spread_all_synthetic_tasks_have_one_distribution_and_with_it_they_differ_more_and_more(SyntheticAnomaly kind)
    {
        double[] differences = [.. new[] { 0, 0.5, 1 }.Select(spread =>
        {
            using var scope = NewDisposeScope();
            var tasks = new SyntheticTasks(new() { Kind = kind, Normals = 400, Spread = spread, Queries = 2 }, seed: 5).Draw(0, 30);
            return (double)tasks.Support.mean([1L]).std(0, unbiased: true, keepdim: false).mean().item<float>();   // of the tasks' centres
        })];
        Assert.InRange(differences[0], 0, 0.2);
        Assert.True(differences[0] < differences[1] && differences[1] < differences[2], string.Join(", ", differences));
    }

    [Fact]
    public void Pictures_for_few_shot_learning_share_no_class_between_training_and_test_and_shrink_on_demand()
    {
        if (DataCatalog.Default.Find("omniglot") is null && DataCatalog.Default.Find("fashion-mnist") is null) Assert.Skip("Neither Omniglot nor Fashion-MNIST is there.");
        using var pictures = FewShotPictures.Load(side: 14);
        Assert.Equal([1, 14, 14], pictures.Train.Items.shape[1..]);
        Assert.Empty(pictures.Train.Names.Intersect(pictures.Test.Names));
        Assert.True(pictures.Test.Classes >= pictures.Ways);
        using var alike = new FamilySampler(pictures.Test, FewShotPictures.FamilyOf, new() { Ways = pictures.Ways, Shots = 1, Queries = 5 });
        Assert.NotEmpty(alike.Families);
        Assert.Equal("Greek/rot090", FewShotPictures.FamilyOf("Greek/character07/rot090"));
    }

    [Fact]
    public void Where_Omniglot_is_not_found_clothes_stand_in_and_the_notice_says_so()
    {
        var without = DataCatalog.Load(JsonSerializer.Serialize(DataCatalog.Default.Entries, JsonSerializerOptions.Web), [Path.Combine(Path.GetTempPath(), "no-such-folder")]);
        if (without.Find("fashion-mnist") is null) Assert.Skip("Fashion-MNIST is not there.");
        using var pictures = FewShotPictures.Load(catalog: without);
        Assert.True(pictures.IsStandIn);
        Assert.StartsWith("Omniglot was not found; Fashion-MNIST", pictures.Notice, StringComparison.Ordinal);
        Assert.Equal((24, 24, 16), (pictures.Train.Classes, pictures.Validation.Classes, pictures.Test.Classes));
    }
}
