using System.Text;
using MetaAnomaly.Kernel.Html;

namespace MetaAnomaly.Kernel.Site;

/// <summary>What stands around the notebooks: head, list of pages, search, links to the neighbours. All of it works without scripts but search and theme.</summary>
internal static class SiteTemplate
{
    /// <summary>A file of the site that is the same for all of them.</summary>
    public static string Asset(string name) => name == "site.css" ? HtmlPage.Style + Resource(name) : Resource(name);

    public static string Notebook(IReadOnlyList<SitePage> pages, int index, string siteTitle)
    {
        var page = pages[index];
        var html = new StringBuilder();
        Begin(html, $"{page.Title} · {siteTitle}", siteTitle, page);
        html.Append("<div class=\"columns\">\n<main id=\"text\">\n").Append(page.Body);
        html.Append("<nav class=\"neighbours\" aria-label=\"Neighbours\">\n");
        Neighbour(html, pages.ElementAtOrDefault(index - 1), "previous", "prev");
        Neighbour(html, pages.ElementAtOrDefault(index + 1), "next", "next");
        html.Append("</nav>\n</main>\n");
        Contents(html, pages, page);
        return html.Append("</div>\n</body>\n</html>\n").ToString();
    }

    public static string Index(IReadOnlyList<SitePage> pages, Introduction introduction)
    {
        var html = new StringBuilder();
        Begin(html, introduction.Title, introduction.Title, null);
        html.Append($"<main id=\"text\" class=\"front\">\n<h1>{Escape(introduction.Title)}</h1>\n{introduction.Html}<ol class=\"cards\">\n");
        foreach (var page in pages)
        {
            html.Append($"<li><a class=\"card\" href=\"{Escape(page.Address)}\">");
            html.Append(page.Picture is { } picture
                ? $"<img src=\"{Uri.EscapeDataString(picture.FileName)}\" alt=\"{Escape(picture.Description)}\" loading=\"lazy\">"
                : "<span class=\"no-picture\" aria-hidden=\"true\"></span>");
            html.Append($"<span class=\"card-title\">{Escape(page.Title)}</span></a>{page.Goal}");
            if (page.RunTime is { } time)
                html.Append($"<p class=\"time\">{Escape(time)}</p>");
            html.Append("</li>\n");
        }
        return html.Append("</ol>\n</main>\n</body>\n</html>\n").ToString();
    }

    // The theme is set before anything is painted.
    private static void Begin(StringBuilder html, string title, string siteTitle, SitePage? page) => html.Append($$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{Escape(title)}}</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="site.css">
        <script>try{document.documentElement.dataset.theme=localStorage.getItem("theme")||""}catch(e){}document.documentElement.classList.add("scripted")</script>
        <script src="site.js" defer></script>
        </head>
        <body>
        <a class="skip" href="#text">To the text</a>
        <header>
        <a class="home" href="index.html">{{Escape(siteTitle)}}</a>
        <div class="search" role="search"><input id="search" type="search" placeholder="Search" aria-label="Search all notebooks" autocomplete="off" spellcheck="false"><ol id="found" hidden></ol></div>
        {{(page is null ? "" : "<a class=\"to-contents\" href=\"#contents\">Contents</a>\n")}}<button id="theme" type="button" aria-label="Light or dark" title="Light or dark">◐</button>
        </header>

        """);

    private static void Neighbour(StringBuilder html, SitePage? page, string word, string relation) => html.Append(page is null
        ? "<span></span>\n"
        : $"<a rel=\"{relation}\" href=\"{Escape(page.Address)}\"><small>{word}</small>{Escape(page.Title)}</a>\n");

    private static void Contents(StringBuilder html, IEnumerable<SitePage> pages, SitePage current)
    {
        html.Append("<nav id=\"contents\" aria-label=\"Contents\">\n<ol>\n");
        foreach (var page in pages)
        {
            html.Append($"<li><a href=\"{Escape(page.Address)}\"{(page == current ? " aria-current=\"page\"" : "")}>{Escape(page.Title)}</a>");
            var headings = page == current ? page.Sections.Where(section => section.Level == 2).ToArray() : [];
            if (headings.Length > 0)
                html.Append("<ol>").AppendJoin("", headings.Select(section => $"<li><a href=\"#{Escape(section.Id)}\">{Escape(section.Heading)}</a></li>")).Append("</ol>");
            html.Append("</li>\n");
        }
        html.Append("</ol>\n</nav>\n");
    }

    private static string Escape(string text) => Display.HtmlText.Escape(text);

    private static string Resource(string name)
    {
        using var stream = typeof(SiteTemplate).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
