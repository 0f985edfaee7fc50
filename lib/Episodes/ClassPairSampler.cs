using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>The size of a task that is made of two classes.</summary>
public sealed record ClassPairOptions
{
    /// <summary>Normal examples to learn from, at least 1. Default: 10.</summary>
    public int Normals { get; init; } = 10;

    /// <summary>Labelled anomalies to learn from, at least 1. Default: 5.</summary>
    public int Anomalies { get; init; } = 5;

    /// <summary>Examples to ask about, half of them normal and half anomalies: even, at least 2. Default: 20.</summary>
    public int Queries { get; init; } = 20;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Normals >= 1, nameof(Normals), Normals, "at least 1");
        Options.Require(Anomalies >= 1, nameof(Anomalies), Anomalies, "at least 1");
        Options.Require(Queries >= 2 && Queries % 2 == 0, nameof(Queries), Queries, "even and at least 2");
    }
}

/// <summary>
/// Draws tasks of anomaly detection from pairs of classes: one class is normal, another is the anomaly, of which some are labelled. Support: the normal items, then the anomalies; query: as many
/// normal items as anomalies. Other than in a 2-way task the sides have numbers of their own, and a learner gives one score an item.
/// </summary>
public sealed class ClassPairSampler : IEpisodeSource
{
    private readonly ClassPool pool;
    private readonly Seed seed;

    /// <param name="pool">At least two classes, with enough items in each to be either side.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="seed">The same seed draws the same tasks.</param>
    /// <exception cref="ArgumentException">The pool is too small.</exception>
    public ClassPairSampler(ClassPool pool, ClassPairOptions? options = null, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(pool);
        Options = options ?? new();
        Options.Validate();
        if (pool.Classes < 2) throw new ArgumentException($"The pool has {pool.Classes} class; a pair needs two.", nameof(pool));
        var needed = Math.Max(Options.Normals, Options.Anomalies) + Options.Queries / 2;
        if (pool.SmallestClass < needed)
            throw new ArgumentException($"A class of the pool has {pool.SmallestClass} items; {Options.Normals} normal items or {Options.Anomalies} anomalies, and {Options.Queries / 2} queries, need {needed}.", nameof(pool));
        (this.pool, this.seed) = (pool, seed);
    }

    /// <summary>The options in force.</summary>
    public ClassPairOptions Options { get; }

    /// <inheritdoc/>
    public EpisodeBatch Draw(long first, int tasks)
    {
        Drawing.Check(first, tasks);
        var half = Options.Queries / 2;
        var drawn = Enumerable.Range(0, tasks).Select(task => One(Drawing.Task(seed, first + task), half)).ToArray();
        using var scope = NewDisposeScope();
        return new EpisodeBatch(
            pool.Take(drawn.SelectMany(d => d.Support), tasks, Options.Normals + Options.Anomalies), Labels(tasks, Options.Normals, Options.Anomalies),
            pool.Take(drawn.SelectMany(d => d.Query), tasks, Options.Queries), Labels(tasks, half, half), Ways: 0)
        {
            SupportRows = [.. drawn.Select(d => d.Support)], QueryRows = [.. drawn.Select(d => d.Query)],
        }.MoveToOuter();
    }

    private static Tensor Labels(int tasks, int normals, int anomalies) => cat([zeros(tasks, normals, dtype: int64), ones(tasks, anomalies, dtype: int64)], dim: 1);

    private (int[] Support, int[] Query) One(Random random, int half)
    {
        var pair = Drawing.Distinct(random, pool.Classes, 2);
        var (normal, anomaly) = (Chosen(pair[0], Options.Normals), Chosen(pair[1], Options.Anomalies));
        return ([.. normal[half..], .. anomaly[half..]], [.. normal[..half], .. anomaly[..half]]);

        int[] Chosen(int @class, int shots)
        {
            var members = pool.RowsOf(@class);
            return [.. Drawing.Distinct(random, members.Count, half + shots).Select(i => members[i])];
        }
    }
}
