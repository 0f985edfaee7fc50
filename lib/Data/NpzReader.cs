using System.IO.Compression;

namespace MetaAnomalyLib.Data;

/// <summary>Reads numpy's npz archives (zip files of npy arrays, stored or deflated).</summary>
/// <remarks>Nothing is unpacked to disk. Sizes are checked before memory is allocated, and the zip checksum of every array is
/// verified.</remarks>
public static class NpzReader
{
    /// <summary>Reads arrays by name.</summary>
    /// <param name="path">Path of the npz file.</param>
    /// <param name="names">Names of the arrays; none means all.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is not such an archive, is damaged or too large, has no such array, or one that holds
    /// objects.</exception>
    public static IReadOnlyDictionary<string, NdArray> Read(string path, params IReadOnlyList<string> names)
        => Read(path, NpyReader.DefaultMaxBytes, names);

    /// <summary>Reads arrays by name.</summary>
    /// <param name="path">Path of the npz file.</param>
    /// <param name="maxBytes">Largest array that is read, in bytes.</param>
    /// <param name="names">Names of the arrays; none means all.</param>
    /// <inheritdoc cref="Read(string, IReadOnlyList{string})"/>
    public static IReadOnlyDictionary<string, NdArray> Read(string path, long maxBytes, params IReadOnlyList<string> names)
    {
        Limits.CheckFileSize(path, long.MaxValue);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var entries = Index(archive, path);
            var wanted = names is null or [] ? entries.Keys.ToList() : names;
            return wanted.ToDictionary(name => name, name => ReadEntry(Find(entries, name, path), path, maxBytes));
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new DataFormatException(path, e.Message, "an npz archive", "The file is truncated or damaged: fetch it again.", e);
        }
    }

    private static Dictionary<string, ZipArchiveEntry> Index(ZipArchive archive, string path)
    {
        var entries = new Dictionary<string, ZipArchiveEntry>();
        foreach (var entry in archive.Entries)
        {
            var name = entry.FullName;
            if (name.StartsWith('/') || name.Contains('\\') || name.Contains(':') || name.Split('/').Contains(".."))
                throw new DataFormatException(
                    path, $"an entry named '{name}', which points outside the archive", "plain names", "Do not trust this file.");
            if (!name.EndsWith(".npy", StringComparison.Ordinal))
                throw new DataFormatException(path, $"an entry named '{name}'", "entries that end in .npy", "Check what the archive is.");
            if (!entries.TryAdd(name[..^4], entry))
                throw new DataFormatException(
                    path, $"two entries named '{name}'", "distinct names", "The archive is damaged: fetch it again.");
        }
        return entries;
    }

    private static ZipArchiveEntry Find(Dictionary<string, ZipArchiveEntry> entries, string name, string path)
        => entries.TryGetValue(name, out var entry)
            ? entry
            : throw new DataFormatException(
                path, $"the arrays {string.Join(", ", entries.Keys.Order())}", $"an array '{name}'", "Ask for one of those.");

    private static NdArray ReadEntry(ZipArchiveEntry entry, string path, long maxBytes)
    {
        var file = $"{path}[{entry.FullName}]";
        if (entry.Length / Limits.MaxDeflateRatio > entry.CompressedLength)
        {
            throw new DataFormatException(
                file, FormattableString.Invariant($"{entry.CompressedLength} bytes that claim to unpack to {entry.Length}"),
                $"at most {Limits.MaxDeflateRatio} times", "Do not trust this file.");
        }
        using var stream = new ChecksumStream(entry.Open());
        var array = NpyReader.Read(stream, file, entry.Length, maxBytes);
        return stream.Checksum == entry.Crc32 ? array : throw new DataFormatException(
            file, $"the checksum {stream.Checksum:X8}", $"{entry.Crc32:X8}", "The file is damaged: fetch it again.");
    }
}
