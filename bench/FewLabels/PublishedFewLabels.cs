using System.Globalization;
using MetaAnomaly.Bench.Results;

namespace MetaAnomaly.Bench.FewLabels;

/// <summary>The published few-label figures (ADGym, Jiang et al., NeurIPS 2023; means of 3 seeds, in percent). A method may lack a figure for a set.</summary>
internal sealed class PublishedFewLabels
{
    private readonly IReadOnlyDictionary<(string Dataset, int Labels, string Method), double> figures;

    private PublishedFewLabels(IReadOnlyList<string> datasets, IReadOnlyList<string> methods, IReadOnlyDictionary<(string, int, string), double> figures) =>
        (Datasets, Methods, this.figures) = (datasets, methods, figures);

    public static PublishedFewLabels Auroc => Read(Path.Combine(Adbench.Folder, "reference_few_labels_auroc.csv"));

    public static PublishedFewLabels Auprc => Read(Path.Combine(Adbench.Folder, "reference_few_labels_auprc.csv"));

    public IReadOnlyList<string> Datasets { get; }

    public IReadOnlyList<string> Methods { get; }

    public static PublishedFewLabels Read(string path)
    {
        var lines = File.ReadAllLines(path).Where(line => line.Length > 0).Select(line => line.Split(',')).ToArray();
        var methods = lines[0][2..];
        var figures = new Dictionary<(string, int, string), double>();
        foreach (var cells in lines.Skip(1))
        {
            for (var i = 0; i < methods.Length; i++)
            {
                if (cells[i + 2].Length > 0)
                    figures[(Name(cells[0]), int.Parse(cells[1], CultureInfo.InvariantCulture), methods[i])] = double.Parse(cells[i + 2], CultureInfo.InvariantCulture);
            }
        }
        return new([.. lines.Skip(1).Select(cells => Name(cells[0])).Distinct()], methods, figures);
    }

    public double? Of(string dataset, int labels, string method) => figures.TryGetValue((dataset, labels, method), out var figure) ? figure : null;

    /// <summary>The mean over the sets it has a figure for, and how many those are.</summary>
    public (double Mean, int Sets) Mean(IEnumerable<string> datasets, int labels, string method)
    {
        var found = datasets.Select(dataset => Of(dataset, labels, method)).OfType<double>().ToArray();
        return (found.DefaultIfEmpty(double.NaN).Average(), found.Length);
    }

    private static string Name(string dataset) => dataset[(dataset.IndexOf('_') + 1)..].ToLowerInvariant();
}
