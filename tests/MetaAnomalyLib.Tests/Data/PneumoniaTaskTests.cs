using MetaAnomalyLib.Data;

namespace MetaAnomalyLib.Tests.Data;

public sealed class PneumoniaTaskTests
{
    [Fact]
    public void Without_the_X_rays_clothes_stand_in_and_it_says_so()
    {
        Assert.SkipWhen(DataCatalog.Default.Find("fashion-mnist") is null, "Fashion-MNIST is not here");
        var catalog = DataCatalog.Load(
            """
            [{"name":"chest-xray","title":"none","folder":"nowhere","files":[{"path":"train/"}],"licence":"","citation":"","homepage":""},
             {"name":"fashion-mnist","title":"Fashion-MNIST","folder":"fashion-mnist","files":[{"path":"train-images-idx3-ubyte.gz"},{"path":"train-labels-idx1-ubyte.gz"},
             {"path":"t10k-images-idx3-ubyte.gz"},{"path":"t10k-labels-idx1-ubyte.gz"}],"licence":"MIT","citation":"","homepage":"","alsoIn":["/usr/share/datasets/fashion-mnist"]}]
            """, DataCatalog.Default.Roots);
        using var task = PneumoniaTask.Load(catalog: catalog);
        Assert.True(task.IsStandIn);
        Assert.Contains("stand in", task.Description);
        Assert.Equal((4800, 1200, 900), (task.Train.Images.Count, task.Validation.Images.Count, task.Test.Images.Count));
        foreach (var part in new[] { task.Train, task.Validation, task.Test })
        {
            Assert.Equal(part.Images.Count / 3, part.Kinds.Count(kind => kind == 2));
            Assert.All(part.Kinds.Zip(part.Images.Labels), pair => Assert.Equal(Math.Min(1, pair.First), pair.Second));
        }
        var viral = task.Test.OfKind(2);
        Assert.Equal(600, viral.Images.Count);
        Assert.DoesNotContain(1, viral.Kinds);
    }
}
