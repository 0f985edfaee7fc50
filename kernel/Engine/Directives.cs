using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>Follows a cell's <c>#r</c> lines before it is compiled.</summary>
internal sealed class Directives(ReferenceSet references, NotebookLoadContext loadContext, string folder)
{
    /// <summary>Adds what the <c>#r</c> lines name, and returns the text with these lines turned into spaces.</summary>
    /// <exception cref="UnrunnableCellException">A file is missing or is no assembly, or a package cannot be had.</exception>
    public string Apply(string code, string path, CancellationToken cancellation)
    {
        if (!code.Contains("#r", StringComparison.Ordinal))
            return code;
        var root = SubmissionCompiler.Parse(code, path, cancellation).GetCompilationUnitRoot(cancellation);
        var text = code.ToCharArray();
        foreach (var directive in root.GetReferenceDirectives())
        {
            Follow(directive, cancellation);
            for (var i = directive.HashToken.SpanStart; i < directive.File.Span.End; i++)
                text[i] = ' ';
        }
        return new string(text);
    }

    private void Follow(ReferenceDirectiveTriviaSyntax directive, CancellationToken cancellation)
    {
        var line = directive.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        var target = directive.File.ValueText.Trim();
        try
        {
            if (target.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
                AddPackage(target["nuget:".Length..], cancellation);
            else
                AddFile(Path.GetFullPath(Path.Combine(folder, target.StartsWith("file:", StringComparison.Ordinal) ? target[5..] : target)), target);
        }
        catch (Exception wrong) when (wrong is IOException or InvalidOperationException or ArgumentException or BadImageFormatException)
        {
            throw new UnrunnableCellException(wrong.Message, line, wrong);
        }
    }

    private void AddFile(string path, string asWritten)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"#r \"{asWritten}\": no such file (looked for in the notebook's folder). "
                + "If it is the project's library, build it first: ./run does.");
        if (!ReferenceSet.IsManaged(path))
            throw new BadImageFormatException($"#r \"{asWritten}\": the file is not a .NET assembly.");
        references.Add(loadContext.AddLibrary(path));
    }

    private void AddPackage(string specification, CancellationToken cancellation)
    {
        using var display = new RestoreDisplay();
        RestoredPackage package;
        try
        {
            package = PackageRestore.Restore(specification, folder, display.Asking, cancellation);
        }
        catch (InvalidOperationException)
        {
            display.End($"{specification} was not restored");
            throw;
        }
        display.End($"Restored {package.Title}");
        foreach (var assembly in package.CompileAssemblies)
            references.Add(assembly);
        loadContext.AddFiles(package.RuntimeAssemblies, package.NativeLibraries);
    }
}
