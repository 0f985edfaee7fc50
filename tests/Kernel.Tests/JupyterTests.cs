using System.Diagnostics;
using System.Text.RegularExpressions;
using MetaAnomaly.Kernel.Engine;

namespace Kernel.Tests;

/// <summary>The kernel under Debian's Jupyter: installed for a user of its own, spoken to by the real jupyter_client.</summary>
public sealed partial class JupyterTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
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

    private string RunPython(string script, params string[] modules)
    {
        if (!File.Exists(Python) || Run(Python, ["-c", "import jupyter_client" + string.Concat(modules.Select(module => ", " + module))]).Code != 0)
            Assert.Skip("Debian's python3-jupyter-kernel-test is not installed; ./test installs it with the system stack.");
        var (installed, said) = Run(DotnetHost.Path, ["exec", typeof(NotebookSession).Assembly.Location, "install"]);
        Assert.True(installed == 0, said);
        var (code, text) = Run(Python, [Path.Combine(AppContext.BaseDirectory, "python", script), "-v"]);
        Assert.True(code == 0, text);
        return text;
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
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, text);
    }

    [GeneratedRegex(@"test_pager .* skipped[\s\S]*OK \(skipped=1\)")]
    private static partial Regex OkButThePager();
}
