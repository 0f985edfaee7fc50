using System.Diagnostics;
using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Engine;

namespace Kernel.Tests;

/// <summary>The command as a user starts it.</summary>
public sealed class RunnerTests : IDisposable
{
    private readonly Dictionary<string, string?> environment = new() { ["META_PROFILE"] = null };
    private readonly string folder = Directory.CreateTempSubdirectory("runner").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Without_paths_every_notebook_is_run_by_name_and_everything_is_written()
    {
        Write("notebooks/02-second.ipynb", "Environment.GetEnvironmentVariable(\"META_PROFILE\")");
        Write("notebooks/01-first.ipynb", "System.IO.File.WriteAllText(\"here.txt\", \"x\"); var a = 1;", "a + 1");
        var (code, text) = Run("run");
        Assert.True(code == 0, text);
        Assert.Equal(["01-first", "02-second"], Summary().Select(row => (string)row["notebook"]!));
        Assert.All(Summary(), row => Assert.True((bool)row["ok"]!));
        Assert.Equal(2, (int)Summary()[0]["cells"]!);
        Assert.Contains("\"2\"", Read("out/01-first.ipynb"));
        Assert.Contains("\"fast\"", Read("out/02-second.ipynb"));
        Assert.Contains("</html>", Read("out/01-first.html"));
        Assert.True(File.Exists(Path.Combine(folder, "notebooks/here.txt")), "the working directory is the notebook's folder");
        Assert.Contains("01-first", text);
        Assert.Empty(Directory.EnumerateFiles(folder, "*.tmp", SearchOption.AllDirectories));
        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_failing_cell_ends_its_notebook_only()
    {
        Write("a.ipynb", "var x = 1;\nx", "// why\nthrow new Exception(\"no such luck\");", "\"never\"");
        Write("b.ipynb", "3");
        var (code, text) = Run("run", "a.ipynb", "b.ipynb");
        Assert.Equal(1, code);
        var failed = Summary()[0];
        Assert.False((bool)failed["ok"]!);
        Assert.Equal((2, 2), ((int)failed["cells"]!, (int)failed["failedCell"]!));
        Assert.Equal("line 2: Exception: no such luck in `throw new Exception(\"no such luck\");`", (string)failed["error"]!);
        Assert.Contains("a  ", text);
        Assert.Contains("FAILED in cell [2]: line 2: Exception: no such luck", text);
        Assert.True((bool)Summary()[1]["ok"]!);
        Assert.Contains("\"ename\": \"Exception\"", Read("out/a.ipynb"));
        Assert.Contains("no such luck", Read("out/a.html"));
    }

    [Fact]
    public void Save_writes_the_outputs_back_and_a_second_time_changes_nothing()
    {
        Write("a.ipynb", "var d = display(1); d.Update(2);", "Console.WriteLine(\"text\"); new { A = 1 }");
        Assert.Equal(0, Run("run", "a.ipynb", "--save").Code);
        var first = Read("a.ipynb");
        Assert.Contains("text\\n", first);
        Assert.Equal(0, Run("run", "a.ipynb", "--save").Code);
        Assert.Equal(first, Read("a.ipynb"));
    }

    [Fact]
    public void Without_save_and_after_a_failure_the_notebook_stays_as_it_was()
    {
        var before = Write("a.ipynb", "1");
        Run("run", "a.ipynb");
        Assert.Equal(before, Read("a.ipynb"));
        before = Write("b.ipynb", "1", "nope");
        Run("run", "b.ipynb", "--save");
        Assert.Equal(before, Read("b.ipynb"));
    }

    [Fact]
    public void The_profile_is_METAPROFILE_where_none_is_given()
    {
        Write("a.ipynb", "Environment.GetEnvironmentVariable(\"META_PROFILE\")");
        environment["META_PROFILE"] = "full";
        Run("run", "a.ipynb");
        Assert.Contains("\"full\"", Read("out/a.ipynb"));
        Run("run", "a.ipynb", "--profile", "fast");
        Assert.Contains("\"fast\"", Read("out/a.ipynb"));
        environment["META_PROFILE"] = "quick";
        var (code, text) = Run("run", "a.ipynb");
        Assert.NotEqual(0, code);
        Assert.Contains("The profile is 'quick' (META_PROFILE); it must be fast or full.", text);
    }

    [Fact]
    public void The_profile_reaches_the_notebook()
    {
        Write("a.ipynb", "Environment.GetEnvironmentVariable(\"META_PROFILE\")");
        Run("run", "a.ipynb", "--profile", "full", "--out", "elsewhere");
        Assert.Contains("\"full\"", Read("elsewhere/a.ipynb"));
    }

    [Fact]
    public void The_device_reaches_the_notebook_and_another_word_is_refused()
    {
        Write("a.ipynb", "Environment.GetEnvironmentVariable(\"META_DEVICE\")");
        Run("run", "a.ipynb", "--device", "cpu");
        Assert.Contains("\"cpu\"", Read("out/a.ipynb"));
        var (code, text) = Run("run", "a.ipynb", "--device", "tpu");
        Assert.Equal(1, code);
        Assert.Contains("The device is 'tpu'; it must be auto, cpu, cuda or cuda:1.", text);
    }

    [Theory]
    [InlineData("while (true) { }", "ran longer than 5 s")]
    [InlineData("try { } finally { while (true) { } }", "ran longer than 5 s")]
    [InlineData("Environment.FailFast(\"native abort\")", "native abort")]
    [InlineData("Environment.Exit(7)", "ended with code 7")]
    public void A_cell_that_hangs_or_crashes_is_that_notebooks_failure(string cell, string error)
    {
        Write("a.ipynb", "Console.WriteLine(\"kept\");", $"Console.WriteLine(\"so far\"); Console.Out.Flush();\n{cell}");
        Write("b.ipynb", "1");
        // Long enough for a cell that runs on a busy machine.
        var (code, text) = Run("run", "a.ipynb", "b.ipynb", "--timeout", error.Contains("longer", StringComparison.Ordinal) ? "5" : "100");
        Assert.True(code == 1, text);
        Assert.Equal(2, (int)Summary()[0]["failedCell"]!);
        Assert.Contains(error, (string)Summary()[0]["error"]!);
        Assert.Contains("kept", Read("out/a.ipynb"));
        Assert.Contains("so far", Read("out/a.ipynb"));
        Assert.True((bool)Summary()[1]["ok"]!, text);
    }

    private const string Libc = """
        using System.Runtime.InteropServices;
        static class Libc
        {
            [DllImport("libc")] public static extern int puts(string text);
            [DllImport("libc")] public static extern int printf(string text);
            [DllImport("libc")] public static extern nint write(int file, byte[] text, nint length);
            [DllImport("libc")] public static extern void abort();
        }
        """;

    [Fact]
    public void What_native_code_writes_stands_in_its_cell_in_order_and_whole()
    {
        Write("a.ipynb", Libc,
            "Console.WriteLine(\"a\"); Libc.puts(\"b\"); Console.WriteLine(\"c\"); Libc.printf(\"d\"); 1",
            "Libc.write(2, [195], 1); Libc.write(2, [164, 10], 2);",
            "for (var i = 0; i < 100_000; i++) Libc.puts($\"{i}\");",
            "System.Diagnostics.Process.Start(\"echo\", \"from a program\").WaitForExit();");
        var (code, text) = Run("run", "a.ipynb");
        Assert.True(code == 0, text);
        var cells = MetaAnomaly.Kernel.Notebooks.NotebookFile.Read(Path.Combine(folder, "out", "a.ipynb")).Cells
            .Select(cell => new Outputs(cell.Outputs.OfType<JsonObject>())).ToArray();
        Assert.Equal("a\nb\nc\nd", cells[1].Text("stdout"));
        Assert.Equal(["stream", "execute_result"], cells[1].All.Select(output => (string?)output["output_type"]));
        Assert.Equal("ä\n", cells[2].Text("stderr"));
        Assert.Equal(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i}\n")), cells[3].Text("stdout"));
        Assert.Equal("from a program\n", cells[4].Text("stdout"));
    }

    [Fact]
    public void The_last_words_of_a_native_crash_are_told_once()
    {
        Write("a.ipynb", Libc, "Libc.write(2, System.Text.Encoding.UTF8.GetBytes(\"what(): tensor too large\\n\"), 25); Libc.abort();");
        Run("run", "a.ipynb");
        Assert.Contains("(abort)", (string)Summary()[0]["error"]!);
        Assert.Contains("what(): tensor too large", (string)Summary()[0]["error"]!);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(Read("out/a.ipynb"), @"^ *""what\(\): tensor too large",
            System.Text.RegularExpressions.RegexOptions.Multiline));
    }

