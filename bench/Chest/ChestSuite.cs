using System.Text.Json;
using System.Text.Json.Nodes;
using MetaAnomaly.Bench.Results;

namespace MetaAnomaly.Bench.Chest;

/// <summary>A way to train on chest X-rays.</summary>
/// <param name="Name">As the command line and the table call it.</param>
/// <param name="What">One line for the table.</param>
/// <param name="Options">Its numbers: other ones are another experiment.</param>
/// <param name="Train">From a seed and a file for checkpoints to the probabilities of pneumonia of the validation and of the test images.</param>
internal sealed record ChestRecipe(string Name, string What, JsonNode Options, Func<int, string, CancellationToken, ChestRun> Train);

/// <summary>What a training gives.</summary>
internal sealed record ChestRun(float[] Validation, float[] Test, IReadOnlyList<int> ValidationLabels, IReadOnlyList<int> TestLabels);

/// <summary>Chest X-rays with their official test part.</summary>
/// <param name="Name">As the command line calls it.</param>
/// <param name="Title">One sentence on the protocol.</param>
/// <param name="Published">Rows of the table: method, AUC if known, accuracy, both in percent.</param>
/// <param name="Source">Of the published figures.</param>
/// <param name="Recipes">What is trained.</param>
internal sealed record ChestSuite(string Name, string Title, IReadOnlyList<(string Method, double? Auroc, double? Accuracy)> Published, string Source, IReadOnlyList<ChestRecipe> Recipes)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<ChestSuite> All { get; } = [PneumoniaMnistSuite.Create(), ChestXraySuite.Create()];

    public static ChestSuite? Find(string name) => All.FirstOrDefault(suite => suite.Name == name);

    public static JsonNode Node<T>(T options)
    {
        var node = JsonSerializer.SerializeToNode(options, Json)!;
        return node;
    }

    public IReadOnlyList<ChestLine> Read(string folder) => ResultFile.Read<ChestLine>(folder, Name, line => line.Key);
}
