using System.Diagnostics;
using System.Globalization;
using MetaAnomaly.Kernel.Assist;
using MetaAnomaly.Kernel.Display;
using Microsoft.CodeAnalysis;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>A cell to run.</summary>
/// <param name="Number">What the user knows it by: 1-based, as in <c>[3]</c>.</param>
/// <param name="Text">Its text, magics included.</param>
/// <param name="Language">The language of the text up to the first magic.</param>
/// <param name="Name">How errors call it; <c>cell [3]</c> unless it comes from an imported file.</param>
internal sealed record CellRequest(int Number, string Text, string Language = "csharp", string? Name = null)
{
    public string Path => Name ?? $"cell [{Number}]";
}

/// <summary>One notebook's C# session: runs cells one after the other, keeps what they declare, shows what they produce.</summary>
/// <remarks>The process has one at a time: console and display functions are static in C#.</remarks>
internal sealed class NotebookSession : IDisposable
{
    private readonly ReferenceSet references = new();
    private readonly NotebookLoadContext loadContext = new();
    private readonly ExecutionThread thread = new();
    private readonly SourceTexts sources = new();
    private readonly HashSet<string> warningsShown = new(StringComparer.Ordinal);
    private readonly OutputGate output;
    private readonly ConsoleRedirection console;
    private readonly SubmissionCompiler compiler;
    private readonly Directives directives;
    private readonly string folder;
    private object[] slots = new object[16];
    private int submissions;
    private CancellationTokenSource interruption = new();
    private volatile string interruptReason = "interrupted";

    /// <param name="folder">The notebook's folder: relative paths in <c>#r</c> and <c>#!import</c> start there.</param>
    /// <param name="frontEnd">Where outputs go.</param>
    public NotebookSession(string folder, IFrontEnd frontEnd)
    {
        this.folder = Path.GetFullPath(folder);
        output = new OutputGate(frontEnd);
        console = new ConsoleRedirection(output);
        compiler = new SubmissionCompiler(references, loadContext, this.folder);
        directives = new Directives(references, loadContext, this.folder);
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        SessionDisplay.Current = output;
    }

    /// <summary>Compiles and runs something once, so that the first cell does not wait for the compiler to be loaded.</summary>
    public void WarmUp()
    {
        // The first cell continues from it, and so finds the references read as well.
        var submission = compiler.Compile(
            "string.Join(\", \", Enumerable.Range(0, 3).Select(i => i.ToString()))", "warm-up", CancellationToken.None);
        submissions++;
        submission.Run(slots);
        compiler.Continue(submission);
    }

    /// <summary>What may stand at the cursor of a cell that is being typed.</summary>
    public Completions Complete(string code, int position)
    {
        if (LineCompletion.At(code, position, folder) is { } line)
            return line;
        var model = compiler.Understand(code);
        return model.IsCSharp(code, position) ? Completion.At(model, position) : new([], position, position);
    }

    /// <summary>What stands at the cursor, explained; null when it has no meaning.</summary>
    public MimeBundle? Inspect(string code, int position, bool detailed)
    {
        var model = compiler.Understand(code);
        return model.IsCSharp(code, position) ? Inspection.At(model, position, detailed) : null;
    }

