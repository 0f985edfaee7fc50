using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="EmbeddedDetector"/>.</summary>
public sealed record EmbeddedDetectorOptions : DetectorOptions
{
    /// <summary>The kind in <see cref="DetectorCatalog"/> that maps the rows; an <see cref="IEmbedding"/>. Default: MaskedFeatures.</summary>
    public string Embedding { get; init; } = "MaskedFeatures";

    /// <summary>The kind that looks in the map. Default: kNN.</summary>
    public string Detector { get; init; } = "kNN";

    /// <summary>Options of the embedding as JSON; the seed in it counts. Default: none, its defaults with this detector's seed.</summary>
    public string? EmbeddingOptions { get; init; }

    /// <summary>Options of the detector as JSON. Default: none, its defaults with this detector's seed.</summary>
    public string? DetectorOptions { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ArgumentException.ThrowIfNullOrWhiteSpace(Embedding);
        ArgumentException.ThrowIfNullOrWhiteSpace(Detector);
    }
}

/// <summary>
/// Map, embed, detect: one detector maps the rows to where it has learnt that they differ, another looks for anomalies there. The map's dimensions are standardised
/// on the training rows in between.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class EmbeddedDetector(EmbeddedDetectorOptions? options = null) : CompositeDetector<EmbeddedDetectorOptions>(options)
{
    private const string Mean = "embedding_mean", Deviation = "embedding_deviation";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Kinds => [Options.Embedding, Options.Detector];

    /// <inheritdoc/>
    protected override Detector Create(string kind)
    {
        var json = Parts.Count == 0 ? Options.EmbeddingOptions : Options.DetectorOptions;
        var part = json is null ? base.Create(kind) : DetectorCatalog.Find(kind).FromJson(json);
        if (Parts.Count > 0 || part is IEmbedding) return part;
        part.Dispose();
        throw new ArgumentException($"Embedding is '{kind}', which does not map rows; it must be one of {string.Join(", ", Embeddings)}.");
    }

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        FitNext(x);
        var embedded = Embed(x);
        var (mean, deviation) = ScoreCombination.Scale(embedded);
        Learn(Mean, mean);
        Learn(Deviation, deviation);
        return FitNext((embedded - mean) / deviation).TrainingScoresTensor;
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x) => Parts[1].ScorePart((Embed(x) - Learnt(Mean)) / Learnt(Deviation));

    private static IEnumerable<string> Embeddings => DetectorCatalog.All.Where(kind => kind.Type.IsAssignableTo(typeof(IEmbedding))).Select(kind => kind.Name);

    private Tensor Embed(Tensor x) => tensor(((IEmbedding)Parts[0]).Embed((float[,])x.to(float32).contiguous().data<float>().ToNDArray()));
}
