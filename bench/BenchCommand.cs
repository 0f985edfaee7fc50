using System.CommandLine;
using MetaAnomaly.Bench.FewLabels;
using MetaAnomaly.Bench.Kernel;
using MetaAnomaly.Bench.Reading;
using MetaAnomaly.Bench.Results;
using MetaAnomaly.Bench.Scoring;
using MetaAnomaly.Bench.Speed;
using MetaAnomaly.Bench.Speed.Detectors;
using MetaAnomalyLib.Data;

namespace MetaAnomaly.Bench;

/// <summary>The whole command line.</summary>
internal static class BenchCommand
{
    /// <summary>Chooses the device of every command.</summary>
    public static Option<string?> Device { get; } = new("--device") { Description = "auto, cpu or cuda; META_DEVICE when it is set, else auto (a GPU where there is one).", Recursive = true };

    public static RootCommand Create() =>
        new("Speed against Python twins, results against published figures.") { Speed(), ResultsCommand.Create(), FewLabelPriorCommand.Create(), KernelCommand.Create(), ScoreCommand.Create(), Device };

    /// <summary>What was asked for cannot be done: the message says what to do, no stack helps, and the exit code is 2.</summary>
    public static int Run(string[] arguments, TextWriter errors)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Errors.Count == 0 && parsed.GetValue(Device) is { } choice)
            Environment.SetEnvironmentVariable("META_DEVICE", choice);
        try
        {
            return parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
        }
        catch (Exception wrong) when (wrong is ArgumentException or IOException or UnauthorizedAccessException or DataFormatException or InvalidOperationException)
        {
            errors.WriteLine(wrong.Message.ReplaceLineEndings(" "));
            return 2;
        }
    }

    private static Command Speed()
    {
        var rounds = new Option<int>("--rounds") { Description = "Alternating rounds of each side, at least 7.", DefaultValueFactory = _ => 9 };
        var only = new Option<string?>("--only") { Description = "Only the workloads whose name contains this; with --latency the detectors, several with commas between." };
        var output = new Option<string>("--out") { Description = "The folder for the result.", DefaultValueFactory = _ => "out" };
        var speed = new Command("speed", "Times C# against its Python twin on the same libtorch, and reading against pandas and numpy; writes bench-speed.json.") { rounds, only, output };
        var detectors = new Option<bool>("--detectors") { Description = "Fitting and scoring of detectors instead, against scikit-learn and the manner of PyOD; writes bench-detectors.json and detectors.md." };
        var memory = new Option<bool>("--memory") { Description = "The memory of this process over an epoch of a folder of images instead." };
        var latency = new Option<bool>("--latency") { Description = "How long one row and 1,000 rows take to score instead; writes latency.md. With --only memory: kNN and LOF on 50,000 rows." };
        speed.Add(detectors);
        speed.Add(latency);
        speed.Add(memory);
        speed.SetAction(parsed => (parsed.GetValue(detectors), parsed.GetValue(latency)) switch
        {
            _ when parsed.GetValue(memory) => ImageReadingBench.Memory(),
            (true, _) => DetectorSpeedBench.Run(parsed.GetValue(rounds), parsed.GetValue(only), parsed.GetValue(output)!),
            (_, true) => LatencyBench.Run(parsed.GetValue(only), parsed.GetValue(output)!),
            _ => SpeedBench.Run(parsed.GetValue(rounds), parsed.GetValue(only), parsed.GetValue(output)!),
        });
        return speed;
    }
}
