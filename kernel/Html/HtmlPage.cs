using System.Text;
using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Notebooks;

namespace MetaAnomaly.Kernel.Html;

/// <summary>An executed notebook as one page that needs nothing else: no network, no script but the notebook's own.</summary>
internal static class HtmlPage
{
    /// <summary>How cells look, on this page and on those of a site.</summary>
    public static string Style { get; } = ReadStyle();

    /// <param name="notebook">The notebook with its outputs.</param>
    /// <param name="name">The title when the notebook has no heading.</param>
    /// <param name="folder">Where its relative picture addresses start.</param>
    public static string Of(NotebookFile notebook, string name, string folder)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append($"<title>{Display.HtmlText.Escape(TitleOf(notebook) ?? name)}</title>\n<style>\n{Style}</style>\n</head>\n<body>\n<main>\n");
        foreach (var cell in notebook.Cells)
            html.Append(CellOf(cell, folder));
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>One cell with its outputs.</summary>
    public static string CellOf(NotebookCell cell, string folder) => cell.Type switch
    {
        "markdown" => $"<section class=\"text\">\n{MarkdownMarkup.Of(cell.Source, address => Picture(cell, folder, address))}</section>\n",
        "code" => CodeOf(cell),
        _ => $"<pre class=\"raw\">{Display.HtmlText.Escape(cell.Source)}</pre>\n",
    };

    /// <summary>The text of the first heading; null when there is none.</summary>
    public static string? TitleOf(NotebookFile notebook) => notebook.Cells
        .Where(cell => cell.Type == "markdown")
        .SelectMany(cell => cell.Source.Split('\n'))
        .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();

    private static string CodeOf(NotebookCell cell)
    {
        if (string.IsNullOrWhiteSpace(cell.Source))
            return "";
        var html = new StringBuilder();
        var code = cell.Language is "csharp" ? CodeMarkup.Of(cell.Source) : Display.HtmlText.Escape(cell.Source);
        var number = cell.ExecutionCount is { } count ? $"[{count}]" : "[ ]";
        html.Append($"<section class=\"code\">\n<div class=\"cell-number\">{number}</div>\n<pre class=\"source\">{code}</pre>\n");
        foreach (var output in cell.Outputs)
            html.Append("<div class=\"output\">").Append(OutputMarkup.Of(output)).Append("</div>\n");
        return html.Append("</section>\n").ToString();
    }

    private static (string, byte[])? Picture(NotebookCell cell, string folder, string address)
    {
        if (address.StartsWith("attachment:", StringComparison.Ordinal))
        {
            var attachment = cell.Attachment(Uri.UnescapeDataString(address["attachment:".Length..]));
            return attachment is var (mimeType, text) ? (mimeType, Convert.FromBase64String(text)) : null;
        }
        if (address.Contains(':', StringComparison.Ordinal))
            return null;
        var path = Path.Combine(folder, Uri.UnescapeDataString(address));
        var type = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => "image/png",
            ".jpg" or ".jpeg" => "image/jpeg",
            ".gif" => "image/gif",
            ".svg" => "image/svg+xml",
            ".webp" => "image/webp",
            _ => null,
        };
        return type is not null && File.Exists(path) ? (type, File.ReadAllBytes(path)) : null;
    }

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
