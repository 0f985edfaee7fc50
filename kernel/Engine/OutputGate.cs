using System.Text;
using MetaAnomaly.Kernel.Display;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>The one way from cells to the front end: keeps the order of text and displays, and gathers small writes.</summary>
/// <remarks>Its work stands in finally blocks, which an interrupt (a thread abort) does not cut in two.</remarks>
internal sealed class OutputGate : IDisposable
{
    private const int FlushAt = 16 * 1024;
    private static readonly TimeSpan FlushAfter = TimeSpan.FromMilliseconds(50);
    private readonly Lock gate = new();
    private readonly IFrontEnd frontEnd;
    private readonly NativeStreams? native = NativeStreams.Current;
    private readonly StringBuilder pending = new();
    private readonly Timer timer;
    private string pendingStream = "stdout";

    public OutputGate(IFrontEnd frontEnd)
    {
        this.frontEnd = frontEnd;
        timer = new Timer(_ => Publish(static _ => { }));
        native?.Watch(() => Write("stdout", ""));
    }

    public void Write(string stream, ReadOnlySpan<char> text)
    {
        try
        {
        }
        finally
        {
            lock (gate)
            {
                TakeNative();
                Append(stream, text);
            }
        }
    }

    public void Display(MimeBundle bundle, string displayId) => Publish(to => to.Display(bundle, displayId));

    public void UpdateDisplay(MimeBundle bundle, string displayId) => Publish(to => to.UpdateDisplay(bundle, displayId));

    public void ClearOutput(bool wait) => Publish(to => to.ClearOutput(wait));

    public void Result(MimeBundle bundle)
    {
        Flush();
        Publish(to => to.Result(bundle));
    }

    public void Error(CellError error)
    {
        Flush();
        Publish(to => to.Error(error));
    }

    public string RequestInput(string prompt, bool password)
    {
        Flush();
        return frontEnd.RequestInput(prompt, password);
    }

    public void Flush()
    {
        // Outside the lock: whoever holds libc's own may be waiting for us to take what it writes.
        native?.Flush();
        Publish(static _ => { });
    }

    public void Dispose()
    {
        timer.Dispose();
        Flush();
    }

    private void Publish(Action<IFrontEnd> publish)
    {
        try
        {
        }
        finally
        {
            lock (gate)
            {
                TakeNative();
                FlushPending();
                publish(frontEnd);
            }
        }
    }

    private void TakeNative()
    {
        native?.Take(Append);
    }

    private void Append(string stream, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;
        if (stream != pendingStream)
            FlushPending();
        if (pending.Length == 0)
            timer.Change(FlushAfter, Timeout.InfiniteTimeSpan);
        pendingStream = stream;
        pending.Append(text);
        if (pending.Length >= FlushAt)
            FlushPending();
    }

    private void FlushPending()
    {
        if (pending.Length == 0)
            return;
        var text = pending.ToString();
        pending.Clear();
        frontEnd.Stream(pendingStream, text);
    }
}
