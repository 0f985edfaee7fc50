using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// The contract of every meta-learner: meta-fit on many tasks, adapt to the support set of a new one, score its queries. A learner is two functions: what it makes of a support
/// set, and how it scores queries with that; checks, the outer loop and the file are here, once. Dispose it when done.
/// </summary>
public abstract partial class MetaLearner : IDisposable
{
    private long[]? itemShape;

    /// <summary>What is meta-learned: its parameters are trained, its state is saved.</summary>
    protected abstract Module Model { get; }

    /// <summary>The learner's options as JSON, which a checkpoint is bound to.</summary>
    public abstract string OptionsJson { get; }

    /// <summary>Whether it was meta-fitted or loaded.</summary>
    public bool IsFitted => itemShape is not null;

    /// <summary>Shape of an item, without tasks and examples.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public IReadOnlyList<long> ItemShape => itemShape
        ?? throw new InvalidOperationException($"{GetType().Name} is not meta-fitted. Call MetaFit on tasks, or Load a saved one.");

    /// <summary>The parameters that the outer loop trains.</summary>
    public IEnumerable<TorchSharp.Modules.Parameter> Trained => Model.parameters();

    /// <summary>Learns a new task from its support set.</summary>
    /// <param name="support"><c>[support, ...]</c> of the shape of the tasks it was fitted on, finite.</param>
    /// <param name="labels">One an item: classes from 0, or 0 normal and 1 anomaly.</param>
    /// <param name="ways">Classes of the task; 0 for anomaly detection.</param>
    /// <returns>Scores queries; dispose it when done.</returns>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    /// <exception cref="ArgumentException">No items, another shape, a value that is not finite, or labels that do not fit: the message says which.</exception>
    public AdaptedTask Adapt(Tensor support, IReadOnlyList<int> labels, int ways = 0)
    {
        CheckTask(support, labels, ways);
        Model.eval();
        using var scope = NewDisposeScope();
        var state = AdaptCore(support.unsqueeze(0), tensor(labels.Select(l => (long)l).ToArray()).unsqueeze(0), ways);
        return new AdaptedTask(this, [.. state.Select(s => s.detach().DetachFromDisposeScope())], ways);
    }

    /// <summary>Adapts to the support of each task and scores its queries, all tasks together.</summary>
    /// <returns>Logits of the classes <c>[tasks, query, ways]</c>; for anomaly detection one score an item <c>[tasks, query]</c>, the higher the more anomalous, an anomaly above 0.</returns>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    /// <exception cref="ArgumentException">Items of another shape, or that are not finite.</exception>
    public Tensor Score(EpisodeBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        Check(batch.Support.flatten(0, 1), nameof(batch));
        Check(batch.Query.flatten(0, 1), nameof(batch));
        CheckLabels(batch.SupportLabels.reshape(-1).data<long>().Select(l => (int)l).ToArray(), batch.Ways, nameof(batch));
        return Scores(batch).MoveToOuterDisposeScope();
    }

