using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>The size of a task with a new kind of anomaly.</summary>
public sealed record NewKindOptions
{
    /// <summary>Normal items of a support, and anomalies of known kinds, at least 1 each. Default: 20.</summary>
    public int Known { get; init; } = 20;

    /// <summary>Items of the new kind in a support; each task takes one of these numbers. They are repeated until there are <see cref="Known"/> of them, so that all classes weigh the same: each must divide it.
    /// Default: 1, 5, 10, 20.</summary>
    public IReadOnlyList<int> Shots { get; init; } = [1, 5, 10, 20];

    /// <summary>Items a class to ask about, at least 1. Default: 15.</summary>
    public int Queries { get; init; } = 15;

    /// <summary>Groups that the known anomalies are sorted into, at least 2. Default: 8.</summary>
    public int Groups { get; init; } = 8;

    /// <summary>How often they are sorted anew, in features that are weighted anew, at least 1. Default: 20.</summary>
    public int Sortings { get; init; } = 20;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Known >= 1, nameof(Known), Known, "at least 1");
        Options.Require(Shots.Count > 0, nameof(Shots), "empty", "at least one number");
        foreach (var shots in Shots) Options.Require(shots >= 1 && Known % shots == 0, nameof(Shots), shots, FormattableString.Invariant($"at least 1 and a divisor of Known ({Known})"));
        Options.Require(Queries >= 1, nameof(Queries), Queries, "at least 1");
        Options.Require(Groups >= 2, nameof(Groups), Groups, "at least 2");
        Options.Require(Sortings >= 1, nameof(Sortings), Sortings, "at least 1");
    }
}

/// <summary>
/// Rehearses that a new kind of anomaly appears, with known ones alone: they are sorted into groups by k-means, one group plays the new kind of which there are a few labelled items, the others are the
/// known kinds. Tasks have three classes: 0 normal, 1 known, 2 new. Sorting without labels, in features that are weighted at random each time, is that of Hsu, Levine, Finn, "Unsupervised learning via
/// meta-learning" (ICLR 2019). No item of the kind that is to come is needed, or may be among the rows.
/// </summary>
public sealed class NewKindSampler : IEpisodeSource
{
    /// <summary>Ways of its tasks: normal, known, new.</summary>
    public const int Ways = 3;

    private const int Steps = 10;

    private readonly LabeledData data;
    private readonly Seed seed;
    private readonly int[] normals;
    private readonly int[][][] sortings;   // of each sorting the groups that are large enough, as rows

    /// <param name="data">Features of normal rows (0) and known anomalies (1), of about the same scale.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="seed">The same seed draws the same tasks.</param>
    /// <exception cref="ArgumentException">Too few rows of a class: the message says how many a task needs.</exception>
    public NewKindSampler(LabeledData data, NewKindOptions? options = null, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        Options = options ?? new();
        Options.Validate();
        (this.data, this.seed) = (data.Validate(needsBothClasses: true), seed);
        normals = [.. Enumerable.Range(0, data.Count).Where(row => data.Y[row] == 0)];
        int[] anomalies = [.. Enumerable.Range(0, data.Count).Where(row => data.Y[row] == 1)];
        var (known, most) = (Options.Known + Options.Queries, Options.Shots.Max() + Options.Queries);
        if (normals.Length < known) throw new ArgumentException($"There are {normals.Length} normal rows; a task needs {known}.", nameof(data));
        sortings = [.. Enumerable.Range(0, Options.Sortings).Select(i => Sorted(anomalies, i).Where(group => group.Length >= most && anomalies.Length - group.Length >= known).ToArray()).Where(groups => groups.Length > 0)];
        if (sortings.Length == 0)
            throw new ArgumentException($"No group of the {anomalies.Length} anomalies has the {most} that a task needs with {known} left: take fewer groups, shots or queries.", nameof(data));
    }

    /// <summary>The options in force.</summary>
    public NewKindOptions Options { get; }

    /// <inheritdoc/>
    /// <remarks><see cref="EpisodeBatch.SupportRows"/> and <see cref="EpisodeBatch.QueryRows"/> are rows of the data.</remarks>
    public EpisodeBatch Draw(long first, int tasks)
    {
        Drawing.Check(first, tasks);
        var drawn = Enumerable.Range(0, tasks).Select(task => One(Drawing.Task(seed, first + task))).ToArray();
        using var scope = NewDisposeScope();
        Tensor Items(Func<(int[] Support, int[] Query), int[]> of) => tensor(data.Subset([.. drawn.SelectMany(of)]).X).view(tasks, -1, data.Width);
        Tensor Labels(int each) => arange(Ways, dtype: int64).unsqueeze(1).expand(Ways, each).reshape(1, -1).repeat(tasks, 1);
        return new EpisodeBatch(Items(d => d.Support), Labels(Options.Known), Items(d => d.Query), Labels(Options.Queries), Ways)
        {
            SupportRows = [.. drawn.Select(d => d.Support)], QueryRows = [.. drawn.Select(d => d.Query)],
        }.MoveToOuter();
    }

