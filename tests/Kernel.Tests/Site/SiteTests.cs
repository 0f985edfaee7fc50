using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MetaAnomaly.Kernel.Site;

namespace Kernel.Tests.Site;

/// <summary>The static site: what its files say. How it looks and works in a browser is in SiteInBrowserTests.</summary>
public sealed partial class SiteTests : IDisposable
{
    private const string Figure = "<div class=\"figure-1\"><img alt=\"A &amp; B\" src=\"data:image/svg+xml;base64,PHN2Zy8+\"></div>";
    private static readonly string Library = new('x', 100_001);
    private readonly string root = Directory.CreateTempSubdirectory("site").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Each_notebook_is_a_page_that_leads_to_its_neighbours()
    {
        Build(Notebook("00-a", "# A"), Notebook("01-b", "# B"), Notebook("02-c", "# C"));
        Assert.DoesNotContain("rel=\"prev\"", Page("00-a.html"));
        Assert.Contains("rel=\"prev\" href=\"00-a.html\"", Page("01-b.html"));
        Assert.Contains("rel=\"next\" href=\"02-c.html\"", Page("01-b.html"));
        Assert.DoesNotContain("rel=\"next\"", Page("02-c.html"));
        Assert.Contains("aria-current=\"page\">B</a>", Page("01-b.html"));
    }

    [Fact]
    public void The_first_page_shows_goal_time_and_figure_of_each_notebook_and_how_the_README_begins()
    {
        File.WriteAllText(Path.Combine(root, "README.md"), "# Things\nWhat **they** are.\n\n## How\nNot here.\n");
        Build(Notebook("00-a", "# A\n\n**Goal.** See [it](x.md).\n\n| | |\n|---|---|\n| Run time | 5 s on `2` cores |\n", Figure));
        var index = Page("index.html");
        Assert.Contains("<h1>Things</h1>", index);
        Assert.Contains("What <strong>they</strong> are.", index);
        Assert.DoesNotContain("Not here", index);
        Assert.Contains("<p>See it.</p>", index);
        Assert.Contains("5 s on 2 cores", index);
        Assert.Contains("<img src=\"00-a.svg\" alt=\"A &amp; B\"", index);
        Assert.Equal("<svg/>", Page("00-a.svg"));
    }

    [Fact]
    public void A_library_of_several_notebooks_is_one_file()
    {
        Build(Notebook("00-a", "# A", $"<script>{Library}</script>{Figure}"), Notebook("01-b", "# B", $"<script>{Library}</script>{Figure}<script>draw()</script>"));
        var file = Assert.Single(Directory.GetFiles(Site, "script-*.js"));
        Assert.Equal(Library, File.ReadAllText(file));
        foreach (var page in new[] { "00-a.html", "01-b.html" })
            Assert.Contains($"<script src=\"{Path.GetFileName(file)}\" defer></script>", Page(page));
        Assert.Contains("<script>draw()</script>", Page("01-b.html"));
        Assert.True(Page("01-b.html").Length < 20_000);
    }

    [Fact]
    public void Links_lead_to_pages_to_the_repository_or_nowhere()
    {
        File.WriteAllText(Path.Combine(root, "CHANGES.md"), "");
        const string text = "# A\n[next](01-b.ipynb#part) [file](../CHANGES.md) [web](https://example.org/x) [other](09-z.ipynb) [outside](../../secret)";
        var notebooks = new[] { Notebook("00-a", text), Notebook("01-b", "# B\n\n## Part") };
        Build(notebooks);
        Assert.Contains("<a href=\"01-b.html#part\">next</a>", Page("00-a.html"));
        Assert.Contains("<span class=\"elsewhere\" title=\"../CHANGES.md in the repository\">file</span>", Page("00-a.html"));
        Assert.Contains("<a href=\"https://example.org/x\">web</a>", Page("00-a.html"));
        SiteWriter.Write(notebooks, Site, new(root, "https://example.org/us/it"));
        Assert.Contains("<a href=\"https://example.org/us/it/blob/HEAD/CHANGES.md\">file</a>", Page("00-a.html"));
        Assert.Contains("<a href=\"https://example.org/us/it/blob/HEAD/notebooks/09-z.ipynb\">other</a>", Page("00-a.html"));
        Assert.DoesNotContain("<a href=\"https://example.org/us/it/blob/HEAD/..", Page("00-a.html"));
    }

