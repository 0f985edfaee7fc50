using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>The size of a task with labelled anomalies.</summary>
public sealed record AnomalyTaskOptions
{
    /// <summary>Normal rows of the support, at least 1. Default: 50.</summary>
    public int Normals { get; init; } = 50;

    /// <summary>Labelled anomalies of the support, at least 0; 0 makes one-class tasks. Default: 5.</summary>
    public int Anomalies { get; init; } = 5;

    /// <summary>Normal rows to ask about, at least 1. Default: 20.</summary>
    public int QueryNormals { get; init; } = 20;

    /// <summary>Anomalies to ask about, at least 1. Default: 20.</summary>
    public int QueryAnomalies { get; init; } = 20;

    /// <summary>Features that a task shows, at least 2: each task takes so many of its set's at random (with repetition where there are fewer), so that sets of any width make tasks of one
    /// shape and no feature has a fixed meaning. Default: 8.</summary>
    public int Features { get; init; } = 8;

    /// <summary>Share of each class's support that bears the wrong label, in [0, 0.5): label noise, to test robustness. Default: 0.</summary>
    public double WrongLabels { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Normals >= 1, nameof(Normals), Normals, "at least 1");
        Options.Require(Anomalies >= 0, nameof(Anomalies), Anomalies, "at least 0");
        Options.Require(QueryNormals >= 1, nameof(QueryNormals), QueryNormals, "at least 1");
        Options.Require(QueryAnomalies >= 1, nameof(QueryAnomalies), QueryAnomalies, "at least 1");
        Options.Require(Features >= 2, nameof(Features), Features, "at least 2");
        Options.Require(WrongLabels is >= 0 and < 0.5, nameof(WrongLabels), WrongLabels, "in [0, 0.5)");
    }
}

/// <summary>
/// Draws binary anomaly tasks from tables: one of the sets, some of its features in random order, k labelled anomalies among normal rows in the support, other rows in the query. Features are
/// standardised by the support's rows that are labelled normal. Meta-train on some sets and measure on others: never the same set.
/// </summary>
public sealed class AnomalyTaskSampler : IEpisodeSource
{
    private const float Largest = 10;
    private readonly IReadOnlyList<LabeledData> sets;
    private readonly int[][] normals, anomalies;
    private readonly Seed seed;

    /// <param name="sets">Each with both classes and enough rows of them.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="seed">The same seed draws the same tasks.</param>
    /// <exception cref="ArgumentException">No set, or one that is too small: the message says which.</exception>
    public AnomalyTaskSampler(IReadOnlyList<LabeledData> sets, AnomalyTaskOptions? options = null, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(sets);
        Options = options ?? new();
        Options.Validate();
        if (sets.Count == 0) throw new ArgumentException("There is no data set to draw tasks from.", nameof(sets));
        (this.sets, this.seed) = (sets, seed);
        normals = [.. sets.Select(set => Rows(set.Validate(needsBothClasses: true), 0))];
        anomalies = [.. sets.Select(set => Rows(set, 1))];
        var (needNormals, needAnomalies) = (Options.Normals + Options.QueryNormals, Options.Anomalies + Options.QueryAnomalies);
        for (var i = 0; i < sets.Count; i++)
        {
            if (normals[i].Length < needNormals || anomalies[i].Length < needAnomalies)
                throw new ArgumentException($"Set {i} has {normals[i].Length} normal rows and {anomalies[i].Length} anomalies; a task needs {needNormals} and {needAnomalies}.", nameof(sets));
        }
    }

    /// <summary>The options in force.</summary>
    public AnomalyTaskOptions Options { get; }

    /// <inheritdoc/>
    /// <remarks><see cref="EpisodeBatch.SupportRows"/> and <see cref="EpisodeBatch.QueryRows"/> are rows of the set that the task is of.</remarks>
    public EpisodeBatch Draw(long first, int tasks)
    {
        Drawing.Check(first, tasks);
        var drawn = Enumerable.Range(0, tasks).Select(task => One(Drawing.Task(seed, first + task))).ToArray();
        using var scope = NewDisposeScope();
        Tensor Items(Func<Drawn, float[]> of) => tensor(drawn.SelectMany(of).ToArray()).view(tasks, -1, Options.Features);
        Tensor Labels(Func<Drawn, long[]> of) => tensor(drawn.SelectMany(of).ToArray()).view(tasks, -1);
        var batch = new EpisodeBatch(Items(d => d.Support), Labels(d => d.SupportLabels), Items(d => d.Query), Labels(d => d.QueryLabels), Ways: 0)
        {
            SupportRows = [.. drawn.Select(d => d.SupportRows)], QueryRows = [.. drawn.Select(d => d.QueryRows)],
        };
        return batch.MoveToOuter();
    }

    private Drawn One(Random random)
    {
        var set = random.Next(sets.Count);
        var chosenNormals = Drawing.Distinct(random, normals[set].Length, Options.Normals + Options.QueryNormals).Select(i => normals[set][i]).ToArray();
        var chosenAnomalies = Drawing.Distinct(random, anomalies[set].Length, Options.Anomalies + Options.QueryAnomalies).Select(i => anomalies[set][i]).ToArray();
        int[] support = [.. chosenNormals[..Options.Normals], .. chosenAnomalies[..Options.Anomalies]];
        int[] query = [.. chosenNormals[Options.Normals..], .. chosenAnomalies[Options.Anomalies..]];
        var data = sets[set];
        var width = data.Width;
        var features = Options.Features <= width ? Drawing.Distinct(random, width, Options.Features) : [.. Enumerable.Range(0, Options.Features).Select(_ => random.Next(width))];
        var labels = support.Select((_, i) => i < Options.Normals ? 0L : 1).ToArray();
        foreach (var i in Drawing.Distinct(random, Options.Normals, (int)(Options.WrongLabels * Options.Normals))) labels[i] = 1;
        foreach (var i in Drawing.Distinct(random, Options.Anomalies, (int)(Options.WrongLabels * Options.Anomalies))) labels[Options.Normals + i] = 0;
        var scaler = new StandardScaler().Fit(data.Subset([.. support.Where((_, i) => labels[i] == 0)]).X);
        return new Drawn(Values(data, support, features, scaler), labels, Values(data, query, features, scaler), [.. query.Select((_, i) => i < Options.QueryNormals ? 0L : 1)], support, query);
    }

    // A feature that is constant among few normal rows would make any other value huge.
    private static float[] Values(LabeledData data, int[] rows, int[] features, Step scaler)
    {
        var scaled = scaler.Transform(data.Subset(rows).X);
        return [.. Enumerable.Range(0, rows.Length).SelectMany(row => features.Select(feature => Math.Clamp(scaled[row, feature], -Largest, Largest)))];
    }

    private static int[] Rows(LabeledData set, int label) => [.. Enumerable.Range(0, set.Count).Where(row => set.Y[row] == label)];

    private sealed record Drawn(float[] Support, long[] SupportLabels, float[] Query, long[] QueryLabels, int[] SupportRows, int[] QueryRows);
}
