namespace MetaAnomaly.Kernel.Display;

/// <summary>One value in every representation it has, by MIME type; <c>text/plain</c> first.</summary>
internal sealed record MimeBundle(IReadOnlyList<KeyValuePair<string, string>> Data)
{
    public static MimeBundle Of(string mimeType, string text) => new([KeyValuePair.Create(mimeType, text)]);

    /// <summary>Whether the text of this MIME type is JSON, which front ends and files want as such.</summary>
    public static bool IsJson(string mimeType) =>
        mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);

    public string? this[string mimeType]
    {
        get
        {
            foreach (var (type, text) in Data)
                if (type == mimeType)
                    return text;
            return null;
        }
    }
}
