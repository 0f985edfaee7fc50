using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MetaAnomaly.Bench.FewShot;

/// <summary>One measure of one trained learner: mean and half the width of the 95 % confidence interval over the episodes.</summary>
internal sealed record FewShotLine(
    string Dataset, string Learner, int Seed, int Ways, int Shots, double Accuracy, double HalfWidth, double? Auroc, int Episodes, double FitSeconds, double ScoreSeconds,
    JsonNode Options, IReadOnlyDictionary<string, string> Versions, double Wrong = 0)
{
    /// <summary>What makes two runs the same experiment.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Learner, Seed, Measure, Options.ToJsonString());

    [JsonIgnore]
    public Measure Measure => new(Ways, Shots, Wrong);

    public static string KeyOf(string learner, int seed, Measure measure, string options) => FormattableString.Invariant($"{learner}/{seed}/{measure.Name}/{options}");
}
