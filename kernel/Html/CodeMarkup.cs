using System.Net;
using System.Text;
using MetaAnomaly.Kernel.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAnomaly.Kernel.Html;

/// <summary>C# as coloured HTML, by the compiler's own reading of the syntax.</summary>
internal static class CodeMarkup
{
    public static string Of(string code)
    {
        var html = new StringBuilder();
        foreach (var line in Chunks(code))
            if (line.StartsWith("#!", StringComparison.Ordinal))
                Span(html, "directive", line);
            else
                Code(html, line);
        return html.ToString();
    }

    /// <summary>Magics are no C#: they stand alone, so that the compiler reads what is between them.</summary>
    private static IEnumerable<string> Chunks(string code)
    {
        var chunk = new StringBuilder();
        foreach (var line in code.ReplaceLineEndings("\n").Split('\n').Select((text, i) => i == 0 ? text : "\n" + text))
        {
            if (!line.TrimStart('\n').StartsWith("#!", StringComparison.Ordinal))
            {
                chunk.Append(line);
                continue;
            }
            yield return chunk.ToString() + (line.StartsWith('\n') ? "\n" : "");
            chunk.Clear();
            yield return line.TrimStart('\n');
        }
        yield return chunk.ToString();
    }

    private static void Code(StringBuilder html, string code)
    {
        var root = SubmissionCompiler.Parse(code, "", CancellationToken.None).GetRoot();
        foreach (var token in root.DescendantTokens(descendIntoTrivia: false))
        {
            Trivia(html, token.LeadingTrivia);
            Span(html, ClassOf(token), token.Text);
            Trivia(html, token.TrailingTrivia);
        }
    }

    private static void Trivia(StringBuilder html, SyntaxTriviaList list)
    {
        foreach (var trivia in list)
            Span(html,
                trivia.IsDirective ? "directive"
                : trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia or SyntaxKind.SkippedTokensTrivia ? null : "comment",
                trivia.ToFullString());
    }

    private static void Span(StringBuilder html, string? name, string text)
    {
        if (text.Length == 0)
            return;
        var escaped = WebUtility.HtmlEncode(text);
        html.Append(name is null ? escaped : $"<span class=\"{name}\">{escaped}</span>");
    }

    private static string? ClassOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "number",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken => "string",
        SyntaxKind.IdentifierToken => ClassOfIdentifier(token),
        var kind when SyntaxFacts.IsKeywordKind(kind) || SyntaxFacts.IsContextualKeyword(kind) => "keyword",
        _ => null,
    };

    private static string? ClassOfIdentifier(SyntaxToken token) => token.Parent switch
    {
        IdentifierNameSyntax { IsVar: true } => "keyword",
        BaseTypeDeclarationSyntax or TypeParameterSyntax => "type",
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => "method",
        GenericNameSyntax { Parent: InvocationExpressionSyntax or MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } } => "method",
        GenericNameSyntax => "type",
        IdentifierNameSyntax { Parent: InvocationExpressionSyntax } => "method",
        IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access } name
            when access.Name == name && call.Expression == access => "method",
        TypeSyntax { Parent: ObjectCreationExpressionSyntax or VariableDeclarationSyntax or ParameterSyntax or TypeArgumentListSyntax
            or BaseTypeSyntax or ArrayTypeSyntax or NullableTypeSyntax or CastExpressionSyntax or DeclarationPatternSyntax
            or AttributeSyntax or TypeOfExpressionSyntax } => "type",
        _ => null,
    };
}
