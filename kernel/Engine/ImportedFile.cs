using MetaAnomaly.Kernel.Notebooks;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>What <c>#!import</c> runs: a notebook's code cells, or one file in the language of its extension.</summary>
internal static class ImportedFile
{
    public static IReadOnlyList<CellRequest> Read(string path, int number) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".ipynb" => 
        [
            .. NotebookFile.Read(path).Cells.Where(cell => cell.IsCode)
                .Select((cell, i) => new CellRequest(number, cell.Source, cell.Language, $"{Path.GetFileName(path)} cell [{i + 1}]")),
        ],
        ".cs" or ".csx" => [new(number, File.ReadAllText(path), Name: Path.GetFileName(path))],
        ".md" => [new(number, File.ReadAllText(path), "markdown")],
        ".html" => [new(number, File.ReadAllText(path), "html")],
        ".js" => [new(number, File.ReadAllText(path), "javascript")],
        var other => throw new NotSupportedException($"a file '{other}' cannot be imported; .ipynb, .cs, .csx, .md, .html and .js can."),
    };
}
