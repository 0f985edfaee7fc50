using System.Diagnostics;
using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Engine;
using MetaAnomaly.Kernel.Notebooks;

namespace MetaAnomaly.Kernel.Runner;

/// <summary>How notebooks are run.</summary>
/// <param name="Profile">fast or full; the notebook finds it in <c>META_PROFILE</c>.</param>
/// <param name="OutFolder">Where executed notebooks, pages and the summary go.</param>
/// <param name="Save">Whether the outputs are also written back into the notebooks.</param>
/// <param name="Timeout">The time limit of one cell.</param>
/// <param name="Device">Where it computes; the notebook finds it in <c>META_DEVICE</c>. Null leaves that as it is.</param>
internal sealed record RunOptions(string Profile, string OutFolder, bool Save, TimeSpan Timeout, string? Device = null)
{
    public Dictionary<string, string> Variables => Device is null
        ? new() { ["META_PROFILE"] = Profile }
        : new() { ["META_PROFILE"] = Profile, ["META_DEVICE"] = Device };
}

/// <summary>How a notebook fared; a row of <c>summary.json</c>.</summary>
/// <param name="Notebook">Its name, without folder and extension.</param>
/// <param name="Ok">Whether every cell ran.</param>
/// <param name="Seconds">From the start of its process to the end of its last cell.</param>
/// <param name="Cells">How many cells ran, the failed one included.</param>
/// <param name="FailedCell">The number of the cell that failed, as in <c>[3]</c>.</param>
/// <param name="Error">Its message, with the line.</param>
internal sealed record NotebookResult(string Notebook, bool Ok, double Seconds, int Cells, int? FailedCell, string? Error);

/// <summary>Runs one notebook from top to bottom in a process of its own.</summary>
internal static class NotebookRun
{
    public static async Task<NotebookResult> Run(string path, RunOptions options, IProgressDisplay progress)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var started = Stopwatch.GetTimestamp();
        NotebookFile notebook;
        try
        {
            notebook = NotebookFile.Read(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new(name, Ok: false, 0, 0, null, unreadable.Message);
        }

        var cells = notebook.Cells.Where(cell => cell.IsCode && !string.IsNullOrWhiteSpace(cell.Source)).ToArray();
        var recorder = new OutputRecorder();
        var outputs = new List<IEnumerable<JsonObject>>();
        CellError? error = null;
        await using (var session = SessionClient.Start(
            Path.GetDirectoryName(path)!, recorder, options.Variables))
        {
            while (error is null && outputs.Count < cells.Length)
            {
                var number = outputs.Count + 1;
                progress.Cell(name, number, cells.Length);
                outputs.Add(recorder.Begin(number));
                var cell = cells[number - 1];
                error = await session.Execute(new(number, cell.Source, cell.Language), options.Timeout);
            }
        }

        var seconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1);
        foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
            cell.SetOutputs(null, []);
        for (var i = 0; i < outputs.Count; i++)
            cells[i].SetOutputs(i + 1, outputs[i]);
        notebook.CompleteMetadata();
        var text = notebook.ToString();
        AtomicFile.Write(Path.Combine(options.OutFolder, name + ".ipynb"), text);
        if (options.Save && error is null)
            AtomicFile.Write(path, text);
        AtomicFile.Write(Path.Combine(options.OutFolder, name + ".html"), Html.HtmlPage.Of(notebook, name, Path.GetDirectoryName(path)!));
        return new(name, error is null, seconds, outputs.Count, error is null ? null : outputs.Count, error is null ? null : OneLine(error));
    }

    private static string OneLine(CellError error)
    {
        var message = error.Message.ReplaceLineEndings(" ").Trim();
        var where = error.Line is { } line ? $"line {line}: " : "";
        var source = error.SourceLine is { Length: > 0 } text ? $" in `{text}`" : "";
        return error.Name is "CompilationError" ? $"{where}{message}{source}" : $"{where}{error.Name}: {message}{source}";
    }
}
