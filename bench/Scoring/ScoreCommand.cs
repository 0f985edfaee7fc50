using System.CommandLine;
using System.Globalization;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Machine;
using MetaAnomalyLib.Training;

namespace MetaAnomaly.Bench.Scoring;

/// <summary>Scores a folder of images with a saved classifier: what <c>./run --score</c> calls.</summary>
internal static class ScoreCommand
{
    /// <summary>All files were scored.</summary>
    public const int Whole = 0;

    /// <summary>Nothing was scored: the folder or the model is not there or not readable.</summary>
    public const int Nothing = 1;

    /// <summary>Some files are bad; the others were scored.</summary>
    public const int Part = 2;

    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "JPEG and PNG files, in it and in folders below it." };
        var model = new Option<string>("--model") { Description = "A file that ImageClassifier.Save wrote.", Required = true };
        var output = new Option<string?>("--out") { Description = "The csv; without it, it goes to standard output." };
        var threshold = new Option<double?>("--threshold") { Description = "Another one than the model's, from 0 to 1." };
        var score = new Command("score", "Scores a folder of images; writes csv: file, probability, decision. Exit code 0: all scored; 2: some files are bad, named on standard error; 1: nothing scored.") { folder, model, output, threshold };
        score.SetAction(parsed => Run(parsed.GetValue(folder)!, parsed.GetValue(model)!, parsed.GetValue(output), parsed.GetValue(threshold), Console.Out, Console.Error));
        return score;
    }

    internal static int Run(string folder, string model, string? output, double? threshold, TextWriter console, TextWriter errors)
    {
        try
        {
            if (threshold is < 0 or > 1) throw new ArgumentException(FormattableString.Invariant($"--threshold is {threshold}; it must be from 0 to 1."));
            _ = ComputeDevice.Current;
            using var loaded = ImageClassifier.Load(model);
            var classifier = threshold is { } other ? new ImageClassifier(loaded.Model, loaded.ClassNames, loaded.Side, other) : loaded;
            var scores = FolderScoring.Score(classifier, folder);
            if (output is null) return Write(scores, console, errors);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
            using var file = new StreamWriter(output);
            return Write(scores, file, errors);
        }
        catch (Exception e) when (e is DataFormatException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            errors.WriteLine(e.Message);
            return Nothing;
        }
    }

    private static int Write(IEnumerable<ImageScore> scores, TextWriter csv, TextWriter errors)
    {
        var (good, bad) = (0, 0);
        csv.Write("file,probability,decision\n");
        foreach (var score in scores)
        {
            if (score.Fault is { } fault)
            {
                bad++;
                errors.WriteLine($"{score.File}: {fault}");
            }
            else
            {
                good++;
            }
            csv.Write(string.Create(CultureInfo.InvariantCulture, $"{Field(score.File)},{score.Probability:F4},{Field(score.Decision ?? "unreadable")}\n"));
        }
        csv.Flush();
        if (bad > 0) errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bad} of {bad + good} files are bad; {(good > 0 ? "the others were scored" : "nothing was scored")}."));
        return bad == 0 ? Whole : good > 0 ? Part : Nothing;
    }

    // RFC 4180. A name that a spreadsheet would take for a formula stays a name.
    private static string Field(string text)
    {
        if (text.Length > 0 && "=+-@".Contains(text[0], StringComparison.Ordinal)) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
