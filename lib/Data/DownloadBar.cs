using System.Globalization;
using MetaAnomalyLib.Display;

namespace MetaAnomalyLib.Data;

/// <summary>How far a download is, in one line a file that is written over and ends as text.</summary>
/// <example><code>await DataCatalog.Default.DownloadAsync("28_pendigits", new DownloadBar());</code></example>
public sealed class DownloadBar : IProgress<DownloadProgress>
{
    private string? file;
    private ProgressLine line = new("");

    /// <inheritdoc/>
    public void Report(DownloadProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.File != file) (file, line) = (value.File, new ProgressLine(value.File));
        var fraction = value.Total is > 0 and var total ? (double)value.Received / total : 0;
        var text = value.Total is { } all ? $"{Megabytes(value.Received)} of {Megabytes(all)} MB" : $"{Megabytes(value.Received)} MB";
        if (value.Received == value.Total) line.End(fraction, text);
        else line.Show(fraction, text);
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("F1", CultureInfo.InvariantCulture);
}
