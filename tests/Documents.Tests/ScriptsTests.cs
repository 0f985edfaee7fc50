using System.Text.RegularExpressions;

namespace Documents.Tests;

/// <summary>The scripts take what the documents tell people to type.</summary>
public sealed partial class ScriptsTests
{
    [Fact]
    public void Every_option_of_run_that_a_document_names_is_in_its_help()
    {
        var help = string.Join('\n', Repository.Text("run").Split('\n').Where(line => line.StartsWith('#')));
        var named = Repository.Documents().SelectMany(document => Run().Matches(document.Markdown).Select(match => (document.Path, Option: match.Groups["option"].Value))).ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, use => Assert.True(help.Contains("./run " + use.Option, StringComparison.Ordinal), $"{use.Path} names ./run {use.Option}, which ./run --help does not."));
    }

    [Fact]
    public void Every_notebook_that_a_document_runs_is_there()
    {
        var named = Repository.Documents().SelectMany(document => Notebook().Matches(document.Markdown).Select(match => (document.Path, Pattern: match.Groups["pattern"].Value)));

        Assert.All(named, use => Assert.True(Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), use.Pattern.TrimEnd('*', '.') + "*").Any(), $"{use.Path} runs notebooks/{use.Pattern}, which is not there."));
    }

    [GeneratedRegex(@"\./run (?<option>--[a-z]+)")]
    private static partial Regex Run();

    [GeneratedRegex(@"\./run (?:--[a-z]+ )*notebooks/(?<pattern>[\w*.-]+)")]
    private static partial Regex Notebook();
}
