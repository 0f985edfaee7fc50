using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>Draws N-way tasks whose classes are all of one family, such as letters of one alphabet: they differ less than any classes do, so the tasks are harder.</summary>
public sealed class FamilySampler : IEpisodeSource, IDisposable
{
    private readonly ClassPool[] pools;
    private readonly NWaySampler[] samplers;
    private readonly Seed seed;

    /// <param name="pool">Families with fewer classes than ways are left out.</param>
    /// <param name="familyOf">The family of a class, from its name.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="seed">The same seed draws the same tasks.</param>
    /// <exception cref="ArgumentException">No family has enough classes, or a class too few items.</exception>
    public FamilySampler(ClassPool pool, Func<string, string> familyOf, NWayOptions? options = null, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(familyOf);
        Options = options ?? new();
        Options.Validate();
        this.seed = seed;
        var families = Enumerable.Range(0, pool.Classes).GroupBy(c => familyOf(pool.Names[c])).Where(family => family.Count() >= Options.Ways).ToArray();
        if (families.Length == 0) throw new ArgumentException($"No family of the pool has {Options.Ways} classes; {Options.Ways} ways need as many.", nameof(pool));
        Families = [.. families.Select(family => family.Key)];
        pools = [.. families.Select(family => pool.Choose([.. family]))];
        samplers = [.. pools.Select((p, i) => new NWaySampler(p, Options, seed + i))];
    }

    /// <summary>The options in force.</summary>
    public NWayOptions Options { get; }

    /// <summary>The families that tasks are drawn from.</summary>
    public IReadOnlyList<string> Families { get; }

    /// <inheritdoc/>
    /// <remarks>Rows are not told: each family has a pool of its own.</remarks>
    public EpisodeBatch Draw(long first, int tasks)
    {
        Drawing.Check(first, tasks);
        using var scope = NewDisposeScope();
        var drawn = Enumerable.Range(0, tasks).Select(task => samplers[Drawing.Task(seed, first + task).Next(samplers.Length)].Draw(first + task, 1)).ToArray();
        Tensor Joined(Func<EpisodeBatch, Tensor> of) => cat([.. drawn.Select(of)]);
        return new EpisodeBatch(Joined(d => d.Support), Joined(d => d.SupportLabels), Joined(d => d.Query), Joined(d => d.QueryLabels), Options.Ways).MoveToOuter();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pool in pools) pool.Dispose();
    }
}
