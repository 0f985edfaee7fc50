namespace MetaAnomalyLib.Models;

/// <summary>One tree: node 0 is the root, a node's right child follows its left one, a leaf has no left child (0).</summary>
internal sealed class DecisionTree(int[] column, float[] threshold, int[] left, float[] value, double[] gains)
{
    /// <summary>What the splits of each column took from the weighted impurity.</summary>
    public double[] Gains { get; } = gains;

    /// <summary>Nodes as four numbers each: column, threshold, left child, value.</summary>
    public float[] Nodes
    {
        get
        {
            var nodes = new float[4 * left.Length];
            for (var node = 0; node < left.Length; node++)
                (nodes[4 * node], nodes[4 * node + 1], nodes[4 * node + 2], nodes[4 * node + 3]) = (column[node], threshold[node], left[node], value[node]);
            return nodes;
        }
    }

    public static DecisionTree From(ReadOnlySpan<float> nodes, int width)
    {
        var count = nodes.Length / 4;
        var tree = new DecisionTree(new int[count], new float[count], new int[count], new float[count], new double[width]);
        for (var node = 0; node < count; node++) tree.Set(node, (int)nodes[4 * node], nodes[4 * node + 1], (int)nodes[4 * node + 2], nodes[4 * node + 3], width);
        return tree;
    }

    public float Value(float[,] x, int row)
    {
        var node = 0;
        while (left[node] > 0) node = left[node] + (x[row, column[node]] > threshold[node] ? 1 : 0);
        return value[node];
    }

    /// <param name="columns"><c>[features][rows]</c>.</param>
    /// <param name="labels">0 or 1.</param>
    /// <param name="copies">How often each row was drawn.</param>
    /// <param name="weights">What one copy of a row of each label weighs.</param>
    /// <param name="options">Size of the leaves, columns and thresholds tried.</param>
    /// <param name="random">The tree's own.</param>
    public static DecisionTree Grow(float[][] columns, int[] labels, int[] copies, double[] weights, ExtraTreesOptions options, Random random)
    {
        var rows = Enumerable.Range(0, labels.Length).Where(row => copies[row] > 0).ToArray();
        var (column, threshold, left, value) = (new List<int>(), new List<float>(), new List<int>(), new List<float>());
        var gains = new double[columns.Length];
        var order = Enumerable.Range(0, columns.Length).ToArray();
        var tried = options.Columns > 0 ? Math.Min(options.Columns, columns.Length) : Math.Max(1, (int)Math.Sqrt(columns.Length));
        var open = new Stack<(int Node, int From, int To)>();
        Add(0, rows.Length);
        while (open.TryPop(out var node))
        {
            var all = Counted(node.From, node.To, -1, 0);
            value[node.Node] = (float)(all.Abnormal / (all.Abnormal + all.Normal));
            if (all.Abnormal == 0 || all.Normal == 0 || all.Rows < 2 * options.LeafSize) continue;
            var (by, at, gain) = Split(node.From, node.To, all);
            if (by < 0) continue;
            var middle = Partition(node.From, node.To, columns[by], at);
            (column[node.Node], threshold[node.Node], left[node.Node]) = (by, at, left.Count);
            gains[by] += gain;
            Add(node.From, middle);
            Add(middle, node.To);
        }
        return new([.. column], [.. threshold], [.. left], [.. value], gains);

        void Add(int from, int to)
        {
            open.Push((left.Count, from, to));
            column.Add(0);
            threshold.Add(0);
            left.Add(0);
            value.Add(0);
        }

        // The rows right of a threshold, or all of them.
        (double Abnormal, double Normal, int Rows) Counted(int from, int to, int by, float at)
        {
            var (abnormal, normal) = (0, 0);
            for (var i = from; i < to; i++)
            {
                var row = rows[i];
                if (by >= 0 && columns[by][row] <= at) continue;
                if (labels[row] == 1) abnormal += copies[row];
                else normal += copies[row];
            }
            return (abnormal * weights[1], normal * weights[0], abnormal + normal);
        }

        (int Column, float Threshold, double Gain) Split(int from, int to, (double Abnormal, double Normal, int Rows) all)
        {
            (int Column, float Threshold, double Gain) best = (-1, 0, double.NegativeInfinity);
            var found = 0;
            // Constant columns do not count among those tried.
            for (var i = 0; i < order.Length && found < tried; i++)
            {
                var pick = random.Next(i, order.Length);
                (order[i], order[pick]) = (order[pick], order[i]);
                var values = columns[order[i]];
                var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
                for (var j = from; j < to; j++)
                {
                    var v = values[rows[j]];
                    if (v < low) low = v;
                    if (v > high) high = v;
                }
                if (low >= high) continue;
                found++;
                for (var k = 0; k < options.Thresholds; k++)
                {
                    var at = Math.Min(low + (float)(random.NextDouble() * ((double)high - low)), MathF.BitDecrement(high));
                    var right = Counted(from, to, order[i], at);
                    if (right.Rows < options.LeafSize || all.Rows - right.Rows < options.LeafSize) continue;
                    var gain = Impurity(all.Abnormal, all.Normal) - Impurity(right.Abnormal, right.Normal) - Impurity(all.Abnormal - right.Abnormal, all.Normal - right.Normal);
                    if (gain > best.Gain) best = (order[i], at, gain);
                }
            }
            return best;
        }

        int Partition(int from, int to, float[] values, float at)
        {
            var middle = from;
            for (var i = from; i < to; i++)
            {
                if (values[rows[i]] > at) continue;
                (rows[middle], rows[i]) = (rows[i], rows[middle]);
                middle++;
            }
            return middle;
        }
    }

    // Weight times Gini impurity, halved.
    private static double Impurity(double abnormal, double normal) => abnormal <= 0 || normal <= 0 ? 0 : abnormal * normal / (abnormal + normal);

    private void Set(int node, int by, float at, int child, float share, int width)
    {
        if (by < 0 || by >= width || child < 0 || child + 1 >= Math.Max(left.Length, 2) || (child > 0 && child <= node))
            throw new ArgumentException($"Node {node} splits column {by} of {width} and has child {child} of {left.Length} nodes: no tree.");
        (column[node], threshold[node], left[node], value[node]) = (by, at, child, share);
    }
}
