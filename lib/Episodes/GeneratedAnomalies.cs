using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>How an anomaly is made of normal items.</summary>
public enum AnomalyGeneration
{
    /// <summary>Gaussian noise is added, of <see cref="GeneratedAnomalyOptions.Strength"/> times the support's deviation.</summary>
    Noise,

    /// <summary>Half of the item, half of a normal item of another task of the batch (mixup, Zhang et al., 2018); with a single task, of one of its own mirrored.</summary>
    Mixup,

    /// <summary>A patch of the picture is pasted elsewhere in it (CutPaste, Li et al., 2021); items must be pictures.</summary>
    CutPaste,

    /// <summary>Taken at random from items that were made elsewhere, such as pictures that a GAN drew before it was fully trained: near the normal ones, but not of them.</summary>
    Given,
}

/// <summary>Settings of <see cref="GeneratedAnomalies"/>.</summary>
public sealed record GeneratedAnomalyOptions
{
    /// <summary>How anomalies are made. Default: noise.</summary>
    public AnomalyGeneration Kind { get; init; }

    /// <summary>Anomalies that are added to each support, at least 1. Default: 5.</summary>
    public int Count { get; init; } = 5;

    /// <summary>Deviation of the noise in deviations of the support, above 0. Default: 2.</summary>
    public double Strength { get; init; } = 2;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Enum.IsDefined(Kind), nameof(Kind), Kind, "one of " + string.Join(", ", Enum.GetNames<AnomalyGeneration>()));
        Options.Require(Count >= 1, nameof(Count), Count, "at least 1");
        Options.Require(Strength > 0 && double.IsFinite(Strength), nameof(Strength), Strength, "finite and above 0");
    }
}

/// <summary>Makes tasks with labelled anomalies of one-class tasks: to each support it adds anomalies that are made of its own normal items. The query stays as it is.</summary>
/// <param name="source">One-class tasks.</param>
/// <param name="options">Null takes the defaults.</param>
/// <param name="seed">The same seed makes the same anomalies.</param>
/// <param name="given"><c>[count, ...]</c> of the shape of the tasks' items, for <see cref="AnomalyGeneration.Given"/>; it stays the caller's.</param>
public sealed class GeneratedAnomalies(IEpisodeSource source, GeneratedAnomalyOptions? options = null, int seed = 0, Tensor? given = null) : IEpisodeSource
{
    private readonly IEpisodeSource source = source ?? throw new ArgumentNullException(nameof(source));

    /// <summary>The options in force.</summary>
    public GeneratedAnomalyOptions Options { get; } = Checked(options ?? new(), given);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The source's tasks are not of anomaly detection, CutPaste is asked of items that are no pictures, or the given items are of another shape.</exception>
    public EpisodeBatch Draw(long first, int tasks)
    {
        using var scope = NewDisposeScope();
        var batch = source.Draw(first, tasks);
        if (!batch.IsAnomalyDetection) throw new ArgumentException($"The source draws tasks of {batch.Ways} ways; anomalies are added to one-class tasks.");
        if (Options.Kind == AnomalyGeneration.CutPaste && batch.Support.ndim != 5)
            throw new ArgumentException($"The items are [{string.Join(", ", batch.Support.shape[2..])}]; CutPaste needs pictures [channels, height, width].");
        if (given is not null && !given.shape.AsSpan(1).SequenceEqual(batch.Support.shape.AsSpan(2)))
            throw new ArgumentException($"The given items are [{string.Join(", ", given.shape[1..])}]; the tasks' items are [{string.Join(", ", batch.Support.shape[2..])}], and must be the same.");
        var made = stack(Enumerable.Range(0, tasks).Select(task => Make(batch, task, Drawing.Task(new Seed(seed), first + task))));
        return new EpisodeBatch(
            cat([batch.Support, made], dim: 1), cat([batch.SupportLabels, ones(tasks, Options.Count, dtype: int64)], dim: 1), batch.Query, batch.QueryLabels, Ways: 0)
        {
            SupportRows = batch.SupportRows, QueryRows = batch.QueryRows,
        }.MoveToOuter();
    }

    private Tensor Make(EpisodeBatch batch, int task, Random random)
    {
        var normal = batch.Support[task].index_select(0, batch.SupportLabels[task].eq(0).nonzero().flatten());
        Tensor One() => normal[random.Next((int)normal.shape[0])];
        return stack(Enumerable.Range(0, Options.Count).Select(_ => Options.Kind switch
        {
            AnomalyGeneration.Noise => Noisy(One(), normal, random),
            AnomalyGeneration.Mixup => 0.5 * (One() + Other(batch, task, random)),
            AnomalyGeneration.CutPaste => Pasted(One(), random),
            _ => given![random.Next((int)given.shape[0])].to(normal.dtype),
        }));
    }

    private Tensor Noisy(Tensor item, Tensor normal, Random random)
    {
        // A support that does not vary gets noise of one unit.
        var deviation = normal.std(unbiased: false).item<float>();
        var values = Enumerable.Range(0, (int)item.numel()).Select(_ => (float)(Options.Strength * (deviation > 0 ? deviation : 1)
            * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))).ToArray();
        return item + tensor(values).view(item.shape);
    }

    private static Tensor Other(EpisodeBatch batch, int task, Random random)
    {
        if (batch.Tasks == 1) return batch.Support[task][random.Next((int)batch.Support.shape[1])].flip(-1);
        var other = random.Next(batch.Tasks - 1);
        return batch.Support[other < task ? other : other + 1][random.Next((int)batch.Support.shape[1])];
    }

    private static Tensor Pasted(Tensor picture, Random random)
    {
        var (height, width) = ((int)picture.shape[1], (int)picture.shape[2]);
        int h = Math.Max(1, height / 4 + random.Next(height / 4 + 1)), w = Math.Max(1, width / 4 + random.Next(width / 4 + 1));
        int fromRow = random.Next(height - h + 1), fromColumn = random.Next(width - w + 1), toRow = random.Next(height - h + 1), toColumn = random.Next(width - w + 1);
        var pasted = picture.clone();
        pasted.narrow(1, toRow, h).narrow(2, toColumn, w).copy_(picture.narrow(1, fromRow, h).narrow(2, fromColumn, w));
        return pasted;
    }

    private static GeneratedAnomalyOptions Checked(GeneratedAnomalyOptions options, Tensor? given)
    {
        options.Validate();
        if (options.Kind == AnomalyGeneration.Given != given is { ndim: >= 2 } || given?.shape[0] == 0)
            throw new ArgumentException($"The kind is {options.Kind} and there are {(given is null ? "no items" : $"items [{string.Join(", ", given.shape)}]")}; {AnomalyGeneration.Given}, and no other, needs items [count, ...].", nameof(given));
        return options;
    }
}
