using MetaAnomalyLib.Data;

namespace MetaAnomaly.Bench.Results;

/// <summary>The sets of ADBench and the published tables, in the folder <c>adbench</c> along META_DATA.</summary>
internal static class Adbench
{
    public static string Folder => DataCatalog.Default.Roots.Select(root => Path.Combine(root, "adbench")).FirstOrDefault(Directory.Exists)
        ?? throw new DirectoryNotFoundException($"There is no folder adbench in {string.Join(", ", DataCatalog.Default.Roots)}. Name its parent in META_DATA; the sets are those of github.com/Minqi824/ADBench.");

    /// <summary>File by the name that tables use: 39_vertebral.npz is vertebral.</summary>
    public static IReadOnlyList<(string Name, string File)> Sets =>
        [.. Directory.GetFiles(Folder, "*.npz").Select(file => (Name(file), file)).OrderBy(set => set.Item1, StringComparer.Ordinal)];

    public static LabeledData Read(string file) => LabeledData.FromNpz(file).Validate(needsBothClasses: true);

    private static string Name(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return name[(name.IndexOf('_') + 1)..].ToLowerInvariant();
    }
}
