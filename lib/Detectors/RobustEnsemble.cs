using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="RobustEnsemble"/>.</summary>
public sealed record RobustEnsembleOptions : DetectorOptions
{
    /// <summary>The kind in <see cref="DetectorCatalog"/> that says which rows the members are not fitted on. Default: IForest, which a few anomalies hardly disturb.</summary>
    public string Sieve { get; init; } = "IForest";

    /// <summary>Share of the distinct rows that the sieve lets pass, in (0, 1]. Default: 0.75, the usual compromise of robust estimation (Hubert and Debruyne, 2010).</summary>
    public double Kept { get; init; } = 0.75;

    /// <summary>Names of the members, at least one; each has its default options, but kNN has √rows neighbours. Default: IForest, Mahalanobis, kNN.</summary>
    public IReadOnlyList<string> Members { get; init; } = ["IForest", "Mahalanobis", "kNN"];

    /// <summary>How their scores become one; anything but stacking. Default: the mean of the standardised scores.</summary>
    public Combination Combination { get; init; } = Combination.Average;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ArgumentException.ThrowIfNullOrWhiteSpace(Sieve);
        Options.Require(Kept is > 0 and <= 1, nameof(Kept), Kept, "above 0 and at most 1");
        Options.Require(Members.Count >= 1, nameof(Members), Members.Count, "at least one name");
        Options.Require(Enum.IsDefined(Combination) && Combination != Combination.Stacking, nameof(Combination), Combination, "Average, RankAverage, TailAverage or Maximum");
    }
}

/// <summary>
/// An ensemble for rows that hold anomalies. A row that occurs twice counts once, because copies of an anomaly make it look normal; a first detector then puts aside the rows that look
/// most like anomalies; the members are fitted on the others (trimming, as in robust covariance estimation), and their scores are combined.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class RobustEnsemble(RobustEnsembleOptions? options = null) : CompositeDetector<RobustEnsembleOptions>(options)
{
    private const string MemberScores = "member_scores";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Kinds => [Options.Sieve, .. Options.Members];

    /// <inheritdoc/>
    protected override Detector Create(string kind) => Parts.Count > 0 && kind.Equals("kNN", StringComparison.OrdinalIgnoreCase)
        ? new NearestNeighbours(new() { Neighbours = 0, Seed = Options.Seed })
        : base.Create(kind);

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        var (first, place) = DistinctRows.Of(x);
        var rows = x.index_select(0, tensor(first));
        if (rows.shape[0] < 2) (rows, place) = (x, [.. Enumerable.Range(0, (int)x.shape[0]).Select(row => (long)row)]);

        var suspicion = FitNext(rows).TrainingScoresTensor;
        var kept = Unsuspicious(rows, suspicion, Options.Kept);
        var clean = rows.index_select(0, kept);
        foreach (var _ in Options.Members) FitNext(clean);
        Learn(MemberScores, stack(Parts.Skip(1).Select(part => part.TrainingScoresTensor), 1));

        // Rows that a member was fitted on have training scores, without themselves as neighbours.
        var scores = ScoreCore(rows);
        scores.index_copy_(0, kept, Combined(Learnt(MemberScores)));
        return scores.index_select(0, tensor(place));
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x) => Combined(stack(Parts.Skip(1).Select(part => part.ScorePart(x)), 1));

    private Tensor Combined(Tensor scores) => ScoreCombination.Combine(scores, Learnt(MemberScores), Options.Combination);

    /// <summary>The least suspicious rows. Where they all agree in a feature in which other rows do not (a rare category, say), any other value would seem infinitely far away: the least
    /// suspicious rows that have one come back, one for a hundred.</summary>
    /// <param name="rows">float64 <c>[rows, features]</c>, at least two.</param>
    /// <param name="suspicion">float64 <c>[rows]</c>, the higher the more suspicious.</param>
    /// <param name="share">The share to keep, in (0, 1].</param>
    /// <returns>Indices, int64.</returns>
    internal static Tensor Unsuspicious(Tensor rows, Tensor suspicion, double share)
    {
        var order = suspicion.argsort(0, descending: false);
        var count = Math.Max(2, (long)Math.Ceiling(share * rows.shape[0]));
        var kept = order.narrow(0, 0, count);
        var (middle, others) = (rows.index_select(0, kept), rows.index_select(0, order.narrow(0, count, rows.shape[0] - count)));
        if (others.shape[0] == 0) return kept;
        var agreed = middle.amin([0L]).eq(middle.amax([0L]));
        var differ = others.ne(middle[0]).logical_and(agreed);                                 // [others, features]
        var back = differ.logical_and(differ.cumsum(0).le(Math.Ceiling(0.01 * count))).any(1L).nonzero().squeeze(1);
        return cat([kept, order.index_select(0, back + count)]);
    }
}
