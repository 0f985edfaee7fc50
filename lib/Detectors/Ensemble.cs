using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="Ensemble"/>.</summary>
public sealed record EnsembleOptions : DetectorOptions
{
    /// <summary>Names of the members in <see cref="DetectorCatalog"/>, at least one; each has its default options. Default: DTE-NP, GMM, ICL: neighbours, density, contrast.</summary>
    public IReadOnlyList<string> Members { get; init; } = ["DTE-NP", "GMM", "ICL"];

    /// <summary>How their scores become one. Default: the mean of −log(tail share).</summary>
    public Combination Combination { get; init; } = Combination.TailAverage;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Members.Count >= 1, nameof(Members), Members.Count, "at least one name");
        Options.Require(Enum.IsDefined(Combination), nameof(Combination), Combination, "one of " + string.Join(", ", Enum.GetNames<Combination>()));
    }
}

/// <summary>
/// Several detectors as one: where they err on different rows, their common score errs less (Aggarwal and Sathe, 2015). Each is fitted on the same rows; the scores are brought onto one
/// scale by the training scores, and combined.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class Ensemble(EnsembleOptions? options = null) : CompositeDetector<EnsembleOptions>(options)
{
    private const string MemberScores = "member_scores", Weights = "weights";

    /// <summary>With <see cref="Combination.Stacking"/>, what each member's standardised score counts; else empty.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public double[] MemberWeights => Width > 0 && Options.Combination == Combination.Stacking ? Learnt(Weights).data<double>().ToArray() : [];

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Kinds => Options.Members;

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        foreach (var _ in Kinds) FitNext(x);
        Learn(MemberScores, stack(Parts.Select(part => part.TrainingScoresTensor), 1));
        if (Options.Combination == Combination.Stacking) Learn(Weights, Stacked(x));
        return Combined(Learnt(MemberScores));
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x) => Combined(Scores(x));

    private Tensor Scores(Tensor x) => stack(Parts.Select(part => part.ScorePart(x)), 1);

    private Tensor Combined(Tensor scores) => Options.Combination == Combination.Stacking
        ? ScoreCombination.Standardised(scores, Learnt(MemberScores)).mv(Learnt(Weights))
        : ScoreCombination.Combine(scores, Learnt(MemberScores), Options.Combination);

    /// <summary>Weights, <c>[members]</c>, that tell the training rows from rows whose features come from different rows. A member with a negative weight goes, and the others are weighed anew.</summary>
    private Tensor Stacked(Tensor x)
    {
        Seed.Torch("stacking");
        var broken = stack(Enumerable.Range(0, (int)x.shape[1]).Select(column => x.select(1, column)[randperm(x.shape[0], dtype: int64)]), 1);
        var training = Learnt(MemberScores);
        var values = ScoreCombination.Standardised(cat([training, Scores(broken)]), training).clamp(-10, 10).to(float32);
        var y = new int[2 * x.shape[0]];
        y.AsSpan((int)x.shape[0]).Fill(1);
        var used = Enumerable.Range(0, Parts.Count).ToList();
        while (used.Count > 0)
        {
            var chosen = (float[,])values.index_select(1, tensor(used.Select(i => (long)i).ToArray())).contiguous().data<float>().ToNDArray();
            var fitted = LogisticRegression.Fit(new LabeledData(chosen, y, [.. used.Select(i => Options.Members[i])]));
            var weights = new double[Parts.Count];
            for (var i = 0; i < used.Count; i++) weights[used[i]] = fitted.Coefficients[i];
            if (used.RemoveAll(member => weights[member] <= 0) == 0) return tensor(weights);
        }
        return full(Parts.Count, 1.0 / Parts.Count, dtype: float64);   // none tells them apart: all count alike
    }
}
