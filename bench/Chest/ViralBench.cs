using System.Diagnostics;
using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Metrics;

namespace MetaAnomaly.Bench.Chest;

/// <summary>The suite "viral-few-shot": makes the runs that are not there yet. A seed is a drawing of viral images.</summary>
internal static class ViralBench
{
    public const string Suite = "viral-few-shot";

    public static IReadOnlyList<ViralLine> Read(string folder) => ResultFile.Read<ViralLine>(folder, Suite, line => line.Key);

    public static int Run(ResultsRequest request) => Run(request, new Lazy<ViralTask>(() => ViralTask.Read(request.Folder)));

    public static int Run(ResultsRequest request, Lazy<ViralTask> task)
    {
        var learners = request.Detectors?.Select(name => ViralLearner.Every.FirstOrDefault(learner => learner.Name == name)
            ?? throw new ArgumentException($"There is no learner '{name}' in {Suite}; there are {string.Join(", ", ViralLearner.Every.Select(l => l.Name))}.")).ToArray() ?? ViralLearner.Every;
        var done = Read(request.Folder).Select(line => line.Key).ToHashSet();
        var jobs = from seed in Enumerable.Range(0, request.Seeds)
                   from learner in learners
                   from shots in learner.Shots
                   where seed == 0 || (seed < learner.Draws && shots != int.MaxValue)   // what draws nothing is measured once
                   select (Learner: learner, Shots: shots, Seed: seed);
        foreach (var (learner, shots, seed) in jobs.Where((_, i) => i % request.Shards == request.Shard - 1))
        {
            var told = shots == int.MaxValue ? -1 : shots;
            if (done.Contains(ViralLine.KeyOf(learner.Name, told, seed, learner.Options.ToJsonString()))) continue;
            var open = task.Value;
            var clock = Stopwatch.StartNew();
            var path = Path.Combine(request.Folder, "checkpoints", $"{Suite}.{learner.FileName}");
            var logits = learner.Logits(new(open, shots, open.Few(shots, seed), seed, path));
            var line = new ViralLine(learner.Name, told, seed, Lead(logits, 0), Lead(logits, 1), [.. open.TestKinds], Numbers(open.TestPatients), Math.Round(clock.Elapsed.TotalSeconds, 2),
                learner.Options.DeepClone(), ResultsBench.Versions);
            ResultFile.Append(request.File, line);
            Console.WriteLine(FormattableString.Invariant($"{learner.Name}, {(told < 0 ? "all" : told)} images, drawing {seed}, {line.Seconds:F1} s: viral against normal {Auroc(line, 0):F3}, against bacterial {Auroc(line, 1):F3}"));
        }
        return 0;
    }

    /// <summary>The AUROC of viral images against those of another kind, by the lead over that kind.</summary>
    public static double Auroc(ViralLine line, int kind) => Auroc(line, kind, [.. Rows(line, kind)]);

    /// <summary>The same of some of these test images; NaN where one of the kinds is missing.</summary>
    public static double Auroc(ViralLine line, int kind, int[] rows)
    {
        int[] labels = [.. rows.Select(row => line.Kinds[row] == 2 ? 1 : 0)];
        var scores = kind == 0 ? line.OverNormal : line.OverBacterial;
        return labels.Contains(0) && labels.Contains(1) ? Metric.Auroc(labels, rows.Select(row => scores[row]).ToArray()) : double.NaN;
    }

    /// <summary>The viral test images and those of another kind.</summary>
    public static IEnumerable<int> Rows(ViralLine line, int kind) => Enumerable.Range(0, line.Kinds.Length).Where(row => line.Kinds[row] == 2 || line.Kinds[row] == kind);

    private static float[] Lead(float[,] logits, int kind) => [.. Enumerable.Range(0, logits.GetLength(0)).Select(i => logits[i, 2] - logits[i, kind])];

    private static int[] Numbers(IReadOnlyList<string> patients)
    {
        var names = patients.Distinct().ToList();
        return [.. patients.Select(patient => names.IndexOf(patient))];
    }
}
