using System.Globalization;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// What was learnt over other tables: how much to trust each detector without labels, how much each learner with so many labels, and how far the labels of a new table may change that:
/// first by how well each learner found the labelled anomalies that it had not seen, <c>wₘ ∝ w⁰ₘ exp(β (hₘ − h̄) + γ (h_d − 2.2) dₘ)</c>, where h is the logit of that held-out AUROC, h_d that of the
/// learner with nothing but the detectors, and d says who listens to detectors; then by logistic regression towards those weights.
/// w⁰ is learnt by logistic regression over the rows of all tables, every table counting the same, towards equal trust; β, γ and λ by the mean over all tables of AUROC + ½ average precision.
/// Without labels a row's score is the mean of what the loudest detectors say of it: an anomaly need not be seen by all of them, and one alone may be mistaken (Aggarwal and Sathe, SIGKDD Explorations 2015,
/// on averages and maxima); how many are listened to is learnt by the mean AUROC over all tables.
/// </summary>
/// <param name="Detectors">One weight a detector.</param>
/// <param name="Budgets">Numbers of labels it was learnt for, ascending.</param>
/// <param name="Learners">One weight a learner for each of them.</param>
/// <param name="Merit">β: how much a learner's own held-out success counts.</param>
/// <param name="Opinion">γ: how much that of the detectors counts for all who listen to them.</param>
/// <param name="Strength">λ: how strongly the regression is held to those weights; infinite: they stay.</param>
public sealed record FewLabelPrior(IReadOnlyList<double> Detectors, IReadOnlyList<int> Budgets, IReadOnlyList<IReadOnlyList<double>> Learners, double Merit, double Opinion, double Strength)
{
    /// <summary>The sum of the weights where all are trusted alike.</summary>
    internal const double EvenSum = 0.7;

    private const double Penalty = 30, BlindPenalty = 300;   // how strongly equal trust is held to: more where no label can object
    private const int MostNormals = 400, EnoughAnomalies = 20;
    private const double Usual = 2.2, LeastArea = 0.02, MostArea = 0.995;   // 2.2: an AUROC of 0.9
    private static readonly double[] Merits = [0, 0.2, 0.4, 0.7], Opinions = [0, 0.25, 0.5, 1], Strengths = [100, 300, 1000, double.PositiveInfinity];
    private static readonly Lazy<FewLabelPrior> shipped = new(ReadShipped);

    /// <summary>Without labels: how many detectors are listened to, at each row those that find it strangest. Default: all.</summary>
    public int Loudest { get; init; } = FewLabelDetector.DetectorNames.Count;

    /// <summary>From scores to probabilities, learnt over the same tables; null leaves them uncalibrated.</summary>
    public FewLabelCurve? Curve { get; init; }

    /// <summary>The prior that comes with the library, learnt over all 22 data sets that the project has.</summary>
    public static FewLabelPrior Shipped => shipped.Value;

    /// <summary>Equal trust in all: what one starts from, and what a learnt prior has to beat.</summary>
    public static FewLabelPrior Equal { get; } = new(Even(FewLabelDetector.DetectorNames.Count), [5], [Even(FewLabelDetector.LearnerNames.Count)], 0, 0, double.PositiveInfinity);

