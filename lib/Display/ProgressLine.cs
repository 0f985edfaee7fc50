using System.Diagnostics;
using System.Globalization;

namespace MetaAnomalyLib.Display;

/// <summary>A line of the console that is written over as work goes on, at most ten times a second, and that ends as text.</summary>
/// <param name="title">What is being done.</param>
internal sealed class ProgressLine(string title)
{
    private const int Width = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly TextWriter output = Console.Out;
    private TimeSpan written = -Interval;
    private int longest;

    /// <summary>Shows how far it is, with the time that is left at this pace; does nothing when it has just been shown.</summary>
    public void Show(double fraction, string text)
    {
        if (clock.Elapsed - written < Interval) return;
        written = clock.Elapsed;
        var left = fraction > 0 ? clock.Elapsed.TotalSeconds * (1 - fraction) / fraction : 0;
        Write(fraction, string.Create(CultureInfo.InvariantCulture, $"{text}, {left:F0} s left"));
    }

    /// <summary>Shows where it ended, with the time that it took, and ends the line.</summary>
    public void End(double fraction, string text)
    {
        Write(fraction, string.Create(CultureInfo.InvariantCulture, $"{text}, {clock.Elapsed.TotalSeconds:F1} s"));
        output.WriteLine();
    }

    private void Write(double fraction, string text)
    {
        var filled = (int)(Width * Math.Clamp(fraction, 0, 1));
        var line = $"{title} {new string('█', filled)}{new string('░', Width - filled)} {text}";
        longest = Math.Max(longest, line.Length);
        output.Write('\r' + line.PadRight(longest));   // what a longer line left behind is covered
        output.Flush();
    }
}