    /// <summary>Frees its parameters.</summary>
    public virtual void Dispose()
    {
        Model.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether tasks teach it anything; a baseline takes each task as if it were the first.</summary>
    protected virtual bool LearnsFromTasks => true;

    /// <summary>What the learner makes of support sets. Gradients flow through it in meta-training.</summary>
    /// <param name="support"><c>[tasks, support, ...]</c></param>
    /// <param name="labels">int64 <c>[tasks, support]</c></param>
    /// <param name="ways">Classes, 0 for anomaly detection.</param>
    /// <returns>Tensors with the tasks first, such as prototypes or weights.</returns>
    protected abstract IReadOnlyList<Tensor> AdaptCore(Tensor support, Tensor labels, int ways);

    /// <summary>Scores queries with what <see cref="AdaptCore"/> has made.</summary>
    /// <param name="state">Of as many tasks.</param>
    /// <param name="query"><c>[tasks, query, ...]</c></param>
    /// <param name="ways">Classes, 0 for anomaly detection.</param>
    /// <returns><c>[tasks, query, ways]</c>, or <c>[tasks, query]</c> for anomaly detection.</returns>
    protected abstract Tensor ScoreCore(IReadOnlyList<Tensor> state, Tensor query, int ways);

    /// <summary>The mean loss over the tasks, with a graph to the parameters.</summary>
    protected virtual Tensor Loss(EpisodeBatch batch) =>
        QueryLoss(ScoreCore(AdaptCore(batch.Support, batch.SupportLabels, batch.Ways), batch.Query, batch.Ways), batch.QueryLabels);

    /// <summary>Adds the gradient of the meta-loss to the parameters' gradients and returns the loss. A learner that spreads tasks over threads does so here.</summary>
    public virtual double Backward(EpisodeBatch batch)
    {
        using var scope = NewDisposeScope();
        var loss = Loss(batch);
        loss.backward();
        return loss.item<float>();
    }

    /// <summary>Cross-entropy of class logits, or binary cross-entropy of anomaly scores in which normal items and anomalies weigh the same.</summary>
    protected static Tensor QueryLoss(Tensor scores, Tensor labels)
    {
        if (scores.ndim == 3) return functional.cross_entropy(scores.flatten(0, 1), labels.reshape(-1));
        using var scope = NewDisposeScope();
        var y = labels.to(scores.dtype);
        // Either class weighs half, however many it has; a task with one class only counts as it is.
        var anomalies = y.mean();
        var both = anomalies.gt(0).logical_and(anomalies.lt(1));
        var weight = where(both, 0.5 * (y / anomalies.clamp_min(1e-6) + (1 - y) / (1 - anomalies).clamp_min(1e-6)), ones_like(y));
        return functional.binary_cross_entropy_with_logits(scores, y, weight).MoveToOuterDisposeScope();
    }

    internal Tensor Scores(EpisodeBatch batch)
    {
        Model.eval();
        using var scope = NewDisposeScope();
        var scores = ScoreCore(AdaptCore(batch.Support, batch.SupportLabels, batch.Ways), batch.Query, batch.Ways).detach();
        return scores.MoveToOuterDisposeScope();
    }

    internal Tensor Query(IReadOnlyList<Tensor> state, Tensor query, int ways)
    {
        Check(query, nameof(query));
        Model.eval();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return ScoreCore(state, query.unsqueeze(0), ways).squeeze(0).MoveToOuterDisposeScope();
    }

    private protected void FitLike(MetaLearner other) => itemShape = [.. other.ItemShape];

    private protected void CheckTask(Tensor support, IReadOnlyList<int> labels, int ways)
    {
        ArgumentNullException.ThrowIfNull(support);
        ArgumentNullException.ThrowIfNull(labels);
        Check(support, nameof(support));
        if (labels.Count != support.shape[0]) throw new ArgumentException($"There are {labels.Count} labels for {support.shape[0]} items; there must be one an item.", nameof(labels));
        CheckLabels([.. labels], ways, nameof(labels));
    }

    private void Check(Tensor items, string name)
    {
        if (items.ndim < 1 || items.shape[0] == 0 || !items.shape[1..].SequenceEqual(ItemShape))
            throw new ArgumentException($"The items are [{string.Join(", ", items.shape)}]; {GetType().Name} was fitted on items of [{string.Join(", ", ItemShape)}] and needs at least one.", name);
        using var scope = NewDisposeScope();
        if (!items.isfinite().all().item<bool>()) throw new ArgumentException("An item holds NaN or an infinite value; fill missing values with an Imputer.", name);
    }

    private static void CheckLabels(int[] labels, int ways, string name)
    {
        if (ways is 1 or < 0) throw new ArgumentOutOfRangeException(nameof(ways), ways, "It must be 0, for anomaly detection, or at least 2.");
        var most = ways == 0 ? 1 : ways - 1;
        if (Array.FindIndex(labels, l => l < 0 || l > most) is var wrong and >= 0) throw new ArgumentException($"Label {wrong} is {labels[wrong]}; labels must be from 0 to {most}.", name);
        if (ways == 0 && !labels.Contains(0)) throw new ArgumentException("The support has no normal item (label 0); at least one is needed.", name);
        if (ways > 0 && labels.Distinct().Count() < ways) throw new ArgumentException($"The support has {labels.Distinct().Count()} of {ways} classes; each needs an item.", name);
    }
}

/// <summary>A learner that has seen the support of one task.</summary>
public sealed class AdaptedTask : IDisposable
{
    private readonly MetaLearner learner;
    private readonly Tensor[] state;

    internal AdaptedTask(MetaLearner learner, Tensor[] state, int ways) => (this.learner, this.state, Ways) = (learner, state, ways);

    /// <summary>Classes of the task; 0 for anomaly detection.</summary>
    public int Ways { get; }

    /// <summary>Scores queries.</summary>
    /// <param name="query"><c>[query, ...]</c>, finite.</param>
    /// <returns>Logits <c>[query, ways]</c>, or anomaly scores <c>[query]</c>, an anomaly above 0.</returns>
    /// <exception cref="ArgumentException">Another shape, or a value that is not finite.</exception>
    public Tensor Score(Tensor query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return learner.Query(state, query, Ways);
    }

    /// <summary>The class of each query, or 1 for an anomaly.</summary>
    /// <inheritdoc cref="Score"/>
    public int[] Predict(Tensor query)
    {
        using var scope = NewDisposeScope();
        var scores = Score(query);
        return [.. (Ways == 0 ? scores.gt(0).to(int64) : scores.argmax(-1)).data<long>().Select(label => (int)label)];
    }

    /// <summary>Frees what was made of the support.</summary>
    public void Dispose()
    {
        foreach (var tensor in state) tensor.Dispose();
    }
}
