using System.Globalization;

namespace MetaAnomaly.Bench.Results;

/// <summary>A table from the literature: data set by method, "mean(std)" over seeds, in percent.</summary>
internal sealed class Published(IReadOnlyDictionary<(string Dataset, string Method), double> means)
{
    public static Published Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var methods = lines[0].Split(',');
        var means = new Dictionary<(string, string), double>();
        foreach (var cells in lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')))
            for (var i = 1; i < cells.Length; i++)
                means[(cells[0].ToLowerInvariant(), methods[i])] = double.Parse(cells[i].Split('(')[0], CultureInfo.InvariantCulture);
        return new(means);
    }

    public double? Of(string dataset, string method) => means.TryGetValue((dataset, method), out var mean) ? mean : null;

    /// <summary>The mean over data sets, null unless the method has a figure for each.</summary>
    public double? Mean(IEnumerable<string> datasets, string method)
    {
        var found = datasets.Select(dataset => Of(dataset, method)).ToArray();
        return found.All(figure => figure is not null) ? found.Average() : null;
    }
}
