using System.Text.Json;
using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// A learner that adapts by gradient steps on the support, from weights that were meta-learned. The network is a function of its weights, so the inner loop is the same code for one task
/// after another and for all tasks together; parts of the meta-batch run on threads of their own.
/// </summary>
public abstract partial class InnerLoopLearner : MetaLearner
{
    private readonly State state;
    private TaskThreads? threads;

    private protected InnerLoopLearner(StatelessNetwork network, MamlOptions options, params IReadOnlyList<(string Name, double Start)> numbers)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (Network, InnerOptions) = (network, options);
        state = new State(network, options, FirstAdapted, numbers);
    }

    /// <summary>The network whose first weights are meta-learned.</summary>
    public StatelessNetwork Network { get; }

    /// <inheritdoc/>
    public override string OptionsJson => JsonSerializer.Serialize(new { Network = Network.Description, Options = (object)Comparable }, JsonSerializerOptions.Default);

    /// <summary>The meta-learned first weights, then the sizes of the inner steps where they are learnt, then single numbers.</summary>
    public IReadOnlyList<Parameter> Parameters => state.All;

    /// <inheritdoc/>
    protected override Module Model => state;

    private protected MamlOptions InnerOptions { get; }

    /// <summary>What the outer loop differentiates of the steps.</summary>
    private protected InnerGraph OuterGraph => InnerOptions.SecondOrder ? InnerGraph.SecondOrder : InnerGraph.FirstOrder;

    // What changes no number does not tell runs apart.
    private MamlOptions Comparable => InnerOptions with { Threads = 0, Execution = TaskExecution.Automatic };

    private int FirstAdapted => InnerOptions.Adapted == AdaptedWeights.Head ? Network.Weights.Count - Network.HeadWeights : 0;

    private bool Batched => InnerOptions.Execution == TaskExecution.Batched || (InnerOptions.Execution == TaskExecution.Automatic && Network.BatchesTasksWell);

    /// <inheritdoc/>
    public override void Dispose()
    {
        threads?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> AdaptCore(Tensor support, Tensor labels, int ways)
    {
        CheckWays(ways);
        var adapted = EachTask(state.All, support.shape[0], (view, start) => InnerLoop(view, start, view.Of(support), view.Of(labels), InnerGraph.None));
        return StateOf(adapted, support, labels);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(IReadOnlyList<Tensor> state, Tensor query, int ways)
    {
        CheckWays(ways);
        var (weights, support) = state.Count > Network.Weights.Count ? (state.SkipLast(1).ToArray(), state[^1]) : ([.. state], null);
        var views = Views(0, (int)query.shape[0]);
        var scores = views.Select(view => Logits(view, [.. weights.Select(view.Of)], support is null ? null : view.Of(support), view.Of(query))).ToArray();
        return Together(views, scores);
    }

    /// <summary>The mean loss of the tasks as a function of the meta-parameters, with a graph to them.</summary>
    internal abstract Tensor MetaLoss(TaskView view, EpisodeBatch batch, IReadOnlyList<Tensor> parameters);

    /// <inheritdoc/>
    public override double Backward(EpisodeBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        CheckWays(batch.Ways);
        var parts = Parts(batch.Tasks);
        var (losses, gradients) = (new double[parts.Length], new Tensor[parts.Length][]);
        threads ??= new TaskThreads(Threads);
        if (threads.Count != Threads)
        {
            threads.Dispose();
            threads = new TaskThreads(Threads);
        }
        threads.Run([.. parts.Select((part, i) => (Action)(() => (losses[i], gradients[i]) = Gradients(batch, part.First, part.Count)))]);

        using var scope = NewDisposeScope();
        var total = gradients[0];
        foreach (var part in gradients.Skip(1))
        {
            for (var i = 0; i < total.Length; i++) total[i].add_(part[i]);
            foreach (var gradient in part) gradient.Dispose();
        }
        autograd.backward([.. state.All], total);   // adds them to the parameters' gradients
        foreach (var gradient in total) gradient.Dispose();
        state.CountStep();
        return losses.Sum();
    }

    /// <summary>Gradient steps on a support; the weights, and what is returned, have the tasks first where the view is of all of them.</summary>
    /// <param name="view">Of one task or of all.</param>
    /// <param name="parameters">First weights and, where they are learnt, rates.</param>
    /// <param name="x">Support.</param>
    /// <param name="y">Its labels.</param>
    /// <param name="graph">What of the steps can be differentiated.</param>
    /// <param name="after">Told the weights after each step.</param>
    internal IReadOnlyList<Tensor> InnerLoop(TaskView view, IReadOnlyList<Tensor> parameters, Tensor x, Tensor y, InnerGraph graph, Action<int, IReadOnlyList<Tensor>>? after = null)
    {
        using var learning = enable_grad();
        if (view.Task is null) parameters = [.. parameters.Select(Network.Arrange)];
        var weights = parameters.Take(Network.Weights.Count).Select(view.Spread).ToArray();
        var (loss, targets) = (SupportLoss(x, y), view.Task is null && FirstAdapted == 0 && !x.requires_grad ? Targets(x, y) : null);
        for (var step = 0; step < InnerOptions.InnerSteps; step++)
        {
            // Where nothing is differentiated, a step starts from the last one's figures and holds nothing else of it: memory does not grow with the steps.
            using (graph == InnerGraph.None ? NewDisposeScope() : null)
            {
                var adapted = weights[FirstAdapted..];
                var second = graph == InnerGraph.SecondOrder;
                var gradients = Own(targets, x, weights, second) ?? [.. autograd.grad([loss(view.Forward(Network, x, weights, 0))], adapted, retain_graph: second, create_graph: second)];
                for (var i = 0; i < adapted.Length; i++)
                {
                    var stepped = Stepped(adapted[i], gradients[i], step, i, parameters);
                    weights[FirstAdapted + i] = graph == InnerGraph.None ? stepped.detach().requires_grad_().MoveToOuterDisposeScope() : stepped;
                    if (graph == InnerGraph.None && step > 0) adapted[i].Dispose();
                }
            }
            after?.Invoke(step, weights);
        }
        return weights;
    }

    /// <summary>The loss of the support's outputs: the sum over tasks of the mean over items, so that each task's gradient is its own.</summary>
    private protected virtual Func<Tensor, Tensor> SupportLoss(Tensor x, Tensor y)
    {
        var items = (double)y.shape[^1];
        if (Network.Outputs > 1) return outputs => functional.cross_entropy(outputs.flatten(0, -2), y.reshape(-1), reduction: Reduction.Sum) / items;
        var (target, weight) = Balanced(y, x.dtype);
        weight = weight / items;
        return outputs => functional.binary_cross_entropy_with_logits(outputs.squeeze(-1), target, weight, Reduction.Sum);
    }

    /// <summary>The same loss in figures, for networks that derive it themselves; null where it is another one.</summary>
    private protected virtual SupportTargets? Targets(Tensor x, Tensor y)
    {
        var items = (double)y.shape[^1];
        if (Network.Outputs > 1) return new(functional.one_hot(y, Network.Outputs).to(x.dtype), full([1, 1, 1], 1 / items, dtype: x.dtype));
        var (target, weight) = Balanced(y, x.dtype);
        return new(target.unsqueeze(-1), (weight / items).unsqueeze(-1));
    }

    // Without a graph where only the numbers are asked for.
    private Tensor[]? Own(SupportTargets? targets, Tensor x, IReadOnlyList<Tensor> weights, bool graph)
    {
        if (targets is null) return null;
        using var mode = set_grad_enabled(graph);
        return Network.TaskGradients(x, weights, targets);
    }

    private protected Tensor Logits(TaskView view, IReadOnlyList<Tensor> weights, Tensor? support, Tensor query)
    {
        Tensor outputs;
        if (support is null)
        {
            outputs = view.Forward(Network, query, weights, 0);
        }
        else
        {
            var items = view.Task is null ? 1 : 0;
            var known = support.shape[items];
            outputs = view.Forward(Network, cat([support, query], dim: items), weights, (int)known).narrow(items, known, query.shape[items]);
        }
        return Network.Outputs == 1 ? outputs.squeeze(-1) : outputs;
    }

    // The support's items go along with the queries where they give the statistics.
    private protected Tensor? StatisticsOf(Tensor support) => Network.HasBatchNorm && InnerOptions.Statistics == NormStatistics.Support ? support : null;

    private protected double Importance(int step) => state.Importance(step, InnerOptions);

    private (double Loss, Tensor[] Gradients) Gradients(EpisodeBatch batch, int first, int count)
    {
        using var scope = NewDisposeScope();
        using var learning = enable_grad();
        // Leaves of this thread's own, over the same memory.
        var leaves = state.All.Select(p => p.detach().requires_grad_()).ToArray();
        var sum = 0.0;
        foreach (var view in Views(first, count))
        {
            using var one = NewDisposeScope();
            var loss = MetaLoss(view, batch, leaves) * ((double)view.Count / batch.Tasks);
            loss.backward();
            sum += loss.to(float64).item<double>();
        }
        return (sum, [.. leaves.Select(leaf => (leaf.grad ?? zeros_like(leaf)).DetachFromDisposeScope())]);
    }

    private Tensor Stepped(Tensor weight, Tensor gradient, int step, int i, IReadOnlyList<Tensor> parameters)
    {
        var rates = Network.Weights.Count;
        return InnerOptions.Rates switch
        {
            InnerRates.Fixed => weight.add(gradient, alpha: -InnerOptions.InnerRate),
            InnerRates.PerWeight => weight.addcmul(gradient, parameters[rates + i], -1),
            _ => weight.addcmul(gradient, parameters[rates + i][step], -1),
        };
    }

    private Tensor[] EachTask(IReadOnlyList<Tensor> parameters, long tasks, Func<TaskView, IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> adapt)
    {
        var views = Views(0, (int)tasks);
        var adapted = views.Select(view =>
        {
            using var scope = NewDisposeScope();
            return adapt(view, parameters).Select(w => w.detach().MoveToOuterDisposeScope()).ToArray();
        }).ToArray();
        return [.. Enumerable.Range(0, adapted[0].Length).Select(i => Together(views, [.. adapted.Select(a => a[i])]))];
    }

    private static Tensor Together(TaskView[] views, Tensor[] results) => results.Length == 1 && views[0].Task is null ? results[0] : views[0].Task is null ? cat(results) : stack(results);

    private TaskView[] Views(int first, int tasks) => Batched
        ? [.. Enumerable.Range(first, tasks).Chunk(Network.TasksAtOnce).Select(part => new TaskView(null, part[0], part.Length))]
        : [.. Enumerable.Range(first, tasks).Select(task => new TaskView(task, task, 1))];

    private int Threads => InnerOptions.Threads > 0 ? InnerOptions.Threads : get_num_threads();

    private (int First, int Count)[] Parts(int tasks)
    {
        var parts = Math.Min(Threads, tasks);
        return [.. Enumerable.Range(0, parts).Select(i => (First: i * tasks / parts, Count: (i + 1) * tasks / parts - i * tasks / parts))];
    }

    private protected virtual bool SolvesWays(int ways) => Math.Max(ways, 1) == Network.Outputs;

    private void CheckWays(int ways)
    {
        if (!SolvesWays(ways))
            throw new ArgumentException(FormattableString.Invariant($"The network has {Network.Outputs} outputs; {(ways == 0 ? "anomaly detection needs 1" : $"tasks of {ways} ways need {ways}")}. Build it for these tasks."), nameof(ways));
    }

    private static (Tensor Target, Tensor Weight) Balanced(Tensor y, ScalarType type)
    {
        var target = y.to(type);
        var anomalies = target.mean([-1L], keepdim: true);
        var both = anomalies.gt(0).logical_and(anomalies.lt(1));
        return (target, where(both, 0.5 * (target / anomalies.clamp_min(1e-6) + (1 - target) / (1 - anomalies).clamp_min(1e-6)), ones_like(target)));
    }

    /// <summary>First weights, rates and the number of outer steps.</summary>
    private sealed class State : Module
    {
        private readonly Tensor steps = zeros(1, dtype: int64);

        public State(StatelessNetwork network, MamlOptions options, int firstAdapted, IReadOnlyList<(string Name, double Start)> numbers) : base(nameof(Maml))
        {
            var weights = network.Initialise(options.Seed);
            var rates = options.Rates == InnerRates.Fixed ? [] : network.Weights.Skip(firstAdapted)
                .Select(w => new Parameter(full(options.Rates == InnerRates.PerWeight ? w.Shape : [options.InnerSteps], options.InnerRate, dtype: float32))).ToArray();
            var names = network.Weights.Select(w => w.Name).ToArray();
            for (var i = 0; i < weights.Length; i++) register_parameter(names[i], weights[i]);
            for (var i = 0; i < rates.Length; i++) register_parameter("rate." + names[firstAdapted + i], rates[i]);
            register_buffer(nameof(steps), steps);
            var single = numbers.Select(number => new Parameter(full(1, number.Start, dtype: float32))).ToArray();
            for (var i = 0; i < single.Length; i++) register_parameter(numbers[i].Name, single[i]);
            All = [.. weights, .. rates, .. single];
        }

        public Parameter[] All { get; }

        public void CountStep() => steps.add_(1);

        // Of all steps alike at first, of the last one alone in the end (MAML++, equation 4).
        public double Importance(int step, MamlOptions options)
        {
            var last = step == options.InnerSteps - 1;
            if (options.PerStepLossSteps == 0) return last ? 1 : 0;
            var progress = Math.Min(1, (double)steps.item<long>() / options.PerStepLossSteps);
            var early = (1 - progress) / options.InnerSteps;
            return last ? 1 - early * (options.InnerSteps - 1) : early;
        }
    }
}
