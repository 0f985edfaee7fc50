using System.Diagnostics;
using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Engine;
using MetaAnomaly.Kernel.Notebooks;

namespace Kernel.Tests;

/// <summary>Debian's Jupyter with the kernel installed, as a user of its own has it.</summary>
internal sealed class JupyterUser : IDisposable
{
    public const string Python = "/usr/bin/python3";

    /// <summary>The repository's.</summary>
    public static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));

    private static readonly string Kernel = typeof(NotebookSession).Assembly.Location;

    public string Folder { get; } = Directory.CreateTempSubdirectory("jupyter").FullName;

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Where screenshots are kept.</summary>
    public static string Pictures { get; } = Path.Combine(Root, "out", "pictures");

    public static string BuiltLibrary(string file)
    {
        var library = Path.Combine(Root, "bin", file);
        if (!File.Exists(library))
            Assert.Skip("The library is not built; ./test builds it first.");
        return library;
    }

    /// <summary>One of the tutorial's notebooks, when what it loads is built.</summary>
    public static string BuiltNotebook(string name)
    {
        BuiltLibrary("MetaAnomalyLib.dll");
        return Path.Combine(Root, "notebooks", name + ".ipynb");
    }

    /// <summary>Runs a notebook without a front end.</summary>
    /// <returns>The executed notebook's path; its page lies beside it.</returns>
    public string Headless(string notebook)
    {
        var (code, text) = Run(DotnetHost.Path, ["exec", Kernel, "run", notebook, "--profile", "fast", "--out", "headless"]);
        if (text.Contains("name its folder in META_DATA", StringComparison.Ordinal))
            Assert.Skip($"{Path.GetFileNameWithoutExtension(notebook)} finds no data; ./test fetches some where it can.");
        Assert.True(code == 0, text);
        return Path.Combine(Folder, "headless", Path.GetFileName(notebook));
    }

    /// <summary>Runs a notebook as nbconvert does, and returns the executed one's path.</summary>
    public string Nbconvert(string notebook)
    {
        SkipWithout("nbconvert");
        Install();
        var (code, text) = Run(Python,
        [
            "-m", "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.kernel_name=metaanomaly-csharp",
            "--ExecutePreprocessor.timeout=600", "--output-dir", Path.Combine(Folder, "nbconvert"), notebook,
        ]);
        Assert.True(code == 0, text);
        return Path.Combine(Folder, "nbconvert", Path.GetFileName(notebook));
    }

    /// <summary>Every output of a notebook, a line of JSON each.</summary>
    public static string[] Outputs(string path) =>
        [.. NotebookFile.Read(path).Cells.SelectMany(cell => Together(cell.Outputs)).Select(Final).Select(output => output.ToJsonString())];

    /// <summary>What a cell writes to one stream without a break is one output. Newer nbclients (Debian 13's) keep each message apart, as
    /// it came in time; a reader sees no difference.</summary>
    private static IEnumerable<JsonObject> Together(IEnumerable<JsonObject> outputs)
    {
        JsonObject? last = null;
        foreach (var output in outputs)
        {
            if (last is not null && (string?)last["output_type"] == "stream" && (string?)output["output_type"] == "stream" && (string?)last["name"] == (string?)output["name"])
            {
                last["text"] = NotebookCell.Joined(last["text"]) + NotebookCell.Joined(output["text"]);
                continue;
            }
            if (last is not null)
                yield return last;
            last = output;
        }
        if (last is not null)
            yield return last;
    }

    /// <summary>Newer nbconverts (Debian 13's) keep what a carriage return wrote over; the runner and older ones do not.</summary>
    private static JsonObject Final(JsonObject output)
    {
        if (NotebookCell.Joined(output["text"]) is not { } text)
            return output;
        var terminal = new TerminalText();
        terminal.Write(text);
        output["text"] = NotebookCell.Lines(terminal.ToString());
        return output;
    }

    public string RunPython(string script, params string[] modules)
    {
        SkipWithout(["jupyter_client", .. modules]);
        Install();
        var (code, text) = Run(Python, [Path.Combine(AppContext.BaseDirectory, "python", script), "-v"]);
        Assert.True(code == 0, text);
        return text;
    }

    /// <summary>Runs a test of the browser's; skips it where there is no browser.</summary>
    public void RunBrowser(string script)
    {
        if (!File.Exists("/usr/bin/chromedriver") || !File.Exists("/usr/bin/chromium"))
            Assert.Skip("Debian's chromium-driver is not installed; ./test installs it with the system stack.");
        Directory.CreateDirectory(Pictures);
        Environment["META_PICTURES"] = Pictures;
        RunPython(script, "notebook");
    }

    public void SkipWithout(params string[] modules)
    {
        if (!File.Exists(Python) || Run(Python, ["-c", "import " + string.Join(", ", modules)]).Code != 0)
            Assert.Skip($"Debian's packages for {string.Join(", ", modules)} are not installed; ./test installs them with the system stack.");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Install()
    {
        var (code, text) = Run(DotnetHost.Path, ["exec", Kernel, "install"]);
        Assert.True(code == 0, text);
    }

    private (int Code, string Text) Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"])
            start.Environment[name] = Path.Combine(Folder, "jupyter");
        start.Environment.Remove("META_PROFILE");
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, text);
    }
}
