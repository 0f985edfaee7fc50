using System.Collections;
using System.Globalization;
using Microsoft.DotNet.Interactive.Formatting;

namespace MetaAnomaly.Kernel.Display;

/// <summary>From a value to its representations.</summary>
internal static class Formatting
{
    public const string Plain = "text/plain";
    public const string Html = "text/html";

    /// <summary>The value in the given MIME types; without any: plain text and whatever richer form it has.</summary>
    public static MimeBundle BundleOf(object? value, params string[] mimeTypes)
    {
        if (value is IEnumerable sequence && IsLazy(sequence))
            value = new Beginning(sequence);
        var wanted = mimeTypes.Length > 0 ? mimeTypes : DefaultMimeTypes(value);
        return new([.. wanted.Distinct(StringComparer.Ordinal).Select(mimeType => KeyValuePair.Create(mimeType, Format(value, mimeType)))]);
    }

    /// <summary>The value as text of one MIME type.</summary>
    /// <exception cref="ArgumentException">Nothing formats its type for that MIME type.</exception>
    public static string Format(object? value, string mimeType)
    {
        if (value is not null)
            foreach (var formatter in FormatterRegistry.For(value.GetType()).Where(formatter => formatter.MimeType == mimeType))
            {
                var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
                if (formatter.Format(value, writer))
                    return writer.ToString();
            }
        return mimeType switch
        {
            Plain => PlainText.Of(value),
            Html => HtmlText.Of(value),
            _ when value is string text => text,
            _ => throw new ArgumentException(
                $"No formatter is registered for {value?.GetType().ToString() ?? "null"} as {mimeType}: "
                + "register one with Formatter.Register, or leave the MIME type out.", nameof(mimeType)),
        };
    }

    /// <summary>A query, which would be run once for each MIME type, with possibly different results.</summary>
    private static bool IsLazy(IEnumerable sequence) =>
        sequence is not string && Shape.CountOf(sequence) is null && Shape.EntriesOf(sequence) is null
        && FormatterRegistry.For(sequence.GetType()).Count == 0;

    private sealed class Beginning(IEnumerable sequence) : IEnumerable
    {
        private readonly object?[] items = [.. sequence.Cast<object?>().Take(Shape.MaxItems + 1)];

        public IEnumerator GetEnumerator() => items.GetEnumerator();
    }

    private static string[] DefaultMimeTypes(object? value)
    {
        if (value is null)
            return [Plain];
        if (value is HtmlString)
            return [Plain, Html];
        var type = value.GetType();
        if (FormatterRegistry.PreferredFor(type) is { } preferred)
            return [Plain, .. preferred];
        var formatters = FormatterRegistry.For(type);
        return formatters.Count > 0
            ? [Plain, .. formatters.Select(formatter => formatter.MimeType).Order(StringComparer.Ordinal)]
            : HtmlText.IsWorthwhile(value) ? [Plain, Html] : [Plain];
    }
}
