using System.Text.Json;

namespace MetaAnomalyLib.Data;

/// <summary>A file of a data set.</summary>
/// <param name="Path">Path below the data set's folder; a directory ends in a slash.</param>
/// <param name="Url">Where it can be downloaded, or null.</param>
/// <param name="Sha256">SHA-256 of the file, in hex; null where it is not known, and then it is not downloaded.</param>
/// <param name="ContentSha256">SHA-256 of the uncompressed content of a gzip file, which holds whoever compressed it.</param>
/// <param name="Bytes">Size, if the file itself is pinned.</param>
public sealed record CatalogFile(string Path, string? Url = null, string? Sha256 = null, string? ContentSha256 = null, long? Bytes = null);

/// <summary>A data set of the catalog.</summary>
/// <param name="Name">Its name in <see cref="DataCatalog.Find"/>.</param>
/// <param name="Title">What it is.</param>
/// <param name="Folder">Folder below a data folder.</param>
/// <param name="Files">Its files.</param>
/// <param name="Licence">Its licence.</param>
/// <param name="Citation">What to cite.</param>
/// <param name="Homepage">Where it is published.</param>
/// <param name="Note">What to know before using it.</param>
/// <param name="StandIn">Name of the data set that is taken where this one is not found.</param>
/// <param name="AlsoIn">Other folders where a system package puts the files.</param>
public sealed record CatalogEntry(
    string Name, string Title, string Folder, IReadOnlyList<CatalogFile> Files, string Licence, string Citation, string Homepage,
    string? Note = null, string? StandIn = null, IReadOnlyList<string>? AlsoIn = null);

/// <summary>A data set that is there.</summary>
/// <param name="Entry">What it is: the one asked for, or its stand-in.</param>
/// <param name="Folder">The folder that holds its files.</param>
/// <param name="Files">Full paths, in the order of the entry.</param>
public sealed record FoundData(CatalogEntry Entry, string Folder, IReadOnlyList<string> Files)
{
    /// <summary>Compares every file with its checksum. Finding does not: that would read everything each time.</summary>
    /// <exception cref="DataFormatException">A file is not the one that the catalog describes.</exception>
    public void Verify()
    {
        foreach (var (file, path) in Entry.Files.Zip(Files).Where(pair => !Directory.Exists(pair.Second)))
            Checksum.Verify(file, path);
    }
}

/// <summary>The data sets of the tutorial: where they are published, under which licence, and where they lie on this machine.</summary>
/// <remarks>A data set is looked for in the folders of the environment variable META_DATA (a search path), then in the repository's data
/// folder, where downloads land.</remarks>
public sealed class DataCatalog
{
    private static readonly Lazy<DataCatalog> Shared = new(() => Load(ReadEmbedded(), SearchPath()));

    private DataCatalog(IReadOnlyList<CatalogEntry> entries, IReadOnlyList<string> roots) => (Entries, Roots) = (entries, roots);

    /// <summary>data/catalog.json, with META_DATA and the repository's data folder as the search path.</summary>
    public static DataCatalog Default => Shared.Value;

    /// <summary>The data sets.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>The folders that are searched, in this order; downloads land in the last.</summary>
    public IReadOnlyList<string> Roots { get; }

    /// <summary>The data set of a name.</summary>
    /// <exception cref="ArgumentException">There is none: the message lists those there are.</exception>
    public CatalogEntry this[string name] => Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ArgumentException(
            $"There is no data set '{name}'. There are: {string.Join(", ", Entries.Select(entry => entry.Name))}.", nameof(name));

    /// <summary>A catalog from its json text, searched in the given folders.</summary>
    public static DataCatalog Load(string json, IReadOnlyList<string> roots)
        => new(JsonSerializer.Deserialize<CatalogEntry[]>(json, JsonSerializerOptions.Web) ?? [], roots);