    [Fact]
    public void Search_knows_every_heading_and_two_alike_have_two_anchors()
    {
        Build(Notebook("00-a", "# A\nFirst $x^2$ words", null, "## Same\nmore `code`", "## Same\nagain"));
        var entries = Index();
        Assert.Equal(["A", "Same", "Same"], entries.Select(entry => (string)entry["section"]!));
        Assert.Equal(["a", "same", "same-2"], entries.Select(entry => (string)entry["id"]!));
        Assert.All(entries, entry => Assert.Contains($"id=\"{entry["id"]}\"", Page("00-a.html")));
        Assert.Contains("more code", (string)entries[1]["text"]!);
        Assert.Contains("var answer = 42;", (string)entries[0]["text"]!);
    }

    [Fact]
    public void A_notebook_that_was_not_executed_says_so_on_its_page()
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(root, "notebooks")).FullName, "01-b.ipynb");
        File.WriteAllText(path, NotebookText.Of("1 + 1"));
        Build(Notebook("00-a", "# A"), path);
        Assert.Contains("was not executed when the page was made", Page("01-b.html"));
        Assert.DoesNotContain("was not executed", Page("00-a.html"));
    }

    [Fact]
    public void A_folder_that_holds_something_else_is_left_alone()
    {
        Directory.CreateDirectory(Site);
        File.WriteAllText(Path.Combine(Site, "letter.txt"), "mine");
        Assert.Contains("something else than a site", Assert.Throws<IOException>(() => Build(Notebook("00-a", "# A"))).Message);
        Assert.Equal("mine", Page("letter.txt"));
    }

    [Fact]
    public void An_earlier_site_is_replaced()
    {
        Build(Notebook("00-a", "# A"), Notebook("01-b", "# B"));
        Build(Notebook("00-a", "# A"));
        Assert.False(File.Exists(Path.Combine(Site, "01-b.html")));
    }

    [Fact]
    public void The_projects_own_site_has_no_dead_link_nothing_from_the_network_and_no_page_over_2500_kB()
    {
        var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));
        SiteWriter.Write([.. Directory.GetFiles(Path.Combine(folder, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)], Site, new(folder, null));
        var pages = Directory.GetFiles(Site, "*.html").ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
        Assert.All(pages, page =>
        {
            var own = Resources().Matches(page.Value).Select(match => match.Groups[1].Value).ToArray();
            Assert.All(own, address => Assert.True(address.StartsWith("data:", StringComparison.Ordinal) || File.Exists(Path.Combine(Site, address)), address));
            Assert.All(Links().Matches(page.Value).Select(match => match.Groups[1].Value), address =>
            {
                if (Uri.TryCreate(address, UriKind.Absolute, out _)) return;
                var parts = address.Split('#', 2);
                var target = pages[parts[0].Length == 0 ? page.Key : Uri.UnescapeDataString(parts[0])];
                if (parts.Length > 1) Assert.Contains($"id=\"{parts[1]}\"", target);
            });
            var size = page.Value.Length + own.Where(address => address.EndsWith(".js", StringComparison.Ordinal)).Distinct().Sum(address => new FileInfo(Path.Combine(Site, address)).Length);
            Assert.True(size < 2_500_000, $"{page.Key} and its scripts have {size} bytes.");
        });
    }

    private string Site => Path.Combine(root, "site");

    private void Build(params string[] notebooks) => SiteWriter.Write(notebooks, Site, new(root, null));

    private string Page(string name) => File.ReadAllText(Path.Combine(Site, name));

    private JsonObject[] Index()
    {
        var script = Page("search.js");
        return JsonSerializer.Deserialize<JsonObject[]>(script["window.siteIndex=".Length..script.LastIndexOf(';')])!;
    }

    /// <summary>An executed notebook: text, a code cell with HTML as its output, more text.</summary>
    private string Notebook(string name, string text, string? output = null, params string[] more)
    {
        var notebook = JsonNode.Parse(NotebookText.Of("var answer = 42;"))!;
        var code = notebook["cells"]![0]!;
        code["execution_count"] = 1;
        if (output is not null)
            code["outputs"] = new JsonArray(new JsonObject { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["text/html"] = output } });
        var cells = notebook["cells"]!.AsArray();
        cells.Insert(0, Markdown(text));
        foreach (var each in more)
            cells.Add(Markdown(each));
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(root, "notebooks")).FullName, name + ".ipynb");
        File.WriteAllText(path, notebook.ToJsonString());
        return path;
    }

    private static JsonObject Markdown(string text) => new() { ["cell_type"] = "markdown", ["metadata"] = new JsonObject(), ["source"] = text };

    [GeneratedRegex(@"<(?:img|script|link)\b[^>]*? (?:src|href)=""([^""]*)""")]
    private static partial Regex Resources();

    [GeneratedRegex(@"<a\b[^>]*? href=""([^""]*)""")]
    private static partial Regex Links();
}
