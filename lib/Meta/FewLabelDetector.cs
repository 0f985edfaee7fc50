using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// Learns from a handful of labelled anomalies among unlabelled rows, with experience from other tables. Tables differ in their columns, so that nothing could be carried over; but everything here speaks on
/// one scale, the place of a row among the unlabelled rows. Detectors that need no labels give their opinions; learners that know the labels (penalised logistic regressions, forests, distances to the labels)
/// work on the columns' ranks and those opinions; how much each of them is to be trusted with so many labels is a <see cref="FewLabelPrior"/>, learnt over other tables (the outer loop), and the
/// labels at hand correct it (the inner loop: logistic regression towards the prior, on judgements of labelled rows by what has not seen them). Without labels the detectors alone are heard, at each row the loudest of them.
/// The idea of scores as features is XGBOD's (Zhao and Hryniewicki, IJCNN 2018), unlabelled rows as the other class that of PU learning (Mordelet and Vert, 2014).
/// </summary>
public sealed class FewLabelDetector : CompositeDetector<FewLabelOptions>
{
    private const string Mean = "mean", Deviation = "deviation", Columns = "columns", Opinions = "opinions", Judgements = "judgements", Weights = "weights", Loudest = "loudest", HeldOut = "held_out", LabelRows = "label_rows", Places = "label_places";
    private const string ByRanks = " by ranks";
    private const double Tiny = 1e-3;

    private static readonly string[] AllKinds =
        ["kNN", "kNN wide", "LOF", "IForest", "Mahalanobis", "MCD", "PCA", "GMM", "ECOD", "KDE", "kNN" + ByRanks, "kNN wide" + ByRanks, "Mahalanobis" + ByRanks];

    private readonly FewLabelPrior? ownPrior;
    private int[] labelledRows = [];
    private (double Slope, double Intercept)? curve;

    /// <param name="options">Null takes the defaults.</param>
    /// <param name="prior">Null takes the one that comes with the library.</param>
    /// <exception cref="ArgumentException">The prior weighs other detectors or learners than these.</exception>
    public FewLabelDetector(FewLabelOptions? options = null, FewLabelPrior? prior = null) : base(options)
    {
        prior?.Check();
        ownPrior = prior;
    }

    /// <summary>The detectors that need no labels; "by ranks": on the columns' ranks instead of their standardised values.</summary>
    public static IReadOnlyList<string> DetectorNames => AllKinds;

    /// <summary>The learners that know the labels.</summary>
    public static IReadOnlyList<string> LearnerNames { get; } = [.. FewLabelLearner.All.Select(learner => learner.Name)];

    /// <summary>Labelled anomalies that it was fitted with.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public int Labels => Width > 0 && Knowledge.ContainsKey(HeldOut) ? (int)Learnt(HeldOut).data<double>().ToArray()[1] : 0;

    /// <summary>How well the labels tell about each other: the AUROC of each labelled anomaly against the unlabelled rows, all judged by learners that have not seen them; NaN with fewer than two labels.
    /// Anomalies hidden among the unlabelled rows lower it.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public double HeldOutAuroc => Labels >= 2 ? Learnt(HeldOut).data<double>().ToArray()[0] : double.NaN;

    /// <summary>The labelled rows and the place of each: the share of the unlabelled rows that score below it by learners that have not seen its label. A low place says a wrong label, or a kind of its own: look at
    /// such rows again. None with fewer than two labels.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public IReadOnlyList<(int Row, double Place)> LabelPlaces => Labels >= 2
        ? [.. Learnt(LabelRows).data<long>().Select(row => (int)row).Zip(Learnt(Places).data<double>().ToArray())]
        : [];

    /// <summary>How much each learner counts here, after the labels have spoken; without labels each detector.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public IReadOnlyList<(string Name, double Weight)> Trust => Width > 0
        ? [.. (Labels > 0 ? LearnerNames : DetectorNames).Zip(Learnt(Weights).data<double>().ToArray())]
        : [];

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Kinds => AllKinds;

