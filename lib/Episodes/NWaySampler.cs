using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>The size of an N-way K-shot task.</summary>
public sealed record NWayOptions
{
    /// <summary>Classes of a task, at least 2. Default: 5.</summary>
    public int Ways { get; init; } = 5;

    /// <summary>Labelled examples a class, at least 1. Default: 1.</summary>
    public int Shots { get; init; } = 1;

    /// <summary>Examples a class to ask about, at least 1. Default: 15.</summary>
    public int Queries { get; init; } = 15;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Ways >= 2, nameof(Ways), Ways, "at least 2");
        Options.Require(Shots >= 1, nameof(Shots), Shots, "at least 1");
        Options.Require(Queries >= 1, nameof(Queries), Queries, "at least 1");
    }
}

/// <summary>Draws N-way K-shot tasks (Vinyals et al., 2016): N classes, of each K examples to learn from and others to be asked about. Support and query are in the
/// order of the classes; no item is drawn twice in a task.</summary>
public sealed class NWaySampler : IEpisodeSource
{
    private readonly ClassPool pool;
    private readonly Seed seed;

    /// <param name="pool">With enough classes, and enough items in each.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="seed">The same seed draws the same tasks.</param>
    /// <exception cref="ArgumentException">The pool is too small.</exception>
    public NWaySampler(ClassPool pool, NWayOptions? options = null, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(pool);
        Options = options ?? new();
        Options.Validate();
        if (pool.Classes < Options.Ways) throw new ArgumentException($"The pool has {pool.Classes} classes; {Options.Ways} ways need as many.", nameof(pool));
        if (pool.SmallestClass < Options.Shots + Options.Queries)
            throw new ArgumentException($"A class of the pool has {pool.SmallestClass} items; {Options.Shots} shots and {Options.Queries} queries need {Options.Shots + Options.Queries}.", nameof(pool));
        (this.pool, this.seed) = (pool, seed);
    }

    /// <summary>The options in force.</summary>
    public NWayOptions Options { get; }

    /// <inheritdoc/>
    public EpisodeBatch Draw(long first, int tasks)
    {
        Drawing.Check(first, tasks);
        var drawn = Enumerable.Range(0, tasks).Select(task => One(Drawing.Task(seed, first + task))).ToArray();
        using var scope = NewDisposeScope();
        var labels = arange(Options.Ways, dtype: int64).unsqueeze(1);
        Tensor Labels(long each) => labels.expand(Options.Ways, each).reshape(1, -1).repeat(tasks, 1);
        var batch = new EpisodeBatch(
            pool.Take(drawn.SelectMany(d => d.Support), tasks, Options.Ways * Options.Shots), Labels(Options.Shots),
            pool.Take(drawn.SelectMany(d => d.Query), tasks, Options.Ways * Options.Queries), Labels(Options.Queries), Options.Ways)
        {
            SupportRows = [.. drawn.Select(d => d.Support)], QueryRows = [.. drawn.Select(d => d.Query)],
        };
        return batch.MoveToOuter();
    }

    private (int[] Support, int[] Query) One(Random random)
    {
        var (support, query) = (new List<int>(Options.Ways * Options.Shots), new List<int>(Options.Ways * Options.Queries));
        foreach (var @class in Drawing.Distinct(random, pool.Classes, Options.Ways))
        {
            var members = pool.RowsOf(@class);
            var chosen = Drawing.Distinct(random, members.Count, Options.Shots + Options.Queries);
            support.AddRange(chosen.Take(Options.Shots).Select(i => members[i]));
            query.AddRange(chosen.Skip(Options.Shots).Select(i => members[i]));
        }
        return ([.. support], [.. query]);
    }
}
