using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>Where a notebook's cells and libraries are loaded, apart from the kernel's own dependencies. A library is known by its
/// simple name, so that its types are the same whether a cell or another library asks for it.</summary>
internal sealed class NotebookLoadContext() : AssemblyLoadContext("notebook"), IDisposable
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private readonly List<string> libraryFolders = [];
    private readonly List<string> nativeFolders = [];
    private readonly List<AssemblyDependencyResolver> resolvers = [];
    private readonly Dictionary<string, string> files = new(StringComparer.OrdinalIgnoreCase);
    private readonly LibraryCopies copies = new();
    private readonly Dictionary<string, string> nativeFiles = new(StringComparer.Ordinal);

    /// <summary>Loads a library, from a copy; its dependencies are looked for by its <c>.deps.json</c>, then beside it.</summary>
    /// <returns>The file to compile against.</returns>
    /// <exception cref="InvalidOperationException">An assembly of that name was loaded from elsewhere.</exception>
    public string AddLibrary(string path)
    {
        var name = AssemblyName.GetAssemblyName(path);
        if (IsShared(name))
            return path;
        var copy = copies.Of(path) ?? throw new FileNotFoundException($"{path} is gone: build it again.");
        if (!libraryFolders.Contains(Path.GetDirectoryName(path)!))
        {
            libraryFolders.Add(Path.GetDirectoryName(path)!);
            nativeFolders.AddRange([Path.GetDirectoryName(copy)!, Path.GetDirectoryName(path)!]);
        }
        if (File.Exists(Path.ChangeExtension(copy, ".deps.json")))
            resolvers.Add(new AssemblyDependencyResolver(copy));
        var loaded = Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == name.Name);
        if (loaded is null)
            LoadFromAssemblyPath(copy);
        else if (loaded.ManifestModule.ModuleVersionId != ModuleVersionOf(path))
            throw new InvalidOperationException(
                $"{name.Name} is already loaded, from another build or folder ({copies.OriginalOf(loaded.Location)}). "
                + "One session holds one version of an assembly: restart it to use the other one.");
        return copy;
    }

    /// <summary>Says where assemblies lie that are loaded only when needed (a restored package).</summary>
    public void AddFiles(IEnumerable<string> assemblies, IEnumerable<string> natives)
    {
        foreach (var path in assemblies)
            files.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        foreach (var path in natives)
            nativeFiles.TryAdd(Path.GetFileName(path), path);
    }

    /// <summary>The libraries that were built again since they were loaded or last told here.</summary>
    public IReadOnlyList<string> TakeRebuilt() =>
        copies.TakeRebuilt(Assemblies.Where(assembly => !assembly.IsDynamic).Select(assembly => assembly.Location).ToArray());

    public void Dispose() => copies.Dispose();

    protected override Assembly? Load(AssemblyName name)
    {
        if (IsShared(name))
            return null;
        if (Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == name.Name) is { } loaded)
            return loaded;
        var path = files.GetValueOrDefault(name.Name!)
            ?? resolvers.Select(resolver => resolver.ResolveAssemblyToPath(name)).FirstOrDefault(File.Exists)
            ?? libraryFolders.Select(folder => copies.Of(Path.Combine(folder, name.Name + ".dll")))
                .FirstOrDefault(file => file is not null);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    protected override nint LoadUnmanagedDll(string name)
    {
        string[] names = [name, $"lib{name}.so", $"{name}.so", $"{name}.dll", $"lib{name}.dylib", $"{name}.dylib"];
        var path = names.Select(file => nativeFiles.GetValueOrDefault(file)).FirstOrDefault(file => file is not null)
            ?? resolvers.Select(resolver => resolver.ResolveUnmanagedDllToPath(name)).FirstOrDefault(File.Exists)
            ?? (from folder in nativeFolders
                from place in new[] { folder, Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native") }
                from file in names
                select Path.Combine(place, file)).FirstOrDefault(File.Exists);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }

    /// <summary>The framework and the kernel's own display types exist once in the process.</summary>
    private static bool IsShared(AssemblyName name) =>
        name.Name == typeof(NotebookLoadContext).Assembly.GetName().Name || File.Exists(Path.Combine(Framework, name.Name + ".dll"));

    private static Guid ModuleVersionOf(string path)
    {
        using var stream = File.OpenRead(path);
        using var image = new System.Reflection.PortableExecutable.PEReader(stream);
        var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(image);
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
