namespace MetaAnomalyLib.Data;

/// <summary>Labels that are wrong, to see what becomes of a training that believes them.</summary>
public static class LabelNoise
{
    /// <summary>Gives a share of each class's items the label of another class, drawn at random (symmetric noise: van Rooyen, Menon, Williamson, NeurIPS 2015).</summary>
    /// <param name="labels">The true classes, from 0.</param>
    /// <param name="share">Of each class, in [0, 0.5): at one half the labels say nothing. Rounded to whole items.</param>
    /// <param name="seed">The same seed makes the same items wrong; those of a smaller share are among those of a larger one.</param>
    /// <returns>A label for each item.</returns>
    /// <exception cref="ArgumentException">There is only one class, so that no label can be wrong.</exception>
    public static int[] Flip(IReadOnlyList<int> labels, double share, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Models.Options.Require(share is >= 0 and < 0.5, nameof(share), share, "in [0, 0.5)");
        int[] classes = [.. labels.Distinct().Order()];
        if (classes.Length < 2) throw new ArgumentException($"labels has {classes.Length} class(es); it must have at least two, so that a label can be wrong.", nameof(labels));
        int[] noisy = [.. labels];
        for (var place = 0; place < classes.Length; place++)
        {
            var random = new Random(unchecked(seed * 1_000_003 + classes[place]));
            int[] rows = [.. Enumerable.Range(0, labels.Count).Where(row => labels[row] == classes[place])];
            var others = rows.Select(_ => (place + 1 + random.Next(classes.Length - 1)) % classes.Length).ToArray();
            var order = Enumerable.Range(0, rows.Length).ToArray();
            random.Shuffle(order);
            foreach (var i in order.Take((int)Math.Round(share * rows.Length, MidpointRounding.AwayFromZero))) noisy[rows[i]] = classes[others[i]];
        }
        return noisy;
    }
}
