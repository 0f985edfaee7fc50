using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>How an <see cref="EpisodeHead"/> is trained.</summary>
public sealed record EpisodeHeadOptions
{
    /// <summary>Steps of the outer loop, at least 1. Default: 100.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Tables of a step, at least 1. Default: 8.</summary>
    public int TablesPerStep { get; init; } = 8;

    /// <summary>Step size of Adam, above 0. Default: 0.01.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Seed of first weights and episodes. Default: 0.</summary>
    public int Seed { get; init; }

    internal void Validate()
    {
        Options.Require(Steps >= 1, nameof(Steps), Steps, "at least 1");
        Options.Require(TablesPerStep >= 1, nameof(TablesPerStep), TablesPerStep, "at least 1");
        Options.Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "finite and above 0");
    }
}

/// <summary>
/// The alternatives to <see cref="FewLabelPrior"/>: it, too, turns what the learners said of a table's rows into scores, but is trained by episodes over tables. An episode is a table with its labels as the support,
/// and test rows as the query; the loss is that of wrong orders, <c>log(1 + exp(s(normal) − s(anomaly)))</c>. Measured beside the prior in bench/results/few-label-prior.md.
/// </summary>
public abstract class EpisodeHead : IDisposable
{
    private const int QueryAnomalies = 20, QueryNormals = 60;
    private const double WeightDecay = 1e-3, MostGradient = 1;
    private readonly EpisodeHeadOptions options;
    private readonly List<Parameter> weights = [];
    private readonly Random first;

    private protected EpisodeHead(EpisodeHeadOptions? options)
    {
        this.options = options ?? new();
        this.options.Validate();
        first = new Seed(this.options.Seed).Random("weights");
    }

    /// <summary>Every kind, by the name that tables use.</summary>
    public static IReadOnlyList<(string Name, Func<EpisodeHeadOptions?, EpisodeHead> Create)> All { get; } =
        [("set network", options => new SetNetworkHead(options)), ("ProtoNet", options => new PrototypeHead(options)), ("MAML", options => new MamlHead(options))];

    /// <summary>The outer loop.</summary>
    /// <param name="experience">Of other tables; those without labels or without both classes among the test rows are left out.</param>
    /// <exception cref="ArgumentException">None is left.</exception>
    public void Learn(IReadOnlyList<FewLabelExperience> experience)
    {
        ArgumentNullException.ThrowIfNull(experience);
        using var scope = NewDisposeScope();
        var tables = experience.Where(task => task.Labels > 0 && task.Truth.Contains(0) && task.Truth.Contains(1))
            .Select(task => (Task: HeadTask.Of(task), Rows: tensor(task.Test.Learners).to(float64), Anomalies: Rows(task.Truth, 1), Normals: Rows(task.Truth, 0))).ToArray();
        if (tables.Length == 0) throw new ArgumentException("No table has labels, and anomalies and normal rows to test on; there is nothing to learn from.", nameof(experience));
        using var optimizer = optim.Adam(weights, options.LearningRate, weight_decay: WeightDecay);
        var random = new Seed(options.Seed).Random("episodes");
        for (var step = 0; step < options.Steps; step++)
        {
            using var inner = NewDisposeScope();
            var loss = zeros(1, dtype: float64);
            for (var i = 0; i < options.TablesPerStep; i++)
            {
                var (task, rows, anomalies, normals) = tables[random.Next(tables.Length)];
                Tensor Query(long[] of, int count) => Scored(task, rows.index_select(0, tensor(Enumerable.Range(0, count).Select(_ => of[random.Next(of.Length)]).ToArray())));
                loss = loss + nn.functional.softplus(Query(normals, QueryNormals).unsqueeze(0) - Query(anomalies, QueryAnomalies).unsqueeze(1)).mean();
            }
            optimizer.zero_grad();
            (loss / options.TablesPerStep).sum().backward();
            nn.utils.clip_grad_norm_(weights, MostGradient);
            optimizer.step();
        }
    }

    /// <summary>Scores of the test rows of a table, after its labels have spoken; higher is more anomalous.</summary>
    /// <exception cref="ArgumentException">The table has no labels.</exception>
    public double[] Scores(FewLabelExperience task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.Labels == 0) throw new ArgumentException("The table has no labels, so that the learners have said nothing; give at least one.", nameof(task));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Scored(HeadTask.Of(task), tensor(task.Test.Learners).to(float64)).data<double>().ToArray();
    }

    /// <summary>Forgets what was learnt.</summary>
    public void Dispose()
    {
        foreach (var weight in weights) weight.Dispose();
        weights.Clear();
        GC.SuppressFinalize(this);
    }

    /// <param name="task">The table.</param>
    /// <param name="rows">What the learners said of some rows, float64 <c>[rows, learners]</c>.</param>
    /// <returns>float64 <c>[rows]</c>.</returns>
    private protected abstract Tensor Scored(HeadTask task, Tensor rows);

    /// <summary>A weight, drawn with this deviation around a value.</summary>
    private protected Parameter Weight(double around, double deviation, params long[] shape)
    {
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - first.NextDouble())) * Math.Cos(2 * Math.PI * first.NextDouble());
        using var scope = NewDisposeScope();
        var values = Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => around + deviation * Normal()).ToArray();
        var weight = new Parameter(tensor(values).view(shape).clone());
        weight.DetachFromDisposeScope();
        weights.Add(weight);
        return weight;
    }

    private static long[] Rows(int[] truth, int label) => [.. Enumerable.Range(0, truth.Length).Where(row => truth[row] == label).Select(row => (long)row)];
}