    /// <summary>Runs a cell to its end. What it did before an error stays done.</summary>
    /// <returns>Null, or what ended the cell early (which the front end has been shown).</returns>
    public CellError? Execute(CellRequest cell)
    {
        if (interruption.IsCancellationRequested)
            interruption = new CancellationTokenSource();
        if (loadContext.TakeRebuilt() is { Count: > 0 } rebuilt)
            output.Write("stderr", RebuiltText(rebuilt));
        CellError? error;
        try
        {
            error = Run(cell, importDepth: 0, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.IsCancellationRequested)
        {
            error = CellError.Plain("Interrupted", interruptReason);
        }
        if (error is not null)
            output.Error(error);
        output.Flush();
        return error;
    }

    /// <summary>The value of an expression that a front end wants to know; nothing that it declares stays.</summary>
    /// <returns>The value, or what is wrong with the expression.</returns>
    public (MimeBundle? Value, CellError? Error) Evaluate(string expression)
    {
        if (interruption.IsCancellationRequested)
            interruption = new CancellationTokenSource();
        const string path = "expression";
        sources.Add(path, expression);
        try
        {
            var submission = compiler.Compile(expression, path, interruption.Token);
            MakeRoom();
            var task = thread.Run(
                () => submission.Run(slots).ContinueWith(
                    value => (object?)Formatting.BundleOf(value.GetAwaiter().GetResult()), TaskContinuationOptions.ExecuteSynchronously),
                interruption.Token);
            return task is null ? (null, CellError.Plain("Interrupted", interruptReason))
                : task.Exception is { } thrown ? (null, ErrorReport.Of(thrown.InnerException!, sources))
                : ((MimeBundle)task.Result!, null);
        }
        catch (CompilationFailedException failed)
        {
            return (null, ErrorReport.Of(failed.Errors, sources));
        }
        catch (OperationCanceledException) when (interruption.IsCancellationRequested)
        {
            return (null, CellError.Plain("Interrupted", interruptReason));
        }
    }

    /// <summary>Runs what a front end's message sets off (a comm's handler), as if it were a cell; what it throws is written to
    /// stderr.</summary>
    public void Invoke(Action handler)
    {
        if (interruption.IsCancellationRequested)
            interruption = new CancellationTokenSource();
        var task = thread.Run(() =>
        {
            handler();
            return Task.FromResult<object?>(null);
        }, interruption.Token);
        if (task?.Exception is { } thrown)
            output.Write("stderr", string.Join('\n', ErrorReport.Of(thrown.InnerException!, sources).Traceback) + "\n");
        output.Flush();
    }

    /// <summary>Ends the running cell, whatever it is doing in managed code; the session lives on.</summary>
    public void Interrupt(string reason)
    {
        interruptReason = reason;
        interruption.Cancel();
    }

    public void Dispose()
    {
        thread.Dispose();
        console.Dispose();
        if (SessionDisplay.Current == output)
            SessionDisplay.Current = null;
        output.Dispose();
        loadContext.Dispose();
    }

    private CellError? Run(CellRequest cell, int importDepth, CancellationToken cancellation)
    {
        ParsedCell parsed;
        try
        {
            parsed = CellParser.Parse(cell.Text, cell.Language);
        }
        catch (NotSupportedException unknown)
        {
            return CellError.Plain("NotSupported", unknown.Message);
        }
        sources.Add(cell.Path, cell.Text);
        var started = Stopwatch.GetTimestamp();
        foreach (var part in parsed.Parts)
        {
            var error = part.Language switch
            {
                "csharp" => RunCode(part.Text, cell.Path, cancellation),
                "import" => Import(part.Text, cell.Number, importDepth, cancellation),
                _ => Show(part),
            };
            if (error is not null)
                return error;
        }
        if (parsed.Timed)
            FormattableString.Invariant($"Wall time: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0.0} ms").DisplayAs(Formatting.Plain);
        return null;
    }

    private CellError? RunCode(string code, string path, CancellationToken cancellation)
    {
        CompiledSubmission submission;
        try
        {
            code = directives.Apply(code, path, cancellation);
            submission = compiler.Compile(code, path, cancellation);
        }
        catch (CompilationFailedException failed)
        {
            return ErrorReport.Of(failed.Errors, sources);
        }
        catch (UnrunnableCellException wrong)
        {
            return ErrorReport.Of(wrong, path, sources);
        }
        ShowWarnings(submission.Warnings);
        submissions++;
        MakeRoom();
        var task = thread.Run(() => submission.Run(slots), cancellation);
        compiler.Continue(submission);
        if (task is null)
            return CellError.Plain("Interrupted", interruptReason);
        if (task.Exception is { } thrown)
            return ErrorReport.Of(thrown.InnerExceptions.Count == 1 ? thrown.InnerException! : thrown, sources);
        return submission.HasValue ? ShowResult(task.Result, cancellation) : null;
    }

    private void MakeRoom()
    {
        if (submissions + 2 >= slots.Length)
            Array.Resize(ref slots, slots.Length * 2);
    }

    /// <summary>Formatters are the user's code too: they run, and may be interrupted, on the notebook's thread.</summary>
    private CellError? ShowResult(object? value, CancellationToken cancellation)
    {
        var task = thread.Run(() =>
        {
            output.Result(Formatting.BundleOf(value));
            return Task.FromResult<object?>(null);
        }, cancellation);
        return task is null ? CellError.Plain("Interrupted", interruptReason)
            : task.Exception is { } thrown ? ErrorReport.Of(thrown.InnerException!, sources)
            : null;
    }

    private static CellError? Show(CellPart part)
    {
        switch (part.Language)
        {
            case "markdown":
                part.Text.DisplayAs("text/markdown");
                break;
            case "html":
                part.Text.DisplayAs(Formatting.Html);
                break;
            case "javascript":
                Microsoft.DotNet.Interactive.Kernel.Javascript(part.Text);
                break;
            default:
                SessionDisplay.Show(
                    new([KeyValuePair.Create(Formatting.Plain, part.Text), KeyValuePair.Create("text/vnd.mermaid", part.Text)]),
                    Guid.NewGuid().ToString("N"));
                break;
        }
        return null;
    }

    private CellError? Import(string path, int number, int depth, CancellationToken cancellation)
    {
        if (depth == 8)
            return CellError.Plain("ImportError", $"#!import {path}: files import each other in a circle.");
        IReadOnlyList<CellRequest> cells;
        try
        {
            cells = ImportedFile.Read(Path.Combine(folder, path), number);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NotSupportedException or InvalidDataException)
        {
            return CellError.Plain("ImportError", $"#!import {path}: {unreadable.Message}");
        }
        foreach (var cell in cells)
            if (Run(cell, depth + 1, cancellation) is { } error)
                return error with { Message = $"in {path}: {error.Message}" };
        return null;
    }

    private static string RebuiltText(IReadOnlyList<string> libraries) =>
        $"{string.Join(", ", libraries.Select(Path.GetFileName))} {(libraries.Count == 1 ? "has" : "have")} been built again since this notebook "
        + "loaded it. The session goes on with the former build: restart the kernel to use the new one.\n";

    private void ShowWarnings(IEnumerable<Diagnostic> warnings)
    {
        foreach (var warning in warnings)
        {
            var text = ErrorReport.Line(warning);
            if (warningsShown.Add($"{warning.Id} {warning.GetMessage(CultureInfo.InvariantCulture)} {sources.LineAt(warning.Location)}"))
                output.Write("stderr", text + "\n");
        }
    }
}
