using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MetaAnomaly.Bench.Chest;

/// <summary>One trained model, with what it says of every validation and test image, so that models can be put together afterwards.</summary>
/// <param name="Recipe">The name of the recipe.</param>
/// <param name="Seed">Of the weights, the batches and the augmentation.</param>
/// <param name="Validation">The probability of pneumonia of each validation image.</param>
/// <param name="Test">And of each test image.</param>
/// <param name="ValidationLabels">0 normal, 1 pneumonia.</param>
/// <param name="TestLabels">Likewise.</param>
/// <param name="Seconds">Of the training.</param>
/// <param name="Options">The recipe's numbers.</param>
/// <param name="Versions">What it was made with.</param>
internal sealed record ChestLine(string Recipe, int Seed, float[] Validation, float[] Test, int[] ValidationLabels, int[] TestLabels, double Seconds, JsonNode Options,
    IReadOnlyDictionary<string, string> Versions)
{
    /// <summary>What makes two runs the same experiment.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Recipe, Seed, Options.ToJsonString());

    public static string KeyOf(string recipe, int seed, string options) => FormattableString.Invariant($"{recipe}/{seed}/{options}");
}
