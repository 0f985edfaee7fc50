using System.Globalization;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Training;

namespace MetaAnomalyLib.Tests.Training;

/// <summary>The lines that are written over. They take Console.Out when they are made, so these tests run with the others that run alone.</summary>
[Collection(nameof(Torch))]
public sealed class ProgressTests : IDisposable
{
    private readonly TextWriter console = Console.Out;
    private readonly CultureInfo culture = CultureInfo.CurrentCulture;
    private readonly StringWriter output = new();

    public ProgressTests()
    {
        Console.SetOut(output);
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
    }

    private string[] Lines => output.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        Console.SetOut(console);
        CultureInfo.CurrentCulture = culture;
    }

    [Fact]
    public void Training_is_one_line_that_ends_as_text()
    {
        var bar = new ProgressBar(1000, "MLP");
        for (var epoch = 1; epoch <= 500; epoch++) bar.Show(new EpochResult(epoch, 1.5, 1.25, -1.25, 1e-3, epoch <= 7));
        bar.Done();

        Assert.StartsWith("MLP ░░░░░░░░░░░░░░░░░░░░░░░░ epoch 1/1000, loss 1.5000, validation 1.2500 (best epoch 1), ", Lines[0]);
        Assert.Contains("████████████░░░░░░░░░░░░ epoch 500/1000, loss 1.5000, validation 1.2500 (best epoch 7), ", Lines[^1]);
        Assert.EndsWith(Environment.NewLine, Lines[^1]);
        Assert.Equal(1, output.ToString().Count(c => c == '\n'));
        Assert.True(Lines.Length < 250, $"{Lines.Length} lines for 500 epochs: it is to be rewritten ten times a second at most");
    }

    [Fact]
    public void A_download_is_one_line_a_file()
    {
        var bar = new DownloadBar();
        bar.Report(new("a.npz", 1_000_000, 4_000_000));
        bar.Report(new("a.npz", 4_000_000, 4_000_000));
        bar.Report(new("b.npz", 2_500_000, null));

        Assert.Contains("a.npz ██████░░░░░░░░░░░░░░░░░░ 1.0 of 4.0 MB", Lines[0]);
        Assert.Contains("a.npz ████████████████████████ 4.0 of 4.0 MB", Lines[1]);
        Assert.EndsWith(Environment.NewLine, Lines[1]);
        Assert.Contains("b.npz ░░░░░░░░░░░░░░░░░░░░░░░░ 2.5 MB", Lines[2]);
    }
}
