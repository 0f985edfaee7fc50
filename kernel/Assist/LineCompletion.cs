namespace MetaAnomaly.Kernel.Assist;

/// <summary>Completes what is not C#: magics, and the paths of <c>#r</c> and <c>#!import</c>.</summary>
internal static class LineCompletion
{
    private static readonly string[] Magics = ["#!csharp", "#!html", "#!import", "#!javascript", "#!markdown", "#!mermaid", "#!time"];

    /// <summary>Null when the line is C#.</summary>
    public static Completions? At(string text, int position, string folder)
    {
        var lineStart = position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1;
        var line = text[lineStart..position];
        if (line.StartsWith("#r", StringComparison.Ordinal) && line.IndexOf('"') is var quote and >= 0)
            return line.IndexOf('"', quote + 1) >= 0
                ? new([], position, position)
                : Paths(line[(quote + 1)..], position, folder, file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase));
        if (line.StartsWith("#!import ", StringComparison.Ordinal))
            return Paths(line["#!import ".Length..].TrimStart().TrimStart('"'), position, folder,
                file => Path.GetExtension(file) is ".ipynb" or ".cs" or ".csx" or ".md" or ".html" or ".js");
        if (!line.StartsWith("#!", StringComparison.Ordinal))
            return null;
        return new([.. Magics.Where(magic => magic.StartsWith(line, StringComparison.Ordinal)).Select(magic => (magic, "magic"))], lineStart, position);
    }

    private static Completions Paths(string typed, int position, string folder, Func<string, bool> fits)
    {
        var name = typed[(typed.LastIndexOf('/') + 1)..];
        var directory = Path.Combine(folder, typed[..(typed.Length - name.Length)]);
        if (typed.StartsWith("nuget:", StringComparison.Ordinal) || !Directory.Exists(directory))
            return new([], position, position);
        var shown = new EnumerationOptions { IgnoreInaccessible = true, MatchCasing = MatchCasing.CaseSensitive };
        var found = Directory.EnumerateDirectories(directory, "*", shown).Select(path => (Path.GetFileName(path) + "/", "folder"))
            .Concat(Directory.EnumerateFiles(directory, "*", shown).Where(fits).Select(path => (Path.GetFileName(path), "file")))
            .Append(("../", "folder"))
            .Where(item => item.Item1.StartsWith(name, StringComparison.Ordinal) && (name.Length > 0 || item.Item1[0] != '.'));
        return new([.. found.OrderBy(item => item.Item1, StringComparer.Ordinal)], position - name.Length, position);
    }
}
