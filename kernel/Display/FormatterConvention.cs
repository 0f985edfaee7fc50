using System.Collections;
using System.Reflection;

namespace MetaAnomaly.Kernel.Display;

/// <summary>How a library shows its types in any kernel without knowing one: an attribute <b>named</b>
/// <c>TypeFormatterSourceAttribute</c>, in any namespace, public or not, whose <c>FormatterSourceType</c> has
/// <c>CreateTypeFormatters()</c> returning objects with <c>MimeType</c> and <c>bool Format(object, TextWriter)</c>.
/// The rules are .NET Interactive's, so one assembly renders in both.</summary>
internal static class FormatterConvention
{
    private const string AttributeName = "TypeFormatterSourceAttribute";

    /// <summary>The formatters and the preferred MIME types that a type's attributes bring.</summary>
    /// <exception cref="InvalidOperationException">An attribute is there, but what it names does not keep the convention.</exception>
    public static (IReadOnlyList<TypeFormatter> Formatters, string[]? Preferred) Of(Type type)
    {
        var formatters = new List<TypeFormatter>();
        string[]? preferred = null;
        foreach (var attribute in type.GetCustomAttributes(inherit: true).Where(attribute => attribute.GetType().Name == AttributeName))
        {
            var source = Property<Type>(attribute, "FormatterSourceType")
                ?? throw Broken(type, $"its {AttributeName} has no FormatterSourceType");
            formatters.AddRange(FormattersOf(type, source));
            preferred = Property<string[]>(attribute, "PreferredMimeTypes") ?? preferred;
        }
        return (formatters, preferred);
    }

    private static IEnumerable<TypeFormatter> FormattersOf(Type type, Type sourceType)
    {
        var source = Activator.CreateInstance(sourceType, nonPublic: true)!;
        var create = sourceType.GetMethod("CreateTypeFormatters", BindingFlags.Instance | BindingFlags.Public)
            ?? throw Broken(type, $"{sourceType} has no public method CreateTypeFormatters()");
        if (create.Invoke(source, null) is not IEnumerable created)
            throw Broken(type, $"{sourceType}.CreateTypeFormatters() returns no sequence");
        foreach (var formatter in created)
        {
            var mimeType = Property<string>(formatter, "MimeType")
                ?? throw Broken(type, $"{formatter.GetType()} has no MimeType");
            var format = formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])
                ?? throw Broken(type, $"{formatter.GetType()} has no public method bool Format(object, TextWriter)");
            yield return new(
                Property<Type>(formatter, "Type") ?? type,
                mimeType,
                format.CreateDelegate<Func<object, TextWriter, bool>>(formatter));
        }
    }

    private static T? Property<T>(object instance, string name) where T : class =>
        instance.GetType().GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(instance) as T;

    private static InvalidOperationException Broken(Type type, string what) =>
        new($"{type} cannot be shown by its own formatter: {what}.");
}