    /// <summary>The outer loop.</summary>
    /// <param name="experience">Of other tables; several numbers of labels.</param>
    /// <exception cref="ArgumentException">There is none with two anomalies among the test rows.</exception>
    public static FewLabelPrior Learn(IReadOnlyList<FewLabelExperience> experience)
    {
        ArgumentNullException.ThrowIfNull(experience);
        var useful = experience.Where(task => task.Truth.Count(label => label == 1) >= 2 && task.Truth.Contains(0)).ToArray();
        if (useful.Length == 0) throw new ArgumentException("No table has two anomalies among its test rows; there is nothing to learn from.", nameof(experience));
        var budgets = useful.Select(task => task.Labels).Where(labels => labels > 0).Distinct().Order().ToArray();
        var learners = budgets.Select(labels => Pooled([.. useful.Where(task => task.Labels == labels).Select(task => (task.Test.Learners, task.Truth))])).ToArray();
        // Without labels the detectors are fitted in another way: where there is experience of that, it alone counts for them.
        var unlabelled = useful.Where(task => task.Labels == 0).ToArray();
        var blind = unlabelled.Length > 0 ? unlabelled : useful;
        var free = new FewLabelPrior(Pooled([.. blind.Select(task => (task.Test.Detectors, task.Truth))], BlindPenalty), budgets, learners, 0, 0, double.PositiveInfinity);
        if (unlabelled.Length > 0)
            free = Enumerable.Range(1, free.Detectors.Count).Select(count => free with { Loudest = count }).MaxBy(prior => unlabelled.Average(task => Metric.Auroc(task.Truth, prior.Scores(task))))!;
        FewLabelPrior Best(IEnumerable<FewLabelPrior> priors) => priors.MaxBy(prior => useful.Where(task => task.Labels > 0).Select(prior.Quality).DefaultIfEmpty(0).Average())!;
        var conditioned = Best(Merits.SelectMany(_ => Opinions, (merit, opinion) => free with { Merit = merit, Opinion = opinion }));
        return Best(Strengths.Select(strength => conditioned with { Strength = strength })).Calibrated(useful);
    }

    private FewLabelPrior Calibrated(IReadOnlyList<FewLabelExperience> tables)
    {
        var judged = tables.Where(task => task.Labels >= 2).Select(task => (Task: task, Trust: Trust(task)))
            .Select(task => (Weighed(task.Task.Test.Learners, task.Trust), task.Task.Truth, Weighed(task.Task.Labelled, task.Trust), Weighed(task.Task.Unlabelled, task.Trust))).ToArray();
        return judged.Length == 0 ? this : this with { Curve = FewLabelCurve.Learn(judged) };
    }

    /// <summary>Reads a prior that <see cref="Save"/> has written.</summary>
    /// <exception cref="DataFormatException">The file is damaged, or of other detectors or learners.</exception>
    public static FewLabelPrior Read(string path)
    {
        using var file = SafetensorsFile.Read(path);
        try
        {
            double[] Numbers(string name) => file.Tensors[name].data<double>().ToArray();
            var learners = Numbers("learners").Chunk(FewLabelDetector.LearnerNames.Count).ToArray();
            var prior = new FewLabelPrior(Numbers("detectors"), [.. file.Tensors["budgets"].data<long>().Select(labels => (int)labels)], learners, Numbers("merit")[0], Numbers("opinion")[0], Numbers("strength")[0]);
            if (file.Tensors.ContainsKey("loudest")) prior = prior with { Loudest = (int)file.Tensors["loudest"].data<long>()[0] };
            prior.Check();
            if (file.Tensors.ContainsKey("curve") && Numbers("curve") is [var slope, var byMerit, var share, var merit, var intercept]) prior = prior with { Curve = new(slope, byMerit, share, merit, intercept) };
            return file.Metadata["detectors"] == Names(FewLabelDetector.DetectorNames) && file.Metadata["learners"] == Names(FewLabelDetector.LearnerNames)
                ? prior : throw new ArgumentException("it is of other detectors or learners");
        }
        catch (Exception e) when (e is KeyNotFoundException or ArgumentException or InvalidOperationException)
        {
            throw new DataFormatException(path, $"no prior for this library ({e.Message})", "a prior that FewLabelPrior.Save has written", "Make it anew: dotnet run -c Release --project bench -- few-label-prior.");
        }
    }

