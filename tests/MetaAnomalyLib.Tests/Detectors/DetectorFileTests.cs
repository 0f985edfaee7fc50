using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Detectors;

public sealed class DetectorFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Weights_of_something_else_are_refused()
    {
        using var tensor = ones(3);
        SafetensorsFile.Write(path, new Dictionary<string, Tensor> { ["weight"] = tensor });
        Assert.Contains("detector", Assert.Throws<DataFormatException>(() => Detector.Load(path)).Message);
    }

    [Fact]
    public void A_detector_that_this_version_does_not_know_is_refused()
    {
        using var tensor = ones(3);
        SafetensorsFile.Write(path, new Dictionary<string, Tensor> { ["rows"] = tensor }, new Dictionary<string, string> { ["detector"] = "oracle" });
        Assert.Contains("oracle", Assert.Throws<DataFormatException>(() => Detector.Load(path)).Message);
    }

    [Fact]
    public void A_file_without_some_of_its_tensors_is_refused()
    {
        using var detector = new NearestNeighbours().Fit(DetectorCases.Cloud(20));
        detector.Save(path);
        IReadOnlyDictionary<string, string> notes;
        using (var file = SafetensorsFile.Read(path)) notes = file.Metadata;
        SafetensorsFile.Write(path, new Dictionary<string, Tensor>(), notes);
        Assert.Throws<DataFormatException>(() => Detector.Load(path));
    }

    [Fact]
    public void Options_survive()
    {
        using var detector = new NearestNeighbours(new() { Neighbours = 3, Distance = NeighbourDistance.Mean, Contamination = 0.25, Seed = 9 });
        detector.Fit(DetectorCases.Cloud(20)).Save(path);
        using var loaded = (NearestNeighbours)Detector.Load(path);
        Assert.Equal(detector.Options, loaded.Options);
    }
}
