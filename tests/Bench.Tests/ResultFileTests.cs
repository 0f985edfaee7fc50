using System.Text.Json.Nodes;
using MetaAnomaly.Bench.Results;

namespace MetaAnomaly.Bench.Tests;

public sealed class ResultFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("results").FullName;

    private string File => Path.Combine(folder, "suite.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_is_appended_is_read()
    {
        ResultFile.Append(File, Line("wine", 0));
        ResultFile.Append(File, Line("wine", 1));
        var lines = ResultFile.Read(folder, "suite");
        Assert.Equal([0, 1], lines.Select(line => line.Seed));
        Assert.Equal(0.5, lines[0].Auroc);
        Assert.Equal("""{"k":5}""", lines[0].Options.ToJsonString());
        Assert.Equal(
            """{"dataset":"wine","detector":"kNN","seed":0,"auroc":0.5,"auprc":0.25,"f1":0.125,"fitSeconds":1,"scoreSeconds":2,"options":{"k":5},"versions":{"dotnet":"10"}}""",
            System.IO.File.ReadLines(File).First());
    }

    [Fact]
    public void A_line_that_a_kill_left_half_written_is_not_a_run_and_is_written_over()
    {
        ResultFile.Append(File, Line("wine", 0));
        System.IO.File.AppendAllText(File, """{"dataset":"wine","detec""");
        Assert.Single(ResultFile.Read(folder, "suite"));
        ResultFile.Append(File, Line("wine", 1));
        Assert.Equal([0, 1], ResultFile.Read(folder, "suite").Select(line => line.Seed));
    }

    [Fact]
    public void Shards_are_gathered_each_run_once_and_other_suites_are_not()
    {
        ResultFile.Append(Path.Combine(folder, "suite.1of2.jsonl"), Line("wine", 0));
        ResultFile.Append(Path.Combine(folder, "suite.2of2.jsonl"), Line("wine", 1));
        ResultFile.Append(File, Line("wine", 1));
        ResultFile.Append(Path.Combine(folder, "suite-reference.jsonl"), Line("glass", 7));
        Assert.Equal([0, 1], ResultFile.Read(folder, "suite").Select(line => line.Seed).Order());
    }

    [Fact]
    public void No_folder_holds_no_runs() => Assert.Empty(ResultFile.Read(Path.Combine(folder, "none"), "suite"));

    internal static ResultLine Line(string dataset, int seed, string detector = "kNN", double auroc = 0.5) =>
        new(dataset, detector, seed, auroc, 0.25, 0.125, 1, 2, JsonNode.Parse("""{"k":5}""")!, new Dictionary<string, string> { ["dotnet"] = "10" });
}
