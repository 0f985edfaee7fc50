using System.Text.Json.Nodes;

namespace MetaAnomaly.Kernel.Notebooks;

/// <summary>One cell, over its JSON.</summary>
internal sealed class NotebookCell
{
    private readonly JsonObject json;

    private NotebookCell(JsonObject json, string type, string source) => (this.json, Type, Source) = (json, type, source);

    /// <summary>code, markdown or raw.</summary>
    public string Type { get; }

    public string Source { get; }

    public bool IsCode => Type == "code";

    /// <summary>What the cell's metadata say, as .NET Interactive and VS Code write it; csharp when they say nothing.</summary>
    public string Language =>
        NotebookFile.Text(json["metadata"]?["polyglot_notebook"]?["kernelName"])
        ?? NotebookFile.Text(json["metadata"]?["dotnet_interactive"]?["language"])
        ?? "csharp";

    public IReadOnlyList<JsonObject> Outputs => json["outputs"] is JsonArray outputs ? [.. outputs.OfType<JsonObject>()] : [];

    public int? ExecutionCount => json["execution_count"] is JsonValue value && value.TryGetValue(out int count) ? count : null;

    /// <summary>Whether an author marked it so in the front end.</summary>
    public bool HasTag(string tag) =>
        json["metadata"]?["tags"] is JsonArray tags && tags.Any(each => NotebookFile.Text(each) == tag);

    /// <summary>A picture kept inside the cell, as base64; null when there is none of that name.</summary>
    public (string MimeType, string Base64)? Attachment(string name) =>
        json["attachments"]?[name] is JsonObject { Count: > 0 } forms && Joined(forms.First().Value) is { } text ? (forms.First().Key, text) : null;

    /// <exception cref="InvalidDataException">It is not a cell.</exception>
    public static NotebookCell Of(JsonNode? node, int index)
    {
        if (node is not JsonObject json)
            throw new InvalidDataException($"cell {index + 1} is not an object.");
        var type = NotebookFile.Text(json["cell_type"]) ?? throw new InvalidDataException($"cell {index + 1} has no 'cell_type'.");
        if (type is not ("code" or "markdown" or "raw"))
            throw new InvalidDataException($"cell {index + 1} is a '{type}' cell; code, markdown and raw exist.");
        return new(json, type, Joined(json["source"])
            ?? throw new InvalidDataException($"cell {index + 1} has no 'source' that is a text or a list of texts."));
    }

    /// <summary>Adds an id, and the language by the names of both front ends, where they are missing.</summary>
    public void CompleteMetadata(int index)
    {
        json["id"] ??= FormattableString.Invariant($"cell-{index}");
        if (json["metadata"] is not JsonObject metadata)
            json["metadata"] = metadata = [];
        if (!IsCode)
            return;
        var language = Language;
        metadata["dotnet_interactive"] ??= new JsonObject { ["language"] = language };
        metadata["polyglot_notebook"] ??= new JsonObject { ["kernelName"] = language };
    }

    /// <summary>Puts what a run produced in place of the former outputs. No timings, no identifiers: two runs alike write the
    /// same.</summary>
    public void SetOutputs(int? executionCount, IEnumerable<JsonObject> outputs)
    {
        json["execution_count"] = executionCount;
        json["outputs"] = new JsonArray([.. outputs.Select(output => output.DeepClone())]);
        (json["metadata"] as JsonObject)?.Remove("execution");
    }

    /// <summary>A text that the format stores as one string or as a list of lines; null when it is neither.</summary>
    public static string? Joined(JsonNode? node)
    {
        if (NotebookFile.Text(node) is { } text)
            return text;
        if (node is not JsonArray lines)
            return null;
        var parts = lines.Select(NotebookFile.Text).ToArray();
        return parts.Contains(null) ? null : string.Concat(parts);
    }

    /// <summary>A text as the list of lines that the format asks for, each with its line feed.</summary>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is var feed and >= 0 ? feed + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }
}
