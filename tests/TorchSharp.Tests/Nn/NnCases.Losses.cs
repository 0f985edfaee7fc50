using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests.Nn;

internal static partial class NnCases
{
    private static IEnumerable<KeyValuePair<string, Func<object>>> Losses()
    {
        yield return M("CosineSimilarity", () => CosineSimilarity());
        yield return F2("F.cosine_similarity", (a, b) => F.cosine_similarity(a, b, 0));
        yield return M("PairwiseDistance", () => PairwiseDistance());
        yield return M("PairwiseDistance/options", () => PairwiseDistance(3.0, 1e-3, true));
        yield return F2("F.pairwise_distance", (a, b) => F.pairwise_distance(a, b, 1.0));
        foreach (var (r, reduction) in new[] { ("mean", Reduction.Mean), ("sum", Reduction.Sum), ("none", Reduction.None) })
        {
            yield return M($"BCELoss/{r}", () => BCELoss(reduction: reduction));
            yield return M($"BCEWithLogitsLoss/{r}", () => BCEWithLogitsLoss(reduction: reduction));
            yield return M($"CrossEntropyLoss/{r}", () => CrossEntropyLoss(reduction: reduction));
            yield return M($"NLLLoss/{r}", () => NLLLoss(reduction: reduction));
            yield return M($"MSELoss/{r}", () => MSELoss(reduction));
            yield return M($"L1Loss/{r}", () => L1Loss(reduction));
            yield return M($"SmoothL1Loss/{r}", () => SmoothL1Loss(reduction, 0.5));
            yield return M($"HuberLoss/{r}", () => HuberLoss(0.7, reduction));
            yield return M($"KLDivLoss/{r}", () => KLDivLoss(reduction: reduction));
            yield return M($"KLDivLoss/probabilities {r}", () => KLDivLoss(false, reduction));
            yield return M($"SoftMarginLoss/{r}", () => SoftMarginLoss(reduction));
            yield return M($"HingeEmbeddingLoss/{r}", () => HingeEmbeddingLoss(reduction: reduction));
            yield return M($"MarginRankingLoss/{r}", () => MarginRankingLoss(0.3, reduction));
            yield return M($"CosineEmbeddingLoss/{r}", () => CosineEmbeddingLoss(0.2, reduction));
            yield return M($"TripletMarginLoss/{r}", () => TripletMarginLoss(reduction: reduction));
            yield return M($"TripletMarginWithDistanceLoss/{r}", () =>
                TripletMarginWithDistanceLoss(margin: 0.5, swap: true, reduction: reduction));
        }
        yield return M("BCELoss/weight", () => BCELoss(ElementWeight()));
        yield return M("BCEWithLogitsLoss/weights", () => BCEWithLogitsLoss(ElementWeight(), pos_weights: ClassWeight()));
        yield return M("BCEWithLogitsLoss/pos_weights", () => BCEWithLogitsLoss(pos_weights: ClassWeight()));
        yield return M("CrossEntropyLoss/weight", () => CrossEntropyLoss(ClassWeight()));
        yield return M("CrossEntropyLoss/ignore", () => CrossEntropyLoss(ClassWeight(), ignore_index: 2));
        yield return M("CrossEntropyLoss/smoothing", () => new CrossEntropyLoss(ClassWeight(), label_smoothing: 0.15));
        yield return M("CrossEntropyLoss/probabilities", () => CrossEntropyLoss());
        yield return M("CrossEntropyLoss/images", () => CrossEntropyLoss(reduction: Reduction.None));
        yield return M("NLLLoss/weight", () => NLLLoss(ClassWeight()));
        yield return M("TripletMarginLoss/options", () => TripletMarginLoss(0.4, 1, 1e-4, true));
    }

    private static Tensor ElementWeight() => NnGolden.Drawn(900, [6], "positive");
    private static Tensor ClassWeight() => NnGolden.Drawn(901, [6], "positive");

    /// <summary>The losses' functional forms, held against the modules, which are held against PyTorch.</summary>
    public static readonly Dictionary<string, Of> FunctionalLosses = new()
    {
        ["BCELoss/mean"] = t => F.binary_cross_entropy(t[0], t[1]),
        ["BCEWithLogitsLoss/weights"] = t => F.binary_cross_entropy_with_logits(t[0], t[1], ElementWeight(), pos_weights: ClassWeight()),
        ["CrossEntropyLoss/smoothing"] = t => F.cross_entropy(t[0], t[1], ClassWeight(), label_smoothing: 0.15),
        ["NLLLoss/weight"] = t => F.nll_loss(t[0], t[1], ClassWeight()),
        ["MSELoss/sum"] = t => F.mse_loss(t[0], t[1], Reduction.Sum),
        ["L1Loss/none"] = t => F.l1_loss(t[0], t[1], Reduction.None),
        ["SmoothL1Loss/mean"] = t => F.smooth_l1_loss(t[0], t[1], beta: 0.5),
        ["HuberLoss/mean"] = t => F.huber_loss(t[0], t[1], 0.7),
        ["KLDivLoss/mean"] = t => F.kl_div(t[0], t[1]),
        ["SoftMarginLoss/sum"] = t => F.soft_margin_loss(t[0], t[1], Reduction.Sum),
        ["HingeEmbeddingLoss/mean"] = t => F.hinge_embedding_loss(t[0], t[1], 1.0),
        ["MarginRankingLoss/mean"] = t => F.margin_ranking_loss(t[0], t[1], t[2], 0.3),
        ["CosineEmbeddingLoss/sum"] = t => F.cosine_embedding_loss(t[0], t[1], t[2], 0.2, Reduction.Sum),
        ["TripletMarginLoss/options"] = t => F.triplet_margin_loss(t[0], t[1], t[2], 0.4, 1, 1e-4, true),
        ["TripletMarginWithDistanceLoss/mean"] = t => F.triplet_margin_with_distance_loss(t[0], t[1], t[2], margin: 0.5, swap: true),
    };
}
