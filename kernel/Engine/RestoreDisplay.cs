using System.Globalization;
using MetaAnomaly.Kernel.Display;
using Microsoft.DotNet.Interactive.Formatting;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>One line about a package, updated in place while it is restored.</summary>
internal sealed class RestoreDisplay : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private DisplayedValue? shown;
    private Timer? clock;
    private bool ended;

    /// <summary>A feed is being asked, which may take a while.</summary>
    public void Asking(string package)
    {
        var started = Environment.TickCount64;
        Show($"Restoring {package} …");
        clock = new Timer(
            _ => Show(string.Create(CultureInfo.InvariantCulture, $"Restoring {package} … {(Environment.TickCount64 - started) / 1000} s")),
            null, Second, Second);
    }

    /// <summary>The last word; the same whether the package came from a feed or was there already.</summary>
    public void End(string text)
    {
        Show(text);
        lock (gate)
            ended = true;
    }

    public void Dispose() => clock?.Dispose();

    private void Show(string text)
    {
        lock (gate)
        {
            if (ended)
                return;
            if (shown is null)
                shown = text.DisplayAs(Formatting.Plain);
            else
                shown.Update(text);
        }
    }
}
