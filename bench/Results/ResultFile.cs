using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MetaAnomaly.Bench.Results;

/// <summary>One run.</summary>
internal sealed record ResultLine(
    string Dataset, string Detector, int Seed, double Auroc, double Auprc, double F1, double FitSeconds, double ScoreSeconds,
    JsonNode Options, IReadOnlyDictionary<string, string> Versions)
{
    /// <summary>What makes two runs the same experiment.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Dataset, Detector, Seed, Options.ToJsonString());

    public static string KeyOf(string dataset, string detector, int seed, string options) => FormattableString.Invariant($"{dataset}/{detector}/{seed}/{options}");
}

/// <summary>Runs as JSON lines, appended one by one, so that a kill costs no finished run.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The runs of a suite in a folder, of all its shards.</summary>
    public static IReadOnlyList<ResultLine> Read(string folder, string suite) => Read<ResultLine>(folder, suite, line => line.Key);

    /// <summary>The same for lines of another kind.</summary>
    public static IReadOnlyList<T> Read<T>(string folder, string suite, Func<T, string> key)
    {
        if (!Directory.Exists(folder)) return [];
        return
        [
            .. Directory.GetFiles(folder, $"{suite}.jsonl").Concat(Directory.GetFiles(folder, $"{suite}.*.jsonl")).Distinct().Order(StringComparer.Ordinal)
                .SelectMany(Whole).Select(line => JsonSerializer.Deserialize<T>(line, Json)!).DistinctBy(key),
        ];
    }

    public static void Append<T>(string path, T line)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        stream.SetLength(EndOfLastLine(stream));   // what a kill left half-written
        stream.Seek(0, SeekOrigin.End);
        stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, Json) + "\n"));
        stream.Flush(flushToDisk: true);
    }

    private static IEnumerable<string> Whole(string path)
    {
        var text = File.ReadAllText(path);
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static long EndOfLastLine(FileStream stream)
    {
        for (var position = stream.Length; position > 0; position--)
        {
            stream.Seek(position - 1, SeekOrigin.Begin);
            if (stream.ReadByte() == '\n') return position;
        }
        return 0;
    }

    /// <summary>Writes the markdown table of a suite; the path is printed.</summary>
    /// <exception cref="InvalidOperationException">There is no line to make it of.</exception>
    public static int WriteTable(string suite, string folder, string target, int lines, Func<string> markdown)
    {
        if (lines == 0)
            throw new InvalidOperationException($"There is no run of {suite} in {folder}. Make some: dotnet run -c Release --project bench -- results --suite {suite}");
        Directory.CreateDirectory(target);
        var path = Path.Combine(target, $"{suite}.md");
        File.WriteAllText(path, markdown());
        Console.WriteLine(path);
        return 0;
    }
}
