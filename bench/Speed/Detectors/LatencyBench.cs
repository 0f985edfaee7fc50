using System.Diagnostics;
using System.Text;
using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Training;

namespace MetaAnomaly.Bench.Speed.Detectors;

/// <summary>How long a caller waits for the score of one row and of 1,000 rows, half of the time and in the worst of a hundred calls.</summary>
internal static class LatencyBench
{
    private const int Many = 1000;
    // A detector that searches for each row takes seconds a call: fewer calls, and the worst of them in place of the 99th percentile.
    private const int FewestCalls = 3, CallsForShare = 100;
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(3);

    /// <param name="only">Only detectors whose name contains this, or one of these with commas between; null for all. <c>memory</c>: kNN and LOF on 50,000 × 30, with the memory that they took.</param>
    /// <param name="folder">For latency.md.</param>
    public static int Run(string? only, string folder)
    {
        if (string.Equals(only, "memory", StringComparison.OrdinalIgnoreCase)) return Memory();
        var table = new StringBuilder("| detector | fitted on | one row, p50 | p99 | 1,000 rows, p50 | p99 |\n|---|---|---:|---:|---:|---:|\n");
        var parts = only?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var tables = new Lazy<(float[,] Train, LabeledData Test)>(() => Suite.Find("adbench-one-class").Open("pendigits")(0));
        var images = new Lazy<(float[,] Train, LabeledData Test)>(() => FashionImages.Load().OneClass(0, train: 1000, test: 2000));
        var suite = new FashionSuite();
        foreach (var kind in DetectorCatalog.All.Where(kind => suite.Takes(kind) && (parts is null || parts.Any(part => kind.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))))
        {
            var (train, test) = (kind.ForImages ? images : tables).Value;
            using var detector = kind.Create(0);
            detector.Fit(train);
            var line = FormattableString.Invariant($"| {kind.Name} | {(kind.ForImages ? "Fashion-MNIST" : "pendigits")}, {train.GetLength(0):N0} × {train.GetLength(1)} | ")
                + Line(detector, test.X, kind.ForImages);
            table.Append(line).Append('\n');
            Console.WriteLine(line);
        }
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "latency.md"), table.ToString());
        return 0;
    }

    private static int Memory()
    {
        var random = new Seed(0).Random("rows");
        var rows = new float[50_000, 30];
        for (var row = 0; row < rows.GetLength(0); row++)
            for (var column = 0; column < rows.GetLength(1); column++) rows[row, column] = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble());
        foreach (var detector in new Detector[] { new NearestNeighbours(), new LocalOutlierFactor() })
        {
            var clock = Stopwatch.StartNew();
            detector.Fit(rows);
            var fit = clock.Elapsed.TotalSeconds;
            detector.Score(rows);
            var score = clock.Elapsed.TotalSeconds - fit;
            Console.WriteLine(FormattableString.Invariant(
                $"{detector.GetType().Name}, 50,000 × 30: fit {fit:F2} s, score of 50,000 {score:F2} s, largest resident memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB; one row and 1,000 rows: ")
                + Line(detector, rows, heavy: false));
            detector.Dispose();
        }
        return 0;
    }

    private static string Line(Detector detector, float[,] test, bool heavy)
    {
        var (one, many) = (Times(detector, test, 1, heavy ? 200 : 2000), Times(detector, test, Many, heavy ? 20 : 200));
        return $"{Shown(Share(one, 0.5))} | {Tail(one)} | {Shown(Share(many, 0.5))} | {Tail(many)} |";
    }

    private static double[] Times(Detector detector, float[,] test, int rows, int calls)
    {
        var parts = Enumerable.Range(0, Math.Max(1, Math.Min(20, test.GetLength(0) / rows))).Select(part => Part(test, part * rows, rows)).ToArray();
        Calls(calls / 10, Most / 10, 1);
        return [.. Calls(calls, Most, FewestCalls).Order()];

        List<double> Calls(int count, TimeSpan most, int fewest)
        {
            var (times, whole) = (new List<double>(count), Stopwatch.StartNew());
            while (times.Count < count && (times.Count < fewest || whole.Elapsed < most))
            {
                var clock = Stopwatch.StartNew();
                detector.Score(parts[times.Count % parts.Length]);
                times.Add(clock.Elapsed.TotalMilliseconds);
            }
            return times;
        }
    }

    private static string Tail(double[] sorted) =>
        sorted.Length >= CallsForShare ? Shown(Share(sorted, 0.99)) : FormattableString.Invariant($"{Shown(sorted[^1])}, worst of {sorted.Length}");

    private static double Share(double[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];

    private static string Shown(double milliseconds) => milliseconds < 1
        ? FormattableString.Invariant($"{1000 * milliseconds:F0} µs")
        : FormattableString.Invariant($"{milliseconds:G3} ms");

    private static float[,] Part(float[,] x, int start, int count)
    {
        var part = new float[count, x.GetLength(1)];
        Array.Copy(x, start * x.GetLength(1), part, 0, part.Length);
        return part;
    }
}
