using System.Diagnostics;
using System.Globalization;

namespace MetaAnomalyLib.Training;

/// <summary>One line that is written over as training goes on, and that ends as text. Rewritten at most ten times a second.</summary>
/// <param name="epochs">Epochs at most.</param>
/// <param name="title">What is trained.</param>
public sealed class ProgressBar(int epochs, string title = "training")
{
    private const int Width = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly TextWriter output = Console.Out;
    private TimeSpan shown = -Interval;
    private EpochResult? last, best;

    /// <summary>To be called after each epoch: <c>trainer.EpochEnded += bar.Show</c>.</summary>
    public void Show(EpochResult result)
    {
        last = result;
        if (result.IsBest) best = result;
        if (clock.Elapsed - shown < Interval && result.Epoch < epochs) return;
        shown = clock.Elapsed;
        output.Write('\r' + Line(result.Epoch, Remaining(result.Epoch)));
        output.Flush();
    }

    /// <summary>Writes the last line: what was reached, in how many seconds.</summary>
    public void Done()
    {
        if (last is null || best is null) return;
        output.WriteLine('\r' + Line(last.Epoch, string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:F1} s")));
    }

    private string Remaining(int epoch) =>
        string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds / epoch * (epochs - epoch):F0} s left");

    private string Line(int epoch, string time)
    {
        var filled = (int)((long)Width * epoch / epochs);
        return string.Create(CultureInfo.InvariantCulture,
            $"{title} {new string('█', filled)}{new string('░', Width - filled)} epoch {epoch}/{epochs}, loss {last!.TrainLoss:F4}, validation {last.ValidationLoss:F4} (best epoch {best!.Epoch}), {time}   ");
    }
}
