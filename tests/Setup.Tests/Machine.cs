using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Setup.Tests;

/// <summary>
/// A checkout on a pretended machine: only the commands put on its PATH exist. Those that would change the real machine are small scripts
/// that say what they were asked.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed class Machine : IDisposable
{
    private static readonly string[] Plain =
        ["bash", "cat", "cp", "cut", "date", "dirname", "env", "grep", "head", "ls", "mkdir", "mktemp", "printf", "readlink", "rm", "sed", "sort", "tr", "uname"];

    private readonly string folder = Directory.CreateTempSubdirectory("machine").FullName;

    public Machine()
    {
        Directory.CreateDirectory(Path.Combine(folder, "stack"));
        Directory.CreateDirectory(Path.Combine(folder, "data", "credit-g"));
        File.WriteAllText(Path.Combine(folder, "data", "credit-g", "credit-g.arff"), "");
        Directory.CreateDirectory(Bin);
        foreach (var file in new[] { "run", "test", "stack/setup.sh" }) File.Copy(Path.Combine(Repository(), file), Path.Combine(folder, file));
        foreach (var command in Plain) File.CreateSymbolicLink(Path.Combine(Bin, command), Find(command));
        Command("dpkg-query", "echo installed");
        Command("apt-cache", "true");
        Command("g++", "true");
        Command("npm", "true");
        Command("id", "echo 0");
    }

    private string Bin => Path.Combine(folder, "bin");

    /// <summary>Puts a command on the PATH.</summary>
    public Machine Command(string name, string script)
    {
        var path = Path.Combine(Bin, name);
        File.WriteAllText(path, $"#!{Find("bash")}\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>An SDK whose feed answers as given: the exit code and the text of "dotnet restore".</summary>
    public Machine Sdk(int restoreExit = 1, string restoreSays = "error NU1101: Unable to find package TorchSharp-cpu.") =>
        Command("dotnet", $"case $1 in --version) echo 10.0.100 ;; restore) echo '{restoreSays}'; exit {restoreExit} ;; *) echo \"dotnet $*\" ;; esac");

    public (int Exit, string Output) Run(string script = "run", string? arguments = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Find("bash"), [Path.Combine(folder, script), .. arguments?.Split(' ') ?? []]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment.Clear();
        start.Environment["PATH"] = Bin;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + error.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    public string? Stack => File.Exists(Path.Combine(folder, ".stack")) ? File.ReadAllText(Path.Combine(folder, ".stack")).Trim() : null;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Find(string command) => new[] { "/usr/bin", "/bin" }.Select(f => Path.Combine(f, command)).First(File.Exists);

    private static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