    /// <summary>Writes it as a small safetensors file.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="notes">Where it comes from.</param>
    public void Save(string path, IReadOnlyDictionary<string, string>? notes = null)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["detectors"] = tensor(Detectors.ToArray()), ["budgets"] = tensor(Budgets.Select(labels => (long)labels).ToArray()),
            ["learners"] = tensor(Learners.SelectMany(weights => weights).ToArray()).view(Budgets.Count, -1), ["merit"] = tensor(new[] { Merit }), ["opinion"] = tensor(new[] { Opinion }), ["loudest"] = tensor(new[] { (long)Loudest }), ["strength"] = tensor(new[] { Strength }),
        };
        if (Curve is { } c) tensors["curve"] = tensor(new[] { c.Slope, c.SlopeByMerit, c.Share, c.Merit, c.Intercept });
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string>(notes ?? new Dictionary<string, string>()) { ["detectors"] = Names(FewLabelDetector.DetectorNames), ["learners"] = Names(FewLabelDetector.LearnerNames) });
    }

    /// <summary>The learners' weights for a number of labels: between those it was learnt for by the logarithm, beyond them as at the nearest.</summary>
    public double[] For(int labels)
    {
        var upper = Budgets.TakeWhile(budget => budget < labels).Count();
        if (upper == 0 || upper == Budgets.Count) return [.. Learners[Math.Min(upper, Budgets.Count - 1)]];
        var share = Math.Log((double)labels / Budgets[upper - 1]) / Math.Log((double)Budgets[upper] / Budgets[upper - 1]);
        return [.. Learners[upper - 1].Zip(Learners[upper], (low, high) => low + share * (high - low))];
    }

    /// <summary>What each of the loudest detectors adds to a row's score where there are no labels; 0 for the others.</summary>
    /// <param name="opinions"><c>[rows, detectors]</c></param>
    /// <param name="weights"><c>[detectors]</c></param>
    /// <param name="loudest">How many.</param>
    internal static Tensor Voices(Tensor opinions, Tensor weights, int loudest)
    {
        var all = opinions * weights;
        var (values, indices) = all.topk(loudest, dim: 1);
        return zeros_like(all).scatter_(1, indices, values * ((double)all.shape[1] / loudest));
    }

    /// <summary>The inner loop: the weights after a table's own labels.</summary>
    internal Tensor Adapted(Tensor labelled, Tensor unlabelled)
    {
        var mean = Conditioned(For((int)labelled.shape[0]), labelled);
        return double.IsInfinity(Strength) || labelled.shape[0] < 2 ? mean : FewLabelHead.Fit(labelled, unlabelled, mean, Strength).narrow(0, 0, mean.shape[0]);
    }

    /// <summary>h of each learner: the logit of the AUROC with which it found the labelled rows that it had not seen. A place among the unlabelled rows is the share of them that lies below, and its mean over the
    /// labelled rows that AUROC.</summary>
    /// <param name="labelled">Held-out judgements of the labelled rows, <c>[labels, learners]</c>.</param>
    internal static Tensor HeldOutSuccess(Tensor labelled)
    {
        var area = labelled.sigmoid().mean([0L]).clamp(LeastArea, MostArea);
        return (area / (1 - area)).log();
    }

    private Tensor Conditioned(double[] weights, Tensor labelled)
    {
        var before = tensor(weights);
        if (labelled.shape[0] < 2 || (Merit == 0 && Opinion == 0)) return before;
        var success = HeldOutSuccess(labelled);
        var listens = tensor(FewLabelLearner.All.Select(learner => learner.UsesDetectors ? 1.0 : 0).ToArray());
        var after = before * (Merit * (success - success.mean()) + Opinion * (success[FewLabelLearner.DetectorsAlone] - Usual) * listens).exp();
        return after * (before.abs().sum() / after.abs().sum());
    }

    internal void Check()
    {
        if (Detectors.Count != FewLabelDetector.DetectorNames.Count || Budgets.Count == 0 || Learners.Count != Budgets.Count || Learners.Any(weights => weights.Count != FewLabelDetector.LearnerNames.Count)
            || Loudest < 1 || Loudest > Detectors.Count || !Budgets.SequenceEqual(Budgets.Order()) || Budgets[0] < 1 || !(Strength > 0) || !double.IsFinite(Merit + Opinion) || !Detectors.Concat(Learners.SelectMany(weights => weights)).All(double.IsFinite))
            throw new ArgumentException($"The prior weighs {Detectors.Count} detectors and {Learners.FirstOrDefault()?.Count} learners; there are {FewLabelDetector.DetectorNames.Count} and {FewLabelDetector.LearnerNames.Count}; weights must be finite, and of the detectors at least one is heard (Loudest: {Loudest}).");
    }

    /// <summary>How much a detector with this prior trusts each learner on a table, after the table's labels have spoken.</summary>
    /// <returns>One weight a learner, in the order of <see cref="FewLabelDetector.LearnerNames"/>.</returns>
    public double[] Trust(FewLabelExperience task)
    {
        ArgumentNullException.ThrowIfNull(task);
        using var scope = NewDisposeScope();
        return Adapted(tensor(task.Labelled).to(float64), tensor(task.Unlabelled).to(float64)).data<double>().ToArray();
    }

    /// <summary>The scores that a detector with this prior gives the test rows of a table, from what was said of them.</summary>
    public double[] Scores(FewLabelExperience task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.Labels > 0) return Weighed(task.Test.Learners, Trust(task));
        using var scope = NewDisposeScope();
        return Voices(tensor(task.Test.Detectors).to(float64), tensor(Detectors.ToArray()), Loudest).sum([1L]).data<double>().ToArray();
    }

    /// <summary>Probabilities of "anomaly" for the test rows of a table.</summary>
    /// <exception cref="InvalidOperationException">The prior has no curve, or the table fewer than two labels.</exception>
    public double[] Probabilities(FewLabelExperience task)
    {
        var trust = Trust(task);
        if (Curve is null || task.Labels < 2) throw new InvalidOperationException($"There is no curve, or too few labels ({task.Labels}); learn the prior from tables with two labels and more, and give two.");
        var (slope, intercept) = Curve.For(Weighed(task.Labelled, trust), Weighed(task.Unlabelled, trust));
        return [.. Weighed(task.Test.Learners, trust).Select(score => 1 / (1 + Math.Exp(-(slope * score + intercept))))];
    }

    private static double[] Weighed(float[,] said, double[] weights)
    {
        using var scope = NewDisposeScope();
        return tensor(said).to(float64).mv(tensor(weights)).data<double>().ToArray();
    }

    private double Quality(FewLabelExperience task)
    {
        var scores = Scores(task);
        return Metric.Auroc(task.Truth, scores) + Metric.AveragePrecision(task.Truth, scores) / 2;
    }

    private static double[] Pooled(IReadOnlyList<(float[,] Said, int[] Truth)> tables, double penalty = Penalty)
    {
        using var scope = NewDisposeScope();
        var (x, y, weights) = (new List<Tensor>(), new List<double>(), new List<double>());
        foreach (var (said, truth) in tables)
        {
            var rows = new Training.Seed(truth.Length).Random("normals");
            var (abnormal, normal) = (Rows(truth, 1), Rows(truth, 0));
            rows.Shuffle(normal);
            normal = normal[..Math.Min(normal.Length, MostNormals)];
            var counts = Math.Min(1, (double)abnormal.Length / EnoughAnomalies);   // few anomalies tell little
            x.Add(tensor(said).to(float64).index_select(0, tensor(abnormal.Concat(normal).Select(row => (long)row).ToArray())));
            y.AddRange(abnormal.Select(_ => 1.0).Concat(normal.Select(_ => 0.0)));
            weights.AddRange(abnormal.Select(_ => counts / abnormal.Length).Concat(normal.Select(_ => counts / normal.Length)));
        }
        var all = cat(x);
        return FewLabelHead.Fit(all, tensor(y.ToArray()), tensor(weights.ToArray()), tensor(Even((int)all.shape[1])), penalty).narrow(0, 0, all.shape[1]).data<double>().ToArray();
    }

    private static int[] Rows(int[] truth, int label) => [.. Enumerable.Range(0, truth.Length).Where(row => truth[row] == label)];

    private static double[] Even(int count) => [.. Enumerable.Repeat(EvenSum / count, count)];

    private static string Names(IReadOnlyList<string> names) => string.Join(" | ", names);

    private static FewLabelPrior ReadShipped()
    {
        // The reader wants a file: sizes are checked against it.
        var path = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"few-label-prior-{Guid.NewGuid():N}.safetensors"));
        try
        {
            using (var resource = typeof(FewLabelPrior).Assembly.GetManifestResourceStream("few-label-prior.safetensors")!)
            using (var file = File.Create(path)) resource.CopyTo(file);
            return Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
