using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>N-way tasks in whose support some labels are wrong, to test robustness: of each class the same share of items bears the label of another class, drawn at random. The query stays right.</summary>
public sealed class WrongLabels : IEpisodeSource
{
    private readonly IEpisodeSource source;
    private readonly Seed seed;

    /// <param name="source">N-way tasks.</param>
    /// <param name="share">Of each class's support, in [0, 0.5); rounded down to whole items.</param>
    /// <param name="seed">The same seed makes the same labels wrong.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public WrongLabels(IEpisodeSource source, double share, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        Options.Require(share is >= 0 and < 0.5, nameof(share), share, "in [0, 0.5)");
        (this.source, Share, this.seed) = (source, share, seed);
    }

    /// <summary>Of each class's support.</summary>
    public double Share { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The tasks are of anomaly detection: <see cref="AnomalyTaskOptions.WrongLabels"/> does it there.</exception>
    public EpisodeBatch Draw(long first, int tasks)
    {
        using var scope = NewDisposeScope();
        var batch = source.Draw(first, tasks);
        if (batch.IsAnomalyDetection) throw new ArgumentException("The tasks are of anomaly detection; set AnomalyTaskOptions.WrongLabels there.");
        var support = (int)batch.SupportLabels.shape[1];
        var labels = batch.SupportLabels.reshape(-1).data<long>().ToArray();
        for (var task = 0; task < tasks; task++)
        {
            var random = Drawing.Task(seed, first + task);
            var mine = Enumerable.Range(task * support, support).GroupBy(i => labels[i]).Select(members => (Class: members.Key, Items: members.ToArray())).ToArray();
            foreach (var (@class, items) in mine)
                foreach (var chosen in Drawing.Distinct(random, items.Length, (int)(Share * items.Length + 1e-9)))
                    labels[items[chosen]] = (@class + 1 + random.Next(batch.Ways - 1)) % batch.Ways;
        }
        return new EpisodeBatch(batch.Support, tensor(labels).view(tasks, support), batch.Query, batch.QueryLabels, batch.Ways)
        {
            SupportRows = batch.SupportRows, QueryRows = batch.QueryRows,
        }.MoveToOuter();
    }
}
