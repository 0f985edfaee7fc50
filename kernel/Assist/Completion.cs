using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAnomaly.Kernel.Assist;

/// <summary>What may follow the text left of the cursor.</summary>
/// <param name="Items">Texts to put in place, best first, each with its kind.</param>
/// <param name="Start">Where the text that they replace starts.</param>
/// <param name="End">Where it ends.</param>
internal sealed record Completions(IReadOnlyList<(string Text, string Kind)> Items, int Start, int End);

/// <summary>Completes names: members, what earlier cells declared, keywords, argument names.</summary>
internal static class Completion
{
    private static readonly string[] Keywords =
    [
        .. SyntaxFacts.GetReservedKeywordKinds().Select(SyntaxFacts.GetText).Where(word => !word.StartsWith('_')),
        "async", "await", "dynamic", "nameof", "record", "var", "when", "where", "with", "yield",
    ];

    public static Completions At(CodeModel code, int position)
    {
        var start = position;
        while (start > 0 && (char.IsLetterOrDigit(code.Text[start - 1]) || code.Text[start - 1] is '_' or '@'))
            start--;
        var prefix = code.Text[start..position];
        if (code.IsInText(position) || (prefix.Length > 0 && char.IsDigit(prefix[0])))
            return new([], start, position);
        var items = code.Text[..start].TrimEnd().EndsWith('.') ? Members(code, start) : Names(code, start);
        var fitting = items.Where(item => item.Text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(item => item.Text)
            .OrderBy(item => item.Kind == "argument" ? 0 : 1)
            .ThenBy(item => item.Text.StartsWith(prefix, StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(item => item.Text, StringComparer.Ordinal);
        return new([.. fitting], start, position);
    }

    private static IEnumerable<(string Text, string Kind)> Members(CodeModel code, int start)
    {
        var dot = code.Root.FindToken(code.Text.LastIndexOf('.', start - 1));
        var owner = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            MemberBindingExpressionSyntax binding =>
                binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault()?.Expression,
            _ => null,
        };
        if (owner is null)
            return [];
        var (type, isType) = Meaning(code.Model, owner, start);
        if (type is null)
            return [];
        return code.Model.LookupSymbols(start, type, includeReducedExtensionMethods: true)
            .Where(symbol => isType
                ? symbol.IsStatic || symbol is INamespaceOrTypeSymbol
                : symbol is not INamespaceOrTypeSymbol && !symbol.IsStatic)
            .Where(IsWorthwhile).Select(Item);
    }

    /// <summary>What stands before a dot: a type or namespace, or a value of a type.</summary>
    private static (INamespaceOrTypeSymbol? Type, bool IsType) Meaning(SemanticModel model, SyntaxNode owner, int position)
    {
        if (model.GetSymbolInfo(owner).Symbol is INamespaceOrTypeSymbol named)
            return (named, true);
        if (model.GetTypeInfo(owner).Type is { TypeKind: not TypeKind.Error } type)
            return (type, false);
        // While a line is unfinished, the parser may take the expression for the type of a declaration.
        var again = SyntaxFactory.ParseExpression(owner.ToString());
        const SpeculativeBindingOption expression = SpeculativeBindingOption.BindAsExpression;
        if (model.GetSpeculativeTypeInfo(position, again, expression).Type is { TypeKind: not TypeKind.Error } value)
            return (value, model.GetSpeculativeSymbolInfo(position, again, expression).Symbol is INamespaceOrTypeSymbol);
        var container = model.GetSpeculativeSymbolInfo(position, again, SpeculativeBindingOption.BindAsTypeOrNamespace).Symbol;
        return (container as INamespaceOrTypeSymbol, true);
    }

    private static IEnumerable<(string Text, string Kind)> Names(CodeModel code, int start)
    {
        var before = code.Root.FindToken(Math.Max(0, start - 1));
        if (before.Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { SemicolonToken.IsMissing: true })
            return code.Model.LookupNamespacesAndTypes(start).Where(symbol => symbol is INamespaceSymbol).Select(Item);
        return ArgumentNames(code, start)
            .Concat(InitializerNames(code, start))
            .Concat(code.Model.LookupSymbols(start).Where(IsWorthwhile).Select(Item))
            .Concat(Keywords.Select(word => (word, "keyword")));
    }

    private static IEnumerable<(string Text, string Kind)> ArgumentNames(CodeModel code, int start)
    {
        if (CallAround(code, start) is not { } call)
            return [];
        var used = call.Arguments.Arguments.Select(argument => argument.NameColon?.Name.Identifier.Text).ToHashSet();
        return MethodsOf(code.Model, call.Call).SelectMany(method => method.Parameters)
            .Where(parameter => !used.Contains(parameter.Name))
            .Select(parameter => (parameter.Name + ":", "argument"));
    }

    /// <summary>The call whose argument list the place stands in, nearest first.</summary>
    public static (SyntaxNode Call, ArgumentListSyntax Arguments)? CallAround(CodeModel code, int position)
    {
        for (var node = code.Root.FindToken(Math.Max(0, position - 1)).Parent; node is not null; node = node.Parent)
            if (node is ArgumentListSyntax { Parent: { } call } arguments && position > arguments.OpenParenToken.SpanStart
                && (arguments.CloseParenToken.IsMissing || position <= arguments.CloseParenToken.SpanStart))
                return (call, arguments);
        return null;
    }

    public static IEnumerable<IMethodSymbol> MethodsOf(SemanticModel model, SyntaxNode call) => call switch
    {
        InvocationExpressionSyntax invocation => model.GetMemberGroup(invocation.Expression).OfType<IMethodSymbol>() is var group && group.Any()
            ? group
            : model.GetTypeInfo(invocation.Expression).Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke } ? [invoke] : [],
        BaseObjectCreationExpressionSyntax creation => (model.GetTypeInfo(creation).Type ?? model.GetTypeInfo(creation).ConvertedType)
            is INamedTypeSymbol type ? type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public) : [],
        _ => [],
    };

    private static IEnumerable<(string Text, string Kind)> InitializerNames(CodeModel code, int start)
    {
        var before = code.Root.FindToken(Math.Max(0, start - 1));
        if (before.Kind() is not (SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken or SyntaxKind.IdentifierToken)
            || before.Parent?.FirstAncestorOrSelf<InitializerExpressionSyntax>() is not { Parent: BaseObjectCreationExpressionSyntax creation })
            return [];
        return code.Model.GetTypeInfo(creation).Type is not { } type ? [] : code.Model.LookupSymbols(start, type)
            .OfType<IPropertySymbol>().Where(property => property is { IsStatic: false, SetMethod: not null }).Select(Item);
    }

    private static bool IsWorthwhile(ISymbol symbol) =>
        symbol.CanBeReferencedByName && !symbol.IsImplicitlyDeclared && symbol.Name.Length > 0
        && !symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name is "EditorBrowsableAttribute"
            && attribute.ConstructorArguments is [{ Value: (int)System.ComponentModel.EditorBrowsableState.Never }]);

    private static (string Text, string Kind) Item(ISymbol symbol) => (symbol.Name, symbol switch
    {
        INamespaceSymbol => "namespace",
        ITypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        ITypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        ITypeSymbol { IsValueType: true } => "struct",
        ITypeSymbol => "class",
        IMethodSymbol => "function",
        IPropertySymbol => "property",
        IEventSymbol => "event",
        _ => "variable",
    });
}
