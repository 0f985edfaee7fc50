namespace MetaAnomalyLib.Display;

/// <summary>
/// Notebook kernels find this attribute by its name and ask <see cref="FormatterSourceType"/> how to show the type:
/// the library needs no reference to a kernel.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[]? PreferredMimeTypes { get; set; }
}
