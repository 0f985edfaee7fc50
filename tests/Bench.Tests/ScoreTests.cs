using MetaAnomaly.Bench.Scoring;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using static TorchSharp.torch;

namespace Bench.Tests;

public sealed class ScoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("score-").FullName;
    private readonly StringWriter output = new(), errors = new();

    public ScoreTests()
    {
        using var scope = NewDisposeScope();
        new Seed(1).Torch("model");
        using var classifier = new ImageClassifier(new ResNet(new() { Classes = 2, Channels = 1, Width = 2, Stem = ResNetStem.Quick }), ["normal", "pneumonia"], 16);
        classifier.Save(Model);
        foreach (var name in new[] { "a.png", "b,c.png", "=1+1.png" }) PngFile.Write(Path.Combine(Inbox, name), rand(1, 20, 20));
    }

    private string Model => Path.Combine(folder, "model.safetensors");

    private string Inbox => Path.Combine(folder, "inbox");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_folder_becomes_a_csv_with_a_line_for_each_file()
    {
        Assert.Equal(0, Run());
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("file,probability,decision", lines[0]);
        Assert.Matches(@"^'=1\+1\.png,0\.\d{4},(normal|pneumonia)$", lines[1]);
        Assert.Matches(@"^a\.png,0\.\d{4},(normal|pneumonia)$", lines[2]);
        Assert.Matches(@"^""b,c\.png"",0\.\d{4},(normal|pneumonia)$", lines[3]);
        Assert.Equal("", errors.ToString());
    }

    [Fact]
    public void The_threshold_can_be_another_one_and_the_csv_a_file()
    {
        Assert.Equal(0, Run(threshold: 0));
        Assert.DoesNotContain("normal", output.ToString());
        var csv = Path.Combine(folder, "new", "scores.csv");
        Assert.Equal(0, Run(csv: csv, threshold: 1));
        Assert.Equal(3, File.ReadAllLines(csv).Count(line => line.EndsWith(",normal", StringComparison.Ordinal)));
    }

    [Fact]
    public void Bad_files_are_named_and_the_exit_code_tells_of_them()
    {
        File.WriteAllText(Path.Combine(Inbox, "broken.jpeg"), "no image");
        Assert.Equal(2, Run());
        Assert.Contains("broken.jpeg: bytes that are no readable image", errors.ToString());
        Assert.Contains("1 of 4 files are bad; the others were scored.", errors.ToString());
        Assert.Contains("broken.jpeg,,unreadable", output.ToString());
        foreach (var good in Directory.GetFiles(Inbox, "*.png")) File.Delete(good);
        Assert.Equal(1, Run());
        Assert.Contains("nothing was scored", errors.ToString());
    }

    [Theory]
    [InlineData("model", "There is no model")]
    [InlineData("folder", "There is no folder")]
    [InlineData("threshold", "must be from 0 to 1")]
    [InlineData("csv", "found")]
    public void What_cannot_be_scored_at_all_is_one_sentence_and_exit_code_1(string wrong, string message)
    {
        if (wrong == "csv") File.WriteAllText(Model, "this is not a model");
        Assert.Equal(1, ScoreCommand.Run(wrong == "folder" ? folder + "x" : Inbox, wrong == "model" ? Model + "x" : Model, null, wrong == "threshold" ? 2 : null, output, errors));
        Assert.Contains(message, errors.ToString());
        Assert.Single(errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private int Run(string? csv = null, double? threshold = null) => ScoreCommand.Run(Inbox, Model, csv, threshold, output, errors);
}
