using MetaAnomaly.Kernel.Display;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>How values become text, HTML and other representations in this session.</summary>
public static class Formatter
{
    /// <summary>Formats every <typeparamref name="T"/> (and what derives from it) for a MIME type; the latest registration of the most
    /// specific type wins.</summary>
    public static void Register<T>(Func<T, string> formatter, string mimeType = "text/plain")
    {
        ArgumentNullException.ThrowIfNull(formatter);
        FormatterRegistry.Add(new(typeof(T), Checked(mimeType), (value, writer) =>
        {
            writer.Write(formatter((T)value));
            return true;
        }));
    }

    /// <inheritdoc cref="Register{T}(Func{T, string}, string)"/>
    public static void Register<T>(Action<T, TextWriter> formatter, string mimeType = "text/plain")
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Register(typeof(T), (value, writer) => formatter((T)value, writer), mimeType);
    }

    /// <summary>Formats every value of a type, which may be an open generic type, for a MIME type.</summary>
    public static void Register(Type type, Action<object, TextWriter> formatter, string mimeType = "text/plain")
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(formatter);
        FormatterRegistry.Add(new(type, Checked(mimeType), (value, writer) =>
        {
            formatter(value, writer);
            return true;
        }));
    }

    /// <summary>Shows values of a type in these representations only (and as plain text, which every notebook keeps).</summary>
    public static void SetPreferredMimeTypesFor(Type type, params string[] preferredMimeTypes)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(preferredMimeTypes);
        FormatterRegistry.Prefer(type, preferredMimeTypes);
    }

    /// <summary>The value as text of a MIME type.</summary>
    public static string ToDisplayString(this object? value, string mimeType = "text/plain") =>
        MetaAnomaly.Kernel.Display.Formatting.Format(value, Checked(mimeType));

    /// <summary>Forgets everything that was registered.</summary>
    public static void ResetToDefault() => FormatterRegistry.Reset();

    private static string Checked(string mimeType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mimeType);
        return mimeType;
    }
}
