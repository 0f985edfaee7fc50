using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Training;

namespace MetaAnomaly.Bench.FewLabels;

/// <summary>One run of the protocol.</summary>
/// <param name="Dataset">The set, which a meta-learner must never have seen.</param>
/// <param name="Train">Standardised rows; label 1 for the labelled anomalies, 0 for everything else: unlabelled, anomalies among it.</param>
/// <param name="Test">Standardised as the training rows, with the true labels.</param>
/// <param name="Labels">Labelled anomalies.</param>
/// <param name="Seed">Of the split, the labels and the learner.</param>
internal sealed record FewLabelTask(string Dataset, LabeledData Train, LabeledData Test, int Labels, int Seed)
{
    /// <summary>Where the experience from other sets is.</summary>
    public string Folder { get; init; } = "out/results";
}

/// <summary>The few-label protocol of ADBench (Han et al., NeurIPS 2022): 70 % of each class train, 30 % test; n anomalies of the training part are labelled.</summary>
internal static class FewLabelProtocol
{
    /// <summary>ADBench cuts larger sets at random to so many rows.</summary>
    public const int LargestSet = 10_000;

    public static IReadOnlyList<int> Budgets { get; } = [5, 10, 20];

    /// <summary>Data sets that are versions of each other: where one is measured, none of them is learnt from.</summary>
    private static readonly string[][] Families =
    [
        ["annthyroid", "thyroid"], ["landsat", "satellite", "satimage-2"], ["wbc", "wdbc", "wpbc", "breastw"], ["cardio", "cardiotocography"], ["mnist", "optdigits", "pendigits"],
    ];

    public static IReadOnlyList<string> Family(string dataset) => Families.FirstOrDefault(family => family.Contains(dataset)) ?? [dataset];

    public static LabeledData Read(string dataset) => Adbench.Read(Adbench.Sets.First(set => set.Name == dataset).File);

    /// <summary>The task of a seed; null where the training part has too few anomalies.</summary>
    public static FewLabelTask? Task(string dataset, LabeledData data, int labels, int seed)
    {
        if (data.Count > LargestSet)
        {
            var rows = Enumerable.Range(0, data.Count).ToArray();
            new Seed(seed).Random("cut").Shuffle(rows);
            data = data.Subset(rows[..LargestSet]);
        }
        var table = new AnomalyTable(dataset, data);
        if (table.MostLabels < labels) return null;
        var (train, test) = table.Split(labels, seed);
        return new(dataset, train, test, labels, seed);
    }
}
