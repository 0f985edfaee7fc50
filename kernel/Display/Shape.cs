using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace MetaAnomaly.Kernel.Display;

/// <summary>What a reader sees in a value that brings no formatter: a scalar, a sequence, a dictionary, or named members.</summary>
internal static class Shape
{
    /// <summary>How many items of a sequence are shown.</summary>
    public const int MaxItems = 20;

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Member>> MembersByType = new();

    /// <summary>A public property or field.</summary>
    public sealed record Member(string Name, Func<object, object?> Read);

    /// <summary>One that is written as a word: its own ToString, culture-invariant.</summary>
    public static bool IsScalar(object? value) =>
        value is null or string or char or bool or Enum or Type or Delegate or IFormattable or MemberInfo or CultureInfo
        || (value is not (IEnumerable or Exception or ITuple) && !IsGenerated(value.GetType()) && WritesItself(value.GetType()));

    public static string ScalarText(object? value) => value switch
    {
        null => "null",
        Type type => TypeName(type),
        Delegate function => function.Method.ToString() ?? TypeName(function.GetType()),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The public, readable, parameterless members in the order of declaration.</summary>
    public static IReadOnlyList<Member> MembersOf(Type type) => MembersByType.GetOrAdd(type, static type =>
    [
        .. type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
                && !property.PropertyType.IsByRef && !property.PropertyType.IsByRefLike && !property.PropertyType.IsPointer)
            .Select(property => new Member(property.Name, property.GetValue)),
        .. type.GetFields(BindingFlags.Instance | BindingFlags.Public)
            .Where(field => !field.FieldType.IsPointer)
            .Select(field => new Member(field.Name, field.GetValue)),
    ]);

    /// <summary>A member's value; what it throws is told in its place, since one broken property should not hide the others.</summary>
    public static object? ReadOrExplain(Member member, object owner)
    {
        try
        {
            return member.Read(owner);
        }
        catch (TargetInvocationException thrown)
        {
            return $"({thrown.InnerException?.GetType().Name}: {thrown.InnerException?.Message})";
        }
    }

    /// <summary>Keys and values of any dictionary; null when the value is none.</summary>
    public static IEnumerable<KeyValuePair<object?, object?>>? EntriesOf(object value)
    {
        if (value is IDictionary dictionary)
            return EntriesOf(dictionary);
        var isDictionary = value.GetType().GetInterfaces().Any(type => type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
                || type.GetGenericTypeDefinition() == typeof(IDictionary<,>)));
        return isDictionary ? ((IEnumerable)value).Cast<object>().Select(Entry) : null;

        static KeyValuePair<object?, object?> Entry(object pair)
        {
            var type = pair.GetType();
            return KeyValuePair.Create(type.GetProperty("Key")!.GetValue(pair), type.GetProperty("Value")!.GetValue(pair));
        }
    }

    private static IEnumerable<KeyValuePair<object?, object?>> EntriesOf(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
            yield return KeyValuePair.Create<object?, object?>(entry.Key, entry.Value);
    }

    /// <summary>How many items a sequence has, when it knows.</summary>
    public static int? CountOf(IEnumerable sequence) => sequence switch
    {
        ICollection collection => collection.Count,
        _ => sequence.GetType().GetInterfaces()
            .Where(type => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>)
                || type.GetGenericTypeDefinition() == typeof(ICollection<>)))
            .Select(type => (int?)type.GetProperty("Count")!.GetValue(sequence)).FirstOrDefault(),
    };

    /// <summary>The type's name as C# writes it, without namespaces.</summary>
    public static string TypeName(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return TypeName(underlying) + "?";
        if (type.IsArray)
            return $"{TypeName(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        var keyword = Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => null,
            TypeCode.Boolean => "bool",
            TypeCode.Byte => "byte",
            TypeCode.Char => "char",
            TypeCode.Decimal => "decimal",
            TypeCode.Double => "double",
            TypeCode.Int16 => "short",
            TypeCode.Int32 => "int",
            TypeCode.Int64 => "long",
            TypeCode.SByte => "sbyte",
            TypeCode.Single => "float",
            TypeCode.String => "string",
            TypeCode.UInt16 => "ushort",
            TypeCode.UInt32 => "uint",
            TypeCode.UInt64 => "ulong",
            _ => type == typeof(object) ? "object" : null,
        };
        if (keyword is not null || !type.IsGenericType)
            return keyword ?? type.Name;
        if (IsAnonymous(type))
            return "(anonymous)";
        var name = type.Name.Contains('`') ? type.Name[..type.Name.IndexOf('`')] : type.Name;
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>";
    }

    private static bool IsAnonymous(Type type) =>
        type.Name.StartsWith("<>", StringComparison.Ordinal) && type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    /// <summary>Records and anonymous types have a ToString, but the compiler's: their members say more.</summary>
    private static bool IsGenerated(Type type) =>
        IsAnonymous(type)
        || (type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(System.Text.StringBuilder)]) is not null
            && type.GetMethod("ToString", Type.EmptyTypes) is { } text && text.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false));

    private static bool WritesItself(Type type) =>
        type.GetMethod("ToString", Type.EmptyTypes)?.DeclaringType is { } declaring && declaring != typeof(object) && declaring != typeof(ValueType);
}
