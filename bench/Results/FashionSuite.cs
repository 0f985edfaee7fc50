using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;

namespace MetaAnomaly.Bench.Results;

/// <summary>Fashion-MNIST, each class in turn the normal one: all its pictures of the training part to fit on, the whole test part to measure on.</summary>
internal sealed record FashionSuite() : Suite("fashion-one-class",
    "One class of Fashion-MNIST is normal: fitted on all its 6,000 pictures of the training part, tested on the 10,000 of the test part, where the nine other classes are anomalies. "
    + "Pixels from 0 to 1, not standardised.",
    null, (_, _) => throw new NotSupportedException("The parts of Fashion-MNIST are given with the set."))
{
    private readonly Lazy<FashionImages> images = new(() => FashionImages.Load());

    public override string Collection => "classes";

    public override IReadOnlyList<string> Sets { get; } = [.. FashionImages.ClassNames.Select(name => name.ToLowerInvariant().Replace(' ', '-'))];

    public override bool Takes(DetectorKind kind) => !Learnt(kind) && (kind.Weights is null || DataCatalog.Default.Find(kind.Weights) is not null);

    public override Func<int, (float[,] Train, LabeledData Test)> Open(string set)
    {
        var rows = images.Value.OneClass(Sets.ToList().IndexOf(set));
        return _ => rows;
    }
}
