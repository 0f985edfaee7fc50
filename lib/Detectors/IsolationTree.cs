using MetaAnomalyLib.Data;

namespace MetaAnomalyLib.Detectors;

/// <summary>One tree in arrays, a value a node.</summary>
/// <param name="Features">The feature that a node splits at; −1 for a leaf.</param>
/// <param name="Thresholds">Up to which value a row goes to the first child.</param>
/// <param name="Children">The first child; the second follows it.</param>
/// <param name="Lengths">A leaf's path length: its depth, and what its rows would still take.</param>
internal sealed record IsolationTree(int[] Features, double[] Thresholds, int[] Children, double[] Lengths)
{
    private const double EulerGamma = 0.577215664901532861;

    /// <summary>c(n), the mean path length of an unsuccessful search among n rows (equation 1 of the paper).</summary>
    public static double UsualLength(int rows) => rows switch
    {
        <= 1 => 0,
        2 => 1,
        _ => 2 * (Math.Log(rows - 1) + EulerGamma) - 2.0 * (rows - 1) / rows,
    };

    public static IsolationTree Grow(double[] x, int count, int width, int sample, int depth, Random random)
    {
        var drawn = Enumerable.Range(0, count).ToArray();
        for (var i = 0; i < sample; i++)
        {
            var other = random.Next(i, count);
            (drawn[i], drawn[other]) = (drawn[other], drawn[i]);
        }
        var (features, thresholds, children, lengths) = (new List<int> { -1 }, new List<double> { 0 }, new List<int> { 0 }, new List<double> { 0 });
        var order = Enumerable.Range(0, width).ToArray();
        var open = new Stack<(int Node, int Start, int End, int Depth)>([(0, 0, sample, 0)]);
        while (open.TryPop(out var part))
        {
            var rows = drawn.AsSpan(part.Start, part.End - part.Start);
            if (rows.Length <= 1 || part.Depth == depth || !Choose(x, width, rows, order, random, out var feature, out var threshold))
            {
                lengths[part.Node] = part.Depth + UsualLength(rows.Length);
                continue;
            }
            var middle = part.Start;
            for (var i = part.Start; i < part.End; i++)
            {
                if (x[drawn[i] * width + feature] > threshold) continue;
                (drawn[i], drawn[middle]) = (drawn[middle], drawn[i]);
                middle++;
            }
            (features[part.Node], thresholds[part.Node], children[part.Node]) = (feature, threshold, features.Count);
            for (var child = 0; child < 2; child++)
            {
                features.Add(-1);
                thresholds.Add(0);
                children.Add(0);
                lengths.Add(0);
            }
            open.Push((children[part.Node], part.Start, middle, part.Depth + 1));
            open.Push((children[part.Node] + 1, middle, part.End, part.Depth + 1));
        }
        return new([.. features], [.. thresholds], [.. children], [.. lengths]);
    }

    public double Length(ReadOnlySpan<double> row)
    {
        var node = 0;
        for (int feature; (feature = Features[node]) >= 0;)
            node = Children[node] + (row[feature] > Thresholds[node] ? 1 : 0);
        return Lengths[node];
    }

    /// <summary>Refuses a tree from a file that leads nowhere or back.</summary>
    public void Check(int nodes, int width)
    {
        for (var node = 0; node < nodes; node++)
        {
            if (Features[node] >= width || (Features[node] >= 0 && (Children[node] <= node || Children[node] + 1 >= nodes)))
                throw new ArgumentException($"node {node} of a tree splits at feature {Features[node]} and leads to {Children[node]}; there are {width} features and {nodes} nodes");
        }
    }

    /// <summary>A random feature that varies among the rows and a threshold between its ends; none where all rows are equal.</summary>
    private static bool Choose(double[] x, int width, ReadOnlySpan<int> rows, int[] order, Random random, out int feature, out double threshold)
    {
        for (var tried = 0; tried < width; tried++)
        {
            var other = random.Next(tried, width);
            (order[tried], order[other]) = (order[other], order[tried]);
            feature = order[tried];
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var row in rows)
            {
                var value = x[row * width + feature];
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
            if (low >= high) continue;
            threshold = low + random.NextDouble() * (high - low);
            if (threshold >= high) threshold = low;
            return true;
        }
        (feature, threshold) = (-1, 0);
        return false;
    }
}
