using MetaAnomalyLib.Detectors;

namespace MetaAnomalyLib.Tests.Detectors;

[Collection(nameof(Training.Torch))]
public sealed class EmbeddingSpaceTests
{
    [Fact]
    public void An_embedding_is_standardised_by_its_training_rows_and_the_plane_is_the_two_widest_directions()
    {
        var train = DetectorCases.Cloud(400);
        var space = EmbeddingSpace.Of("scaled", Scaled, train, train);
        for (var column = 0; column < 4; column++)
            Assert.Equal(1, Enumerable.Range(0, 400).Average(row => space.Train[row, column] * space.Train[row, column]), 4);
        var plane = space.Plane();
        Assert.Equal((400, 2), (plane.GetLength(0), plane.GetLength(1)));
        // Four features with correlations of 0.36: the first direction holds 1 + 3 * 0.36 of the variance.
        Assert.Equal(2.08, Enumerable.Range(0, 400).Average(row => plane[row, 0] * plane[row, 0]), 0.3);
        Assert.Equal(0, new EmbeddingSpace("one", new float[3, 1], new float[2, 1]).Plane()[1, 1]);
    }

    [Fact]
    public void The_same_detector_can_look_in_each_space()
    {
        var far = DetectorCases.Filled(10, 4);
        for (var row = 0; row < 10; row++) far[row, 1] = -4;
        var test = new float[60, 4];
        Array.Copy(DetectorCases.Cloud(50, seed: 2), test, 200);
        Array.Copy(far, 0, test, 200, 40);
        int[] labels = [.. Enumerable.Range(0, 60).Select(row => row / 50)];
        using var autoencoder = new DenseAutoencoder(new() { Training = new() { Epochs = 5 } });
        var train = DetectorCases.Cloud(200);
        autoencoder.Fit(train);
        Assert.Equal(1, new EmbeddingSpace("raw", train, test).Auroc("kNN", labels), 3);
        Assert.True(EmbeddingSpace.Of("AE", autoencoder.Embed, train, test).Auroc("kNN", labels) > 0.8);
    }

    [Fact]
    public void Training_is_done_once_and_again_only_for_other_options_or_rows()
    {
        var folder = Directory.CreateTempSubdirectory("detector").FullName;
        var path = Path.Combine(folder, "models", "vae.safetensors");
        var x = DetectorCases.Cloud(60);
        using var first = Detector.LoadOrTrain(path, Make(2), x);
        using var second = Detector.LoadOrTrain(path, Make(2), x);
        using var other = Detector.LoadOrTrain(path, Make(3), x);
        using var fewer = Detector.LoadOrTrain(path, Make(3), DetectorCases.Cloud(50));
        Directory.Delete(folder, recursive: true);
        Assert.NotNull(first.History);
        Assert.Null(second.History);   // from the file
        Assert.Equal(first.Score(x), second.Score(x));
        Assert.NotNull(other.History);
        Assert.NotNull(fewer.History);

        static DenseVariationalAutoencoder Make(int epochs) => new(new() { Training = new() { Epochs = epochs } });
    }

    private static double[,] Scaled(float[,] x)
    {
        var scaled = new double[x.GetLength(0), x.GetLength(1)];
        for (var row = 0; row < x.GetLength(0); row++)
            for (var column = 0; column < x.GetLength(1); column++) scaled[row, column] = 7 * x[row, column] * (column + 1) + 3;
        return scaled;
    }
}
