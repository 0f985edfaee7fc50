using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using MetaAnomaly.Kernel.Assist;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>A compiled cell, ready to run.</summary>
/// <param name="Run">Takes the session's submission slots; the task's result is the last expression's value.</param>
/// <param name="HasValue">Whether the cell ends with an expression that has a value.</param>
/// <param name="Warnings">The compiler's warnings.</param>
/// <param name="Compilation">What the next cell continues from, once this one has started to run.</param>
/// <param name="References">How many of the session's references it and its predecessors were given.</param>
internal sealed record CompiledSubmission(
    Func<object[], Task<object?>> Run, bool HasValue, ImmutableArray<Diagnostic> Warnings, CSharpCompilation Compilation, int References);

/// <summary>A cell that does not compile.</summary>
internal sealed class CompilationFailedException(ImmutableArray<Diagnostic> errors) : Exception(errors[0].GetMessage())
{
    public ImmutableArray<Diagnostic> Errors => errors;
}

/// <summary>Compiles cells one after the other, each seeing what the earlier ones declared.</summary>
internal sealed class SubmissionCompiler(ReferenceSet references, NotebookLoadContext loadContext, string folder)
{
    /// <summary>How script code is parsed here and wherever the same code is coloured or completed.</summary>
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);

    public static readonly ImmutableArray<string> DefaultUsings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
        typeof(Microsoft.DotNet.Interactive.Kernel).FullName!,
    ];

    private static readonly EmitOptions EmitOptions = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly CSharpCompilationOptions options = new CSharpCompilationOptions(
        OutputKind.DynamicallyLinkedLibrary,
        usings: DefaultUsings,
        // Not optimised: an index error in optimised code does not know its line.
        optimizationLevel: OptimizationLevel.Debug,
        allowUnsafe: true,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default,
        metadataReferenceResolver: references,
        sourceReferenceResolver: new CellPaths(folder),
        specificDiagnosticOptions: new Dictionary<string, ReportDiagnostic>
        {
            // Libraries built against older assembly versions are unified by the runtime as well.
            ["CS1701"] = ReportDiagnostic.Suppress,
            ["CS1702"] = ReportDiagnostic.Suppress,
        });

    private readonly ExtensionLibrary extensions = new(references, loadContext);
    private CSharpCompilation? previous;
    private int referencesOfPrevious;
    private int count;

    public static SyntaxTree Parse(string code, string path, CancellationToken cancellation) =>
        CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), ParseOptions, path, cancellation);

    /// <summary>Compiles a cell and loads it.</summary>
    /// <exception cref="CompilationFailedException">It has errors; the session's state is as before.</exception>
    public CompiledSubmission Compile(string code, string path, CancellationToken cancellation)
    {
        var tree = Parse(code, path, cancellation);
        tree = extensions.Extract(tree, previous, options, cancellation);
        // A submission inherits the references of the one before: passing them again would store all of them once more for each cell.
        var name = $"notebook-submission-{++count}";
        var compilation = CSharpCompilation.CreateScriptCompilation(
            name, tree, references.Since(referencesOfPrevious), options.WithScriptClassName($"Submission#{count}"), previous, typeof(object));

        var assembly = Emit(compilation, loadContext, cancellation, out var warnings);
        if (assembly is null)
            return new(_ => Task.FromResult<object?>(null), HasValue: false, warnings, compilation, references.Current.Length);
        var entry = compilation.GetEntryPoint(cancellation)!;
        var method = assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        return new(
            method.CreateDelegate<Func<object[], Task<object?>>>(), HasValue(tree, compilation), warnings, compilation, references.Current.Length);
    }

    /// <summary>Makes a submission's declarations visible to the next ones; also after it ended in an exception.</summary>
    public void Continue(CompiledSubmission submission) =>
        (previous, referencesOfPrevious) = (submission.Compilation, submission.References);

    /// <summary>What code means that would be the next cell; it may be unfinished.</summary>
    public CodeModel Understand(string code)
    {
        var text = CodeModel.Blank(code);
        var tree = Parse(text, "", CancellationToken.None);
        var compilation = CSharpCompilation.CreateScriptCompilation(
            "notebook-typing", tree, references.Since(referencesOfPrevious), options.WithScriptClassName("Typing"), previous, typeof(object));
        return new(text, compilation.GetSemanticModel(tree), compilation);
    }

    /// <summary>Compiles and loads; null when there is nothing to run (a cell of using directives).</summary>
    internal static Assembly? Emit(
        CSharpCompilation compilation, NotebookLoadContext loadContext, CancellationToken cancellation,
        out ImmutableArray<Diagnostic> warnings, Action<ImmutableArray<byte>>? useImage = null)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(image, symbols, options: EmitOptions, cancellationToken: cancellation);
        warnings = [.. Ordered(result.Diagnostics, DiagnosticSeverity.Warning)];
        var errors = Ordered(result.Diagnostics, DiagnosticSeverity.Error).ToImmutableArray();
        if (errors.Length > 0)
            throw new CompilationFailedException(errors);
        if (!result.Success)
            return null;
        useImage?.Invoke(ImmutableCollectionsMarshal.AsImmutableArray(image.ToArray()));
        image.Position = symbols.Position = 0;
        return loadContext.LoadFromStream(image, symbols);
    }

    private static IEnumerable<Diagnostic> Ordered(IEnumerable<Diagnostic> diagnostics, DiagnosticSeverity severity) =>
        diagnostics.Where(diagnostic => diagnostic.Severity == severity && !diagnostic.IsSuppressed)
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start);

    private static bool HasValue(SyntaxTree tree, CSharpCompilation compilation) =>
        tree.GetCompilationUnitRoot().Members is [.., GlobalStatementSyntax
        {
            Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true, Expression: var expression },
        }]
        && compilation.GetSemanticModel(tree).GetTypeInfo(expression).Type is { SpecialType: not SpecialType.System_Void };

    /// <summary>Keeps <c>cell [3]</c> in stack traces, where the resolver would make an absolute path of it.</summary>
    private sealed class CellPaths(string folder) : SourceFileResolver([], folder)
    {
        public override string NormalizePath(string path, string? baseFilePath) => path;
    }
}
