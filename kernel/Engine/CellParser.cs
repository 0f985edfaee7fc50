namespace MetaAnomaly.Kernel.Engine;

/// <summary>A stretch of a cell in one language.</summary>
/// <param name="Language">csharp, markdown, html, javascript, mermaid, or import.</param>
/// <param name="Text">The text; for csharp preceded by as many empty lines as stand above it in the cell, so that line numbers hold.
/// For import the path.</param>
internal sealed record CellPart(string Language, string Text);

/// <summary>A cell taken apart at its <c>#!</c> lines.</summary>
internal sealed record ParsedCell(IReadOnlyList<CellPart> Parts, bool Timed);

internal static class CellParser
{
    private const string Supported = "#!csharp, #!markdown, #!html, #!javascript, #!mermaid, #!time, #!import";

    /// <exception cref="NotSupportedException">A magic that this kernel does not have.</exception>
    public static ParsedCell Parse(string text, string language)
    {
        var parts = new List<CellPart>();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var current = Canonical(language)
            ?? throw new NotSupportedException(
                $"A cell's language is '{language}'; this kernel runs csharp, markdown, html, javascript and mermaid.");
        var start = 0;
        var timed = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("#!", StringComparison.Ordinal) || (i == 0 && lines[i].StartsWith("#!/", StringComparison.Ordinal)))
                continue;
            var words = lines[i][2..].Split((char[])[' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var magic = words is [var word, ..] ? word : "";
            if (magic is "time")
            {
                timed = true;
                lines[i] = "";
                continue;
            }
            AddPart(i);
            if (magic is "import")
            {
                parts.Add(new("import", words is [_, var path] ? path.Trim('"') : throw new NotSupportedException("#!import needs a path.")));
                lines[i] = "";
                start = i;
                continue;
            }
            current = Canonical(magic) ?? throw new NotSupportedException(
                $"Line {i + 1}: the magic '#!{magic}' is not supported; supported are {Supported}.");
            start = i + 1;
        }
        AddPart(lines.Length);
        return new(parts, timed);

        void AddPart(int end)
        {
            if (lines[start..end].Any(line => !string.IsNullOrWhiteSpace(line)))
                parts.Add(new(current, current == "csharp"
                    ? new string('\n', start) + string.Join('\n', lines[start..end])
                    : string.Join('\n', lines[start..end])));
        }
    }

    private static string? Canonical(string language) => language.ToLowerInvariant() switch
    {
        "csharp" or "c#" or "cs" or ".net-csharp" => "csharp",
        "markdown" or "md" => "markdown",
        "html" => "html",
        "javascript" or "js" => "javascript",
        "mermaid" => "mermaid",
        _ => null,
    };
}
