using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Documents.Tests;

/// <summary>What a reader of the repository sees: its Markdown files, and the text of its notebooks.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = [".git", "artifacts", "bin", "out", "node_modules", ".ipynb_checkpoints"];

    public static string Root { get; } = Find();

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Path and Markdown of every document, paths from the root.</summary>
    public static IEnumerable<(string Path, string Markdown)> Documents() =>
        Files(Root, "*.md").Select(path => (Relative(path), File.ReadAllText(path)))
            .Concat(Files(Root, "*.ipynb").Select(path => (Relative(path), MarkdownOf(path))));

    private static string MarkdownOf(string notebook)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(notebook));
        return string.Join("\n\n", json.RootElement.GetProperty("cells").EnumerateArray()
            .Where(cell => cell.GetProperty("cell_type").GetString() == "markdown")
            .Select(cell => cell.GetProperty("source"))
            .Select(source => source.ValueKind == JsonValueKind.Array
                ? string.Concat(source.EnumerateArray().Select(line => line.GetString()))
                : source.GetString()));
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)
            .Where(path => !Path.GetFileName(path).StartsWith('.'))
            .Concat(Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
                .Where(inner => !NotOurs.Contains(Path.GetFileName(inner)) && !IsFetchedData(inner))
                .SelectMany(inner => Files(inner, pattern)));

    private static bool IsFetchedData(string folder) => Path.GetDirectoryName(folder) == Path.Combine(Root, "data");

    private static string Relative(string path) => Path.GetRelativePath(Root, path);

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
