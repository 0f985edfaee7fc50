using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>A detector made of others, its parts. What the parts know is kept and saved as its own.</summary>
/// <typeparam name="TOptions">Its options.</typeparam>
/// <param name="options">Null takes the defaults.</param>
public abstract class CompositeDetector<TOptions>(TOptions? options) : Detector<TOptions>(options)
    where TOptions : DetectorOptions, new()
{
    private const string WidthKey = ":width";   // a part's own names follow a dot
    private readonly List<Detector> parts = [];

    /// <summary>The fitted parts, in their order; they belong to this detector.</summary>
    public IReadOnlyList<Detector> Parts => parts;

    /// <summary>The kinds of the parts, in their order.</summary>
    protected abstract IReadOnlyList<string> Kinds { get; }

    /// <summary>An unfitted part.</summary>
    protected virtual Detector Create(string kind) => DetectorCatalog.Find(kind).Create(Options.Seed);

    /// <summary>Fits the next part, and keeps what it knows.</summary>
    /// <param name="x">float64 <c>[rows, features]</c>, at least two rows.</param>
    protected Detector FitNext(Tensor x)
    {
        var part = Create(Kinds[parts.Count]);
        parts.Add(part);
        part.FitPart(x);
        var prefix = Prefix(parts.Count - 1);
        Learn(prefix + WidthKey, tensor(x.shape[1]));
        foreach (var (name, value) in part.Knowledge) Learn(prefix + "." + name, value);
        return part;
    }

    /// <inheritdoc/>
    protected override void Restored()
    {
        for (var i = 0; i < Kinds.Count; i++)
        {
            var prefix = Prefix(i);
            var part = Create(Kinds[i]);
            parts.Add(part);
            part.Recall(Learnt(prefix + WidthKey).ToInt32(), [.. Knowledge.Where(pair => pair.Key.StartsWith(prefix + ".", StringComparison.Ordinal))
                .Select(pair => (pair.Key[(prefix.Length + 1)..], pair.Value))]);
        }
    }

    /// <inheritdoc/>
    protected override void Released()
    {
        foreach (var part in parts) part.Dispose();
        parts.Clear();
    }

    private static string Prefix(int part) => FormattableString.Invariant($"part{part}");
}
