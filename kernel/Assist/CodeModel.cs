using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MetaAnomaly.Kernel.Assist;

/// <summary>Code that is being typed, as the compiler understands it after the cells that have run.</summary>
/// <param name="Text">The cell; lines that are no C# are blank.</param>
/// <param name="Model">What its names mean.</param>
internal sealed record CodeModel(string Text, SemanticModel Model, CSharpCompilation Compilation)
{
    public SyntaxNode Root { get; } = Model.SyntaxTree.GetRoot();

    /// <summary>The text with magics, <c>#r</c> lines and stretches in other languages turned into spaces.</summary>
    public static string Blank(string text)
    {
        var lines = text.Split('\n');
        var csharp = true;
        for (var i = 0; i < lines.Length; i++)
        {
            var magic = lines[i].StartsWith("#!", StringComparison.Ordinal);
            if (magic && lines[i][2..].Trim() is "markdown" or "html" or "javascript" or "mermaid")
                csharp = false;
            else if (magic && lines[i][2..].Trim() is "csharp")
                csharp = true;
            if (!csharp || magic || lines[i].StartsWith("#r", StringComparison.Ordinal))
                lines[i] = new string(' ', lines[i].Length);
        }
        return string.Join('\n', lines);
    }

    /// <summary>Whether what stands before the cursor was taken for C#.</summary>
    public bool IsCSharp(string original, int position) => position == 0 || Text[position - 1] == original[position - 1];

    /// <summary>Whether a place lies in a text or a comment, where no name is meant.</summary>
    public bool IsInText(int position)
    {
        if (position == 0)
            return false;
        var trivia = Root.FindTrivia(position - 1);
        if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia)
            return true;
        if (trivia.Kind() is SyntaxKind.MultiLineCommentTrivia)
            return position < trivia.Span.End || !trivia.ToString().EndsWith("*/", StringComparison.Ordinal);
        var token = Root.FindToken(position - 1);
        return token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            && (position < token.Span.End || token.ContainsDiagnostics);
    }
}
