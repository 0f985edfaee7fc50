using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MetaAnomaly.Kernel.Engine;
using MetaAnomaly.Kernel.Notebooks;

namespace Kernel.Tests;

/// <summary>The kernel under Debian's Jupyter: installed for a user of its own, spoken to by the real jupyter_client.</summary>
public sealed partial class JupyterTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));
    private readonly Dictionary<string, string> environment = [];
    private readonly string folder = Directory.CreateTempSubdirectory("jupyter").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Jupyters_own_suite_passes_with_nothing_skipped_but_the_pager()
    {
        var text = RunPython("test_suite.py", "jupyter_kernel_test");
        Assert.Matches(OkButThePager(), text);
    }

    [Fact]
    public void What_the_suite_leaves_out_works_too() =>
        Assert.DoesNotContain("skipped", RunPython("test_protocol.py"));

    [Fact]
    public void Nbconvert_gives_the_same_outputs_as_the_runner()
    {
        SkipWithout("nbconvert");
        File.WriteAllText(Path.Combine(folder, "a.ipynb"), NotebookText.Of(
            "var d = display(1); for (var i = 0; i < 3; i++) { Console.Write($\"\\r{i}\"); await Task.Delay(1); } Console.WriteLine(); d.Update(2);",
            "#!markdown\n# text",
            "#!csharp\nrecord Point(int X, int Y);\nnew[] { new Point(1, 2), new Point(3, 4) }",
            "Console.Error.Write(\"e\"); display(HTML(\"<b>b</b>\")); new Dictionary<string, double> { [\"a\"] = 0.5 }",
            "display(\"gone\"); clear_output(); \"stays\""));
        Assert.Equal(Headless("a.ipynb"), Nbconvert("a.ipynb"));
    }

    [Fact]
    public void Notebook_00_gives_the_same_under_nbconvert_as_in_the_runner()
    {
        SkipWithout("nbconvert");
        var notebook = BuiltNotebook();
        // Speeds and times differ from run to run, and so does the picture that is drawn of them: its text and its forms are compared.
        static string Still(string output) => JsonNode.Parse(output)!["data"] is JsonObject data
            ? $"{string.Join(' ', data.Select(form => form.Key))}: {Numbers().Replace(data["text/plain"]!.ToJsonString(), "0")}"
            : Numbers().Replace(output, "0");
        Assert.Equal(Headless(notebook).Split('\n').Select(Still), Nbconvert(notebook).Split('\n').Select(Still));
    }

    [Fact]
    public void Notebook_00_runs_in_a_browser_and_its_charts_answer_the_mouse()
    {
        if (!File.Exists("/usr/bin/chromedriver") || !File.Exists("/usr/bin/chromium"))
            Assert.Skip("Debian's chromium-driver is not installed; it is not installed for the tests, being large.");
        var pictures = Directory.CreateDirectory(Path.Combine(Root, "out", "pictures")).FullName;
        environment["META_NOTEBOOK"] = BuiltNotebook();
        environment["META_PICTURES"] = pictures;
        RunPython("test_browser.py", "notebook");
        Assert.True(File.Exists(Path.Combine(pictures, "notebook-00.png")));
    }

    /// <summary>Notebook 00, when what it loads is built.</summary>
    private static string BuiltNotebook()
    {
        var notebook = Path.Combine(Root, "notebooks", "00-environment.ipynb");
        if (!File.Exists(notebook) || !File.Exists(Path.Combine(Root, "bin", "MetaAnomalyLib.dll")))
            Assert.Skip("The library is not built; ./test builds it first.");
        return notebook;
    }

    private string Headless(string notebook)
    {
        var (code, text) = Run(DotnetHost.Path, ["exec", typeof(NotebookSession).Assembly.Location, "run", notebook, "--out", "headless"]);
        Assert.True(code == 0, text);
        return Outputs(Path.Combine(folder, "headless", Path.GetFileName(notebook)));
    }

    private string Nbconvert(string notebook)
    {
        Install();
        var (code, text) = Run(Python,
        [
            "-m", "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.kernel_name=metaanomaly-csharp",
            "--output-dir", Path.Combine(folder, "nbconvert"), notebook,
        ]);
        Assert.True(code == 0, text);
        return Outputs(Path.Combine(folder, "nbconvert", Path.GetFileName(notebook)));
    }

    private static string Outputs(string path) => string.Join("\n", NotebookFile.Read(path).Cells
        .SelectMany(cell => cell.Outputs).Select(output => output.ToJsonString()));

    private string RunPython(string script, params string[] modules)
    {
        SkipWithout(["jupyter_client", .. modules]);
        Install();
        var (code, text) = Run(Python, [Path.Combine(AppContext.BaseDirectory, "python", script), "-v"]);
        Assert.True(code == 0, text);
        return text;
    }

    private void SkipWithout(params string[] modules)
    {
        if (!File.Exists(Python) || Run(Python, ["-c", "import " + string.Join(", ", modules)]).Code != 0)
            Assert.Skip($"Debian's packages for {string.Join(", ", modules)} are not installed; ./test installs them with the system stack.");
    }

    private void Install()
    {
        var (code, text) = Run(DotnetHost.Path, ["exec", typeof(NotebookSession).Assembly.Location, "install"]);
        Assert.True(code == 0, text);
    }

    private (int Code, string Text) Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"])
            start.Environment[name] = Path.Combine(folder, "jupyter");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, text);
    }

    [GeneratedRegex(@"[\d.]+")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"test_pager .* skipped[\s\S]*OK \(skipped=1\)")]
    private static partial Regex OkButThePager();
}
