using MetaAnomaly.Kernel.Display;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Something on show that can be replaced in place.</summary>
public sealed class DisplayedValue
{
    private readonly string[] mimeTypes;
    private readonly bool verbatim;

    internal DisplayedValue(object? value, string[] mimeTypes) => (Value, this.mimeTypes) = (value, mimeTypes);

    internal DisplayedValue(string text, string mimeType) : this(text, [mimeType]) => verbatim = true;

    /// <summary>What an update refers to.</summary>
    public string DisplayId { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What is on show.</summary>
    public object? Value { get; private set; }

    /// <summary>Whether it has been replaced.</summary>
    public bool IsUpdated { get; private set; }

    /// <summary>Shows another value in this one's place, in the same representations.</summary>
    public void Update(object? updatedValue)
    {
        Value = updatedValue;
        IsUpdated = true;
        SessionDisplay.Update(
            verbatim && updatedValue is string text
                ? MimeBundle.Of(mimeTypes[0], text)
                : MetaAnomaly.Kernel.Display.Formatting.BundleOf(updatedValue, mimeTypes),
            DisplayId);
    }
}