    [Fact]
    public async Task A_killed_runner_leaves_no_process_behind()
    {
        Write("a.ipynb", "System.IO.File.WriteAllText(\"pid.tmp\", $\"{Environment.ProcessId}\"); System.IO.File.Move(\"pid.tmp\", \"pid\"); while (true) { }");
        using var runner = Start("run", "a.ipynb");
        var pid = Path.Combine(folder, "pid");
        while (!File.Exists(pid) && !runner.HasExited)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        using var session = Process.GetProcessById(int.Parse(File.ReadAllText(pid)));
        runner.Kill();
        await session.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(session.HasExited);
    }

    [Fact]
    public void An_unreadable_notebook_is_told_in_one_line()
    {
        File.WriteAllText(Path.Combine(folder, "bad.ipynb"), "{");
        var (code, text) = Run("run", "bad.ipynb");
        Assert.Equal(1, code);
        Assert.Contains("bad.ipynb: not a notebook", text);
        Assert.DoesNotContain("   at ", text);
    }

    [Theory]
    [InlineData("No such notebook: missing.ipynb", "run", "missing.ipynb")]
    [InlineData("no notebooks/*.ipynb here", "run")]
    [InlineData("--timeout must be", "run", "--timeout", "-1")]
    [InlineData("The profile is 'slow' (--profile); it must be fast or full.", "run", "--profile", "slow")]
    public void Wrong_arguments_are_told_and_nothing_is_written(string message, params string[] arguments)
    {
        var (code, text) = Run(arguments);
        Assert.NotEqual(0, code);
        Assert.Contains(message, text);
        Assert.False(Directory.Exists(Path.Combine(folder, "out")));
    }

    private string Write(string name, params string[] cells)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var text = NotebookText.Of(cells);
        File.WriteAllText(path, text);
        return text;
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(folder, name));

    private List<JsonNode> Summary() => [.. JsonNode.Parse(Read("out/summary.json"))!.AsArray().Select(row => row!)];

    private (int Code, string Text) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, text);
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(DotnetHost.Path, ["exec", typeof(NotebookSession).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
