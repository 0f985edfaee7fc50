using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Metrics;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>How well a learner does on tasks: one number a task, summarised as mean and confidence interval.</summary>
/// <param name="Accuracy">Share of the queries that are classified rightly; for anomaly detection the mean of the shares of normal items and of anomalies (balanced accuracy).</param>
/// <param name="Auroc">For anomaly detection, else null.</param>
public sealed record EpisodeScores(Summary Accuracy, Summary? Auroc)
{
    private const int TasksAtOnce = 16;

    /// <summary>Adapts to each of the first tasks of a source and scores its queries.</summary>
    /// <param name="learner">Meta-fitted.</param>
    /// <param name="source">Tasks of classes that it has not seen.</param>
    /// <param name="tasks">How many; papers take 600 to 1,000. Default: 600.</param>
    public static EpisodeScores Of(MetaLearner learner, IEpisodeSource source, int tasks = 600)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(source);
        Models.Options.Require(tasks >= 1, nameof(tasks), tasks, "at least 1");
        var (accuracies, aurocs) = (new List<double>(tasks), new List<double>());
        for (var first = 0; first < tasks; first += TasksAtOnce)
        {
            using var scope = NewDisposeScope();
            using var batch = source.Draw(first, Math.Min(TasksAtOnce, tasks - first));
            var scores = learner.Score(batch);
            accuracies.AddRange(Accuracies(scores, batch.QueryLabels));
            if (batch.IsAnomalyDetection) aurocs.AddRange(Aurocs(scores, batch.QueryLabels));
        }
        return new EpisodeScores(Summary.Of(accuracies), aurocs.Count > 0 ? Summary.Of(aurocs) : null);
    }

    internal static IEnumerable<EpisodeBatch> Parts(EpisodeBatch batch)
    {
        for (var first = 0; first < batch.Tasks; first += TasksAtOnce) yield return batch.Slice(first, Math.Min(TasksAtOnce, batch.Tasks - first));
    }

    internal static double[] Accuracies(Tensor scores, Tensor labels)
    {
        using var scope = NewDisposeScope();
        if (scores.ndim == 3) return scores.argmax(-1).eq(labels).to(float64).mean([1L]).data<double>().ToArray();
        var right = scores.gt(0).to(int64).eq(labels).to(float64);
        var anomalies = labels.to(float64);
        Tensor Share(Tensor of) => (right * of).sum([1L]) / of.sum([1L]).clamp_min(1);
        // A task with one class only has the accuracy on that one.
        var classes = anomalies.sum([1L]).gt(0).to(float64) + (1 - anomalies).sum([1L]).gt(0).to(float64);
        return ((Share(anomalies) + Share(1 - anomalies)) / classes).data<double>().ToArray();
    }

    private static IEnumerable<double> Aurocs(Tensor scores, Tensor labels)
    {
        var (values, truth) = (scores.to(float64).data<double>().ToArray(), labels.data<long>().Select(l => (int)l).ToArray());
        var queries = (int)labels.shape[1];
        for (var task = 0; task < labels.shape[0]; task++)
        {
            var y = truth[(task * queries)..((task + 1) * queries)];
            if (y.Contains(0) && y.Contains(1)) yield return Metric.Auroc(y, values[(task * queries)..((task + 1) * queries)]);
        }
    }
}
