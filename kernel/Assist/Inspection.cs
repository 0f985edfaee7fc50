using System.Net;
using System.Text;
using System.Xml.Linq;
using MetaAnomaly.Kernel.Display;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAnomaly.Kernel.Assist;

/// <summary>Tells what a name means: its signature, and what its author wrote about it.</summary>
internal static class Inspection
{
    private const int MaxOverloads = 24;

    private static readonly SymbolDisplayFormat Signature = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeExtensionThis)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword)
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints);

    private static readonly SymbolDisplayFormat Variable = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters, localOptions: SymbolDisplayLocalOptions.IncludeType,
        memberOptions: SymbolDisplayMemberOptions.IncludeType,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>Null when nothing at the cursor has a meaning.</summary>
    public static MimeBundle? At(CodeModel code, int position, bool detailed)
    {
        if (code.IsInText(position) || SymbolsAt(code, position) is not { Count: > 0 } symbols)
            return null;
        // In a list of overloads, what is written about one of them is better than nothing about the first.
        var documented = symbols.Select(symbol => (Symbol: symbol, Xml: Documentation.Of(symbol, code.Compilation)))
            .FirstOrDefault(pair => pair.Xml is not null);
        var sections = Sections(symbols, documented.Xml, detailed).ToArray();
        var text = new StringBuilder();
        var html = new StringBuilder();
        foreach (var (title, body) in sections)
        {
            if (text.Length > 0)
                text.Append('\n');
            text.Append(title.Length > 0 ? $"{title}: {body}\n" : body + "\n");
            html.Append(title switch
            {
                "" when html.Length == 0 => $"<pre>{WebUtility.HtmlEncode(body)}</pre>",
                "" => $"<p>{WebUtility.HtmlEncode(body)}</p>",
                _ => $"<p><b>{WebUtility.HtmlEncode(title)}</b>: {WebUtility.HtmlEncode(body)}</p>",
            });
        }
        return new([KeyValuePair.Create(Formatting.Plain, text.ToString()), KeyValuePair.Create(Formatting.Html, html.ToString())]);
    }

    private static IEnumerable<(string Title, string Body)> Sections(IReadOnlyList<ISymbol> symbols, XElement? xml, bool detailed)
    {
        var signatures = symbols.Take(MaxOverloads).Select(SignatureOf).Distinct().ToList();
        if (symbols.Count > MaxOverloads)
            signatures.Add($"… and {symbols.Count - MaxOverloads} more overloads");
        yield return ("", string.Join('\n', signatures));
        if (xml is null)
            yield break;
        if (Documentation.TextOf(xml.Element("summary")) is { Length: > 0 } summary)
            yield return ("", summary);
        foreach (var parameter in xml.Elements("param"))
            yield return ((string?)parameter.Attribute("name") ?? "", Documentation.TextOf(parameter));
        if (Documentation.TextOf(xml.Element("returns")) is { Length: > 0 } returns)
            yield return ("returns", returns);
        foreach (var exception in xml.Elements("exception"))
            yield return ("throws " + ((string?)exception.Attribute("cref") ?? "").Split('.')[^1], Documentation.TextOf(exception));
        if (detailed && Documentation.TextOf(xml.Element("remarks")) is { Length: > 0 } remarks)
            yield return ("remarks", remarks);
    }

    private static string SignatureOf(ISymbol symbol) => symbol switch
    {
        // A top-level variable of an earlier cell is a field of the class that the compiler makes of it.
        IFieldSymbol { ContainingType.IsScriptClass: true } or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol =>
            symbol.ToDisplayString(Variable),
        IMethodSymbol { ContainingType.IsScriptClass: true } => symbol.ToDisplayString(
            Signature.WithMemberOptions(Signature.MemberOptions & ~SymbolDisplayMemberOptions.IncludeContainingType)),
        _ => symbol.ToDisplayString(Signature),
    };

    private static IReadOnlyList<ISymbol> SymbolsAt(CodeModel code, int position)
    {
        foreach (var place in (int[])[position, position - 1])
            if (place >= 0 && code.Root.FindToken(Math.Min(place, code.Root.FullSpan.End)) is var token
                && (token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsPredefinedType(token.Kind()))
                && token.Span.Contains(place) && Meanings(code, token) is { Count: > 0 } found)
                return found;
        return Completion.CallAround(code, position) is var (call, _) ? [.. Completion.MethodsOf(code.Model, call)] : [];
    }

    private static List<ISymbol> Meanings(CodeModel code, SyntaxToken token)
    {
        var node = token.Parent!;
        if (code.Model.GetDeclaredSymbol(node) is { } declared)
            return [declared];
        var group = code.Model.GetMemberGroup(node);
        var info = code.Model.GetSymbolInfo(node);
        List<ISymbol> found = info.Symbol is { } one ? [one] : [.. info.CandidateSymbols];
        found.AddRange(group.Where(method => !found.Contains(method, SymbolEqualityComparer.Default)));
        if (found.Count == 0 && node is NameSyntax or PredefinedTypeSyntax)
        {
            var whole = node.Parent switch
            {
                QualifiedNameSyntax qualified when qualified.Right == node => qualified,
                MemberAccessExpressionSyntax access when access.Name == node => access,
                _ => node,
            };
            var again = code.Model.GetSpeculativeSymbolInfo(
                token.SpanStart, SyntaxFactory.ParseExpression(whole.ToString()), SpeculativeBindingOption.BindAsExpression);
            found = again.Symbol is { } symbol ? [symbol] : [.. again.CandidateSymbols];
        }
        return found;
    }
}
