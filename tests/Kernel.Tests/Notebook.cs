using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Display;
using MetaAnomaly.Kernel.Engine;
using MetaAnomaly.Kernel.Notebooks;

namespace Kernel.Tests;

/// <summary>A session in this process, and what a notebook file would hold of it.</summary>
internal sealed class Notebook : IDisposable
{
    private readonly OutputRecorder recorder = new();
    private readonly NotebookSession session;
    private readonly string? temporaryFolder;
    private TaskCompletionSource written = new();
    private int cells;

    public Notebook(string? folder = null)
    {
        Folder = folder ?? (temporaryFolder = Directory.CreateTempSubdirectory("notebook").FullName);
        session = new NotebookSession(Folder, new Listener(recorder, this));
    }

    public string Folder { get; }

    public NotebookSession Session => session;

    /// <summary>What the user types when asked.</summary>
    public Queue<string> Answers { get; } = new();

    public CellError? LastError { get; private set; }

    /// <summary>Runs the next cell.</summary>
    public Outputs Run(string cell, string language = "csharp")
    {
        var outputs = recorder.Begin(++cells);
        LastError = session.Execute(new(cells, cell, language));
        return new(outputs);
    }

    /// <summary>Runs a cell that must fail.</summary>
    public CellError Fail(string cell)
    {
        Run(cell);
        Assert.NotNull(LastError);
        return LastError;
    }

    /// <summary>The plain text of the last expression's value; the cell must run.</summary>
    public string? Value(string cell)
    {
        var outputs = Run(cell);
        Assert.True(LastError is null, $"{LastError?.Name}: {LastError?.Message}\n{string.Join('\n', LastError?.Traceback ?? [])}");
        return outputs.Result("text/plain");
    }

    /// <summary>Completes when a cell writes something after this call.</summary>
    public Task NextWrite() => (written = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Written() => written.TrySetResult();

    public void Interrupt() => session.Interrupt("interrupted by the test");

    public void Dispose()
    {
        session.Dispose();
        Microsoft.DotNet.Interactive.Formatting.Formatter.ResetToDefault();
        if (temporaryFolder is not null)
            Directory.Delete(temporaryFolder, recursive: true);
    }
}

/// <summary>Passes everything to the recorder, and says when text has come.</summary>
internal sealed class Listener(OutputRecorder recorder, Notebook notebook) : IFrontEnd
{
    public void Stream(string name, string text)
    {
        recorder.Stream(name, text);
        notebook.Written();
    }

    public void Display(MimeBundle bundle, string displayId) => recorder.Display(bundle, displayId);

    public void UpdateDisplay(MimeBundle bundle, string displayId) => recorder.UpdateDisplay(bundle, displayId);

    public void ClearOutput(bool wait) => recorder.ClearOutput(wait);

    public void Result(MimeBundle bundle) => recorder.Result(bundle);

    public void Error(CellError error) => recorder.Error(error);

    public string RequestInput(string prompt, bool password) => notebook.Answers.Dequeue();
}

/// <summary>What a cell left in the notebook.</summary>
internal sealed class Outputs(IEnumerable<JsonObject> outputs)
{
    public IReadOnlyList<JsonObject> All => [.. outputs];

    public string Text(string stream) => string.Concat(
        All.Where(output => (string?)output["name"] == stream).Select(output => NotebookCell.Joined(output["text"])));

    public string? Result(string mimeType) => Data("execute_result", mimeType).LastOrDefault();

    public IReadOnlyList<string?> Displays(string mimeType) => Data("display_data", mimeType);

    private List<string?> Data(string type, string mimeType) =>
        [.. All.Where(output => (string?)output["output_type"] == type).Select(output => NotebookCell.Joined(output["data"]?[mimeType]))];
}
