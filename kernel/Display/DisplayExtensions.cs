using MetaAnomaly.Kernel.Display;
using Microsoft.DotNet.Interactive.Formatting;

namespace System;

/// <summary>Showing a value in the notebook.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows a value, by default in every representation that it has; the result can replace it later.</summary>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes)
    {
        ArgumentNullException.ThrowIfNull(mimeTypes);
        var shown = new DisplayedValue(value, mimeTypes);
        SessionDisplay.Show(Formatting.BundleOf(value, mimeTypes), shown.DisplayId);
        return shown;
    }

    /// <summary>Shows a string that already is of the given MIME type.</summary>
    public static DisplayedValue DisplayAs(this string value, string mimeType)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentException.ThrowIfNullOrWhiteSpace(mimeType);
        var shown = new DisplayedValue(value, mimeType);
        SessionDisplay.Show(MimeBundle.Of(mimeType, value), shown.DisplayId);
        return shown;
    }
}
