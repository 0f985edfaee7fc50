using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>
/// Tasks of equal size, one tensor for all of them. In each a learner sees the support with its labels and is asked about the query.
/// Labels number the classes of the task from 0; in a task of anomaly detection 0 is normal and 1 an anomaly.
/// </summary>
/// <param name="Support"><c>[tasks, support, ...]</c></param>
/// <param name="SupportLabels">int64 <c>[tasks, support]</c></param>
/// <param name="Query"><c>[tasks, query, ...]</c></param>
/// <param name="QueryLabels">int64 <c>[tasks, query]</c></param>
/// <param name="Ways">Classes of a task; 0 for anomaly detection, where a learner gives one score an item.</param>
public sealed record EpisodeBatch(Tensor Support, Tensor SupportLabels, Tensor Query, Tensor QueryLabels, int Ways) : IDisposable
{
    /// <summary>Number of tasks.</summary>
    public int Tasks => (int)Support.shape[0];

    /// <summary>Whether the tasks are normal against anomaly.</summary>
    public bool IsAnomalyDetection => Ways == 0;

    /// <summary>Rows of the pool that each task's support came from, <c>[tasks][support]</c>; empty where there is no pool.</summary>
    public IReadOnlyList<int[]> SupportRows { get; init; } = [];

    /// <summary>Rows of the pool that each task's query came from, <c>[tasks][query]</c>; empty where there is no pool.</summary>
    public IReadOnlyList<int[]> QueryRows { get; init; } = [];

    /// <summary>Some of the tasks, as a view.</summary>
    public EpisodeBatch Slice(int first, int tasks) => new(
        Support.narrow(0, first, tasks), SupportLabels.narrow(0, first, tasks), Query.narrow(0, first, tasks), QueryLabels.narrow(0, first, tasks), Ways)
    {
        SupportRows = [.. SupportRows.Skip(first).Take(tasks)], QueryRows = [.. QueryRows.Skip(first).Take(tasks)],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Support.Dispose();
        SupportLabels.Dispose();
        Query.Dispose();
        QueryLabels.Dispose();
    }
}

/// <summary>Where tasks come from. Tasks are numbered, and a number always gives the same task: to resume or to repeat, one needs the number alone.</summary>
public interface IEpisodeSource
{
    /// <summary>Draws consecutive tasks.</summary>
    /// <param name="first">Number of the first, at least 0.</param>
    /// <param name="tasks">How many, at least 1.</param>
    /// <returns>Dispose it when done.</returns>
    EpisodeBatch Draw(long first, int tasks);
}
