using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// From the scores of a <see cref="FewLabelDetector"/> to probabilities: <c>logit P = (a + b h) s + c logit π + d h + e</c>, learnt over other tables by logistic regression, every table counting the same
/// (Platt's curve, 1999, with facts that a table's own labels give). h is the logit of the held-out AUROC of the labels; π the estimated share of anomalies among the unlabelled rows: the least ratio of the share
/// of unlabelled to that of labelled rows at or above a score, as in learning from positive and unlabelled rows (Elkan and Noto, KDD 2008; Scott, AISTATS 2015).
/// </summary>
/// <param name="Slope">a.</param>
/// <param name="SlopeByMerit">b.</param>
/// <param name="Share">c.</param>
/// <param name="Merit">d.</param>
/// <param name="Intercept">e.</param>
public sealed record FewLabelCurve(double Slope, double SlopeByMerit, double Share, double Merit, double Intercept)
{
    private const double Penalty = 0.1, RowsOfATable = 20;
    private const double LeastArea = 0.02, MostArea = 0.995, MostShare = 0.5;

    /// <summary>Learns it from scores whose truth is known, and from what the labels of those tables scored held out.</summary>
    internal static FewLabelCurve Learn(IReadOnlyList<(double[] Scores, int[] Truth, double[] Labelled, double[] Unlabelled)> tables)
    {
        using var scope = NewDisposeScope();
        var (x, y, weights) = (new List<Tensor>(), new List<double>(), new List<double>());
        foreach (var (scores, truth, labelled, unlabelled) in tables)
        {
            var (share, merit) = Facts(labelled, unlabelled);
            var s = tensor(scores);
            x.Add(stack([s, s * merit, full_like(s, share), full_like(s, merit)], 1));
            y.AddRange(truth.Select(label => (double)label));
            weights.AddRange(truth.Select(_ => RowsOfATable / truth.Length));
        }
        var w = FewLabelHead.Fit(cat(x), tensor(y.ToArray()), tensor(weights.ToArray()), zeros(4, dtype: float64), Penalty).data<double>().ToArray();
        return new(w[0], w[1], w[2], w[3], w[4]);
    }

    /// <summary>The curve of a table, in its scores; never falling.</summary>
    /// <param name="labelled">Scores of the labelled rows, held out; at least two.</param>
    /// <param name="unlabelled">Scores of the unlabelled rows.</param>
    internal (double Slope, double Intercept) For(double[] labelled, double[] unlabelled)
    {
        var (share, merit) = Facts(labelled, unlabelled);
        return (Math.Max(1e-6, Slope + SlopeByMerit * merit), Share * share + Merit * merit + Intercept);
    }

    // logit π, and h.
    private static (double Share, double Merit) Facts(double[] labelled, double[] unlabelled)
    {
        var (up, rest) = (labelled.Order().ToArray(), unlabelled.Order().ToArray());
        double Below(double score, bool orEqual) => Bound(rest, score, orEqual);
        var area = up.Average(score => (Below(score, false) + Below(score, true)) / 2 / rest.Length);
        var share = up.Select((score, i) => (rest.Length - Below(score, false) + 0.5) / rest.Length * (up.Length + 1) / (up.Length - i)).Min();
        return (Logit(Math.Min(MostShare, share)), Logit(Math.Clamp(area, LeastArea, MostArea)));
    }

    private static int Bound(double[] sorted, double value, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value || (orEqual && sorted[middle] == value)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static double Logit(double p) => Math.Log(p / (1 - p));
}
