using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using MetaAnomaly.Kernel.Html;
using MetaAnomaly.Kernel.Notebooks;

namespace MetaAnomaly.Kernel.Site;

/// <summary>A heading and what stands under it.</summary>
/// <param name="Id">Its anchor; empty for what stands before the first heading.</param>
/// <param name="Level">1 to 3.</param>
/// <param name="Heading">Its text.</param>
/// <param name="Text">What search looks through: prose and code, no outputs.</param>
internal sealed record SiteSection(string Id, int Level, string Heading, string Text);

/// <summary>A picture for the first page.</summary>
internal sealed record SitePicture(string FileName, byte[] Bytes, string Description);

/// <summary>One notebook of the site.</summary>
internal sealed partial class SitePage
{
    private readonly StringBuilder body = new();
    private readonly List<SiteSection> sections = [];
    private readonly HashSet<string> ids = [];

    private SitePage(string name, string title) => (Name, Title) = (name, title);

    public string Name { get; }

    public string Title { get; }

    public string Address => Uri.EscapeDataString(Name) + ".html";

    public string Body => body.ToString();

    public IReadOnlyList<SiteSection> Sections => sections;

    /// <summary>What the notebook says its goal is, as HTML without links; empty when it says nothing.</summary>
    public string Goal { get; private init; } = "";

    /// <summary>The row "Run time" of its header; null when there is none.</summary>
    public string? RunTime { get; private init; }

    public SitePicture? Picture { get; private init; }

    /// <summary>Whether every cell was.</summary>
    public bool IsExecuted { get; private init; }

    public static SitePage Of(string path, NotebookFile notebook, SiteLinks links, SharedScripts scripts)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var header = notebook.Cells.FirstOrDefault(cell => cell.Type == "markdown")?.Source ?? "";
        var page = new SitePage(name, HtmlPage.TitleOf(notebook) ?? name)
        {
            Goal = GoalOf(header),
            RunTime = RunTimeRow().Match(header) is { Success: true } row ? Words(MarkdownMarkup.Of(row.Groups[1].Value, _ => null)) : null,
            Picture = PictureOf(name, notebook),
            IsExecuted = notebook.Cells.All(cell => !cell.IsCode || cell.Source.Trim().Length == 0 || cell.ExecutionCount is not null),
        };
        if (!page.IsExecuted)
            page.body.Append("<p class=\"note\">This notebook, or a part of it, was not executed when the page was made: outputs are missing.</p>\n");
        var folder = PictureFolder(path);
        foreach (var cell in notebook.Cells)
            page.Append(cell, folder, links, scripts);
        return page;
    }

    /// <summary>HTML as the words that it shows.</summary>
    public static string Words(string html) =>
        Blanks().Replace(WebUtility.HtmlDecode(Tags().Replace(TagsInWords().Replace(Unspoken().Replace(html, " "), ""), " ")), " ").Trim();

    private void Append(NotebookCell cell, string folder, SiteLinks links, SharedScripts scripts)
    {
        var html = HtmlPage.CellOf(cell, folder);
        if (cell.Type != "markdown")
        {
            body.Append(scripts.MoveOut(html));
            Add(cell.Source);
            return;
        }
        html = Heading().Replace(links.Rewrite(html), heading =>
            $"<h{heading.Groups["level"]} id=\"{NewId(heading.Groups["id"].Value)}\">{heading.Groups["text"]}</h{heading.Groups["level"]}>");
        body.Append(html);
        var start = 0;
        foreach (Match heading in Heading().Matches(html))
        {
            Add(Words(html[start..heading.Index]));
            sections.Add(new(heading.Groups["id"].Value, heading.Groups["level"].Value[0] - '0', Words(heading.Groups["text"].Value), ""));
            start = heading.Index + heading.Length;
        }
        Add(Words(html[start..]));
    }

    private void Add(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;
        if (sections.Count == 0)
            sections.Add(new("", 1, Title, ""));
        sections[^1] = sections[^1] with { Text = (sections[^1].Text + " " + Blanks().Replace(text, " ")).Trim() };
    }

    /// <summary>Cells are rendered one by one: two headings alike have one anchor, until here.</summary>
    private string NewId(string id)
    {
        var unique = id;
        for (var i = 2; !ids.Add(unique); i++)
            unique = FormattableString.Invariant($"{id}-{i}");
        return unique;
    }

    private static string GoalOf(string header)
    {
        var paragraphs = header.Split("\n\n").Select(part => part.Trim()).Where(part => part.Length > 0 && !part.StartsWith('#') && !part.StartsWith('|')).ToArray();
        var goal = paragraphs.FirstOrDefault(part => part.StartsWith("**Goal", StringComparison.Ordinal)) ?? paragraphs.FirstOrDefault() ?? "";
        var html = MarkdownMarkup.Of(GoalWord().Replace(goal, ""), _ => null);
        return Anchors().Replace(html, "");
    }

    /// <summary>The figure of the cell tagged "cover", else the last figure.</summary>
    private static SitePicture? PictureOf(string name, NotebookFile notebook)
    {
        var covers = notebook.Cells.Where(cell => cell.HasTag("cover"));
        return covers.Concat(notebook.Cells.Reverse()).Select(cell => PictureOf(name, cell)).FirstOrDefault(picture => picture is not null);
    }

    private static SitePicture? PictureOf(string name, NotebookCell cell)
    {
        foreach (var data in cell.Outputs.Reverse().Select(output => output["data"]).OfType<System.Text.Json.Nodes.JsonObject>())
        {
            if (NotebookCell.Joined(data["text/html"]) is { } html && InlinePicture().Match(html) is { Success: true } image)
                return new(name + (image.Groups["type"].Value == "svg+xml" ? ".svg" : "." + image.Groups["type"].Value),
                    Convert.FromBase64String(image.Groups["data"].Value), WebUtility.HtmlDecode(image.Groups["alt"].Value));
            foreach (var type in (string[])["png", "jpeg"])
                if (NotebookCell.Joined(data[$"image/{type}"]) is { } base64)
                    return new($"{name}.{type}", Convert.FromBase64String(base64), "");
        }
        return null;
    }

    /// <summary>An executed copy in out/ shows the pictures that lie beside the notebook itself.</summary>
    private static string PictureFolder(string path)
    {
        var original = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(path)) ?? ".", "notebooks");
        return File.Exists(Path.Combine(original, Path.GetFileName(path))) ? original : Path.GetDirectoryName(path)!;
    }

    [GeneratedRegex(@"^\|\s*Run time\s*\|\s*(.*?)\s*\|\s*$", RegexOptions.Multiline)]
    private static partial Regex RunTimeRow();

    [GeneratedRegex(@"^\*\*Goal\.?\*\*:?\s*")]
    private static partial Regex GoalWord();

    [GeneratedRegex(@"</?a\b[^>]*>")]
    private static partial Regex Anchors();

    [GeneratedRegex(@"<h(?<level>[1-3]) id=""(?<id>[^""]*)"">(?<text>.*?)</h\k<level>>", RegexOptions.Singleline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"<img alt=""(?<alt>[^""]*)"" src=""data:image/(?<type>svg\+xml|png|jpeg);base64,(?<data>[^""]+)""")]
    private static partial Regex InlinePicture();

    [GeneratedRegex(@"<(?<tag>script|style|svg|annotation)\b.*?</\k<tag>>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Unspoken();

    [GeneratedRegex(@"</?(a|code|em|span|strong|sub|sup)\b[^>]*>")]
    private static partial Regex TagsInWords();

    [GeneratedRegex(@"<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
