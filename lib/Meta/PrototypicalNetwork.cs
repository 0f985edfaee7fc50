using System.Text.Json;
using MetaAnomalyLib.Episodes;
using TorchSharp;
using static MetaAnomalyLib.Models.Options;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Meta;

/// <summary>How a query is compared with a prototype.</summary>
public enum PrototypeDistance
{
    /// <summary>Squared Euclidean distance, the paper's choice.</summary>
    Euclidean,

    /// <summary>One minus the cosine of the angle, times a learnt scale.</summary>
    Cosine,
}

/// <summary>Settings of <see cref="PrototypicalNetwork"/>.</summary>
public sealed record PrototypicalNetworkOptions
{
    /// <summary>How a query is compared with a prototype. Default: squared Euclidean.</summary>
    public PrototypeDistance Distance { get; init; }

    /// <summary>Share of each class's support, the farthest from its prototype, that is left out of it, in [0, 0.5): against wrong labels in the support. Default: 0.</summary>
    public double Trim { get; init; }

    /// <summary>In meta-training on N-way tasks: how much the one-class loss (each prototype against all queries, normal and other classes weighing the same) counts beside the
    /// cross-entropy, at least 0. It teaches the radius. Default: 0.</summary>
    public double OneClassWeight { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Require(Enum.IsDefined(Distance), nameof(Distance), Distance, "one of " + string.Join(", ", Enum.GetNames<PrototypeDistance>()));
        Require(Trim is >= 0 and < 0.5, nameof(Trim), Trim, "in [0, 0.5)");
        Require(OneClassWeight >= 0 && double.IsFinite(OneClassWeight), nameof(OneClassWeight), OneClassWeight, "finite and at least 0");
    }
}

/// <summary>
/// Prototypical networks (Snell, Swersky, Zemel, 2017): the prototype of a class is the mean of its support's points (equation 1), and a query belongs to the nearest one:
/// <c>softmax(−d(query, prototype))</c> (equation 2). One-class: with normal items only, the score is how far a query lies outside a learnt radius around the prototype,
/// <c>scale · (d − radius − factor · spread)</c>, the spread being the mean distance of each normal item to the prototype of the others. With labelled anomalies in the support as
/// well: how much nearer the anomalies' prototype is than the normal one.
/// </summary>
public sealed class PrototypicalNetwork : MetricLearner
{
    private const int CalibratedAtOnce = 16, CalibrationSteps = 500;
    private const double CalibrationRate = 0.05;
    private readonly EmbeddingWithNumbers model;

    /// <param name="embedding"><c>[batch, ...] → [batch, features]</c>; the learner takes it over.</param>
    /// <param name="options">Null takes the defaults.</param>
    public PrototypicalNetwork(Module<Tensor, Tensor> embedding, PrototypicalNetworkOptions? options = null) : base(embedding)
    {
        Options = options ?? new();
        Options.Validate();
        // The scale as a logarithm, the radius before softplus, the factor of the spread.
        model = new EmbeddingWithNumbers(embedding, ("scale", Math.Log(10)), ("radius", 0), ("spread", 1));
    }

    /// <summary>The options it was built with.</summary>
    public PrototypicalNetworkOptions Options { get; }

    /// <summary>The same learnt weights under other options, such as another trim, which need no new training. Both share the weights: dispose one of them, when done with both.</summary>
    /// <param name="options">Of the learner that is returned.</param>
    public PrototypicalNetwork With(PrototypicalNetworkOptions options)
    {
        var other = new PrototypicalNetwork(Embedding, options);
        other.model.CopyNumbers(model);
        other.FitLike(this);
        return other;
    }

    /// <inheritdoc/>
    public override string OptionsJson => JsonSerializer.Serialize(Options);

    /// <inheritdoc/>
    protected override Module Model => model;

