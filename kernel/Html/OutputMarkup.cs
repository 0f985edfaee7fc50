using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MetaAnomaly.Kernel.Notebooks;

namespace MetaAnomaly.Kernel.Html;

/// <summary>A cell's output by the richest form that a plain page can show.</summary>
internal static partial class OutputMarkup
{
    public static string Of(JsonObject output) => NotebookFile.Text(output["output_type"]) switch
    {
        "stream" => $"<pre class=\"{(NotebookFile.Text(output["name"]) == "stderr" ? "stderr" : "stdout")}\">{Plain(output["text"])}</pre>",
        "error" => $"<pre class=\"error\">{Plain(Lines(output["traceback"]))}</pre>",
        _ => OfData(output["data"] as JsonObject ?? []),
    };

    private static string OfData(JsonObject data)
    {
        if (NotebookCell.Joined(data["text/html"]) is { } html)
            return $"<div class=\"rich\">{html}</div>";
        if (NotebookCell.Joined(data["image/svg+xml"]) is { } svg)
            return $"<div class=\"rich\">{svg}</div>";
        foreach (var mimeType in (string[])["image/png", "image/jpeg", "image/gif", "image/webp"])
            if (NotebookCell.Joined(data[mimeType]) is { } image)
                return $"<img alt=\"\" src=\"data:{mimeType};base64,{Display.HtmlText.Escape(image.ReplaceLineEndings(""))}\">";
        if (NotebookCell.Joined(data["text/markdown"]) is { } markdown)
            return $"<div class=\"text\">{MarkdownMarkup.Of(markdown, _ => null)}</div>";
        if (NotebookCell.Joined(data["text/latex"]) is { } latex)
            return MathMarkup.Of(latex.Trim().Trim('$'), display: true);
        if (data["application/json"] is { } json)
            return $"<pre class=\"stdout\">{Display.HtmlText.Escape(json.ToString())}</pre>";
        return $"<pre class=\"stdout\">{Plain(data["text/plain"])}</pre>";
    }

    private static string Plain(JsonNode? text) => Display.HtmlText.Escape(AnsiSequences().Replace(NotebookCell.Joined(text) ?? "", ""));

    private static JsonNode Lines(JsonNode? traceback) =>
        string.Join('\n', traceback is JsonArray lines ? lines.Select(line => NotebookFile.Text(line) ?? "") : []);

    [GeneratedRegex(@"\x1b\[[0-9;]*[A-Za-z]")]
    private static partial Regex AnsiSequences();
}
