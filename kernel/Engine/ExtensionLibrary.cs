using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>C# 14 <c>extension</c> blocks do not compile inside a script. The types of a cell that has one are compiled as a library
/// in memory instead, and the rest of the cell uses that library.</summary>
/// <remarks>Later cells see the libraries of all earlier ones, as the compiler has it, so a changed extension would be ambiguous with
/// its former self: the same text may run again, another one needs a new session.</remarks>
internal sealed class ExtensionLibrary(ReferenceSet references, NotebookLoadContext loadContext)
{
    private readonly Dictionary<string, string> textOfType = new(StringComparer.Ordinal);
    private int count;

    /// <summary>The tree without the types that went into a library; the tree itself when it has no extension block.</summary>
    /// <exception cref="UnrunnableCellException">A type with an extension block is declared anew with another text.</exception>
    public SyntaxTree Extract(SyntaxTree tree, CSharpCompilation? previous, CSharpCompilationOptions options, CancellationToken cancellation)
    {
        var root = tree.GetCompilationUnitRoot(cancellation);
        if (!root.DescendantNodes(node => node is CompilationUnitSyntax or BaseTypeDeclarationSyntax)
            .OfType<ExtensionBlockDeclarationSyntax>().Any())
            return tree;
        var types = root.Members.Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax).ToArray();
        if (!types.All(IsKnown))
            Compile(tree, root, types, previous, options, cancellation);
        foreach (var type in types)
            textOfType[NameOf(type)] = type.ToString();
        return SubmissionCompiler.Parse(Blank(tree, types, cancellation), tree.FilePath, cancellation);
    }

    private bool IsKnown(MemberDeclarationSyntax type)
    {
        if (!textOfType.TryGetValue(NameOf(type), out var text))
            return false;
        return text == type.ToString() ? true : throw new UnrunnableCellException(
            $"{NameOf(type)} stands in a cell with an extension block, and such a type cannot be changed while the notebook runs: restart it.",
            type.GetLocation().GetLineSpan().StartLinePosition.Line + 1);
    }

    private void Compile(
        SyntaxTree tree, CompilationUnitSyntax root, MemberDeclarationSyntax[] types,
        CSharpCompilation? previous, CSharpCompilationOptions options, CancellationToken cancellation)
    {
        var text = new StringBuilder(Blank(tree, root.Members.Except(types), cancellation));
        foreach (var type in types.Reverse())
            MakePublic(text, type);
        var source = CSharpSyntaxTree.ParseText(
            SourceText.From(text.ToString(), Encoding.UTF8),
            SubmissionCompiler.ParseOptions.WithKind(SourceCodeKind.Regular), tree.FilePath, cancellation);
        var library = CSharpCompilation.Create(
            $"notebook-extensions-{++count}", [source, GlobalUsings(previous)], references.Current,
            options.WithUsings().WithScriptClassName("Script"));
        SubmissionCompiler.Emit(library, loadContext, cancellation, out _,
            image => references.Add(library.AssemblyName!, MetadataReference.CreateFromImage(image)));
    }

    /// <summary>In a script every later cell sees a type without modifier; in a library it must be public for that.</summary>
    private static void MakePublic(StringBuilder text, MemberDeclarationSyntax type)
    {
        var access = type.Modifiers.FirstOrDefault(modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword);
        if (access.IsKind(SyntaxKind.InternalKeyword))
            text.Remove(access.SpanStart, access.Span.Length).Insert(access.SpanStart, "public");
        else if (!access.IsKind(SyntaxKind.PublicKeyword))
            text.Insert(type.AttributeLists.Count == 0 ? type.SpanStart : type.AttributeLists.Span.End, " public ");
    }

    /// <summary>A library does not see the notebook's usings by itself.</summary>
    private static SyntaxTree GlobalUsings(CSharpCompilation? previous)
    {
        var text = new StringBuilder();
        foreach (var name in SubmissionCompiler.DefaultUsings)
            text.AppendLine($"global using {(name == typeof(Microsoft.DotNet.Interactive.Kernel).FullName ? "static " : "")}{name};");
        for (var cell = previous; cell is not null; cell = cell.ScriptCompilationInfo?.PreviousScriptCompilation)
            foreach (var directive in cell.SyntaxTrees.SelectMany(tree => tree.GetCompilationUnitRoot().Usings)
                .Where(use => use.Alias is null))
                text.AppendLine($"global {directive.WithoutTrivia().NormalizeWhitespace()}");
        return CSharpSyntaxTree.ParseText(text.ToString(), SubmissionCompiler.ParseOptions.WithKind(SourceCodeKind.Regular));
    }

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => throw new ArgumentException($"{member.Kind()} has no type name.", nameof(member)),
    };

    /// <summary>The text with some members turned into spaces, so that every line and column stays where it was.</summary>
    private static string Blank(SyntaxTree tree, IEnumerable<SyntaxNode> members, CancellationToken cancellation)
    {
        var text = tree.GetText(cancellation).ToString().ToCharArray();
        foreach (var member in members)
            for (var i = member.SpanStart; i < member.Span.End; i++)
                if (text[i] is not ('\r' or '\n'))
                    text[i] = ' ';
        return new string(text);
    }
}
