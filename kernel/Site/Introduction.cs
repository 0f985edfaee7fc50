using MetaAnomaly.Kernel.Html;

namespace MetaAnomaly.Kernel.Site;

/// <summary>What the first page says before its list: the README's heading, and its text up to the next heading or code.</summary>
/// <param name="Title">The site's name, on every page.</param>
/// <param name="Html">The text.</param>
internal sealed record Introduction(string Title, string Html)
{
    public static Introduction Of(SiteOptions options, IReadOnlyCollection<string> pages)
    {
        var readme = Path.Combine(options.Root, "README.md");
        if (!File.Exists(readme))
            return new("Notebooks", "");
        var lines = File.ReadAllText(readme).ReplaceLineEndings("\n").Split('\n');
        var heading = Array.FindIndex(lines, line => line.StartsWith("# ", StringComparison.Ordinal));
        var text = lines[(heading + 1)..].TakeWhile(line => !line.StartsWith('#') && !line.StartsWith("```", StringComparison.Ordinal));
        return new(
            heading < 0 ? "Notebooks" : SitePage.Words(MarkdownMarkup.Of(lines[heading][2..], _ => null)),
            new SiteLinks(readme, pages, options).Rewrite(MarkdownMarkup.Of(string.Join('\n', text), _ => null)));
    }
}
