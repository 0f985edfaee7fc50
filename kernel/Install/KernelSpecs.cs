using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Engine;
using MetaAnomaly.Kernel.Runner;

namespace MetaAnomaly.Kernel.Install;

/// <summary>A kernel that Jupyter lists.</summary>
/// <param name="Name">The folder's name, which notebooks carry.</param>
/// <param name="DisplayName">What the menu shows.</param>
/// <param name="Folder">Where its kernel.json lies.</param>
/// <param name="Arguments">The command line.</param>
internal sealed record KernelSpec(string Name, string DisplayName, string Folder, IReadOnlyList<string> Arguments)
{
    /// <summary>Whether it starts this program, from whatever folder.</summary>
    public bool IsOurs => Arguments.Any(argument => Path.GetFileName(argument) == Path.GetFileName(KernelSpecs.Assembly));

    /// <summary>Whether what it starts is still there.</summary>
    public bool IsBroken => IsOurs && Arguments.Where(Path.IsPathRooted).Any(path => !File.Exists(path));
}

/// <summary>The user's kernelspecs, where JupyterLab, Notebook, nbconvert and VS Code look.</summary>
internal static class KernelSpecs
{
    public const string Name = "metaanomaly-csharp";
    public const string Alias = ".net-csharp";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Assembly { get; } = typeof(KernelSpecs).Assembly.Location;

    /// <summary>The user's folder, as <c>jupyter --data-dir</c> names it.</summary>
    public static string UserFolder { get; } = Path.Combine(UserData(), "kernels");

    /// <summary>Writes the kernelspec; an older one of ours is replaced.</summary>
    /// <exception cref="InvalidOperationException">A kernel of that name is another program's.</exception>
    public static KernelSpec Install(string name)
    {
        if (All().FirstOrDefault(spec => spec.Name == name && !spec.IsOurs) is { } other)
            throw new InvalidOperationException(
                $"The kernel '{name}' is another program's ({other.Folder}: {other.DisplayName}); it was left as it is.");
        var folder = Directory.CreateDirectory(Path.Combine(UserFolder, name)).FullName;
        // VS Code does not search PATH for dotnet: the path must be absolute.
        string[] arguments = [Path.GetFullPath(DotnetHost.Path), "exec", Assembly, "kernel", "{connection_file}"];
        var json = new JsonObject
        {
            ["argv"] = new JsonArray([.. arguments.Select(argument => (JsonNode)argument)]),
            ["display_name"] = name == Alias ? ".NET (C#)" : "C# (MetaAnomaly)",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["metadata"] = new JsonObject { ["debugger"] = false },
        };
        AtomicFile.Write(Path.Combine(folder, "kernel.json"), json.ToJsonString(Format) + "\n");
        return Read(folder)!;
    }

    /// <summary>Removes our kernelspecs; those of other programs stay.</summary>
    public static IReadOnlyList<KernelSpec> Uninstall()
    {
        var ours = In(UserFolder).Where(spec => spec.IsOurs).ToArray();
        foreach (var spec in ours)
            Directory.Delete(spec.Folder, recursive: true);
        return ours;
    }

    /// <summary>Every C# kernel that Jupyter would find, the user's own first.</summary>
    public static IEnumerable<KernelSpec> All() => Folders().Distinct().SelectMany(In);

    private static IEnumerable<KernelSpec> In(string folder) => Directory.Exists(folder)
        ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(Read).OfType<KernelSpec>()
        : [];

    private static KernelSpec? Read(string folder)
    {
        var path = Path.Combine(folder, "kernel.json");
        try
        {
            if (!File.Exists(path) || JsonNode.Parse(File.ReadAllText(path)) is not JsonObject json
                || (string?)json["language"] is not ("C#" or "csharp"))
                return null;
            return new(
                Path.GetFileName(folder), (string?)json["display_name"] ?? "", folder,
                [.. json["argv"]!.AsArray().Select(argument => (string)argument!)]);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or NullReferenceException)
        {
            Console.Error.WriteLine($"{path} cannot be read and was passed over: {broken.Message}");
            return null;
        }
    }

    private static IEnumerable<string> Folders()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.Combine(folder, "kernels");
        yield return UserFolder;
        if (!OperatingSystem.IsWindows())
        {
            yield return "/usr/local/share/jupyter/kernels";
            yield return "/usr/share/jupyter/kernels";
        }
    }

    private static string UserData()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } set)
            return set;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        if (OperatingSystem.IsMacOS())
            return Path.Combine(home, "Library", "Jupyter");
        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(home, ".local", "share");
        return Path.Combine(data, "jupyter");
    }
}
