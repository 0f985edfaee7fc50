using Microsoft.CodeAnalysis;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>The texts of the cells that ran, so that an error in a function of an earlier cell can show its line.</summary>
internal sealed class SourceTexts
{
    private readonly Dictionary<string, string[]> linesByPath = new(StringComparer.Ordinal);

    /// <summary>Remembers a text under the path by which the compiler and stack traces know it.</summary>
    public void Add(string path, string text) => linesByPath[path] = text.ReplaceLineEndings("\n").Split('\n');

    public bool Has(string? path) => path is not null && linesByPath.ContainsKey(path);

    /// <summary>A line (1-based) of a cell; null when there is none.</summary>
    public string? Line(string path, int line) =>
        linesByPath.TryGetValue(path, out var lines) && line >= 1 && line <= lines.Length ? lines[line - 1] : null;

    public string? LineAt(Location location)
    {
        var span = location.GetLineSpan();
        return Line(span.Path, span.StartLinePosition.Line + 1);
    }
}
