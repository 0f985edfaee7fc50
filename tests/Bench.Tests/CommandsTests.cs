using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MetaAnomaly.Bench;
using MetaAnomaly.Bench.Chest;
using MetaAnomaly.Bench.FewLabels;
using MetaAnomaly.Bench.FewShot;
using MetaAnomaly.Bench.Results;

namespace Bench.Tests;

/// <summary>What the documents tell people to type is what the program takes.</summary>
public sealed partial class CommandsTests
{
    public static TheoryData<string, string> Commands => [.. Documents().SelectMany(path => Bench().Matches(File.ReadAllText(path))
        .Select(match => (Path.GetRelativePath(Root(), path), match.Groups["arguments"].Value.Trim())))];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_in_the_documents_is_understood(string path, string arguments)
    {
        // A place to fill in, as in `--suite S`, and a variable of the shell stand for something that would be understood.
        var parsed = BenchCommand.Create().Parse(arguments.Replace("$SLURM_ARRAY_TASK_ID", "1", StringComparison.Ordinal));

        Assert.True(parsed.Errors.Count == 0, $"{path}: {arguments}: {string.Join("; ", parsed.Errors.Select(error => error.Message))}");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_suite_in_the_documents_is_there(string path, string arguments)
    {
        string[] known = [.. Suite.All.Select(s => s.Name), .. FewShotSuite.All.Select(s => s.Name), .. ChestSuite.All.Select(s => s.Name), ViralBench.Suite, ScoreFeaturesBench.Suite, FewLabelBench.Suite];
        var named = SuiteName().Match(arguments) is { Success: true } match ? match.Groups["suite"].Value : null;

        Assert.True(named is null or "S" or "NAME" || known.Contains(named), $"{path} names the suite {named}; there are {string.Join(", ", known)}.");
    }

    [Theory]
    [InlineData("'nothing'", "results", "--suite", "nothing")]
    [InlineData("i/n", "results", "--suite", "adbench-one-class", "--shard", "3/2")]
    [InlineData("There is no run", "results", "summarise", "--suite", "adbench-few-labels", "--out", "/dev/null/nowhere")]
    public void What_cannot_be_done_is_told_in_one_line_and_with_exit_code_2(string told, params string[] arguments)
    {
        var errors = new StringWriter();
        Assert.Equal(2, BenchCommand.Run(arguments, errors));
        Assert.Contains(told, errors.ToString());
        Assert.DoesNotContain(" at ", errors.ToString());
        Assert.Single(errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static IEnumerable<string> Documents() => ((string[])["", "bench", "docs", "kernel", "stack", "data", "lib"])
        .Select(folder => Path.Combine(Root(), folder))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", folder == Path.Combine(Root(), "bench") ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex(@"--project bench -- (?<arguments>[^`#\n|]+)")]
    private static partial Regex Bench();

    [GeneratedRegex(@"--suite (?<suite>\S+)")]
    private static partial Regex SuiteName();
}
