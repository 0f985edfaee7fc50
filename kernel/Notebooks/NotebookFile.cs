using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MetaAnomaly.Kernel.Notebooks;

/// <summary>A notebook (nbformat 4). Whatever this program does not know of is kept as it was.</summary>
internal sealed class NotebookFile
{
    private readonly JsonObject root;

    private NotebookFile(JsonObject root, IReadOnlyList<NotebookCell> cells) => (this.root, Cells) = (root, cells);

    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <exception cref="InvalidDataException">The file is not a notebook of this format; the message names the file and the
    /// fault.</exception>
    public static NotebookFile Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (InvalidDataException wrong)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)}: {wrong.Message}", wrong);
        }
    }

    /// <exception cref="InvalidDataException">The text is not a notebook of this format.</exception>
    public static NotebookFile Parse(string json)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json);
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException(
                $"not a notebook: the JSON is broken at line {broken.LineNumber + 1}, column {broken.BytePositionInLine + 1}.", broken);
        }
        if (node is not JsonObject root)
            throw new InvalidDataException("not a notebook: the JSON is not an object.");
        if (root["nbformat"] is not JsonValue format || !format.TryGetValue(out int major))
            throw new InvalidDataException("not a notebook: it has no number 'nbformat'.");
        if (major != 4)
            throw new InvalidDataException($"the notebook format is {major}; 4 is needed. Open it in Jupyter and save it.");
        if (root["cells"] is not JsonArray cells)
            throw new InvalidDataException("not a notebook: it has no list 'cells'.");
        CheckLanguage(root);
        return new(root, [.. cells.Select((cell, i) => NotebookCell.Of(cell, i))]);
    }

    /// <summary>Adds the metadata by which Jupyter, VS Code and .NET Interactive know a C# notebook, where they are missing.</summary>
    public void CompleteMetadata()
    {
        if (root["metadata"] is not JsonObject metadata)
            root["metadata"] = metadata = [];
        metadata["kernelspec"] ??= new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" };
        metadata["language_info"] ??= new JsonObject
        {
            ["file_extension"] = ".cs", ["mimetype"] = "text/x-csharp", ["name"] = "C#", ["pygments_lexer"] = "csharp", ["version"] = "13.0",
        };
        var minor = root["nbformat_minor"] is JsonValue value && value.TryGetValue(out int number) ? number : 0;
        root["nbformat_minor"] = Math.Max(minor, 5);
        for (var i = 0; i < Cells.Count; i++)
            Cells[i].CompleteMetadata(i);
    }

    /// <summary>The file's text as Jupyter writes it: keys sorted, one space of indent, a line feed at the end.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        JupyterJson.Write(text, root);
        return text.Append('\n').ToString();
    }

    private static void CheckLanguage(JsonObject root)
    {
        var language = Text(root["metadata"]?["language_info"]?["name"]) ?? Text(root["metadata"]?["kernelspec"]?["language"]);
        if (language is not null && language.ToLowerInvariant() is not ("c#" or "csharp" or "polyglot-notebook"))
            throw new InvalidDataException($"the notebook's language is {language}; this program runs C#.");
    }

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
