using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>The assemblies a session compiles against. Every file is opened once and its reference reused by all later cells:
/// handing Roslyn paths instead makes it read the metadata anew for each cell (18 GB after 226 cells).</summary>
internal sealed class ReferenceSet : MetadataReferenceResolver
{
    private readonly Dictionary<string, MetadataReference> byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MetadataReference> byAssembly = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> folders = [];
    private ImmutableArray<MetadataReference> current;

    public ReferenceSet()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        foreach (var path in Directory.EnumerateFiles(framework, "*.dll").Order(StringComparer.Ordinal))
            if (IsManaged(path))
                Open(path);
        Open(typeof(ReferenceSet).Assembly.Location);
        current = [.. byPath.Values];
    }

    /// <summary>Everything that can be compiled against, in the order in which it was added.</summary>
    public ImmutableArray<MetadataReference> Current => current;

    /// <summary>What was added after the first <paramref name="count"/>.</summary>
    public ImmutableArray<MetadataReference> Since(int count) => current.RemoveRange(0, count);

    /// <summary>Adds an assembly file; its neighbours are found when a type of theirs is needed.</summary>
    public void Add(string path)
    {
        var reference = Open(path);
        AddFolder(Path.GetDirectoryName(path)!);
        if (!current.Contains(reference))
            current = current.Add(reference);
    }

    /// <summary>Adds an assembly that exists in memory only.</summary>
    public void Add(string assemblyName, MetadataReference reference)
    {
        byAssembly[assemblyName] = reference;
        current = current.Add(reference);
    }

    public void AddFolder(string folder)
    {
        if (!folders.Contains(folder))
            folders.Add(folder);
    }

    public override bool ResolveMissingAssemblies => true;

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        if (byAssembly.TryGetValue(referenceIdentity.Name, out var known))
            return known as PortableExecutableReference;
        foreach (var folder in folders)
            if (Path.Combine(folder, referenceIdentity.Name + ".dll") is var path && File.Exists(path))
                return (PortableExecutableReference)Open(path);
        return null;
    }

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private MetadataReference Open(string path)
    {
        if (byPath.TryGetValue(path, out var reference))
            return reference;
        reference = MetadataReference.CreateFromFile(path);
        byPath.Add(path, reference);
        byAssembly.TryAdd(Path.GetFileNameWithoutExtension(path), reference);
        return reference;
    }

    internal static bool IsManaged(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            using var image = new PEReader(stream);
            return image.HasMetadata && image.GetMetadataReader().IsAssembly;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
