using System.Diagnostics;
using System.Text.Json;
using MetaAnomaly.Bench.Reading;
using Spectre.Console;
using TorchSharp;

namespace MetaAnomaly.Bench.Speed;

/// <summary>One line of bench-speed.json: medians over the rounds, in milliseconds, and C#'s time divided by Python's.</summary>
internal sealed record SpeedResult(string Name, int Threads, double CsharpMs, double PythonMs, double Ratio, double RatioSpread, int Rounds);

/// <summary>
/// Runs each workload in C# and in its Python twin in turn, so that whatever else the machine does falls on both. The ratio is the median of
/// the rounds' ratios: one round's two sides ran within seconds of each other.
/// </summary>
internal static class SpeedBench
{
    private static readonly int[] ThreadCounts = [1, 2];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static int Run(int rounds, string? only, string folder)
    {
        if (rounds < 7) throw new ArgumentOutOfRangeException(nameof(rounds), rounds, "--rounds must be at least 7: a median of fewer tells little on a shared machine.");
        var results = new List<SpeedResult>();
        var table = new Table().AddColumns("workload", "threads", "C# ms", "Python ms", "C# / Python", "spread");
        foreach (var result in Compute(rounds, only).Concat(Read(rounds, only)))
        {
            results.Add(result);
            table.AddRow(result.Name, $"{result.Threads}", $"{result.CsharpMs:G4}", $"{result.PythonMs:G4}", $"{result.Ratio:F3}", $"±{result.RatioSpread:F3}");
            Console.WriteLine(FormattableString.Invariant($"{result.Name}, threads {result.Threads}: {result.CsharpMs:G4} ms against {result.PythonMs:G4} ms, ratio {result.Ratio:F3}"));
        }
        AnsiConsole.Write(table);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "bench-speed.json"), JsonSerializer.Serialize(results, Json) + "\n");
        return 0;
    }

    private static IEnumerable<SpeedResult> Compute(int rounds, string? only)
    {
        var chosen = Workloads.All.Where(w => only is null || w.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (chosen.Length == 0) yield break;
        using var twin = PythonTwin.Start("Speed/speed_twin.py", "torch", "python3-torch");
        foreach (var workload in chosen)
            foreach (var threads in ThreadCounts.Where(t => t <= Environment.ProcessorCount))
                yield return Measure(workload, threads, rounds, twin);
    }

    private static IEnumerable<SpeedResult> Read(int rounds, string? only)
    {
        if (only is not null && !only.Contains("read", StringComparison.OrdinalIgnoreCase)) return [];
        var images = only is not null && only.Contains("images", StringComparison.OrdinalIgnoreCase);   // --only "read images": without the tables
        return (images ? [] : ReadingBench.Run(rounds)).Concat(ImageReadingBench.Run(rounds)).Select(r => Result(r.Name, r.Threads, r.CsharpRounds, r.PythonRounds));
    }

    private static SpeedResult Measure(Workload workload, int threads, int rounds, PythonTwin twin)
    {
        torch.set_num_threads(threads);
        using var instance = workload.Create();
        twin.Prepare(workload.Name, threads);
        // Warm up both: JIT tiers, memory pools, caches.
        for (var i = 0; i < 3; i++)
        {
            Time(instance, workload.Iterations);
            twin.Time(workload.Iterations);
        }
        var (mine, theirs) = (new double[rounds], new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            mine[round] = Time(instance, workload.Iterations);
            theirs[round] = twin.Time(workload.Iterations);
        }
        return Result(workload.Name, threads, mine, theirs);
    }

    private static SpeedResult Result(string name, int threads, double[] mine, double[] theirs)
    {
        var ratios = mine.Zip(theirs, (a, b) => a / b).Order().ToArray();
        var spread = (ratios[ratios.Length * 3 / 4] - ratios[ratios.Length / 4]) / 2;
        return new SpeedResult(name, threads, Median(mine), Median(theirs), Median(ratios), spread, ratios.Length);
    }

    private static double Time(IWorkload workload, int iterations)
    {
        GC.Collect();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < iterations; i++) workload.Step();
        return clock.Elapsed.TotalMilliseconds / iterations;
    }

    internal static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
