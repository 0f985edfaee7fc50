using System.Text.Json;
using System.Xml.Linq;

namespace Documents.Tests;

/// <summary>The notices name what is used, in the versions that are pinned.</summary>
public sealed class NoticesTests
{
    private static readonly string Notices = Repository.Text("THIRD-PARTY-NOTICES.md");

    public static IEnumerable<TheoryDataRow<string, string>> Pins =>
        from pin in XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
        let name = (string)pin.Attribute("Include")!
        where name is not "Microsoft.CodeAnalysis.Analyzers" // runs in the compiler only
        select new TheoryDataRow<string, string>(name, (string)pin.Attribute("Version")!);

    [Theory]
    [MemberData(nameof(Pins))]
    public void Every_package_is_named_with_the_version_that_is_pinned(string package, string version) =>
        Assert.Contains(Notices.Split('\n'), line => line.StartsWith('|') && line.Contains(package, StringComparison.Ordinal) && line.Contains($"| {version} |", StringComparison.Ordinal));

    [Fact]
    public void Plotly_js_is_named_with_the_version_that_npm_fetches()
    {
        using var package = JsonDocument.Parse(Repository.Text("stack/Plotly.NET/package.json"));
        var dependency = Assert.Single(package.RootElement.GetProperty("dependencies").EnumerateObject());
        Assert.Contains($"`{dependency.Name}`", Notices);
        Assert.Contains($"| {dependency.Value.GetString()} | MIT |", Notices);
    }

    [Fact]
    public void Every_data_set_of_the_catalogue_has_its_licence_among_the_notices()
    {
        using var catalog = JsonDocument.Parse(Repository.Text("data/catalog.json"));
        var licences = catalog.RootElement.EnumerateArray().Select(set => set.GetProperty("licence").GetString()!).Distinct().ToArray();
        Assert.NotEmpty(licences);
        Assert.All(licences, licence => Assert.Contains($"| {licence} |", Notices));
    }

    [Fact]
    public void The_licence_is_MIT_and_the_README_says_where_it_is()
    {
        Assert.StartsWith("MIT License\n\nCopyright (c) 2026 MetaAnomaly contributors\n", Repository.Text("LICENSE"), StringComparison.Ordinal);
        Assert.Contains("(LICENSE)", Repository.Text("README.md"));
    }
}
