using System.Text.Json;
using MetaAnomalyLib.Episodes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// The baseline that meta-learning has to beat (Chen et al., "A closer look at few-shot classification", 2019): an embedding trained to tell all training classes apart, as any classifier
/// is, and at a new task a head fitted to its support, on top of the frozen embedding: logistic regression, or for one-class tasks the distance to the nearest normal items. Of the tasks
/// it is meta-fitted on only the items count, not who is asked about whom.
/// </summary>
public sealed class SupervisedEmbedding : MetaLearner
{
    private readonly Classifier model;
    private readonly int[] classOf;
    private readonly LogisticBaselineOptions options;

    /// <param name="embedding"><c>[batch, ...] → [batch, features]</c>, such as <see cref="Models.Conv4"/>; the learner takes it over.</param>
    /// <param name="pool">The training classes; the tasks for <see cref="MetaLearner.MetaFit"/> must come from this pool. Only its labels are kept.</param>
    /// <param name="options">Of the logistic regression; null takes the defaults.</param>
    public SupervisedEmbedding(Module<Tensor, Tensor> embedding, ClassPool pool, LogisticBaselineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        ArgumentNullException.ThrowIfNull(pool);
        this.options = options ?? new();
        this.options.Validate();
        classOf = new int[pool.Items.shape[0]];
        for (var c = 0; c < pool.Classes; c++) foreach (var row in pool.RowsOf(c)) classOf[row] = c;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        embedding.eval();
        model = new Classifier(embedding, embedding.call(pool.Take([0], 1)).shape[^1], pool.Classes);
    }

    /// <summary>The embedding.</summary>
    public Module<Tensor, Tensor> Embedding => model.Embedding;

    /// <inheritdoc/>
    public override string OptionsJson => JsonSerializer.Serialize(new { model.Classes, Head = options }, JsonSerializerOptions.Default);

    /// <inheritdoc/>
    protected override Module Model => model;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The tasks are of no pool, or of a larger one.</exception>
    protected override Tensor Loss(EpisodeBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.SupportRows.Count == 0)
            throw new ArgumentException("The tasks do not say which rows of a pool their items are, so that there are no classes to learn. Draw them from the pool given to the learner, by an NWaySampler or OneClassSampler.", nameof(batch));
        var rows = batch.SupportRows.Concat(batch.QueryRows).SelectMany(r => r).ToArray();
        if (rows.Max() is var last && last >= classOf.Length)
            throw new ArgumentException($"A task has row {last}; the pool given to the learner has {classOf.Length}. Draw the tasks from that pool.", nameof(batch));
        var items = cat([batch.Support.flatten(0, 1), batch.Query.flatten(0, 1)]);
        return functional.cross_entropy(model.call(items), tensor(rows.Select(row => (long)classOf[row]).ToArray()));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> AdaptCore(Tensor support, Tensor labels, int ways)
    {
        using var noGrad = no_grad();
        var points = Points(support);
        return ways == 0 && labels.count_nonzero().item<long>() == 0
            ? [.. NeighbourBaseline.Remember(points, labels, ways), zeros(points.shape[0])]   // a third tensor, by which it is known again
            : LogisticBaseline.Solve(points, labels, ways, options);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(IReadOnlyList<Tensor> state, Tensor query, int ways)
    {
        using var noGrad = no_grad();
        return state.Count == 3
            ? NeighbourBaseline.Compare(state, Points(query), ways)
            : LogisticBaseline.Logits(state, Points(query), ways);
    }

    private Tensor Points(Tensor items) => Embedding.call(items.flatten(0, 1)).view(items.shape[0], items.shape[1], -1);

    private sealed class Classifier : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> embedding;
        private readonly Linear head;

        public Classifier(Module<Tensor, Tensor> embedding, long features, int classes) : base(nameof(SupervisedEmbedding))
        {
            (this.embedding, Classes, head) = (embedding, classes, Linear(features, classes));
            RegisterComponents();
        }

        public Module<Tensor, Tensor> Embedding => embedding;

        public int Classes { get; }

        public override Tensor forward(Tensor input) => head.call(embedding.call(input));
    }
}
