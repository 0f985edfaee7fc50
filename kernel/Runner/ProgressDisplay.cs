using System.Globalization;

namespace MetaAnomaly.Kernel.Runner;

/// <summary>Tells which cell is being run.</summary>
internal interface IProgressDisplay
{
    void Cell(string notebook, int number, int count);

    void Done(NotebookResult result);
}

/// <summary>One line, updated in place, on a terminal; a line a cell elsewhere.</summary>
internal sealed class ProgressDisplay : IProgressDisplay, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly Lock gate = new();
    private readonly bool terminal = !Console.IsOutputRedirected;
    private readonly Timer timer;
    private string now = "";
    private long notebookStarted;
    private long cellStarted;
    private string? notebookName;

    public ProgressDisplay() => timer = new Timer(_ => Redraw(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Cell(string notebook, int number, int count)
    {
        lock (gate)
        {
            if (notebookName != notebook)
                (notebookName, notebookStarted) = (notebook, Environment.TickCount64);
            else if (!terminal)
                Console.WriteLine($"{now}  {Seconds(cellStarted)}");
            cellStarted = Environment.TickCount64;
            now = $"{notebook}  cell {number}/{count}";
        }
        if (terminal)
            timer.Change(TimeSpan.Zero, Interval);
    }

    public void Done(NotebookResult result)
    {
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (gate)
        {
            if (!terminal && notebookName is not null)
                Console.WriteLine($"{now}  {Seconds(cellStarted)}");
            notebookName = null;
            now = "";
            var outcome = result.Ok ? "ok" : "FAILED" + (result.FailedCell is { } cell ? $" in cell [{cell}]" : "") + $": {result.Error}";
            var seconds = result.Seconds.ToString("0.0", CultureInfo.InvariantCulture);
            Console.WriteLine($"{(terminal ? "\r\e[2K" : "")}{result.Notebook}  {seconds} s  {outcome}");
        }
    }

    public void Dispose() => timer.Dispose();

    private void Redraw()
    {
        lock (gate)
            if (now.Length > 0)
                Console.Write($"\r\e[2K{now}  {Seconds(notebookStarted)}");
    }

    private static string Seconds(long since) =>
        ((Environment.TickCount64 - since) / 1000.0).ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