    /// <summary>
    /// Fits radius, scale and the factor of the spread to one-class tasks, with the embedding as it is. Where an item counts as an anomaly depends on the number of normal items that the
    /// prototype is made of: calibrate on tasks with as many as there will be, of classes that the embedding was not trained on (the validation classes, never the test ones).
    /// </summary>
    /// <param name="tasks">With normal items alone in the support.</param>
    /// <param name="count">How many, at least 1. Default: 400.</param>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    /// <exception cref="ArgumentException">The tasks are not one-class tasks.</exception>
    public void Calibrate(IEpisodeSource tasks, int count = 400)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        Require(count >= 1, nameof(count), count, "at least 1");
        _ = ItemShape;
        using var scope = NewDisposeScope();
        var (distances, spreads, labels, features) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>(), 0L);
        for (var first = 0; first < count; first += CalibratedAtOnce)
        {
            using var one = NewDisposeScope();
            using var batch = tasks.Draw(first, Math.Min(CalibratedAtOnce, count - first));
            if (batch.Ways != 0 || batch.SupportLabels.count_nonzero().item<long>() > 0)
                throw new ArgumentException($"The tasks have {(batch.Ways == 0 ? "anomalies in the support" : $"{batch.Ways} ways")}; take one-class tasks, such as a OneClassSampler's.", nameof(tasks));
            Tensor PointsOf(Tensor items) => Embed(items.flatten(0, 1)).view(items.shape[0], items.shape[1], -1);
            var state = AdaptTo(PointsOf(batch.Support), batch.SupportLabels, 0);
            var query = PointsOf(batch.Query);
            features = query.shape[^1];
            distances.Add(Distances(query, state[0]).squeeze(-1).detach().MoveToOuterDisposeScope());
            spreads.Add(state[1].detach().MoveToOuterDisposeScope());
            labels.Add(batch.QueryLabels.clone().MoveToOuterDisposeScope());
        }
        var (distance, spread, label) = (cat(distances), cat(spreads), cat(labels));
        using var optimizer = optim.Adam([model["scale"], model["radius"], model["spread"]], CalibrationRate);
        for (var step = 0; step < CalibrationSteps; step++)
        {
            using var one = NewDisposeScope();
            optimizer.zero_grad();
            QueryLoss(Outside(distance, spread, features), label).backward();
            optimizer.step();
        }
        optimizer.zero_grad();
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> AdaptTo(Tensor support, Tensor labels, int ways)
    {
        var points = Options.Distance == PrototypeDistance.Cosine ? functional.normalize(support, dim: -1) : support;
        if (ways == 0 && labels.count_nonzero().item<long>() == 0) return [Prototypes(points, labels, 1), Spread(points)];
        return [Prototypes(points, labels, Math.Max(ways, 2))];
    }

    /// <inheritdoc/>
    protected override Tensor Compare(IReadOnlyList<Tensor> state, Tensor query, int ways)
    {
        var distances = Distances(query, state[0]);
        if (ways > 0) return Options.Distance == PrototypeDistance.Cosine ? -distances * model["scale"].exp() : -distances;
        if (state.Count == 1) return (distances.select(-1, 0) - distances.select(-1, 1)) * (Options.Distance == PrototypeDistance.Cosine ? model["scale"].exp() : ones(1));
        return Outside(distances.squeeze(-1), state[1], query.shape[^1]);
    }

    /// <inheritdoc/>
    protected override Tensor PointLoss(Tensor support, Tensor supportLabels, Tensor query, Tensor queryLabels, int ways)
    {
        if (ways == 0 || Options.OneClassWeight == 0) return base.PointLoss(support, supportLabels, query, queryLabels, ways);
        var classes = AdaptTo(support, supportLabels, ways)[0];
        var distances = Distances(query, classes);
        var logits = Options.Distance == PrototypeDistance.Cosine ? -distances * model["scale"].exp() : -distances;
        // Every prototype in turn is "normal", and the queries of all other classes are its anomalies.
        var spreads = SpreadsOf(support, supportLabels, ways);
        var outside = Outside(distances.transpose(1, 2).flatten(0, 1), spreads.reshape(-1, 1), query.shape[^1]);
        var anomaly = queryLabels.unsqueeze(1).ne(arange(ways).view(1, -1, 1)).flatten(0, 1);
        return QueryLoss(logits, queryLabels) + Options.OneClassWeight * QueryLoss(outside, anomaly);
    }

    private Tensor Distances(Tensor query, Tensor prototypes) => Options.Distance == PrototypeDistance.Cosine
        ? 1 - functional.normalize(query, dim: -1).bmm(functional.normalize(prototypes, dim: -1).transpose(1, 2))
        : SquaredDistances(query, prototypes);

    // [tasks, query], spread [tasks, 1]; Euclidean distances as a mean over features, so that scale and radius mean the same in any width.
    private Tensor Outside(Tensor distances, Tensor spread, long features)
    {
        var unit = Options.Distance == PrototypeDistance.Cosine ? 1.0 : features;
        return model["scale"].exp() * (distances / unit - functional.softplus(model["radius"]) - model["spread"] * (spread / unit));
    }

    private Tensor Prototypes(Tensor points, Tensor labels, int classes)
    {
        var members = functional.one_hot(labels, classes).to(points.dtype);   // [tasks, support, classes]
        if (Options.Trim > 0) members = members * Kept(points, members);
        return members.transpose(1, 2).bmm(points) / members.sum([1L]).unsqueeze(-1);
    }

    // Of each class the share of points nearest to its mean; at least one.
    private Tensor Kept(Tensor points, Tensor members)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var means = members.transpose(1, 2).bmm(points) / members.sum([1L]).unsqueeze(-1);
        var own = (SquaredDistances(points, means) * members).sum([-1L]);   // to the own class's mean
        var farther = own.unsqueeze(1).gt(own.unsqueeze(2)).to(points.dtype).bmm(members);   // members of a class that lie farther away than this point
        var last = (farther * members).sum([-1L], keepdim: true);
        var leftOut = (members.bmm(members.sum([1L]).unsqueeze(-1)) * Options.Trim).floor();
        return last.ge(leftOut).to(points.dtype).MoveToOuterDisposeScope();
    }

    // Mean distance of a normal item to the prototype of the others: n/(n−1) times its offset from the mean of all. [tasks, 1]; zero for one item.
    private Tensor Spread(Tensor points)
    {
        var n = points.shape[1];
        if (n < 2) return zeros(points.shape[0], 1, dtype: points.dtype);
        var others = (points.sum([1L], keepdim: true) - points) / (n - 1);
        var distances = Options.Distance == PrototypeDistance.Cosine
            ? 1 - (functional.normalize(points, dim: -1) * functional.normalize(others, dim: -1)).sum([-1L])
            : (points - others).square().sum([-1L]);
        return distances.mean([1L], keepdim: true);
    }

    // [tasks, ways]; the support of an N-way sampler is in the order of the classes with equal shots.
    private Tensor SpreadsOf(Tensor support, Tensor labels, int ways)
    {
        var (tasks, shots) = (support.shape[0], support.shape[1] / ways);
        var order = labels.argsort(-1).unsqueeze(-1).expand(tasks, support.shape[1], support.shape[2]);
        return Spread(support.gather(1, order).view(tasks * ways, shots, -1)).view(tasks, ways);
    }
}
