using System.Diagnostics;
using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Engine;

namespace Kernel.Tests;

/// <summary>The kernel in a user's Jupyter folder.</summary>
public sealed class InstallTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("install").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_is_installed_needs_no_search_path_and_is_listed()
    {
        Run("install", "--alias");
        foreach (var name in (string[])["metaanomaly-csharp", ".net-csharp"])
        {
            var spec = JsonNode.Parse(File.ReadAllText(SpecOf(name)))!;
            var arguments = spec["argv"]!.AsArray().Select(argument => (string)argument!).ToArray();
            Assert.True(File.Exists(arguments[0]) && Path.IsPathRooted(arguments[0]), arguments[0]);
            Assert.Contains("{connection_file}", arguments);
            Assert.Equal(("C#", "message"), ((string)spec["language"]!, (string)spec["interrupt_mode"]!));
            Assert.Contains($"{name}  ", Run("list"));
        }
    }

    [Fact]
    public void Another_programs_kernel_of_that_name_is_left_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SpecOf(".net-csharp"))!);
        const string other = """{"argv": ["dotnet", "interactive", "jupyter"], "display_name": ".NET (C#)", "language": "C#"}""";
        File.WriteAllText(SpecOf(".net-csharp"), other);
        Assert.Contains("another program's", Run("install", "--alias"));
        Run("uninstall");
        Assert.Equal(other, File.ReadAllText(SpecOf(".net-csharp")));
        Assert.False(File.Exists(SpecOf("metaanomaly-csharp")));
    }

    [Fact]
    public void An_install_whose_files_are_gone_is_listed_as_broken()
    {
        Run("install");
        File.WriteAllText(SpecOf("metaanomaly-csharp"), File.ReadAllText(SpecOf("metaanomaly-csharp")).Replace(
            Path.GetDirectoryName(typeof(NotebookSession).Assembly.Location)!, "/moved/away", StringComparison.Ordinal));
        Assert.Contains("broken: run install again", Run("list"));
    }

    private string SpecOf(string name) => Path.Combine(folder, "kernels", name, "kernel.json");

    private string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(DotnetHost.Path, ["exec", typeof(NotebookSession).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["JUPYTER_DATA_DIR"] = folder;
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return text;
    }
}
