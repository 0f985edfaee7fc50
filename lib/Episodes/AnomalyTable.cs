using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>A table for the few-label task: some known anomalies, all other rows unlabelled, anomalies hidden among them.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Data">All rows with their true labels, not yet scaled.</param>
/// <param name="IsGenerated">Whether it was made up.</param>
public sealed record AnomalyTable(string Name, LabeledData Data, bool IsGenerated = false)
{
    private static readonly SyntheticAnomaly[] Kinds = [SyntheticAnomaly.Local, SyntheticAnomaly.Global, SyntheticAnomaly.Cluster, SyntheticAnomaly.Dependency];

    /// <summary>Data sets of the catalog; where one of them is not found, as many generated tables instead, their kinds of anomalies in turn.</summary>
    /// <param name="names">As the catalog calls them, such as 40_vowels.</param>
    /// <param name="seed">Of generated tables.</param>
    /// <param name="catalog">Where to look. Default: <see cref="DataCatalog.Default"/>.</param>
    /// <exception cref="ArgumentException">There is no set of such a name.</exception>
    public static IReadOnlyList<AnomalyTable> Load(IReadOnlyList<string> names, int seed = 0, DataCatalog? catalog = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        catalog ??= DataCatalog.Default;
        var found = names.Select(name => catalog.Find(name)).ToArray();
        return found.All(set => set is not null)
            ? [.. found.Select(set => new AnomalyTable(set!.Entry.Name[(set.Entry.Name.IndexOf('_', StringComparison.Ordinal) + 1)..], LabeledData.FromNpz(set.Files[0])))]
            : [.. names.Select((_, i) => Generated(Kinds[i % Kinds.Length], seed: seed + i))];
    }

    /// <summary>A table out of nothing: normal rows of two groups with a covariance of their own, and anomalies of one kind (<see cref="SyntheticTasks"/>).</summary>
    /// <param name="kind">What makes a row an anomaly.</param>
    /// <param name="rows">All rows, at least 20.</param>
    /// <param name="features">Columns, at least 2.</param>
    /// <param name="anomalies">Their share, above 0 and at most a half.</param>
    /// <param name="seed">The same seed makes the same table.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public static AnomalyTable Generated(SyntheticAnomaly kind, int rows = 600, int features = 8, double anomalies = 0.08, int seed = 0)
    {
        Options.Require(rows >= 20, nameof(rows), rows, "at least 20");
        Options.Require(anomalies is > 0 and <= 0.5, nameof(anomalies), anomalies, "above 0 and at most 0.5");
        var abnormal = Math.Max(1, (int)Math.Round(anomalies * rows));
        using var scope = NewDisposeScope();
        var drawn = new SyntheticTasks(new() { Kind = kind, Normals = rows - abnormal, Anomalies = abnormal, Queries = 2, Features = features }, seed).Draw(0, 1);
        var order = Enumerable.Range(0, rows).ToArray();
        new Seed(seed).Random("order").Shuffle(order);
        var data = new LabeledData((float[,])drawn.Support[0].contiguous().data<float>().ToNDArray(), [.. drawn.SupportLabels[0].data<long>().Select(label => (int)label)],
            [.. Enumerable.Range(0, (int)drawn.Support.shape[2]).Select(column => FormattableString.Invariant($"x{column}"))]);
        return new(FormattableString.Invariant($"{kind.ToString().ToLowerInvariant()} {seed}"), data.Subset(order), IsGenerated: true);
    }

    /// <summary>The protocol of ADBench (Han et al., NeurIPS 2022): 70 % of each class train, 30 % test; so many anomalies of the training part are labelled. Standardised by the training rows.</summary>
    /// <param name="labels">Known anomalies, at least 0; fewer are among more, as long as the seed is the same.</param>
    /// <param name="seed">Of the split and of the labels.</param>
    /// <returns>Train: label 1 for the known anomalies, 0 for everything else. Test: true labels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The training part has fewer anomalies: see <see cref="MostLabels"/>.</exception>
    public (LabeledData Train, LabeledData Test) Split(int labels, int seed)
    {
        var (train, _, test) = Splits.Stratified(Data, validation: 0, test: 0.3, seed);
        var anomalies = Enumerable.Range(0, train.Count).Where(row => train.Y[row] == 1).ToArray();
        Options.Require(labels >= 0 && labels <= anomalies.Length, nameof(labels), labels, FormattableString.Invariant($"from 0 to {anomalies.Length}, the anomalies that the training part of {Name} has"));
        new Seed(seed).Random("labels").Shuffle(anomalies);
        var known = new int[train.Count];
        foreach (var row in anomalies.Take(labels)) known[row] = 1;
        var scaler = new StandardScaler().Fit(train.X);
        return (new(scaler.Transform(train.X), known, train.FeatureNames), new(scaler.Transform(test.X), test.Y, test.FeatureNames));
    }

    /// <summary>Anomalies of the training part.</summary>
    public int MostLabels => Splits.Stratified(Data.Y, validation: 0, test: 0.3, seed: 0).Train.Count(row => Data.Y[row] == 1);
}
