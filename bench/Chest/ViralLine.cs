using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MetaAnomaly.Bench.Chest;

/// <summary>One drawing of viral images and what a learner then says of every test image.</summary>
/// <param name="Learner">Its name.</param>
/// <param name="Shots">Viral images it was given; −1 for all.</param>
/// <param name="Seed">Of the drawing.</param>
/// <param name="OverNormal">Of each test image, by how much "viral" leads over "normal".</param>
/// <param name="OverBacterial">And over "bacterial".</param>
/// <param name="Kinds">0 normal, 1 bacterial, 2 viral.</param>
/// <param name="Patients">A number for each patient.</param>
/// <param name="Seconds">Of learning and scoring; of meta-training, too, where it was not done before.</param>
/// <param name="Options">The learner's numbers.</param>
/// <param name="Versions">What it was made with.</param>
internal sealed record ViralLine(string Learner, int Shots, int Seed, float[] OverNormal, float[] OverBacterial, int[] Kinds, int[] Patients, double Seconds, JsonNode Options,
    IReadOnlyDictionary<string, string> Versions)
{
    /// <summary>What makes two runs the same experiment.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Learner, Shots, Seed, Options.ToJsonString());

    public static string KeyOf(string learner, int shots, int seed, string options) => FormattableString.Invariant($"{learner}/{shots}/{seed}/{options}");
}