    /// <summary>The support of the task that has come: normal rows and known anomalies drawn at random, the labelled items of the new kind repeated to as many.</summary>
    /// <param name="fresh">Features of the items of the new kind, <c>[items, features]</c>; as many as divide <see cref="NewKindOptions.Known"/>.</param>
    /// <param name="draw">Which drawing of the known rows.</param>
    /// <returns>Items <c>[3 · known, features]</c> and their labels, for <see cref="Meta.MetaLearner.Adapt"/>.</returns>
    /// <exception cref="ArgumentException">The items do not divide the known ones, or have other features.</exception>
    public (Tensor Support, int[] Labels) Support(float[,] fresh, int draw = 0)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        var count = fresh.GetLength(0);
        if (count == 0 || Options.Known % count != 0 || fresh.GetLength(1) != data.Width)
            throw new ArgumentException($"There are {count} items of {fresh.GetLength(1)} features; their number must divide {Options.Known}, with {data.Width} features.", nameof(fresh));
        var random = seed.Random(FormattableString.Invariant($"support {draw}"));
        int[] rows = [.. Drawn(random, normals, Options.Known), .. Drawn(random, [.. Enumerable.Range(0, data.Count).Where(row => data.Y[row] == 1)], Options.Known)];
        using var scope = NewDisposeScope();
        var support = cat([tensor(data.Subset(rows).X), tensor(fresh).repeat(Options.Known / count, 1)]);
        return (support.MoveToOuterDisposeScope(), [.. Enumerable.Range(0, Ways * Options.Known).Select(i => i / Options.Known)]);
    }

    private (int[] Support, int[] Query) One(Random random)
    {
        var groups = sortings[random.Next(sortings.Length)];
        var group = groups[random.Next(groups.Length)];
        var shots = Options.Shots[random.Next(Options.Shots.Count)];
        var normal = Drawn(random, normals, Options.Known + Options.Queries);
        var inGroup = group.ToHashSet();
        var known = Drawn(random, [.. Enumerable.Range(0, data.Count).Where(row => data.Y[row] == 1 && !inGroup.Contains(row))], Options.Known + Options.Queries);
        var fresh = Drawn(random, group, shots + Options.Queries);
        return ([.. normal[..Options.Known], .. known[..Options.Known], .. Enumerable.Range(0, Options.Known).Select(i => fresh[i % shots])], [.. normal[Options.Known..], .. known[Options.Known..], .. fresh[shots..]]);
    }

    private static int[] Drawn(Random random, int[] rows, int count) => [.. Drawing.Distinct(random, rows.Length, count).Select(i => rows[i])];

    // Lloyd's steps; weights from 0 to 1, so that each sorting looks at other features.
    private int[][] Sorted(int[] rows, int number)
    {
        var random = seed.Random(FormattableString.Invariant($"sorting {number}"));
        if (rows.Length < Options.Groups) return [];
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var x = tensor(data.Subset(rows).X) * tensor(Enumerable.Range(0, data.Width).Select(_ => random.NextSingle()).ToArray());
        var centres = Centres(x, random);
        for (var step = 0; ; step++)
        {
            using var one = NewDisposeScope();
            var nearest = Distances(x, centres).argmin(1);
            if (step == Steps)
            {
                var group = nearest.data<long>().ToArray();
                return [.. Enumerable.Range(0, Options.Groups).Select(g => rows.Where((_, i) => group[i] == g).ToArray())];
            }
            var members = nn.functional.one_hot(nearest, Options.Groups).to(x.dtype);
            centres = (members.t().mm(x) / members.sum([0L]).clamp_min(1).unsqueeze(1)).MoveToOuterDisposeScope();
        }
    }

    // k-means++: each centre is a row, drawn in proportion to its squared distance from those before.
    private Tensor Centres(Tensor x, Random random)
    {
        var chosen = new List<long> { random.Next((int)x.shape[0]) };
        while (chosen.Count < Options.Groups)
        {
            using var scope = NewDisposeScope();
            var cumulated = Distances(x, x.index_select(0, tensor(chosen.ToArray()))).clamp_min(0).amin([1L]).to(float64).cumsum(0).data<double>().ToArray();
            var drawn = Array.BinarySearch(cumulated, random.NextDouble() * cumulated[^1]);
            chosen.Add(Math.Min(drawn < 0 ? ~drawn : drawn, cumulated.Length - 1));
        }
        return x.index_select(0, tensor(chosen.ToArray()));
    }

    private static Tensor Distances(Tensor x, Tensor centres) => x.square().sum([1L], keepdim: true) + centres.square().sum([1L]) - 2 * x.mm(centres.t());
}
