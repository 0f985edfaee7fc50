using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;

namespace MetaAnomalyLib.Episodes;

/// <summary>What all samplers share: a random stream a task, and drawing without repetition.</summary>
internal static class Drawing
{
    public static void Check(long first, int tasks)
    {
        Options.Require(first >= 0, nameof(first), first, "at least 0");
        Options.Require(tasks >= 1, nameof(tasks), tasks, "at least 1");
    }

    public static Random Task(Seed seed, long number) => seed.Random(FormattableString.Invariant($"task {number}"));

    /// <summary>Distinct numbers below <paramref name="bound"/>, in random order.</summary>
    public static int[] Distinct(Random random, int bound, int count)
    {
        var all = Enumerable.Range(0, bound).ToArray();
        for (var i = 0; i < count; i++)
        {
            var other = random.Next(i, bound);
            (all[i], all[other]) = (all[other], all[i]);
        }
        return all[..count];
    }

    public static EpisodeBatch MoveToOuter(this EpisodeBatch batch)
    {
        batch.Support.MoveToOuterDisposeScope();
        batch.SupportLabels.MoveToOuterDisposeScope();
        batch.Query.MoveToOuterDisposeScope();
        batch.QueryLabels.MoveToOuterDisposeScope();
        return batch;
    }
}
