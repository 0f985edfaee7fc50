using System.Globalization;
using System.Text.Json;
using MetaAnomalyLib.Data;

namespace MetaAnomalyLib.Tests.Data;

/// <summary>Files for the readers' tests: golden ones, and a folder that is removed at the end.</summary>
public sealed class TestFiles : IDisposable
{
    public static JsonElement Golden { get; } = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "data.json"))).RootElement;

    public string Folder { get; } = Directory.CreateTempSubdirectory("meta-anomaly-test-").FullName;

    public static string GoldenFile(string name) => Path.Combine(AppContext.BaseDirectory, "golden", "data", name);

    /// <summary>A file or folder of the real data sets; the test is skipped where it is not.</summary>
    public static string Real(string relativePath)
    {
        var roots = (Environment.GetEnvironmentVariable("META_DATA") ?? "").Split(
            Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = roots.Select(root => Path.Combine(root, relativePath)).FirstOrDefault(Path.Exists);
        Assert.SkipUnless(found is not null, $"META_DATA names no folder with {relativePath}");
        return found!;
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The action must refuse the file, and say what is wrong and what to do.</summary>
    public static DataFormatException Refused(Action action, string messagePart)
    {
        var error = Assert.Throws<DataFormatException>(action);
        Assert.Contains(messagePart, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(error.File);
        Assert.NotEmpty(error.Found);
        Assert.NotEmpty(error.Expected);
        Assert.NotEmpty(error.Remedy);
        return error;
    }

    /// <summary>Runs under a culture that writes 1,5 for one and a half.</summary>
    public static void InGerman(Action action)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
