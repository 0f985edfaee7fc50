using System.Text.Json;
using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Meta;

/// <summary>Nearest neighbours in the items as they are: what a task gives without any meta-learning. N-way: the class of the nearest support item; anomaly detection: the mean distance to the
/// nearest normal items over that of the normal items among themselves, or, with labelled anomalies, how much nearer the nearest anomaly is than the nearest normal item.</summary>
public sealed class NeighbourBaseline : MetaLearner
{
    private const double Far = 1e6, Tiny = 1e-6;
    private readonly Module nothing = Identity();

    /// <inheritdoc/>
    public override string OptionsJson => "{}";

    /// <inheritdoc/>
    protected override bool LearnsFromTasks => false;

    /// <inheritdoc/>
    protected override Module Model => nothing;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> AdaptCore(Tensor support, Tensor labels, int ways) => Remember(support.flatten(2), labels, ways);

    /// <inheritdoc/>
    protected override Tensor ScoreCore(IReadOnlyList<Tensor> state, Tensor query, int ways) => Compare(state, query.flatten(2), ways);

    /// <summary>The support's points <c>[tasks, support, features]</c> and the classes of each.</summary>
    internal static IReadOnlyList<Tensor> Remember(Tensor points, Tensor labels, int ways) => [points, functional.one_hot(labels, Math.Max(ways, 2)).to(points.dtype)];

    /// <summary>Scores of the queries' points.</summary>
    internal static Tensor Compare(IReadOnlyList<Tensor> state, Tensor query, int ways)
    {
        var distances = MetricLearner.SquaredDistances(query, state[0]).clamp_min(0).sqrt();
        var nearest = (distances.unsqueeze(2) + Far * (1 - state[1].transpose(1, 2).unsqueeze(1))).amin([-1L]);
        if (ways > 0) return -nearest;
        var normal = state[1].select(-1, 0);
        var among = MetricLearner.SquaredDistances(state[0], state[0]).clamp_min(0).sqrt();
        var pairs = normal.unsqueeze(1) * normal.unsqueeze(2);
        var usual = (among * pairs).sum([1L, 2], keepdim: false) / (pairs.sum([1L, 2]) - normal.sum([-1L])).clamp_min(1);
        var alone = nearest.select(-1, 0) - usual.unsqueeze(1);
        return where(nearest.select(-1, 1).gt(Far / 10), alone, nearest.select(-1, 0) - nearest.select(-1, 1) + Tiny);
    }
}

/// <summary>A network trained on the support alone, from random weights: many gradient steps of the inner loop, and no meta-learning.</summary>
/// <param name="network">As many outputs as the tasks have ways; 1 for anomaly detection.</param>
/// <param name="options">Null takes 50 steps of 0.1.</param>
public sealed class FromScratch(StatelessNetwork network, MamlOptions? options = null)
    : InnerLoopLearner(network, options ?? new() { InnerSteps = 50, InnerRate = 0.1, SecondOrder = false })
{
    /// <inheritdoc/>
    protected override bool LearnsFromTasks => false;

    /// <inheritdoc/>
    internal override Tensor MetaLoss(TaskView view, Episodes.EpisodeBatch batch, IReadOnlyList<Tensor> parameters) =>
        throw new NotSupportedException("A network from scratch learns nothing from tasks.");
}

/// <summary>Logistic regression on the support, on items as they are or in a given embedding (one that was trained with labels, or meta-learned): the fine-tuned head of the few-shot
/// literature (Chen et al., "A closer look at few-shot classification", 2019). One-class tasks have nothing to separate: use another baseline there.</summary>
public sealed class LogisticBaseline : MetaLearner
{
    private readonly Module<Tensor, Tensor> embedding;
    private readonly LogisticBaselineOptions options;

    /// <param name="embedding"><c>[batch, ...] → [batch, features]</c>, frozen; the learner takes it over. Null leaves items as they are.</param>
    /// <param name="options">Null takes the defaults.</param>
    public LogisticBaseline(Module<Tensor, Tensor>? embedding = null, LogisticBaselineOptions? options = null)
    {
        this.embedding = embedding ?? Flatten();
        this.options = options ?? new();
        this.options.Validate();
    }

    /// <inheritdoc/>
    public override string OptionsJson => JsonSerializer.Serialize(options);

    /// <inheritdoc/>
    protected override bool LearnsFromTasks => false;

    /// <inheritdoc/>
    protected override Module Model => embedding;

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> AdaptCore(Tensor support, Tensor labels, int ways)
    {
        using var noGrad = no_grad();
        return Solve(Points(support), labels, ways, options);
    }

    /// <summary>Coefficients and offsets of each task, on points <c>[tasks, support, features]</c>.</summary>
    internal static IReadOnlyList<Tensor> Solve(Tensor points, Tensor labels, int ways, LogisticBaselineOptions options)
    {
        var (tasks, classes) = (points.shape[0], Math.Max(ways, 2));
        var y = functional.one_hot(labels, classes).to(points.dtype);
        // Classes weigh the same, however many items they have.
        var weight = (y / y.sum([1L], keepdim: true).clamp_min(1)).sum([-1L], keepdim: true) / classes;
        var w = zeros(tasks, points.shape[2], classes, dtype: points.dtype);
        var b = zeros(tasks, 1, classes, dtype: points.dtype);
        // Gradient descent with the step that the curvature allows: softmax has at most ½ |x|² + ½.
        var curvature = 0.5 * ((points.square().sum([-1L], keepdim: true) + 1) * weight).sum([1L], keepdim: true) + options.Penalty;
        for (var step = 0; step < options.Steps; step++)
        {
            var error = ((points.bmm(w) + b).softmax(-1) - y) * weight;
            w = w - (points.transpose(1, 2).bmm(error) + options.Penalty * w) / curvature;
            b = b - error.sum([1L], keepdim: true) / curvature;
        }
        return [w, b];
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(IReadOnlyList<Tensor> state, Tensor query, int ways) => Logits(state, Points(query), ways);

    /// <summary>Scores of the queries' points.</summary>
    internal static Tensor Logits(IReadOnlyList<Tensor> state, Tensor query, int ways)
    {
        var logits = query.bmm(state[0]) + state[1];
        return ways > 0 ? logits : logits.select(-1, 1) - logits.select(-1, 0);
    }

    private Tensor Points(Tensor items)
    {
        using var noGrad = no_grad();
        return embedding.call(items.flatten(0, 1)).view(items.shape[0], items.shape[1], -1);
    }
}

/// <summary>Settings of <see cref="LogisticBaseline"/>.</summary>
public sealed record LogisticBaselineOptions
{
    /// <summary>Strength of the L2 penalty on the coefficients, at least 0. Default: 0.01.</summary>
    public double Penalty { get; init; } = 0.01;

    /// <summary>Gradient steps, at least 1. Default: 300.</summary>
    public int Steps { get; init; } = 300;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Penalty >= 0 && double.IsFinite(Penalty), nameof(Penalty), Penalty, "finite and at least 0");
        Options.Require(Steps >= 1, nameof(Steps), Steps, "at least 1");
    }
}