/// <summary>A table's support as a head sees it.</summary>
/// <param name="Labelled">Held-out judgements of the labelled rows, float64 <c>[labels, learners]</c>.</param>
/// <param name="Unlabelled">Of some unlabelled rows, float64 <c>[rows, learners]</c>.</param>
/// <param name="Facts">Of each learner: what the table says of it and what it is, float64 <c>[learners, facts]</c>.</param>
internal sealed record HeadTask(Tensor Labelled, Tensor Unlabelled, Tensor Facts)
{
    private const int MostRows = 200;
    private const double UsualLabels = 10;

    public static int Learners => FewLabelLearner.All.Count;

    public static int FactsEach => 8 + Learners;

    public static HeadTask Of(FewLabelExperience task)
    {
        using var scope = NewDisposeScope();
        var (labelled, unlabelled) = (tensor(task.Labelled).to(float64), tensor(task.Unlabelled).to(float64));
        var (places, m) = (labelled.sigmoid(), Learners);
        var success = FewLabelPrior.HeldOutSuccess(labelled);
        var z = (unlabelled - unlabelled.mean([0L])) / (unlabelled.std(0, unbiased: false) + 1e-9);
        var agreement = (z.t().mm(z).sum([1L]) / z.shape[0] - 1) / (m - 1);
        Tensor Same(Tensor number) => number.expand(m);
        var facts = cat([stack([success, success - success.mean(), Same(success.mean()), full(m, Math.Log(task.Labels / UsualLabels), dtype: float64), agreement, places.std(0, unbiased: false),
            Same(success[FewLabelLearner.DetectorsAlone]), tensor(FewLabelLearner.All.Select(learner => learner.UsesDetectors ? 1.0 : 0).ToArray())], 1), eye(m, dtype: float64)], 1);
        var every = Math.Max(1, unlabelled.shape[0] / MostRows);
        var rows = unlabelled.index_select(0, arange(0, unlabelled.shape[0], every));
        return new(labelled.MoveToOuterDisposeScope(), rows.MoveToOuterDisposeScope(), facts.MoveToOuterDisposeScope());
    }
}

/// <summary>Reads the facts of each learner, and their mean over all learners (a set has no order; Zaheer et al., "Deep sets", NeurIPS 2017), and says how much to trust it.</summary>
internal sealed class SetNetworkHead : EpisodeHead
{
    private const int Hidden = 16;
    private readonly Parameter read, readBias, say;

    public SetNetworkHead(EpisodeHeadOptions? options) : base(options)
    {
        read = Weight(0, 1 / Math.Sqrt(HeadTask.FactsEach), HeadTask.FactsEach, Hidden);
        readBias = Weight(0, 0, Hidden);
        say = Weight(0, 0, 2 * Hidden);   // even trust at first
    }

    private protected override Tensor Scored(HeadTask task, Tensor rows)
    {
        var own = (task.Facts.mm(read) + readBias).tanh();
        var all = cat([own, own.mean([0L], keepdim: true).expand_as(own)], 1);
        return rows.mv(all.mv(say).exp() * (FewLabelPrior.EvenSum / HeadTask.Learners));
    }
}

/// <summary>A prototype of the labelled and one of the unlabelled rows, in a learnt space; the nearer one wins (Snell et al., 2017).</summary>
internal sealed class PrototypeHead : EpisodeHead
{
    private const int Width = 16;
    private readonly Parameter hidden, bias, embed;

    public PrototypeHead(EpisodeHeadOptions? options) : base(options)
    {
        hidden = Weight(0, 1 / Math.Sqrt(3.0 * HeadTask.Learners), HeadTask.Learners, Width);
        bias = Weight(0, 0.2, Width);
        embed = Weight(0, 1 / Math.Sqrt(3.0 * Width), Width, Width);
    }

    private protected override Tensor Scored(HeadTask task, Tensor rows)
    {
        var (known, rest, points) = (Embedded(task.Labelled).mean([0L]), Embedded(task.Unlabelled).mean([0L]), Embedded(rows));
        return (points - rest).square().sum([1L]) - (points - known).square().sum([1L]);
    }

    private Tensor Embedded(Tensor rows) => (rows.mm(hidden) + bias).tanh().mm(embed);
}

/// <summary>First weights and a rate for each weight and step, from which three steps of logistic regression on the labels lead to the table's own weights (Li et al., "Meta-SGD", 2017).</summary>
internal sealed class MamlHead : EpisodeHead
{
    private const int Steps = 3;
    private const double FirstRate = -4;
    private readonly Parameter start, startBias;
    private readonly Parameter[] rates;

    public MamlHead(EpisodeHeadOptions? options) : base(options)
    {
        start = Weight(FewLabelPrior.EvenSum / HeadTask.Learners, 0, HeadTask.Learners);
        startBias = Weight(0, 0, 1);
        rates = [.. Enumerable.Range(0, Steps).Select(_ => Weight(FirstRate, 0, HeadTask.Learners + 1))];
    }

    private protected override Tensor Scored(HeadTask task, Tensor rows)
    {
        var (w, b) = ((Tensor)start, (Tensor)startBias);
        foreach (var rate in rates)
        {
            // The gradient of the loss, labelled and unlabelled rows weighing the same, written out: the outer gradient goes through it.
            var missed = (-(task.Labelled.mv(w) + b)).sigmoid();
            var taken = (task.Unlabelled.mv(w) + b).sigmoid();
            var slope = (taken.unsqueeze(1) * task.Unlabelled).mean([0L]) - (missed.unsqueeze(1) * task.Labelled).mean([0L]);
            var step = rate.exp();
            (w, b) = (w - step.narrow(0, 0, HeadTask.Learners) * slope, b - step.narrow(0, HeadTask.Learners, 1) * (taken.mean() - missed.mean()));
        }
        return rows.mv(w);
    }
}