    /// <summary>Where a data set lies on this machine, or null. Its stand-in counts, if it has one: see <see
    /// cref="FoundData.Entry"/>.</summary>
    /// <exception cref="ArgumentException">There is no data set of this name.</exception>
    public FoundData? Find(string name)
    {
        var entry = this[name];
        var folders = Roots.Select(root => Path.Combine(root, entry.Folder)).Concat(entry.AlsoIn ?? []);
        foreach (var folder in folders)
        {
            var files = entry.Files.Select(file => Path.Combine(folder, file.Path)).ToArray();
            if (files.All(file => file.EndsWith('/') ? Directory.Exists(file) : File.Exists(file)))
                return new FoundData(entry, folder, files);
        }
        return entry.StandIn is { } standIn ? Find(standIn) : null;
    }

    /// <summary>Where a data set lies on this machine.</summary>
    /// <exception cref="FileNotFoundException">It is not there: the message says how to get it.</exception>
    public FoundData Get(string name)
    {
        if (Find(name) is { } found)
            return found;
        var entry = this[name];
        var way = entry.Files.All(file => file is { Url: not null } and ({ Sha256: not null } or { ContentSha256: not null }))
            ? $"Download it with DataCatalog.Default.DownloadAsync(\"{name}\")"
            : $"Get it from {entry.Homepage} and put {string.Join(", ", entry.Files.Select(file => file.Path))} into "
                + Path.Combine(Roots[^1], entry.Folder);
        throw new FileNotFoundException(
            $"{entry.Title} is not in {string.Join(", ", Roots)}. {way}, or name its folder in META_DATA. {entry.Note}".TrimEnd());
    }

    /// <summary>Downloads what is missing of a data set into the last folder of the search path, and verifies every file.</summary>
    /// <param name="name">Name of the data set.</param>
    /// <param name="progress">Told how far each file is.</param>
    /// <param name="maxBytes">Largest file that is fetched. Default: 4 GiB.</param>
    /// <param name="cancellationToken">Stops; what has arrived is kept and resumed next time.</param>
    /// <exception cref="InvalidOperationException">A file has no public address, or no known checksum.</exception>
    /// <exception cref="HttpRequestException">The server refuses, or the connection breaks; run it again to resume.</exception>
    /// <exception cref="DataFormatException">A file is too large or not the right one: it is removed.</exception>
    public async Task<FoundData> DownloadAsync(
        string name, IProgress<DownloadProgress>? progress = null, long maxBytes = 4L << 30, CancellationToken cancellationToken = default)
    {
        var entry = this[name];
        var folder = Path.Combine(Roots[^1], entry.Folder);
        foreach (var file in entry.Files)
        {
            if (file.Url is null)
                throw new InvalidOperationException(
                    $"{file.Path} has no address to download from. Get it from {entry.Homepage}. {entry.Note}".TrimEnd());
            if (file.Sha256 is null && file.ContentSha256 is null)
            {
                throw new InvalidOperationException(
                    $"The checksum of {file.Path} is not known, so a download could not be verified. "
                    + $"Fetch {file.Url} yourself and put it into {folder}. {entry.Note}".TrimEnd());
            }
        }
        foreach (var file in entry.Files)
            await Downloader.DownloadAsync(
                file, Path.Combine(folder, file.Path), maxBytes, progress, cancellationToken).ConfigureAwait(false);
        return new FoundData(entry, folder, entry.Files.Select(file => Path.Combine(folder, file.Path)).ToArray());
    }

    private static string ReadEmbedded()
    {
        using var reader = new StreamReader(typeof(DataCatalog).Assembly.GetManifestResourceStream("catalog.json")!);
        return reader.ReadToEnd();
    }

    private static string[] SearchPath()
    {
        var named = Environment.GetEnvironmentVariable("META_DATA") ?? "";
        return [.. named.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), Path.Combine(RepositoryRoot(), "data")];
    }

    /// <summary>The folder of MetaAnomalyLib.csproj, above the working directory or the library; else the working directory.</summary>
    private static string RepositoryRoot()
    {
        var library = Path.GetDirectoryName(typeof(DataCatalog).Assembly.Location);
        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory, library })
        {
            for (var folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "MetaAnomalyLib.csproj")))
                    return folder;
            }
        }
        return Directory.GetCurrentDirectory();
    }
}
