using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>The size of a one-class task.</summary>
public sealed record OneClassOptions
{
    /// <summary>Normal examples to learn from, at least 1. Default: 10.</summary>
    public int Shots { get; init; } = 10;

    /// <summary>Examples to ask about, half of them normal and half anomalies: even, at least 2. Default: 20.</summary>
    public int Queries { get; init; } = 20;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Shots >= 1, nameof(Shots), Shots, "at least 1");
        Options.Require(Queries >= 2 && Queries % 2 == 0, nameof(Queries), Queries, "even and at least 2");
    }
}

/// <summary>
/// Draws one-class tasks (Frikha et al., "Few-shot one-class classification via meta-learning", AAAI 2021): one class is normal, the support holds K of it and nothing else,
/// and the query is balanced: normal items, then as many anomalies, each from another class of the pool drawn at random.
/// </summary>
public sealed class OneClassSampler : IEpisodeSource
{
    private readonly ClassPool pool;
    private readonly Seed seed;

    /// <param name="pool">At least two classes, with enough items in each.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="seed">The same seed draws the same tasks.</param>
    /// <exception cref="ArgumentException">The pool is too small.</exception>
    public OneClassSampler(ClassPool pool, OneClassOptions? options = null, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(pool);
        Options = options ?? new();
        Options.Validate();
        if (pool.Classes < 2) throw new ArgumentException($"The pool has {pool.Classes} class; anomalies need a second one.", nameof(pool));
        var needed = Options.Shots + Options.Queries / 2;
        if (pool.SmallestClass < needed)
            throw new ArgumentException($"A class of the pool has {pool.SmallestClass} items; {Options.Shots} shots and {Options.Queries / 2} normal queries need {needed}.", nameof(pool));
        (this.pool, this.seed) = (pool, seed);
    }

    /// <summary>The options in force.</summary>
    public OneClassOptions Options { get; }

    /// <inheritdoc/>
    public EpisodeBatch Draw(long first, int tasks)
    {
        Drawing.Check(first, tasks);
        var half = Options.Queries / 2;
        var drawn = Enumerable.Range(0, tasks).Select(task => One(Drawing.Task(seed, first + task), half)).ToArray();
        using var scope = NewDisposeScope();
        var batch = new EpisodeBatch(
            pool.Take(drawn.SelectMany(d => d.Support), tasks, Options.Shots), zeros(tasks, Options.Shots, dtype: int64),
            pool.Take(drawn.SelectMany(d => d.Query), tasks, Options.Queries),
            cat([zeros(tasks, half, dtype: int64), ones(tasks, half, dtype: int64)], dim: 1), Ways: 0)
        {
            SupportRows = [.. drawn.Select(d => d.Support)], QueryRows = [.. drawn.Select(d => d.Query)],
        };
        return batch.MoveToOuter();
    }

    private (int[] Support, int[] Query) One(Random random, int half)
    {
        var normal = random.Next(pool.Classes);
        var members = pool.RowsOf(normal);
        var chosen = Drawing.Distinct(random, members.Count, Options.Shots + half).Select(i => members[i]).ToArray();
        var anomalies = new HashSet<int>();
        // Few classes with few items each may hold fewer anomalies than asked for.
        var others = pool.Items.shape[0] - members.Count;
        if (others < half) throw new ArgumentException($"The other classes hold {others} items; {half} anomalies are asked for.");
        while (anomalies.Count < half)
        {
            var other = random.Next(pool.Classes - 1);
            var rows = pool.RowsOf(other < normal ? other : other + 1);
            anomalies.Add(rows[random.Next(rows.Count)]);
        }
        return (chosen[..Options.Shots], [.. chosen[Options.Shots..], .. anomalies]);
    }
}
