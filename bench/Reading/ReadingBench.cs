using System.Diagnostics;
using System.Globalization;
using MetaAnomaly.Bench.Speed;
using MetaAnomalyLib.Data;

namespace MetaAnomaly.Bench.Reading;

/// <summary>The rounds of one file, in milliseconds, in the order they were run.</summary>
internal sealed record ReadingResult(string Name, int Threads, double[] CsharpRounds, double[] PythonRounds);

/// <summary>Reading files against pandas and numpy, in alternating rounds. Both sides find the files in the page cache.</summary>
internal static class ReadingBench
{
    private const int WarmUps = 4;

    /// <summary>Runs the comparison.</summary>
    /// <param name="rounds">Rounds that are counted.</param>
    public static IReadOnlyList<ReadingResult> Run(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("meta-anomaly-reading-").FullName;
        try
        {
            using var twin = PythonTwin.Start("Reading/reading_twin.py", "pandas", "python3-pandas", folder);
            twin.Ask("make");
            var results = new List<ReadingResult>
            {
                Compare(twin, "read csv, 100 MB of numbers", Path.Combine(folder, "numbers.csv"), path => CsvReader.Read(path), rounds),
                Compare(twin, "read npz, 51 MB stored", Path.Combine(folder, "stored.npz"), path => NpzReader.Read(path, "X"), rounds),
                Compare(twin, "read npz, 51 MB deflated", Path.Combine(folder, "deflated.npz"), path => NpzReader.Read(path, "X"), rounds),
            };
            if (DataCatalog.Default.Find("fashion-mnist") is { } fashion)
                results.Add(Compare(twin, "read idx.gz, Fashion-MNIST", fashion.Files[0], path => IdxReader.Read(path), rounds));
            return results;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static ReadingResult Compare(PythonTwin twin, string name, string path, Func<string, object> read, int rounds, int threads = 1)
    {
        List<double> csharp = [], pythons = [];
        for (var round = -WarmUps; round < rounds; round++)
        {
            GC.Collect(); // The garbage of the last round belongs to the last round.
            var clock = Stopwatch.StartNew();
            GC.KeepAlive(read(path));
            var elapsed = clock.Elapsed.TotalMilliseconds;
            var answer = twin.Ask(path);
            if (round < 0)
                continue;
            csharp.Add(elapsed);
            pythons.Add(double.Parse(answer, CultureInfo.InvariantCulture));
        }
        return new ReadingResult(name, threads, [.. csharp], [.. pythons]);
    }
}
