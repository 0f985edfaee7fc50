using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAnomaly.UsedApi;

/// <summary>A unit as the compiler understands it; nothing is emitted.</summary>
internal sealed class Compiled
{
    // Source generators do not run here: what they would add is missing.
    private static readonly string[] NotErrors = ["CS8795"];

    // Read once: most units are built against the same files.
    private static readonly Dictionary<string, MetadataReference> Files = [];

    private readonly Unit unit;
    private readonly List<CSharpCompilation> compilations = [];

    private Compiled(Unit unit) => this.unit = unit;

    public CSharpCompilation Last => compilations[^1];

    public IEnumerable<string> Errors => compilations.SelectMany(c => c.GetDiagnostics()).Where(d => d.Severity == DiagnosticSeverity.Error && !NotErrors.Contains(d.Id))
        .Select(d => $"{d.Location.GetLineSpan().Path}({d.Location.GetLineSpan().StartLinePosition.Line + 1}): {d.Id}: {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");

    /// <param name="unit">The sources.</param>
    /// <param name="kernel">The kernel's assembly, for cells.</param>
    /// <param name="other">A folder whose assemblies win over those that the unit is built against; null for none.</param>
    /// <param name="before">What was compiled before, by name: it stands in for the built assembly.</param>
    public static Compiled From(Unit unit, string kernel, string? other, IReadOnlyDictionary<string, MetadataReference> before)
    {
        var compiled = new Compiled(unit);
        MetadataReference[] references = [.. References(unit, other, before), .. unit.Script ? [FileOf(kernel)] : Array.Empty<MetadataReference>()];
        if (unit.Script) compiled.AddCells(references);
        else compiled.AddFiles(references);
        return compiled;
    }

    /// <summary>Every type and member of these assemblies that the sources name, call, construct, convert by, or override.</summary>
    public IEnumerable<ISymbol> Symbols(IReadOnlyCollection<string> assemblies) =>
        compilations.SelectMany(c => c.SyntaxTrees.Select(tree => (Tree: tree, Model: c.GetSemanticModel(tree))))
            .SelectMany(pair => pair.Tree.GetRoot().DescendantNodes().SelectMany(node => SymbolsOf(node, pair.Model)))
            .Select(Declared).Where(s => s is INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol)
            .Where(s => s.ContainingAssembly is { } assembly && assemblies.Contains(assembly.Name) && !SymbolEqualityComparer.Default.Equals(assembly, Last.Assembly))
            .Distinct<ISymbol>(SymbolEqualityComparer.Default);

    private static IEnumerable<ISymbol> SymbolsOf(SyntaxNode node, SemanticModel model)
    {
        if (node is ExpressionSyntax or ConstructorInitializerSyntax or AttributeSyntax && model.GetSymbolInfo(node).Symbol is { } symbol) yield return symbol;
        if (node is ExpressionSyntax expression && model.GetConversion(expression).MethodSymbol is { } conversion) yield return conversion;
        if (node is CommonForEachStatementSyntax loop && model.GetForEachStatementInfo(loop).GetEnumeratorMethod is { } enumerator) yield return enumerator;
        if (node is MemberDeclarationSyntax declaration && model.GetDeclaredSymbol(declaration) is { } declared)
        {
            ISymbol? overridden = declared switch { IMethodSymbol m => m.OverriddenMethod, IPropertySymbol p => p.OverriddenProperty, _ => null };
            if (overridden is not null) yield return overridden;
        }
    }

    // As declared: an extension method with its first parameter, a generic member with its type parameters; accessors and lambdas as what they belong to.
    private static ISymbol Declared(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { ReducedFrom: { } extension } => extension.OriginalDefinition,
        IMethodSymbol { AssociatedSymbol: { } property } => property.OriginalDefinition,
        _ => symbol.OriginalDefinition,
    };

    private void AddFiles(MetadataReference[] references)
    {
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        var trees = unit.Sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, parse, source.Path));
        var kind = unit.Sources.Any(source => Path.GetFileName(source.Path) == "Program.cs") ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        compilations.Add(CSharpCompilation.Create(unit.Name, trees, references,
            new CSharpCompilationOptions(kind, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable)));
    }

    private void AddCells(MetadataReference[] references)
    {
        string[] usings = ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq", "Microsoft.DotNet.Interactive.Kernel"];
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: usings, allowUnsafe: true);
        var parse = new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script);
        foreach (var (path, text) in unit.Sources)
        {
            var tree = CSharpSyntaxTree.ParseText(text, parse, path);
            var previous = compilations.Count == 0 ? null : Last;
            compilations.Add(CSharpCompilation.CreateScriptCompilation($"cell-{compilations.Count}", tree, previous is null ? references : null,
                options.WithScriptClassName($"Cell{compilations.Count}"), previous, typeof(object)));
        }
    }

    private static IEnumerable<MetadataReference> References(Unit unit, string? other, IReadOnlyDictionary<string, MetadataReference> before)
    {
        var runtime = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        var built = Directory.GetFiles(unit.Built, "*.dll");
        var given = other is null ? [] : Directory.GetFiles(other, "*.dll");
        // The first of a name wins.
        return given.Concat(built).Concat(runtime).DistinctBy(Path.GetFileName).Select(path => (Path: path, Name: Path.GetFileNameWithoutExtension(path)))
            .Where(file => file.Name != unit.Name && file.Name != "UsedApi")
            .Select(file => before.TryGetValue(file.Name, out var compiled) ? compiled : FileOf(file.Path));
    }

    private static MetadataReference FileOf(string path) => Files.TryGetValue(path, out var file) ? file : Files[path] = MetadataReference.CreateFromFile(path);
}
