namespace MetaAnomalyLib.Display;

/// <summary>An object that shows itself in a notebook: text/html from <see cref="ToHtml"/>, text/plain from ToString.</summary>
internal interface IShown
{
    /// <summary>A self-contained piece of HTML with every label escaped.</summary>
    string ToHtml();
}

/// <summary>The formatters of every <see cref="IShown"/>; name it in a <see cref="TypeFormatterSourceAttribute"/>.</summary>
internal sealed class ShownFormatterSource
{
    // The kernel calls these members by name: they are public although the types are not.
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new ShownFormatter("text/plain", shown => shown.ToString() ?? ""),
        new ShownFormatter("text/html", shown => shown.ToHtml()),
    ];
}

internal sealed class ShownFormatter(string mimeType, Func<IShown, string> show)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not IShown shown)
            return false;
        writer.Write(show(shown));
        return true;
    }
}
