using System.Text;
using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Notebooks;

namespace Kernel.Tests;

/// <summary>Notebook files as a front end writes them.</summary>
internal static class NotebookText
{
    public static string Of(params string[] codeCells)
    {
        var cells = codeCells.Select((code, i) => (JsonNode)new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = $"cell-{i}",
            ["metadata"] = new JsonObject(),
            ["outputs"] = new JsonArray(),
            ["source"] = NotebookCell.Lines(code),
        });
        var text = new StringBuilder();
        JupyterJson.Write(text, new JsonObject
        {
            ["cells"] = new JsonArray([.. cells]),
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
                ["language_info"] = new JsonObject { ["name"] = "C#", ["version"] = "13.0" },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        });
        return text.Append('\n').ToString();
    }
}
