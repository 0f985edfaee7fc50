using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace MetaAnomaly.Kernel.Runner;

/// <summary><c>run [notebooks…]</c>: executes notebooks without a browser.</summary>
internal static class RunCommand
{
    private static readonly JsonSerializerOptions SummaryFormat = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "The notebooks; all of notebooks/*.ipynb when none is given.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var profile = new Option<string>("--profile")
        {
            Description = "fast (a minute a notebook) or full (the published numbers); META_PROFILE when it is set, else fast.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("META_PROFILE") is { Length: > 0 } set ? set : "fast",
        };
        profile.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not ("fast" or "full") and var other)
                result.AddError($"The profile is '{other}' ({(result.Implicit ? "META_PROFILE" : "--profile")}); it must be fast or full.");
        });
        var device = new Option<string?>("--device") { Description = "auto, cpu or cuda, where notebooks compute; META_DEVICE when it is set, else auto (a GPU where there is one)." };
        device.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } other && other is not ("auto" or "cpu") && !other.StartsWith("cuda", StringComparison.Ordinal))
                result.AddError($"The device is '{other}'; it must be auto, cpu, cuda or cuda:1.");
        });
        var save = new Option<bool>("--save") { Description = "Write the outputs back into the notebooks." };
        var output = new Option<string>("--out")
        {
            Description = "The folder for executed notebooks, pages and summary.json.",
            DefaultValueFactory = _ => "out",
        };
        var timeout = new Option<double>("--timeout") { Description = "Seconds that a cell may take.", DefaultValueFactory = _ => 1800 };
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and < 1e6))
                result.AddError("--timeout must be a number of seconds between 0 and 1000000.");
        });
        var command = new Command("run", "Execute notebooks and write out/NAME.ipynb, out/NAME.html and out/summary.json.")
            { notebooks, profile, device, save, output, timeout };
        command.SetAction((parsed, cancellation) => Run(
            parsed.GetValue(notebooks)!,
            new(
                parsed.GetValue(profile)!, Path.GetFullPath(parsed.GetValue(output)!), parsed.GetValue(save),
                TimeSpan.FromSeconds(parsed.GetValue(timeout)), parsed.GetValue(device)),
            cancellation));
        return command;
    }

    private static async Task<int> Run(string[] given, RunOptions options, CancellationToken cancellation)
    {
        if (Find(given) is not { } paths)
            return 2;
        Directory.CreateDirectory(options.OutFolder);
        var results = new List<NotebookResult>();
        using (var progress = new ProgressDisplay())
            foreach (var path in paths)
            {
                if (cancellation.IsCancellationRequested)
                    return 130;
                var result = await NotebookRun.Run(path, options, progress);
                progress.Done(result);
                results.Add(result);
            }
        AtomicFile.Write(Path.Combine(options.OutFolder, "summary.json"), JsonSerializer.Serialize(results, SummaryFormat) + "\n");
        WriteTable(results);
        return results.TrueForAll(result => result.Ok) ? 0 : 1;
    }

    private static string[]? Find(string[] given)
    {
        if (given.Length == 0)
        {
            string[] all = Directory.Exists("notebooks")
                ? [.. Directory.GetFiles("notebooks", "*.ipynb").Order(StringComparer.Ordinal).Select(Path.GetFullPath)]
                : [];
            if (all.Length == 0)
                Console.Error.WriteLine("There is no notebooks/*.ipynb here: start in the repository's root, or name the notebooks.");
            return all.Length == 0 ? null : all;
        }
        var missing = given.Where(path => !File.Exists(path)).ToArray();
        foreach (var path in missing)
            Console.Error.WriteLine($"No such notebook: {path}");
        var twice = given.GroupBy(Path.GetFileNameWithoutExtension)
            .FirstOrDefault(group => group.Select(Path.GetFullPath).Distinct().Skip(1).Any());
        if (twice is not null)
            Console.Error.WriteLine($"Two notebooks are called {twice.Key}; their outputs would overwrite each other. Run them one at a time.");
        return missing.Length > 0 || twice is not null ? null : [.. given.Select(Path.GetFullPath).Distinct()];
    }

    private static void WriteTable(List<NotebookResult> results)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("notebook", "result")
            .AddColumns(new TableColumn("cells").RightAligned(), new TableColumn("seconds").RightAligned());
        foreach (var result in results)
            table.AddRow(
                new Text(result.Notebook),
                new Text(
                    result.Ok ? "ok" : result.FailedCell is { } cell ? $"failed in cell [{cell}]" : "failed",
                    new Style(result.Ok ? Color.Green : Color.Red)),
                new Text(result.Cells.ToString(CultureInfo.InvariantCulture)),
                new Text(result.Seconds.ToString("0.0", CultureInfo.InvariantCulture)));
        AnsiConsole.Create(new() { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect }).Write(table);
    }
}
