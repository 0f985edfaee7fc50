using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>Whether code that is being typed in a console is ready to run, needs more lines, or is wrong already.</summary>
internal static class Completeness
{
    public static JsonObject Of(string code)
    {
        var status = StatusOf(code);
        var content = new JsonObject { ["status"] = status };
        if (status == "incomplete")
            content["indent"] = "    ";
        return content;
    }

    private static string StatusOf(string code)
    {
        if (string.IsNullOrWhiteSpace(code) || code.Split('\n').Any(line => line.StartsWith("#!", StringComparison.Ordinal)))
            return "complete";
        var tree = SubmissionCompiler.Parse(code, "", CancellationToken.None);
        var errors = tree.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (SyntaxFactory.IsCompleteSubmission(tree))
            return errors.Length == 0 ? "complete" : "invalid";
        // What is missing can be missing at the end only: an error further up is one that no further line mends.
        var end = code.TrimEnd().Length;
        return errors.Any(error => error.Location.SourceSpan.End < end && !IsUnclosed(error)) ? "invalid" : "incomplete";
    }

    /// <summary>An open comment or text is reported where it starts.</summary>
    private static bool IsUnclosed(Diagnostic error) => error.Id is "CS1035" or "CS1039" or "CS8997" or "CS9004" or "CS1010";
}
