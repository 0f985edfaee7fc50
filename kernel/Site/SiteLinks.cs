using System.Text.RegularExpressions;

namespace MetaAnomaly.Kernel.Site;

/// <summary>Where the links of one notebook lead on the site: to its pages, to the repository on the web, or nowhere.</summary>
/// <param name="document">The file whose links they are.</param>
/// <param name="pages">The names of the site's notebooks.</param>
internal sealed partial class SiteLinks(string document, IReadOnlyCollection<string> pages, SiteOptions options)
{
    /// <summary>Rewrites the links of rendered Markdown.</summary>
    public string Rewrite(string html) => Link().Replace(html, link =>
    {
        var address = System.Net.WebUtility.HtmlDecode(link.Groups["address"].Value);
        if (address.StartsWith('#') || address.Contains(':', StringComparison.Ordinal) || address.StartsWith("//", StringComparison.Ordinal))
            return link.Value;
        var (path, fragment) = address.IndexOf('#', StringComparison.Ordinal) is var hash and >= 0 ? (address[..hash], address[hash..]) : (address, "");
        var name = Path.GetFileNameWithoutExtension(Uri.UnescapeDataString(path));
        if (Path.GetExtension(path) is ".html" or ".ipynb" && pages.Contains(name))
            return Opened(link, Uri.EscapeDataString(name) + ".html" + fragment);
        return InRepository(path) is { } inside && options.Repository is { } repository
            ? Opened(link, $"{repository.TrimEnd('/')}/blob/HEAD/{inside}{fragment}")
            : $"<span class=\"elsewhere\" title=\"{Escape(path)} in the repository\">{link.Groups["text"].Value}</span>";
    });

    /// <summary>The path from the repository's root; a page that Markdown made of a notebook's name becomes the notebook again.</summary>
    private string? InRepository(string path)
    {
        var full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, Uri.UnescapeDataString(path)));
        if (!File.Exists(full) && !Directory.Exists(full))
            full = Path.ChangeExtension(full, ".ipynb");
        var relative = Path.GetRelativePath(options.Root, full).Replace('\\', '/');
        return relative.StartsWith("..", StringComparison.Ordinal) ? null : string.Join('/', relative.Split('/').Select(Uri.EscapeDataString));
    }

    private static string Opened(Match link, string address) =>
        $"<a{link.Groups["before"].Value} href=\"{Escape(address)}\"{link.Groups["after"].Value}>{link.Groups["text"].Value}</a>";

    private static string Escape(string text) => Display.HtmlText.Escape(text);

    [GeneratedRegex(@"<a(?<before>[^>]*?) href=""(?<address>[^""]*)""(?<after>[^>]*)>(?<text>.*?)</a>", RegexOptions.Singleline)]
    private static partial Regex Link();
}
