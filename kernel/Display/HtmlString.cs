namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Text that is HTML already and is shown as such.</summary>
public sealed class HtmlString(string content)
{
    /// <summary>The HTML.</summary>
    public override string ToString() => content;
}