    /// <summary>Learns from a table of which a few rows are known to be anomalies.</summary>
    /// <param name="x">All rows, <c>[rows, features]</c>, finite, as they are: scale does not matter.</param>
    /// <param name="labelled">Indices of the rows that are known anomalies, each once; none makes it unsupervised. At least two rows must remain unlabelled.</param>
    /// <returns>The detector itself.</returns>
    /// <exception cref="ArgumentException">A row that is not there or named twice, too few unlabelled rows, or rows that <see cref="Detector.Fit"/> refuses.</exception>
    public FewLabelDetector Fit(float[,] x, IReadOnlyList<int> labelled)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(labelled);
        var rows = x.GetLength(0);
        if (labelled.Any(row => row < 0 || row >= rows))
            throw new ArgumentException($"Row {labelled.First(row => row < 0 || row >= rows)} is labelled; the table has rows 0 to {rows - 1}.", nameof(labelled));
        if (labelled.Distinct().Count() != labelled.Count) throw new ArgumentException("A row is labelled twice; name each once.", nameof(labelled));
        if (rows - labelled.Count < 2) throw new ArgumentException($"{labelled.Count} of {rows} rows are labelled; at least two must be unlabelled, to learn what is usual.", nameof(labelled));
        labelledRows = [.. labelled.Order()];
        try
        {
            Fit(x);
        }
        finally
        {
            labelledRows = [];
        }
        return this;
    }

    /// <summary>What each detector and each learner says of rows.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public FewLabelEvidence Evidence(float[,] x)
    {
        CheckRows(x);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var views = Views(tensor(x, dtype: float64));
        return new(Matrix(views.Opinions), Labels > 0 ? Matrix(Judged(views)) : new float[x.GetLength(0), 0]);
    }

    /// <summary>Why a row scores as it does: what each column and each detector adds to the log-odds of the learner that sees both, the largest first. Without labels only the detectors speak.</summary>
    /// <param name="x">Rows, <c>[rows, features]</c>.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="columns">Names of the columns; null numbers them.</param>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    /// <exception cref="ArgumentException">Rows of another width, no such row, or another number of names.</exception>
    public IReadOnlyList<FewLabelReason> Explain(float[,] x, int row, IReadOnlyList<string>? columns = null)
    {
        CheckRows(x);
        if (row < 0 || row >= x.GetLength(0)) throw new ArgumentOutOfRangeException(nameof(row), row, $"There are rows 0 to {x.GetLength(0) - 1}.");
        columns ??= [.. Enumerable.Range(0, Width).Select(column => FormattableString.Invariant($"column {column}"))];
        if (columns.Count != Width) throw new ArgumentException($"There are {columns.Count} names for {Width} columns; there must be one a column.", nameof(columns));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var views = Views(tensor(x, dtype: float64).narrow(0, row, 1));
        var parts = Labels > 0 ? ((LinearLearner)FewLabelLearner.All[0]).Contributions(views, name => Learnt(Key(0, name))) : Voices(views);
        var names = Labels > 0 ? columns.Select(name => (name, true)).Concat(AllKinds.Select(name => (name, false))) : AllKinds.Select(name => (name, false));
        return [.. names.Zip(parts[0].data<double>().ToArray(), (name, value) => new FewLabelReason(name.Item1, name.Item2, value)).OrderByDescending(reason => Math.Abs(reason.Contribution))];
    }

    /// <inheritdoc/>
    protected override Detector Create(string kind) => kind.Replace(ByRanks, "", StringComparison.Ordinal) switch
    {
        "kNN" => new NearestNeighbours(new() { Seed = Options.Seed }),
        "kNN wide" => new NearestNeighbours(new() { Neighbours = 0, Seed = Options.Seed }),
        var other => base.Create(other),
    };

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        curve = null;
        var prior = ownPrior ?? FewLabelPrior.Shipped;
        var known = tensor(labelledRows.Select(row => (long)row).ToArray(), dtype: int64);
        var rest = tensor(Enumerable.Range(0, (int)x.shape[0]).Except(labelledRows).Select(row => (long)row).ToArray());
        var raw = FitDetectors(x, known, rest);
        Learn(Opinions, FewLabelSpace.Sorted(raw.index_select(0, rest)));
        var views = Views(x, raw);
        if (labelledRows.Length == 0)
        {
            Learn(Weights, tensor(prior.Detectors.ToArray()));
            Learn(Loudest, tensor(new[] { (long)prior.Loudest }));
            return Voices(views).sum([1L]);
        }

        var (labelled, unlabelled) = (views.Rows(known), views.Rows(rest));
        var task = FewLabelTraining.Of(labelledRows.Length, (int)rest.shape[0], Options);
        var (a, b) = (new List<Tensor>(), new List<Tensor>());
        for (var i = 0; i < FewLabelLearner.All.Count; i++)
        {
            var learner = i;
            var (scoresA, scoresB) = FewLabelLearner.All[i].Fit(labelled, unlabelled, task, (name, value) => Learn(Key(learner, name), value));
            a.Add(scoresA);
            b.Add(scoresB);
        }
        Learn(Judgements, FewLabelSpace.Sorted(stack(b, 1)));
        var (judgedA, judgedB) = (FewLabelSpace.Logits(Learnt(Judgements), stack(a, 1)), FewLabelSpace.Logits(Learnt(Judgements), stack(b, 1)));
        TrainingJudgements = (Matrix(judgedA), Matrix(judgedB));
        Learn(Weights, prior.Adapted(judgedA, judgedB));
        var (ofLabelled, ofRest) = (judgedA.mv(Learnt(Weights)), judgedB.mv(Learnt(Weights)));
        var scores = zeros(x.shape[0], dtype: float64).index_copy_(0, known, ofLabelled).index_copy_(0, rest, ofRest);
        if (labelledRows.Length >= 2) curve = prior.Curve?.For(ofLabelled.data<double>().ToArray(), ofRest.data<double>().ToArray());
        Learn(LabelRows, known);
        Learn(Places, FewLabelSpace.Places(FewLabelSpace.Sorted(ofRest.unsqueeze(1)), ofLabelled.unsqueeze(1)).squeeze(1));
        var y = new int[x.shape[0]];
        foreach (var row in labelledRows) y[row] = 1;
        Learn(HeldOut, tensor(new[] { Metric.Auroc(y, scores.data<double>().ToArray()), labelledRows.Length }));
        return scores;
    }

    /// <summary>What the learners said of the labelled and the unlabelled training rows, held out; only after a fit with labels, not from a file.</summary>
    internal (float[,] Labelled, float[,] Unlabelled) TrainingJudgements { get; private set; } = (new float[0, 0], new float[0, 0]);

    /// <summary>With two labels and more, probabilities are calibrated by what was learnt on other tables.</summary>
    protected override (double Slope, double Intercept)? Curve() => curve;

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x)
    {
        var views = Views(x);
        return Labels > 0 ? Judged(views).mv(Learnt(Weights)) : Voices(views).sum([1L]);
    }

    /// <summary>Fits each detector on the distinct unlabelled rows: copies of a row would make it look normal. The labelled rows are scored as new ones.</summary>
    private Tensor FitDetectors(Tensor x, Tensor known, Tensor rest)
    {
        var unlabelled = x.index_select(0, rest);
        Learn(Mean, unlabelled.mean([0L]));
        var deviation = unlabelled.std(0, unbiased: false);
        Learn(Deviation, where(deviation > 0, deviation, ones_like(deviation)));
        Learn(Columns, FewLabelSpace.Sorted(unlabelled));
        var (z, normal) = (Standardised(x), FewLabelSpace.Normal(Learnt(Columns), x));
        var (first, place) = DistinctRows.Of(unlabelled);
        if (first.Length < 2) (first, place) = (place.Select((_, row) => (long)row).ToArray(), [.. place.Select((_, row) => (long)row)]);
        var (distinct, back) = (rest.index_select(0, tensor(first)), tensor(place));
        var (fitted, others) = known.shape[0] > 0 ? Drawn(first.Length) : Sifted(z.index_select(0, distinct));
        var columns = new List<Tensor>();
        foreach (var kind in AllKinds)
        {
            using var scope = NewDisposeScope();
            var view = kind.EndsWith(ByRanks, StringComparison.Ordinal) ? normal : z;
            var rows = view.index_select(0, distinct);
            var part = FitNext(rows.index_select(0, fitted));
            var own = zeros(first.Length, dtype: float64).index_copy_(0, fitted, part.TrainingScoresTensor);
            if (others.shape[0] > 0) own.index_copy_(0, others, part.ScorePart(rows.index_select(0, others)));
            var scores = zeros(x.shape[0], dtype: float64).index_copy_(0, rest, own.index_select(0, back));
            if (known.shape[0] > 0) scores.index_copy_(0, known, part.ScorePart(view.index_select(0, known)));
            columns.Add(scores.MoveToOuterDisposeScope());
        }
        return stack(columns, 1);
    }

    /// <summary>Which of so many rows the detectors are fitted on, and which not.</summary>
    private (Tensor Fitted, Tensor Others) Drawn(int rows)
    {
        var order = Enumerable.Range(0, rows).Select(row => (long)row).ToArray();
        if (rows > Options.MostRows) Seed.Random("rows").Shuffle(order);
        var taken = Math.Min(rows, Options.MostRows);
        return (tensor(order[..taken]), tensor(order[taken..], dtype: int64));
    }

    /// <summary>Without labels: the rows that look least like anomalies, as <see cref="RobustEnsemble"/> sifts them.</summary>
    private (Tensor Fitted, Tensor Others) Sifted(Tensor rows)
    {
        using var sieve = new IsolationForest(new() { Seed = Options.Seed });
        sieve.FitPart(rows);
        var kept = RobustEnsemble.Unsuspicious(rows, sieve.TrainingScoresTensor, Options.Kept).data<long>().ToArray();
        if (kept.Length > Options.MostRows)
        {
            Seed.Random("rows").Shuffle(kept);
            kept = kept[..Options.MostRows];
        }
        return (tensor(kept), tensor(Enumerable.Range(0, (int)rows.shape[0]).Select(row => (long)row).Except(kept).ToArray(), dtype: int64));
    }

    private FewLabelViews Views(Tensor x)
    {
        var (z, normal) = (Standardised(x), FewLabelSpace.Normal(Learnt(Columns), x));
        return Views(x, stack(Parts.Select((part, i) => part.ScorePart(AllKinds[i].EndsWith(ByRanks, StringComparison.Ordinal) ? normal : z)), 1));
    }

    private FewLabelViews Views(Tensor x, Tensor raw)
    {
        Tensor Near(string kind) => (raw.select(1, Array.IndexOf(AllKinds, kind)) + Tiny).log();
        return new(FewLabelSpace.Damped(Standardised(x)), FewLabelSpace.Normal(Learnt(Columns), x), FewLabelSpace.Logits(Learnt(Opinions), raw), stack([Near("kNN"), Near("kNN" + ByRanks)], 1));
    }

    private Tensor Voices(FewLabelViews views) => FewLabelPrior.Voices(views.Opinions, Learnt(Weights), (int)Learnt(Loudest).item<long>());

    private Tensor Judged(FewLabelViews views) => FewLabelSpace.Logits(Learnt(Judgements),
        stack(FewLabelLearner.All.Select((learner, i) => learner.Score(views, name => Learnt(Key(i, name)))), 1));

    private Tensor Standardised(Tensor x) => (x - Learnt(Mean)) / Learnt(Deviation);

    private static string Key(int learner, string name) => FormattableString.Invariant($"learner{learner}.{name}");

    private static float[,] Matrix(Tensor x) => (float[,])x.to(float32).contiguous().data<float>().ToNDArray();
}
