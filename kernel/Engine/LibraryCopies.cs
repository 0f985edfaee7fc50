namespace MetaAnomaly.Kernel.Engine;

/// <summary>Libraries are loaded from copies, so that a build may write over the files while the notebook runs: a loaded file is mapped (on
/// Windows also locked), and what was not yet touched of it would be the new build's.</summary>
/// <remarks>A folder is copied whole at its first <c>#r</c>, so that the session sees one build of it. What is no library, or too large,
/// is a link
/// to the original, and so are the folders beside and above: what a library looks for from its own place on, it finds.</remarks>
internal sealed class LibraryCopies : IDisposable
{
    private const string Prefix = "metaanomaly-libraries-";
    private const long LargestFile = 64 << 20;
    private const long LargestFolder = 512 << 20;
    private const int MostNeighbours = 500;
    private static readonly string[] Copied = [".dll", ".pdb", ".json"];
    private static readonly EnumerationOptions WhatMayBeRead = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    private readonly Lazy<(string Folder, FileStream Lock)> home = new(CreateHome);
    private readonly Dictionary<string, string> copyOfFolder = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Original, DateTime Written)> copies = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>The copy to load instead of a file, made when there is none yet; null when there is neither.</summary>
    public string? Of(string path)
    {
        lock (gate)
        {
            var folder = Path.GetDirectoryName(path)!;
            if (!copyOfFolder.TryGetValue(folder, out var copyFolder))
                copyOfFolder.Add(folder, copyFolder = CopyFolder(folder));
            var copy = Path.Combine(copyFolder, Path.GetFileName(path));
            // A file that was built after its folder had been copied.
            if (!File.Exists(copy) && File.Exists(path))
                Copy(path, copy);
            return File.Exists(copy) ? copy : null;
        }
    }

    /// <summary>The file that a copy was made of; the path itself when it is no copy.</summary>
    public string OriginalOf(string path)
    {
        lock (gate)
            return copies.TryGetValue(path, out var copy) ? copy.Original : path;
    }

    /// <summary>Which of some copies are no longer what was copied; each build is told once.</summary>
    public IReadOnlyList<string> TakeRebuilt(IEnumerable<string> paths)
    {
        lock (gate)
        {
            var rebuilt = new List<string>();
            foreach (var path in paths)
                if (copies.TryGetValue(path, out var copy) && File.Exists(copy.Original)
                    && File.GetLastWriteTimeUtc(copy.Original) is var written && written != copy.Written)
                {
                    copies[path] = copy with { Written = written };
                    rebuilt.Add(copy.Original);
                }
            return rebuilt;
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= DisposeAtExit;
        if (!home.IsValueCreated)
            return;
        home.Value.Lock.Dispose();
        TryDelete(home.Value.Folder);
    }

    private void DisposeAtExit(object? sender, EventArgs exit) => Dispose();

    private string CopyFolder(string folder)
    {
        if (copyOfFolder.Count == 0)
            AppDomain.CurrentDomain.ProcessExit += DisposeAtExit;
        // Each folder has a tree of its own: a link of one must never lie on the way to a copy of another.
        var root = Path.Combine(home.Value.Folder, $"{copyOfFolder.Count}");
        var copy = Path.Combine(root, folder.Replace(":", "", StringComparison.Ordinal).TrimStart(Path.DirectorySeparatorChar));
        Directory.CreateDirectory(copy);
        var space = LargestFolder;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", WhatMayBeRead))
            if (Copied.Contains(file.Extension) && file.LinkTarget is null && file.Length <= Math.Min(LargestFile, space)
                && TryCopy(file.FullName, Path.Combine(copy, file.Name)))
                space -= file.Length;
        for (var (from, to) = (folder, copy); from is not null && to.Length >= root.Length; from = Path.GetDirectoryName(from))
        {
            LinkEntries(from, to);
            to = Path.GetDirectoryName(to)!;
        }
        return copy;
    }

    private void Copy(string path, string copy)
    {
        // The time first: a build that comes between the two is then told, not missed.
        var written = File.GetLastWriteTimeUtc(path);
        File.Copy(path, copy);
        copies[copy] = (path, written);
    }

    private bool TryCopy(string path, string copy)
    {
        try
        {
            Copy(path, copy);
            return true;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // A neighbour that may not be read, or that a build is just writing: whoever needs it meets the reason.
            return false;
        }
    }

    private static void LinkEntries(string from, string to)
    {
        try
        {
            foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos("*", WhatMayBeRead).Take(MostNeighbours))
            {
                var link = Path.Combine(to, entry.Name);
                if (!Path.Exists(link))
                    Link(entry, link);
            }
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            // A folder above that may not be listed, or a Windows that allows no links: a library that looks there finds nothing.
        }
    }

    private static void Link(FileSystemInfo entry, string link)
    {
        if (entry is DirectoryInfo)
            Directory.CreateSymbolicLink(link, entry.FullName);
        else
            File.CreateSymbolicLink(link, entry.FullName);
    }

    private static (string Folder, FileStream Lock) CreateHome()
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
            if (!IsInUse(left))
                TryDelete(left);
        var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
        return (folder, new FileStream(Path.Combine(folder, "lock"), FileMode.Create, FileAccess.Write, FileShare.None));
    }

    /// <summary>A kernel that was killed leaves its copies, and a lock that nobody holds.</summary>
    private static bool IsInUse(string folder)
    {
        try
        {
            using var taken = new FileStream(Path.Combine(folder, "lock"), FileMode.Open, FileAccess.Write, FileShare.None);
            return false;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            // Windows holds a loaded library to the end of its process: the next kernel removes it.
        }
    }
}
