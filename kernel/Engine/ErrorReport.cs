using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>Errors as a reader wants them: the cell, the line, its text, what to do; nothing of the kernel's own machinery.</summary>
internal static class ErrorReport
{
    private const int MaxErrors = 5;

    /// <summary>What C# allows in a program but a notebook cell cannot have, by the compiler's error number.</summary>
    private static readonly Dictionary<string, string> Hints = new(StringComparer.Ordinal)
    {
        ["CS8345"] =
            "A variable at the top of a cell is kept for later cells, which a Span or other ref struct cannot be: "
            + "put it inside a method or a { } block.",
        ["CS9054"] = "A `file` type cannot stand in a cell: leave the word `file` away.",
        ["CS9068"] = "A `file` type cannot stand in a cell: leave the word `file` away.",
        ["CS7021"] = "A cell cannot declare a namespace: leave it away, or put the code in the library.",
    };

    public static CellError Of(ImmutableArray<Diagnostic> errors, SourceTexts sources)
    {
        var first = errors[0];
        var lines = new List<string>();
        foreach (var error in errors.Take(MaxErrors))
        {
            lines.Add(Line(error));
            lines.AddRange(Pointer(error, sources));
        }
        if (errors.Length > MaxErrors)
            lines.Add($"… and {errors.Length - MaxErrors} more errors");
        if (Hint(first, sources) is { } hint)
            lines.Add(hint);
        var line = first.Location.IsInSource ? first.Location.GetLineSpan().StartLinePosition.Line + 1 : (int?)null;
        return new("CompilationError", Line(first), lines, line, sources.LineAt(first.Location)?.Trim());
    }

    public static CellError Of(UnrunnableCellException wrong, string path, SourceTexts sources)
    {
        var source = sources.Line(path, wrong.Line);
        return new("CellError", wrong.Message, [$"({wrong.Line},1): {wrong.Message}", $"    {source}"], wrong.Line, source?.Trim());
    }

    public static CellError Of(Exception exception, SourceTexts sources)
    {
        var lines = new List<string>();
        (string Path, int Line)? place = null;
        for (var current = exception; current is not null; current = current.InnerException)
        {
            lines.Add($"{(current == exception ? "" : "caused by ")}{current.GetType().FullName}: {current.Message}");
            foreach (var frame in UserFrames(current, sources))
            {
                lines.Add("   " + frame.Text);
                if (frame.Line > 0)
                    place ??= (frame.Path!, frame.Line);
            }
        }
        var source = place is { } at ? sources.Line(at.Path, at.Line)?.Trim() : null;
        return new(exception.GetType().Name, exception.Message, lines, place?.Line, source);
    }

    /// <summary>A diagnostic in one line: <c>(2,5): error CS0103: …</c>.</summary>
    public static string Line(Diagnostic diagnostic)
    {
        var start = diagnostic.Location.GetLineSpan().StartLinePosition;
        var severity = diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        return string.Create(CultureInfo.InvariantCulture,
            $"({start.Line + 1},{start.Character + 1}): {severity} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
    }

    private static IEnumerable<string> Pointer(Diagnostic error, SourceTexts sources)
    {
        if (sources.LineAt(error.Location) is not { } source)
            yield break;
        var start = error.Location.GetLineSpan().StartLinePosition.Character;
        yield return $"    {source}";
        yield return $"    {new string(' ', start)}^";
    }

    private static string? Hint(Diagnostic error, SourceTexts sources)
    {
        if (sources.LineAt(error.Location)?.TrimStart() is { } source)
        {
            if (source.StartsWith("using var ", StringComparison.Ordinal) || source.StartsWith("await using var ", StringComparison.Ordinal))
                return "`using var` cannot stand at the top of a cell, whose variables outlive it: "
                    + "write `using (var x = …) { }`, or put it in a { } block.";
            if (source.StartsWith("file ", StringComparison.Ordinal))
                return Hints["CS9054"];
        }
        return Hints.GetValueOrDefault(error.Id);
    }

    /// <summary>The frames from the throw to the cell's own code; those of the session below it are left out.</summary>
    private static IEnumerable<(string Text, string? Path, int Line)> UserFrames(Exception exception, SourceTexts sources)
    {
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames();
        var last = Array.FindLastIndex(frames, frame => sources.Has(frame.GetFileName()));
        foreach (var frame in frames.Take(last + 1))
        {
            if (frame.GetMethod() is not { } method || method.DeclaringType?.Namespace?.StartsWith("System.Runtime.", StringComparison.Ordinal) == true)
                continue;
            var path = frame.GetFileName();
            var inCell = sources.Has(path);
            if (inCell)
                yield return ($"at {path}, line {frame.GetFileLineNumber()}: {sources.Line(path!, frame.GetFileLineNumber())?.Trim()}",
                    path, frame.GetFileLineNumber());
            else
                yield return ($"at {Display.Shape.TypeName(method.DeclaringType ?? typeof(object))}.{method.Name}", null, 0);
        }
    }
}
