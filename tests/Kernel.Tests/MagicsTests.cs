namespace Kernel.Tests;

/// <summary>The <c>#!</c> lines.</summary>
public sealed class MagicsTests : IDisposable
{
    private readonly Notebook notebook = new();

    public void Dispose() => notebook.Dispose();

    [Theory]
    [InlineData("#!markdown\n# Title", "text/markdown", "# Title")]
    [InlineData("#!html\n<b>x</b>", "text/html", "<b>x</b>")]
    [InlineData("#!javascript\nlet x = 1;", "text/html", "<script type=\"text/javascript\">let x = 1;</script>")]
    [InlineData("#!mermaid\ngraph TD", "text/vnd.mermaid", "graph TD")]
    public void Other_languages_are_shown_as_what_they_are(string cell, string mimeType, string text) =>
        Assert.Equal([text], notebook.Run(cell).Displays(mimeType));

    [Fact]
    public void A_cells_language_comes_from_its_metadata_too() =>
        Assert.Equal(["<b>x</b>"], notebook.Run("<b>x</b>", "html").Displays("text/html"));

    [Fact]
    public void Languages_can_alternate_and_line_numbers_hold()
    {
        var outputs = notebook.Run("var x = 1;\n#!markdown\n**two**\n#!csharp\nx + y");
        Assert.Equal(["**two**"], outputs.Displays("text/markdown"));
        Assert.Equal(5, notebook.LastError!.Line);
        Assert.Equal("x + y", notebook.LastError.SourceLine);
    }

    [Fact]
    public void Time_tells_how_long_the_cell_took()
    {
        var outputs = notebook.Run("#!time\n1 + 1");
        Assert.Equal("2", outputs.Result("text/plain"));
        Assert.Matches(@"^Wall time: [0-9]+\.[0-9] ms$", Assert.Single(outputs.Displays("text/plain"))!);
    }

    [Fact]
    public void Import_runs_a_file_or_the_code_cells_of_a_notebook()
    {
        File.WriteAllText(Path.Combine(notebook.Folder, "common.cs"), "int Twice(int x) => 2 * x;");
        File.WriteAllText(Path.Combine(notebook.Folder, "other.ipynb"), NotebookText.Of("var fromNotebook = 7;", "var second = fromNotebook + 1;"));
        notebook.Value("#!import common.cs\n#!import \"other.ipynb\"");
        Assert.Equal("16", notebook.Value("Twice(second)"));
    }

    [Fact]
    public void An_error_in_an_imported_file_names_the_file()
    {
        File.WriteAllText(Path.Combine(notebook.Folder, "broken.cs"), "int x = 1;\nnope");
        var error = notebook.Fail("#!import broken.cs");
        Assert.Contains("broken.cs", error.Message);
        Assert.Equal("nope", error.SourceLine);
    }

    [Fact]
    public void Files_that_import_each_other_are_an_error()
    {
        File.WriteAllText(Path.Combine(notebook.Folder, "a.cs"), "#!import a.cs");
        Assert.Contains("circle", notebook.Fail("#!import a.cs").Message);
    }

    [Theory]
    [InlineData("#!fsharp\nlet x = 1", "'#!fsharp' is not supported")]
    [InlineData("#!import missing.cs", "missing.cs")]
    [InlineData("#!import data.xyz", "cannot be imported")]
    public void What_is_not_supported_says_so(string cell, string message) => Assert.Contains(message, notebook.Fail(cell).Message);
}
