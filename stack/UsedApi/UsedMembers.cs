using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace MetaAnomaly.UsedApi;

/// <summary>The members that the sources use, with their signatures.</summary>
internal sealed class UsedMembers
{
    /// <summary>The assemblies whose place the projects of stack/ take.</summary>
    public static readonly string[] Stacked = ["TorchSharp", "Plotly.NET", "Plotly.NET.CSharp", "Microsoft.Data.Analysis", "SkiaSharp"];

    // As C# writes a declaration, with what a caller depends on: parameter names, defaults, nullability.
    private static readonly SymbolDisplayFormat Signature = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted, SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeConstantValue,
        SymbolDisplayDelegateStyle.NameAndSignature, SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor, SymbolDisplayLocalOptions.None, SymbolDisplayKindOptions.None,
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private readonly SortedDictionary<(string Assembly, string Type, string Member), User> members = new(Comparer<(string Assembly, string Type, string Member)>.Create((a, b) =>
        Order(a.Assembly, b.Assembly, () => Order(a.Type, b.Type, () => string.CompareOrdinal(a.Member, b.Member)))));

    private readonly List<string> errors = [];

    /// <summary>Reads all sources.</summary>
    /// <param name="house">The repository, built.</param>
    /// <param name="other">A folder of assemblies that take the place of those of stack/; null for these.</param>
    /// <exception cref="InvalidDataException">The sources do not compile against the assemblies of stack/.</exception>
    public static UsedMembers Of(House house, string? other = null)
    {
        var used = new UsedMembers();
        var compiledBefore = new Dictionary<string, MetadataReference>();
        foreach (var unit in house.Units())
        {
            var compiled = Compiled.From(unit, house.Kernel, other, compiledBefore);
            if (!unit.Script) compiledBefore[unit.Name] = compiled.Last.ToMetadataReference();
            used.errors.AddRange(compiled.Errors);
            foreach (var symbol in compiled.Symbols(Stacked)) used.Add(symbol, unit.User);
        }
        if (other is null && used.errors.Count > 0) throw new InvalidDataException($"The sources do not compile:\n{string.Join('\n', used.errors.Take(20))}\nBuild everything first: dotnet build tests/MetaAnomaly.slnx");
        return used;
    }

    /// <summary>What does not compile against the other assemblies, and what is declared otherwise there: other names, types or defaults. Nullability, base classes and where in a
    /// hierarchy a member is declared first do not count.</summary>
    public IReadOnlyList<string> Against(UsedMembers other)
    {
        var (ours, theirs) = (Loose(), other.Loose());
        return [.. other.errors, .. ours.Except(theirs).Select(line => "only ours:   " + line), .. theirs.Except(ours).Select(line => "only theirs: " + line)];
    }

    public string Markdown()
    {
        var text = new StringBuilder("""
            # What of the packages is used
            Every member of TorchSharp, Plotly.NET, Microsoft.Data.Analysis and SkiaSharp that the sources use, with the signature that `stack/` gives it: used by **L** lib, **N** notebooks, **B** bench, **T** tests.
            Made by `dotnet run --project stack/UsedApi`; a test fails where it is out of date. `-- --against FOLDER` compares with other assemblies of these names.

            | assembly | types | members | of these L | N | B | T |
            |---|---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var assembly in members.GroupBy(pair => pair.Key.Assembly))
        {
            var counts = Enum.GetValues<User>().Select(user => assembly.Count(pair => pair.Value.HasFlag(user)));
            text.Append(CultureInfo.InvariantCulture, $"| {assembly.Key} | {assembly.Select(pair => pair.Key.Type).Distinct().Count()} | {assembly.Count()} | {string.Join(" | ", counts)} |\n");
        }
        foreach (var assembly in members.GroupBy(pair => pair.Key.Assembly))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {assembly.Key}\n");
            foreach (var type in assembly.GroupBy(pair => pair.Key.Type))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n### {type.Key.Replace("<", "\\<", StringComparison.Ordinal)}\n```\n");
                foreach (var ((_, _, member), users) in type) text.Append(CultureInfo.InvariantCulture, $"{Letters(users)}  {member}\n");
                text.Append("```\n");
            }
        }
        return text.ToString();
    }

    private SortedSet<string> Loose() => new(members.Keys.Select(key =>
    {
        var words = key.Member.Replace("?", "", StringComparison.Ordinal).Split(' ').Where(word => word is not ("abstract" or "virtual" or "override" or "readonly" or "sealed"));
        return $"{key.Assembly}: {key.Type}: {string.Join(' ', words.TakeWhile(word => word != ":" || !key.Member.StartsWith("class", StringComparison.Ordinal)))}";
    }), StringComparer.Ordinal);

    private void Add(ISymbol symbol, User user)
    {
        var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        var member = symbol is INamedTypeSymbol named ? $"{named.TypeKind.ToString().ToLowerInvariant()}{Bases(named)}" : symbol.ToDisplayString(Signature);
        var key = (symbol.ContainingAssembly.Name, type.OriginalDefinition.ToDisplayString(), member);
        members[key] = members.GetValueOrDefault(key) | user;
    }

    private static string Bases(INamedTypeSymbol type) => type.BaseType is { SpecialType: SpecialType.None } parent ? $" : {parent.ToDisplayString()}" : "";

    private static string Letters(User users) => string.Concat(Enum.GetValues<User>().Select(user => users.HasFlag(user) ? user.ToString()[0] : '·'));

    private static int Order(string a, string b, Func<int> next) => string.CompareOrdinal(a, b) is var order and not 0 ? order : next();
}
