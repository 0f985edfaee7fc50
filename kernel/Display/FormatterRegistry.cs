namespace MetaAnomaly.Kernel.Display;

/// <summary>Writes a value for one MIME type; false leaves it to the next formatter.</summary>
internal sealed record TypeFormatter(Type Type, string MimeType, Func<object, TextWriter, bool> Format)
{
    /// <summary>How far <paramref name="type"/> is from the formatter's type: 0 is the type itself; null when it does not apply.</summary>
    public int? DistanceTo(Type type)
    {
        if (Type == typeof(object))
            return int.MaxValue;
        var distance = 0;
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType, distance++)
            if (Matches(ancestor))
                return distance;
        return type.GetInterfaces().Any(Matches) ? distance + 1 : null;
    }

    private bool Matches(Type candidate) =>
        candidate == Type || (Type.IsGenericTypeDefinition && candidate.IsGenericType && candidate.GetGenericTypeDefinition() == Type);
}

/// <summary>The formatters that the notebook registered, and those that types bring themselves.</summary>
internal static class FormatterRegistry
{
    private static readonly Lock Gate = new();
    private static readonly List<TypeFormatter> Registered = [];
    private static readonly List<TypeFormatter> BroughtByTypes = [];
    private static readonly Dictionary<Type, string[]> Preferred = [];
    private static readonly HashSet<Type> Examined = [];

    public static void Add(TypeFormatter formatter)
    {
        lock (Gate)
            Registered.Add(formatter);
    }

    public static void Prefer(Type type, string[] mimeTypes)
    {
        lock (Gate)
            Preferred[type] = mimeTypes;
    }

    public static void Reset()
    {
        lock (Gate)
        {
            Registered.Clear();
            BroughtByTypes.Clear();
            Preferred.Clear();
            Examined.Clear();
        }
    }

    /// <summary>The formatters for a type, best first.</summary>
    public static IReadOnlyList<TypeFormatter> For(Type type)
    {
        lock (Gate)
        {
            Examine(type);
            return [.. Best(Registered, type), .. Best(BroughtByTypes, type)];
        }
    }

    /// <summary>The MIME types that were asked for, for this type or its nearest ancestor; null when none were.</summary>
    public static string[]? PreferredFor(Type type)
    {
        lock (Gate)
        {
            Examine(type);
            for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
                if (Preferred.TryGetValue(ancestor, out var mimeTypes))
                    return mimeTypes;
            return type.GetInterfaces().Select(Preferred.GetValueOrDefault).FirstOrDefault(mimeTypes => mimeTypes is not null);
        }
    }

    private static void Examine(Type type)
    {
        if (!Examined.Add(type))
            return;
        var (formatters, preferred) = FormatterConvention.Of(type);
        BroughtByTypes.AddRange(formatters);
        if (preferred is not null)
            Preferred.TryAdd(type, preferred);
    }

    private static IEnumerable<TypeFormatter> Best(IEnumerable<TypeFormatter> formatters, Type type) =>
        from formatter in formatters.Reverse()
        let distance = formatter.DistanceTo(type)
        where distance is not null
        orderby distance
        select formatter;
}
