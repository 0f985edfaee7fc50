using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace MetaAnomaly.Kernel.Assist;

/// <summary>The XML documentation of a symbol: of the base library from the SDK's reference pack, of another from the file beside it, of
/// what a
/// cell declares from its <c>///</c> comment.</summary>
/// <remarks>The files are searched byte by byte when asked (some 10 ms for the base library's 30 MB): no index, no memory.</remarks>
internal static partial class Documentation
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private static readonly Lazy<ImmutableArray<string>> FrameworkFiles = new(FindFrameworkFiles);

    /// <summary>The <c>member</c> element; null when there is none.</summary>
    public static XElement? Of(ISymbol symbol, Compilation compilation, int depth = 0)
    {
        symbol = symbol is IMethodSymbol { ReducedFrom: { } unreduced } ? unreduced : symbol;
        symbol = symbol.OriginalDefinition;
        if (symbol.DeclaringSyntaxReferences.Length > 0)
            return OfCell(symbol);
        if (depth > 4 || symbol.GetDocumentationCommentId() is not { } id || symbol.ContainingAssembly is not { } assembly)
            return null;
        var member = (compilation.GetMetadataReference(assembly) as PortableExecutableReference)?.FilePath is { } path
            ? FilesOf(path).Select(file => Find(file, id)).FirstOrDefault(found => found is not null)
            : null;
        var inherits = member is null || member.Element("inheritdoc") is not null;
        return inherits && Inherited(symbol) is { } origin ? Of(origin, compilation, depth + 1) ?? member : member;
    }

    /// <summary>An element's text for reading.</summary>
    public static string TextOf(XElement? element)
    {
        if (element is null)
            return "";
        var text = new StringBuilder();
        Append(text, element);
        var lines = text.ToString().Split('\n').Select(line => Spaces().Replace(line, " ").Trim());
        return string.Join("\n", lines.Where(line => line.Length > 0));
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
            switch (node)
            {
                case XText plain:
                    text.Append(element.Name.LocalName == "code" ? plain.Value : plain.Value.ReplaceLineEndings(" "));
                    break;
                case XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" } reference when reference.IsEmpty:
                    var target = ((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? (string?)reference.Attribute("langword")
                        ?? (string?)reference.Attribute("href") ?? "").Split('(')[0];
                    text.Append(target.Length > 1 && target[1] == ':' ? target[(target.LastIndexOf('.') + 1)..].Split('`')[0] : target);
                    break;
                case XElement { Name.LocalName: "para" or "item" or "code" or "list" } block:
                    text.Append('\n').Append(block.Name.LocalName == "item" ? "- " : "");
                    Append(text, block);
                    text.Append('\n');
                    break;
                case XElement inner:
                    Append(text, inner);
                    break;
            }
    }

    private static XElement? OfCell(ISymbol symbol)
    {
        if (symbol.GetDocumentationCommentXml() is not { Length: > 0 } text)
            return null;
        try
        {
            var comment = XElement.Parse(text, LoadOptions.PreserveWhitespace);
            // A comment without tags is all summary.
            return comment.HasElements ? comment : new XElement("member", new XElement("summary", comment.Value));
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static ISymbol? Inherited(ISymbol symbol)
    {
        var overridden = symbol switch
        {
            IMethodSymbol method => (ISymbol?)method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            INamedTypeSymbol type => type.BaseType is { SpecialType: not SpecialType.System_Object } ancestor ? ancestor : null,
            _ => null,
        };
        return overridden ?? (symbol is INamedTypeSymbol ? null : symbol.ContainingType?.AllInterfaces
            .SelectMany(contract => contract.GetMembers(symbol.Name))
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol)));
    }

    private static IEnumerable<string> FilesOf(string assembly)
    {
        if (assembly.StartsWith(Framework, StringComparison.Ordinal))
            return FrameworkFiles.Value;
        var file = Path.ChangeExtension(assembly, ".xml");
        return File.Exists(file) ? [file] : [];
    }

    private static ImmutableArray<string> FindFrameworkFiles()
    {
        var packs = Path.GetFullPath(Path.Combine(Framework, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        if (!Directory.Exists(packs))
            return [];
        var version = Environment.Version;
        var pack = Directory.GetDirectories(packs, $"{version.Major}.{version.Minor}.*").OrderByDescending(folder => folder.Length)
            .ThenByDescending(folder => folder, StringComparer.Ordinal).FirstOrDefault();
        return pack is null ? [] :
        [
            .. Directory.GetFiles(Path.Combine(pack, "ref", $"net{version.Major}.{version.Minor}"), "*.xml")
                .OrderBy(file => Path.GetFileName(file) is "System.Runtime.xml" ? 0 : 1),
        ];
    }

    private static XElement? Find(string file, string id)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(file);
        var start = bytes.IndexOf(Encoding.UTF8.GetBytes($"<member name=\"{id}\">"));
        if (start < 0)
            return null;
        var rest = bytes[start..];
        var end = rest.IndexOf("</member>"u8);
        try
        {
            return end < 0 ? null : XElement.Parse(Encoding.UTF8.GetString(rest[..(end + "</member>".Length)]), LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            // A library whose documentation is broken is a library without documentation.
            return null;
        }
    }

    [GeneratedRegex(@"[ \t]+")]
    private static partial Regex Spaces();
}
