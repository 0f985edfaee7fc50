using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>What a restored package and its dependencies consist of.</summary>
/// <param name="Title">Name and version.</param>
internal sealed record RestoredPackage(
    string Title, IReadOnlyList<string> CompileAssemblies, IReadOnlyList<string> RuntimeAssemblies, IReadOnlyList<string> NativeLibraries);

/// <summary><c>#r "nuget:Name, Version"</c> through <c>dotnet restore</c>: the user's own feeds, and its cache when offline.</summary>
internal static class PackageRestore
{
    /// <param name="specification">As written behind <c>nuget:</c>.</param>
    /// <param name="notebookFolder">Where the search for <c>nuget.config</c> starts.</param>
    /// <param name="asking">Called with the package before a feed is asked.</param>
    /// <param name="cancellation">Ends the restore.</param>
    /// <exception cref="ArgumentException">The specification is not <c>Name</c> or <c>Name, Version</c>.</exception>
    /// <exception cref="InvalidOperationException">The package cannot be restored; the message says why.</exception>
    public static RestoredPackage Restore(
        string specification, string notebookFolder, Action<string> asking, CancellationToken cancellation)
    {
        var (name, version) = Parse(specification);
        var key = KeyOf($"{name}|{version}|{Environment.Version}|{Configuration(notebookFolder)}");
        var folder = Path.Combine(CacheFolder(), key);
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        // NuGet writes the assets file even when it fails.
        var complete = Path.Combine(folder, "complete");
        if (File.Exists(complete) && TryRead(assets, name) is { } cached)
            return cached;

        asking(version == "*" ? name : $"{name} {version}");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "package.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
                <DisableImplicitFrameworkReferences>false</DisableImplicitFrameworkReferences>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{name}" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        foreach (var barrier in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            File.WriteAllText(Path.Combine(folder, barrier), "<Project />");
        RunRestore(folder, $"{name}, {version}", notebookFolder, cancellation);
        File.WriteAllText(complete, "");
        return TryRead(assets, name)
            ?? throw new InvalidOperationException($"#r \"nuget:{specification}\": restored, but its files are not where {assets} says.");
    }

    private static (string Name, string Version) Parse(string specification)
    {
        var parts = specification.Split(',', StringSplitOptions.TrimEntries);
        var valid = parts.Length is 1 or 2 && parts[0].Length > 0
            && parts.All(part => part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '*' or '+'));
        return valid
            ? (parts[0], parts is [_, { Length: > 0 } version] ? version : "*")
            : throw new ArgumentException($"#r \"nuget:{specification}\" must be \"nuget:Name\" or \"nuget:Name, Version\".");
    }

    private static string CacheFolder() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "MetaAnomaly", "packages");

    private static string KeyOf(string what) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)))[..16];

    /// <summary>The feeds that a notebook's folder and those above it name: with others, a package may be another one.</summary>
    private static string Configuration(string? folder)
    {
        var text = new StringBuilder();
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
            foreach (var name in (string[])["nuget.config", "NuGet.config", "NuGet.Config"])
                if (Path.Combine(folder, name) is var file && File.Exists(file))
                    text.Append(file).Append(File.ReadAllText(file));
        return text.ToString();
    }

    private static void RunRestore(string folder, string package, string notebookFolder, CancellationToken cancellation)
    {
        string[] arguments =
            ["restore", "package.csproj", "--nologo", "-v:q", "-nodeReuse:false", $"-p:RestoreRootConfigDirectory={notebookFolder}"];
        var start = new ProcessStartInfo(DotnetHost.Path, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet restore could not be started.");
        using var kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var text = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"#r \"nuget:{package}\" could not be restored: {Reason(text)}");
    }

    private static string Reason(string text)
    {
        var error = text.Split('\n').FirstOrDefault(line => line.Contains(": error ", StringComparison.Ordinal))?.Trim() ?? text.Trim();
        var start = error.IndexOf(": error ", StringComparison.Ordinal);
        error = (start >= 0 ? error[(start + 2)..] : error).Split(" [", 2)[0];
        return error.Contains("NU1301", StringComparison.Ordinal)
            ? $"no package feed answered. This machine is offline, or the feed is wrong, and the package is not in the cache ({error})"
            : error;
    }

    /// <summary>Null when a file it lists is gone (an emptied package cache).</summary>
    private static RestoredPackage? TryRead(string assetsPath, string name)
    {
        using var assets = JsonDocument.Parse(File.ReadAllBytes(assetsPath));
        var roots = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        var libraries = assets.RootElement.GetProperty("libraries");
        var target = assets.RootElement.GetProperty("targets").EnumerateObject()
            .OrderByDescending(candidate => candidate.Name.Contains('/', StringComparison.Ordinal)).First().Value;
        List<string> compile = [], runtime = [], native = [];
        foreach (var library in target.EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package"))
        {
            var relative = libraries.GetProperty(library.Name).GetProperty("path").GetString()!;
            Add(library.Value, "compile", relative, compile);
            Add(library.Value, "runtime", relative, runtime);
            Add(library.Value, "native", relative, native);
        }
        var title = libraries.EnumerateObject().Select(library => library.Name.Replace('/', ' '))
            .FirstOrDefault(library => library.StartsWith(name + " ", StringComparison.OrdinalIgnoreCase), name);
        return compile.Concat(runtime).Concat(native).All(File.Exists) ? new(title, compile, runtime, native) : null;

        void Add(JsonElement library, string group, string relative, List<string> files)
        {
            if (library.TryGetProperty(group, out var entries))
                files.AddRange(
                    from entry in entries.EnumerateObject()
                    where !entry.Name.EndsWith("/_._", StringComparison.Ordinal)
                    select roots.Select(root => Path.Combine(root, relative, entry.Name)).FirstOrDefault(File.Exists)
                        ?? Path.Combine(roots[0], relative, entry.Name));
        }
    }
}
