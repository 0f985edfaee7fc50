using System.Text.RegularExpressions;

namespace Documents.Tests;

/// <summary>Links inside the repository lead somewhere.</summary>
public sealed partial class LinksTests
{
    public static IEnumerable<TheoryDataRow<string>> Paths => Repository.Documents().Select(document => new TheoryDataRow<string>(document.Path));

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_link_and_picture_leads_to_a_file_that_is_there(string path)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, path))!;
        Assert.All(LinksOf(path).Where(link => link.File.Length > 0), link =>
        {
            var target = Path.GetFullPath(Path.Combine(folder, link.File));
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{path} links to {link.File}, which is not there.");
        });
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_link_to_a_heading_finds_it(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        Assert.All(LinksOf(path).Where(link => link.Heading.Length > 0), link =>
        {
            var target = link.File.Length == 0 ? path : Path.Combine(folder, link.File);
            if (!target.EndsWith(".md", StringComparison.Ordinal) && link.File.Length > 0) return;
            Assert.Contains(link.Heading, Headings(target));
        });
    }

    private static IEnumerable<(string File, string Heading)> LinksOf(string path) =>
        Links().Matches(WithoutCode(MarkdownOf(path)))
            .Select(match => Uri.UnescapeDataString(match.Groups["address"].Value))
            .Where(address => !address.Contains(':', StringComparison.Ordinal))
            .Select(address => address.Split('#', 2))
            .Select(parts => (parts[0], parts.Length > 1 ? parts[1] : ""));

    private static string MarkdownOf(string path) => Repository.Documents().First(document => document.Path == path).Markdown;

    /// <summary>As GitHub makes them: lower case, punctuation gone, spaces as hyphens.</summary>
    private static IEnumerable<string> Headings(string path) =>
        WithoutCode(MarkdownOf(Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, path))))).Split('\n')
            .Where(line => line.StartsWith('#'))
            .Select(line => Punctuation().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string WithoutCode(string markdown) => Code().Replace(markdown, "");

    [GeneratedRegex(@"\]\((?<address>[^()\s]+)(?:\s+""[^""]*"")?\)|<(?:img|a)\s[^>]*?(?:src|href)=""(?<address>[^""]+)""")]
    private static partial Regex Links();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();
}
