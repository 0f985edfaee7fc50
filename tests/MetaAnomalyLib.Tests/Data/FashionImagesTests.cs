using MetaAnomalyLib.Data;
using static MetaAnomalyLib.Tests.Data.TestFiles;

namespace MetaAnomalyLib.Tests.Data;

public sealed class FashionImagesTests : IDisposable
{
    private const string Catalog = """
        [{"name": "fashion-mnist", "title": "t", "folder": "f", "licence": "l", "citation": "c", "homepage": "h",
          "files": [{"path": "a"}, {"path": "b"}, {"path": "c"}, {"path": "d"}]}]
        """;

    private readonly TestFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Pictures_come_as_rows_from_0_to_1_with_their_classes()
    {
        var images = Load([3, 7, 3], [7, 3]);
        Assert.Equal((3, 2, 1, 2), (images.Train.Count, images.Test.Count, images.Train.Height, images.Train.Width));
        Assert.Equal([3, 7, 3], images.Train.Labels);
        Assert.Equal([0, 2], images.Train.RowsOf(3));
        Assert.Equal(new float[,] { { 4 / 255f, 1 }, { 0, 1 } }, images.Train.ToMatrix([2, 0]));
        Assert.Equal(3, images.Train.ToMatrix().GetLength(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => images.Train.ToMatrix([3]));
    }

    [Fact]
    public void One_class_trains_on_that_class_only_and_calls_all_others_anomalies()
    {
        var (train, test) = Load([3, 7, 3], [7, 3]).OneClass(3);
        Assert.Equal(new float[,] { { 0, 1 }, { 4 / 255f, 1 } }, train);
        Assert.Equal([1, 0], test.Y);
        Assert.Equal(2, test.FeatureNames.Count);
    }

    [Fact]
    public void Fewer_pictures_are_drawn_by_seed_and_never_twice()
    {
        var images = Load([.. Enumerable.Repeat<byte>(1, 50)], [.. Enumerable.Repeat<byte>(1, 30)]);
        var (train, test) = images.OneClass(1, train: 10, test: 12, seed: 4);
        Assert.Equal((10, 12), (train.GetLength(0), test.Count));
        Assert.Equal(10, Enumerable.Range(0, 10).Select(row => train[row, 0]).Distinct().Count());
        Assert.Equal(train, images.OneClass(1, train: 10, seed: 4).Train);
        Assert.NotEqual(train, images.OneClass(1, train: 10, seed: 5).Train);
    }

    [Fact]
    public void A_class_or_number_that_cannot_be_is_refused()
    {
        var images = Load([1, 1], [1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => images.OneClass(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => images.OneClass(1, train: 1));
    }

    [Fact]
    public void Files_that_do_not_fit_together_are_refused()
    {
        Load([1, 1], [1]);
        files.Write("f/b", Labels([1]));
        Refused(() => FashionImages.Load(DataCatalog.Load(Catalog, [files.Folder])), "1 labels");
        files.Write("f/b", Labels([0, 12]));
        Refused(() => FashionImages.Load(DataCatalog.Load(Catalog, [files.Folder])), "class 12");
    }

    [Fact]
    public void The_real_set_has_a_thousand_test_pictures_a_class()
    {
        Assert.SkipUnless(DataCatalog.Default.Find("fashion-mnist") is not null, "Fashion-MNIST is not installed (Debian package dataset-fashion-mnist)");
        var (train, test) = FashionImages.Load().OneClass(9);
        Assert.Equal((6000, 784), (train.GetLength(0), train.GetLength(1)));
        Assert.Equal((10000, 9000), (test.Count, test.Anomalies));
        Assert.Equal((0f, 1f), (train.Cast<float>().Min(), train.Cast<float>().Max()));
    }

    /// <summary>Pictures of two pixels: their number doubled, and white.</summary>
    private FashionImages Load(byte[] train, byte[] test)
    {
        Directory.CreateDirectory(Path.Combine(files.Folder, "f"));
        files.Write("f/a", Images(train.Length));
        files.Write("f/b", Labels(train));
        files.Write("f/c", Images(test.Length));
        files.Write("f/d", Labels(test));
        return FashionImages.Load(DataCatalog.Load(Catalog, [files.Folder]));
    }

    private static byte[] Images(int count) =>
        [0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 1, 0, 0, 0, 2, .. Enumerable.Range(0, count).SelectMany(i => new byte[] { (byte)(2 * i), 255 })];

    private static byte[] Labels(byte[] labels) => [0, 0, 8, 1, 0, 0, 0, (byte)labels.Length, .. labels];
}
