using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MetaAnomaly.Bench.Speed;
using Spectre.Console;

namespace MetaAnomaly.Bench.Kernel;

/// <summary><c>kernel</c>: how the notebooks' kernel feels to whoever types into it; writes bench-kernel.json.</summary>
internal static class KernelCommand
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Starts of the kernel and runs of nbconvert.", DefaultValueFactory = _ => 5 };
        var output = new Option<string>("--out") { Description = "The folder for the result.", DefaultValueFactory = _ => "out" };
        var command = new Command("kernel", "Times the notebook kernel with Jupyter's own client; writes bench-kernel.json.") { rounds, output };
        command.SetAction(parsed => Run(parsed.GetValue(rounds), parsed.GetValue(output)!));
        return command;
    }

    private static int Run(int rounds, string folder)
    {
        var root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));
        var kernel = Path.Combine(root, "artifacts", "bin", "MetaAnomaly.Kernel", "release", "MetaAnomaly.Kernel.dll");
        if (!File.Exists(kernel))
            throw new FileNotFoundException("The kernel is not built: run ./run once, then this again.", kernel);
        PythonTwin.Install("jupyter_client", "python3-jupyter-client");
        PythonTwin.Install("nbconvert", "jupyter-nbconvert");
        var jupyter = Directory.CreateTempSubdirectory("bench-jupyter");
        try
        {
            var environment = new Dictionary<string, string> { ["JUPYTER_DATA_DIR"] = jupyter.FullName, ["JUPYTER_RUNTIME_DIR"] = jupyter.FullName };
            Lines("dotnet", ["exec", kernel, "install"], environment).Count();
            var results = new JsonArray();
            var table = new Table().AddColumns("measured", "median", "best", "worst", "to reach", "unit");
            foreach (var line in Lines(
                PythonTwin.Python,
                [
                    "-u", Path.Combine(AppContext.BaseDirectory, "Kernel", "kernel_client.py"), Path.Combine(root, "bin", "MetaAnomalyLib.dll"),
                    rounds.ToString(CultureInfo.InvariantCulture),
                ],
                environment))
            {
                Console.WriteLine(line);
                var result = JsonNode.Parse(line)!;
                results.Add(result);
                table.AddRow([.. ((string[])["name", "median", "best", "worst", "limit", "unit"]).Select(name => result[name]!.ToString())]);
            }
            AnsiConsole.Write(table);
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "bench-kernel.json"), results.ToJsonString(Json) + "\n");
            return 0;
        }
        finally
        {
            jupyter.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Lines(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        while (process.StandardOutput.ReadLine() is { } line)
            yield return line;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {arguments[0]} {arguments[1]} ended with code {process.ExitCode}; its error is above.");
    }
}
