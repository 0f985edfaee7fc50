using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>C# 14 <c>extension</c> blocks do not compile inside a script. The types of a cell that has one are compiled as a library
/// in memory instead, and the rest of the cell uses that library.</summary>
internal sealed class ExtensionLibrary(ReferenceSet references, NotebookLoadContext loadContext)
{
    private readonly Dictionary<string, MetadataReference> libraryOfType = new(StringComparer.Ordinal);
    private int count;

    /// <summary>The tree without the types that went into a library; the tree itself when it has no extension block.</summary>
    public SyntaxTree Extract(SyntaxTree tree, CSharpCompilation? previous, CSharpCompilationOptions options, CancellationToken cancellation)
    {
        var root = tree.GetCompilationUnitRoot(cancellation);
        if (!root.DescendantNodes(node => node is CompilationUnitSyntax or BaseTypeDeclarationSyntax).OfType<ExtensionBlockDeclarationSyntax>().Any())
            return tree;

        var types = root.Members.Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax).ToArray();
        var library = CSharpCompilation.Create(
            $"notebook-extensions-{++count}",
            [
                CSharpSyntaxTree.ParseText(
                    SourceText.From(Blank(tree, root.Members.Except(types), cancellation), Encoding.UTF8),
                    SubmissionCompiler.ParseOptions.WithKind(SourceCodeKind.Regular), tree.FilePath, cancellation),
                GlobalUsings(previous),
            ],
            references.Current,
            options.WithUsings().WithScriptClassName("Script"));
        MetadataReference reference = null!;
        SubmissionCompiler.Emit(library, loadContext, cancellation, out _, image => reference = MetadataReference.CreateFromImage(image));

        var names = types.Select(NameOf).ToArray();
        references.Add(library.AssemblyName!, reference, Replaced(names));
        foreach (var name in names)
            libraryOfType[name] = reference;
        return SubmissionCompiler.Parse(Blank(tree, types, cancellation), tree.FilePath, cancellation);
    }

    private IEnumerable<MetadataReference> Replaced(IEnumerable<string> names) =>
        names.Select(name => libraryOfType.GetValueOrDefault(name)).OfType<MetadataReference>().Distinct();

    /// <summary>A library does not see the notebook's usings by itself.</summary>
    private static SyntaxTree GlobalUsings(CSharpCompilation? previous)
    {
        var text = new StringBuilder();
        foreach (var name in SubmissionCompiler.DefaultUsings)
            text.AppendLine($"global using {(name == typeof(Microsoft.DotNet.Interactive.Kernel).FullName ? "static " : "")}{name};");
        for (var cell = previous; cell is not null; cell = cell.ScriptCompilationInfo?.PreviousScriptCompilation)
            foreach (var directive in cell.SyntaxTrees.SelectMany(tree => tree.GetCompilationUnitRoot().Usings).Where(use => use.Alias is null))
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
