using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Xml.Linq;

namespace MetaAnomaly.UsedApi;

/// <summary>Who uses a member; the letters of the page.</summary>
[Flags]
internal enum User
{
    Lib = 1,
    Notebooks = 2,
    Bench = 4,
    Tests = 8,
}

/// <summary>Sources that are compiled together.</summary>
/// <param name="Name">Of their assembly, so that friends are friends.</param>
/// <param name="User">Who they are.</param>
/// <param name="Sources">Path and text; those of a notebook are its cells, in their order.</param>
/// <param name="Script">Whether each continues the one before.</param>
/// <param name="Built">The folder with the assemblies that they are built against.</param>
internal sealed record Unit(string Name, User User, IReadOnlyList<(string Path, string Text)> Sources, bool Script, string Built);

/// <summary>Where things lie in the repository.</summary>
internal sealed record House(string Root)
{
    // Tests of what only stack/ has; they are not compiled on the other stack.
    private static readonly string SystemStackOnly = $"{Path.DirectorySeparatorChar}SystemStack{Path.DirectorySeparatorChar}";

    public string Page => Path.Combine(Root, "stack", "USED-API.md");

    public static House Find([CallerFilePath] string here = "") => new(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..")));

    public IEnumerable<Unit> Units()
    {
        yield return Code("MetaAnomalyLib", User.Lib, "lib", "MetaAnomalyLib.Tests");
        yield return Code("Bench", User.Bench, "bench", "Bench");
        foreach (var folder in Directory.GetDirectories(Path.Combine(Root, "tests"), "*.Tests").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(folder);
            if (name is not ("Kernel.Tests" or "Setup.Tests" or "Documents.Tests")) yield return Code(name, User.Tests, Path.Combine("tests", name), name);
        }
        foreach (var notebook in Directory.GetFiles(Path.Combine(Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal).Where(path => !Path.GetFileName(path).StartsWith('.')))
            yield return new Unit(Path.GetFileNameWithoutExtension(notebook), User.Notebooks, [.. Cells(notebook)], Script: true, Built("MetaAnomalyLib.Tests"));
    }

    /// <summary>The kernel, whose functions every cell knows.</summary>
    public string Kernel => Path.Combine(Built("MetaAnomaly.Kernel"), "MetaAnomaly.Kernel.dll");

    private Unit Code(string name, User user, string folder, string project)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => !path.Contains(SystemStackOnly, StringComparison.Ordinal))
            .Concat(Linked(Path.Combine(Root, folder))).Select(path => (Path.GetRelativePath(Root, path), File.ReadAllText(path))).ToList();
        // What MSBuild writes: global usings, and who is a friend.
        var generated = new[] { "*.GlobalUsings.g.cs", "*.AssemblyInfo.cs" }.SelectMany(pattern => Directory.GetFiles(Path.Combine(Root, "artifacts", "obj", name, "release"), pattern));
        files.AddRange(generated.Select(path => (path, File.ReadAllText(path))));
        return new Unit(name, user, files, Script: false, Built(project));
    }

    // Files of another folder that a project compiles too.
    private static IEnumerable<string> Linked(string folder) => Directory.GetFiles(folder, "*.csproj")
        .SelectMany(project => XDocument.Load(project).Descendants("Compile")).Select(item => item.Attribute("Include")?.Value).OfType<string>()
        .Select(path => Path.GetFullPath(Path.Combine(folder, path)));

    private string Built(string project)
    {
        var folder = Path.Combine(Root, "artifacts", "bin", project, "release");
        return Directory.Exists(folder) ? folder : throw new DirectoryNotFoundException($"There is no {folder}. Build everything first: dotnet build tests/MetaAnomaly.slnx");
    }

    private static IEnumerable<(string, string)> Cells(string notebook)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(notebook));
        var number = 0;
        foreach (var cell in json.RootElement.GetProperty("cells").EnumerateArray())
        {
            number++;
            if (cell.GetProperty("cell_type").GetString() != "code") continue;
            var source = cell.GetProperty("source");
            var text = source.ValueKind == JsonValueKind.Array ? string.Concat(source.EnumerateArray().Select(line => line.GetString())) : source.GetString()!;
            if (text.StartsWith("#!", StringComparison.Ordinal) && !text.StartsWith("#!time", StringComparison.Ordinal)) continue;   // another language
            // References are given otherwise; the lines stay, for their numbers.
            var lines = text.Split('\n').Select(line => line.StartsWith("#r ", StringComparison.Ordinal) || line.StartsWith("#!", StringComparison.Ordinal) ? "" : line);
            yield return ($"{Path.GetFileName(notebook)}, cell {number}", string.Join('\n', lines));
        }
    }
}
