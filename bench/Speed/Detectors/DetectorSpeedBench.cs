using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Detectors;
using TorchSharp;

namespace MetaAnomaly.Bench.Speed.Detectors;

/// <summary>One line of bench-detectors.json: medians over the rounds, in milliseconds, and C#'s time of fit and score divided by Python's.</summary>
internal sealed record DetectorSpeed(
    string Dataset, int TrainRows, int TestRows, int Features, string Detector, double FitMs, double ScoreMs, double PythonFitMs, double PythonScoreMs, double Ratio, double RatioSpread, int Rounds);

/// <summary>
/// Fitting and scoring against Python twins: kNN, LOF and Isolation Forest by scikit-learn, networks in the manner of PyOD's torch code, with the same epochs, batches, layers and trees,
/// on the rows of the one-class suite. Both sides in turn, with all the machine's cores.
/// </summary>
internal static class DetectorSpeedBench
{
    private const int Epochs = 10, Batch = 32;
    private static readonly string[] Sets = ["glass", "cardio", "optdigits", "pendigits", "shuttle"];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly (string Name, Func<Detector> Create)[] Detectors =
    [
        ("kNN", () => new NearestNeighbours()),
        ("LOF", () => new LocalOutlierFactor()),
        ("IForest", () => new IsolationForest()),
        ("AE", () => new DenseAutoencoder(new() { Validation = 0, Training = new() { Epochs = Epochs, BatchSize = Batch, WeightDecay = 1e-5, Patience = 0 } })),
        ("VAE", () => new DenseVariationalAutoencoder(new()
        {
            Score = VariationalScore.ReconstructionError, WarmUp = 0, Validation = 0, Training = new() { Epochs = Epochs, BatchSize = Batch, WeightDecay = 1e-5, Patience = 0 },
        })),
        ("DeepSVDD", () => new DeepSvdd(new() { Validation = 0, Training = new() { Epochs = Epochs, BatchSize = Batch, WeightDecay = 1e-6, Patience = 0 } })),
    ];

