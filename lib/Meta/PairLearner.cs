using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// A learner that has learnt from pairs of items how far apart they are, on the unit sphere. A query belongs to the class of the nearest support item; in anomaly detection its score is the
/// mean distance to the normal items beyond a learnt threshold, or, with labelled anomalies, how much nearer the nearest anomaly is than the nearest normal item.
/// </summary>
public abstract class PairLearner : MetricLearner
{
    private const double Far = 1e4;
    private readonly EmbeddingWithNumbers model;

    private protected PairLearner(Module<Tensor, Tensor> embedding) : base(embedding) => model = new EmbeddingWithNumbers(embedding, ("threshold", 0.5));

    /// <inheritdoc/>
    protected override Module Model => model;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> AdaptTo(Tensor support, Tensor labels, int ways) =>
        [functional.normalize(support, dim: -1), functional.one_hot(labels, Math.Max(ways, 2)).to(support.dtype)];

    /// <inheritdoc/>
    protected override Tensor Compare(IReadOnlyList<Tensor> state, Tensor query, int ways)
    {
        var distances = Distances(functional.normalize(query, dim: -1), state[0]);   // [tasks, query, support]
        var members = state[1].transpose(1, 2).unsqueeze(1);                         // [tasks, 1, classes, support]
        var nearest = (distances.unsqueeze(2) + Far * (1 - members)).amin([-1L]);
        if (ways > 0) return -nearest;
        var normal = members.select(2, 0);
        // Distances beyond a thousand are those of classes without an item.
        var toNormal = (distances * normal).sum([-1L]) / normal.sum([-1L]);
        return where(nearest.select(-1, 1).gt(Far / 10), toNormal - model["threshold"], nearest.select(-1, 0) - nearest.select(-1, 1));
    }

    /// <inheritdoc/>
    protected sealed override Tensor PointLoss(Tensor support, Tensor supportLabels, Tensor query, Tensor queryLabels, int ways)
    {
        var points = functional.normalize(cat([support, query], dim: 1), dim: -1);
        var labels = cat([supportLabels, queryLabels], dim: 1);
        var distances = Distances(points, points);
        Tensor a = labels.unsqueeze(1), b = labels.unsqueeze(2);
        var self = eye(labels.shape[1], dtype: @bool).unsqueeze(0);
        // Two anomalies may or may not be of one kind: such a pair teaches nothing.
        var same = a.eq(b).logical_and(self.logical_not());
        if (ways == 0) same = same.logical_and(a.eq(0));
        var different = a.ne(b);
        var pairs = PairLoss(distances, same.to(points.dtype), different.to(points.dtype));
        // The threshold is learnt beside, from distances that it does not change.
        var outside = 10 * (distances.detach() - model["threshold"]);
        var chosen = same.logical_or(different);
        return pairs + QueryLoss(outside.masked_select(chosen).unsqueeze(0), different.masked_select(chosen).unsqueeze(0));
    }

    /// <summary>The loss of all pairs of an episode.</summary>
    /// <param name="distances"><c>[tasks, items, items]</c></param>
    /// <param name="same">1 for two items of one class, else 0.</param>
    /// <param name="different">1 for two items of two classes, else 0.</param>
    internal abstract Tensor PairLoss(Tensor distances, Tensor same, Tensor different);

    // The root has no finite slope at zero.
    private static Tensor Distances(Tensor a, Tensor b) => (SquaredDistances(a, b).clamp_min(0) + 1e-8).sqrt();
}
