using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;

namespace MetaAnomalyLib.Tests.Training;

[Collection(nameof(Torch))]
public sealed class ModelFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("model").FullName;

    private string File => Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_loaded_model_gives_the_scores_of_the_saved_one()
    {
        using var saved = new Mlp(4);
        var data = Clouds.Make(20, 5);
        ModelFile.Save(File, saved, notes: new Dictionary<string, string> { ["data"] = "clouds" });

        using var loaded = new Mlp(4);
        var (preprocessor, notes) = ModelFile.Load(File, loaded);

        Assert.Null(preprocessor);
        Assert.Equal("clouds", notes["data"]);
        Assert.Equal(new SupervisedTrainer(saved).Probabilities(data.X), new SupervisedTrainer(loaded).Probabilities(data.X));
    }

    [Fact]
    public void A_model_of_another_shape_is_refused_and_left_as_it_was()
    {
        using var saved = new Mlp(4);
        ModelFile.Save(File, saved);
        using var other = new Mlp(4, new MlpOptions { Hidden = [64, 16] });
        var before = Weights(other);

        var error = Assert.Throws<DataFormatException>(() => ModelFile.Load(File, other));

        Assert.Contains("Build the model with the options it was saved with", error.Message);
        Assert.Equal(before, Weights(other));
    }

    private static float[] Weights(Mlp model) => [.. model.parameters().SelectMany(p => p.data<float>().ToArray())];
}
