using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>Examples sorted by class, which episodes are drawn from. Meta-training, validation and test each have a pool of their own, with other classes.</summary>
public sealed class ClassPool : IDisposable
{
    private readonly int[][] rows;

    /// <param name="items"><c>[items, ...]</c>; the pool takes it over. Bytes stand for pixels and come out of an episode as 0 to 1.</param>
    /// <param name="labels">The class of each item, from 0; every class must have an item.</param>
    /// <param name="names">One a class; null numbers them.</param>
    /// <exception cref="ArgumentException">Labels and items, or names and classes, do not match, or a class is empty.</exception>
    public ClassPool(Tensor items, IReadOnlyList<int> labels, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(labels);
        if (items.ndim < 2 || items.shape[0] != labels.Count || labels.Count == 0)
            throw new ArgumentException($"There are {labels.Count} labels for items [{string.Join(", ", items.shape)}]; there must be one label an item, and at least one.", nameof(labels));
        var classes = labels.Max() + 1;
        rows = [.. Enumerable.Range(0, classes).Select(_ => Array.Empty<int>())];
        foreach (var members in labels.Select((label, row) => (label, row)).GroupBy(pair => pair.label, pair => pair.row))
        {
            if (members.Key < 0) throw new ArgumentException($"Label {members.First()} is {members.Key}; classes are numbered from 0.", nameof(labels));
            rows[members.Key] = [.. members];
        }
        if (Array.FindIndex(rows, r => r.Length == 0) is var empty and >= 0)
            throw new ArgumentException($"Class {empty} has no item; number the classes without gaps.", nameof(labels));
        Names = names ?? [.. Enumerable.Range(0, classes).Select(i => FormattableString.Invariant($"class {i}"))];
        if (Names.Count != classes) throw new ArgumentException($"There are {Names.Count} names for {classes} classes; there must be one a class.", nameof(names));
        Items = items.DetachFromDisposeScope();
    }

    /// <summary><c>[items, ...]</c>.</summary>
    public Tensor Items { get; }

    /// <summary>One name a class.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of classes.</summary>
    public int Classes => rows.Length;

    /// <summary>Items of the smallest class.</summary>
    public int SmallestClass => rows.Min(r => r.Length);

    /// <summary>The rows of <see cref="Items"/> that belong to a class.</summary>
    public IReadOnlyList<int> RowsOf(int @class) => rows[@class];

    /// <summary>A pool of some of the classes (its items are copied), numbered anew in the order given.</summary>
    /// <exception cref="ArgumentException">No class, one that there is not, or one twice.</exception>
    public ClassPool Choose(params IReadOnlyList<int> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count == 0 || classes.Distinct().Count() != classes.Count || classes.Any(c => (uint)c >= (uint)Classes))
            throw new ArgumentException($"The classes are {string.Join(", ", classes)}; they must be distinct, from 0 to {Classes - 1}, and at least one.", nameof(classes));
        using var scope = NewDisposeScope();
        var chosen = classes.SelectMany((c, i) => rows[c].Select(row => (Row: (long)row, Label: i))).ToArray();
        return new ClassPool(Items.index_select(0, tensor(chosen.Select(c => c.Row).ToArray())), [.. chosen.Select(c => c.Label)], [.. classes.Select(c => Names[c])]);
    }

    /// <summary>Two pools without a class in common: the first holds <paramref name="classes"/> classes, drawn by the seed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 1 to one less than there are.</exception>
    public (ClassPool First, ClassPool Second) Split(int classes, int seed = 0)
    {
        Models.Options.Require(classes >= 1 && classes < Classes, nameof(classes), classes, FormattableString.Invariant($"from 1 to {Classes - 1}"));
        var order = Enumerable.Range(0, Classes).ToArray();
        new Training.Seed(seed).Random("classes").Shuffle(order);
        return (Choose(order[..classes]), Choose(order[classes..]));
    }

    /// <inheritdoc/>
    public void Dispose() => Items.Dispose();

    /// <summary>Items as floats, those of bytes divided by 255.</summary>
    /// <param name="chosen">Rows of <see cref="Items"/>.</param>
    /// <param name="leading">The shape that takes the place of the rows, such as tasks and support.</param>
    internal Tensor Take(IEnumerable<int> chosen, params long[] leading)
    {
        using var scope = NewDisposeScope();
        var found = Items.index_select(0, tensor(chosen.Select(row => (long)row).ToArray()));
        if (found.dtype == uint8) found = found.to(float32).div_(255f);
        return found.reshape([.. leading, .. Items.shape[1..]]).MoveToOuterDisposeScope();
    }
}
