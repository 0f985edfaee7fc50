namespace MetaAnomaly.Kernel.Engine;

/// <summary>What ended a cell early, told so that a reader finds the place.</summary>
/// <param name="Name">The exception's type name, or <c>CompilationError</c>.</param>
/// <param name="Message">One sentence, or a few lines.</param>
/// <param name="Traceback">The lines to show: place, source line, call stack. No paths of the machine.</param>
/// <param name="Line">1-based line inside the cell; null when no line of it is to blame.</param>
/// <param name="SourceLine">The text of that line, trimmed.</param>
internal sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback, int? Line = null, string? SourceLine = null)
{
    public static CellError Plain(string name, string message) => new(name, message, [$"{name}: {message}"]);
}
