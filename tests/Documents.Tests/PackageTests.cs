using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace Documents.Tests;

/// <summary><c>dotnet pack</c> makes a package of the library that somebody else can use.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("package").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void It_has_documentation_symbols_readme_licence_and_no_native_libtorch_of_its_own()
    {
        if (!File.Exists(Path.Combine(Repository.Root, "bin", "MetaAnomalyLib.dll")))
            Assert.Skip("The library is not built; ./test builds it first.");
        Pack();
        using var package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(folder, "*.nupkg")));
        Assert.Superset(
            new HashSet<string> { "lib/net10.0/MetaAnomalyLib.dll", "lib/net10.0/MetaAnomalyLib.xml", "README.md", "LICENSE", "THIRD-PARTY-NOTICES.md" },
            package.Entries.Select(entry => entry.FullName).ToHashSet());
        using var symbols = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(folder, "*.snupkg")));
        Assert.NotNull(symbols.GetEntry("lib/net10.0/MetaAnomalyLib.pdb"));

        using var stream = package.GetEntry("MetaAnomalyLib.nuspec")!.Open();
        var specification = XDocument.Load(stream);
        var names = specification.Root!.Name.Namespace;
        Assert.Equal("MIT", specification.Descendants(names + "license").Single().Value);
        Assert.Equal("README.md", specification.Descendants(names + "readme").Single().Value);
        var pins = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(pin => (string)pin.Attribute("Include")!, pin => (string)pin.Attribute("Version")!);
        var dependencies = specification.Descendants(names + "dependency").ToDictionary(one => (string)one.Attribute("id")!, one => (string)one.Attribute("version")!);
        Assert.Equal(["CsvHelper", "Microsoft.Data.Analysis", "Plotly.NET", "Plotly.NET.CSharp", "SkiaSharp", "TorchSharp"], dependencies.Keys.Order(StringComparer.Ordinal));
        Assert.All(dependencies, dependency => Assert.Equal(pins[dependency.Key], dependency.Value));
    }

    /// <summary>What the library was built to, as it is: a pack of its own would build it anew under the other tests.</summary>
    private void Pack()
    {
        var start = new ProcessStartInfo("dotnet", ["pack", "MetaAnomalyLib.csproj", "--no-build", "-o", folder, "-nodeReuse:false"])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