    /// <param name="rounds">Rounds that are counted, at least 3.</param>
    /// <param name="only">Only detectors or sets whose name contains this; null for all.</param>
    /// <param name="folder">For bench-detectors.json and detectors.md.</param>
    public static int Run(int rounds, string? only, string folder)
    {
        if (rounds < 3) throw new ArgumentOutOfRangeException(nameof(rounds), rounds, "--rounds must be at least 3.");
        var rows = Directory.CreateTempSubdirectory("meta-anomaly-detectors-").FullName;
        var results = new List<DetectorSpeed>();
        try
        {
            using var twin = PythonTwin.Start("Speed/Detectors/detector_twin.py", "sklearn, torch", "python3-sklearn");
            foreach (var (set, name, create) in Sets.SelectMany(_ => Detectors, (set, detector) => (set, detector.Name, detector.Create))
                .Where(run => only is null || run.Name.Contains(only, StringComparison.OrdinalIgnoreCase) || run.set.Contains(only, StringComparison.OrdinalIgnoreCase)))
            {
                var (train, test) = Suite.Find("adbench-one-class").Open(set)(0);
                var (fitted, measured) = (Write(rows, "train", train), Write(rows, "test", test.X));
                twin.Ask(string.Join('\t', "data", fitted, measured, train.GetLength(1).ToString(CultureInfo.InvariantCulture)));
                var result = Compare(set, name, create, train, test.X, twin, rounds);
                results.Add(result);
                Console.WriteLine(FormattableString.Invariant(
                    $"{set}, {name}: {result.FitMs:G4} + {result.ScoreMs:G4} ms against {result.PythonFitMs:G4} + {result.PythonScoreMs:G4} ms, ratio {result.Ratio:F3} ± {result.RatioSpread:F3}"));
            }
        }
        finally
        {
            Directory.Delete(rows, recursive: true);
        }
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "bench-detectors.json"), JsonSerializer.Serialize(results, Json) + "\n");
        File.WriteAllText(Path.Combine(folder, "detectors.md"), Markdown(results));
        return 0;
    }

    /// <summary>Ratios, a line a set.</summary>
    public static string Markdown(IReadOnlyList<DetectorSpeed> results)
    {
        var names = results.Select(result => result.Detector).Distinct().ToArray();
        var lines = new List<string> { $"| fit and score, C# / Python | {string.Join(" | ", names)} |", $"|---|{string.Concat(names.Select(_ => "---:|"))}" };
        foreach (var set in results.GroupBy(result => (result.Dataset, result.TrainRows, result.TestRows, result.Features)))
        {
            var cells = names.Select(name => set.FirstOrDefault(result => result.Detector == name) is { } found ? FormattableString.Invariant($"{found.Ratio:F2}") : "");
            lines.Add(FormattableString.Invariant($"| {set.Key.Dataset}, {set.Key.TrainRows:N0} + {set.Key.TestRows:N0} × {set.Key.Features} | ") + string.Join(" | ", cells) + " |");
        }
        return string.Join('\n', lines) + "\n";
    }

    private static DetectorSpeed Compare(string set, string name, Func<Detector> create, float[,] train, float[,] test, PythonTwin twin, int rounds)
    {
        var threads = torch.get_num_threads();
        var ask = string.Create(CultureInfo.InvariantCulture, $"run\t{name}\t{threads}");
        // Small sets are over in milliseconds: several runs a round.
        var (mine, theirs) = (One(create, train, test), Python(twin.Ask(ask)));
        var repeats = (int)Math.Clamp(100 / Math.Max(mine.Fit + mine.Score, 1), 1, 20);
        var pairs = new List<((double Fit, double Score) Mine, (double Fit, double Score) Theirs)>();
        for (var round = -1; round < rounds; round++)
        {
            mine = Mean(Enumerable.Range(0, repeats).Select(_ => One(create, train, test)));
            theirs = Mean(Enumerable.Range(0, repeats).Select(_ => Python(twin.Ask(ask))));
            if (round >= 0) pairs.Add((mine, theirs));   // the first warms up
        }
        var ratios = pairs.Select(pair => (pair.Mine.Fit + pair.Mine.Score) / (pair.Theirs.Fit + pair.Theirs.Score)).Order().ToArray();
        return new(set, train.GetLength(0), test.GetLength(0), train.GetLength(1), name,
            Median(pairs.Select(pair => pair.Mine.Fit)), Median(pairs.Select(pair => pair.Mine.Score)),
            Median(pairs.Select(pair => pair.Theirs.Fit)), Median(pairs.Select(pair => pair.Theirs.Score)),
            SpeedBench.Median(ratios), (ratios[ratios.Length * 3 / 4] - ratios[ratios.Length / 4]) / 2, rounds);
    }

    private static (double Fit, double Score) One(Func<Detector> create, float[,] train, float[,] test)
    {
        GC.Collect();
        using var detector = create();
        var clock = Stopwatch.StartNew();
        detector.Fit(train);
        var fit = clock.Elapsed.TotalMilliseconds;
        detector.Score(test);
        return (fit, clock.Elapsed.TotalMilliseconds - fit);
    }

    private static (double Fit, double Score) Python(string answer)
    {
        var numbers = answer.Split(' ');
        return (double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    private static (double Fit, double Score) Mean(IEnumerable<(double Fit, double Score)> runs)
    {
        var all = runs.ToArray();
        return (all.Average(run => run.Fit), all.Average(run => run.Score));
    }

    private static double Median(IEnumerable<double> values) => SpeedBench.Median([.. values]);

    private static string Write(string folder, string name, float[,] rows)
    {
        var path = Path.Combine(folder, name);
        using var file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref rows[0, 0], rows.Length)));
        return path;
    }
}
