using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Documents.Tests;

/// <summary>What the containers are told fits together; that images build is for a machine with a container engine.</summary>
public sealed partial class DevcontainerTests
{
    public static IEnumerable<TheoryDataRow<string>> Variants => [new("cpu"), new("gpu")];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Its_Dockerfile_copies_only_files_that_are_there(string variant)
    {
        var build = Settings(variant).GetProperty("build");
        Assert.True(File.Exists(Path.Combine(Folder(variant), build.GetProperty("dockerfile").GetString()!)));
        var context = Path.GetFullPath(Path.Combine(Folder(variant), build.GetProperty("context").GetString()!));
        Assert.Equal(Path.TrimEndingDirectorySeparator(Repository.Root), Path.TrimEndingDirectorySeparator(context));
        Assert.All(Copies().Matches(Dockerfile(variant)), copy => Assert.True(File.Exists(Path.Combine(context, copy.Groups[1].Value)), copy.Value));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Its_user_is_made_without_root_and_owns_what_is_mounted(string variant)
    {
        var user = Settings(variant).GetProperty("remoteUser").GetString();
        Assert.EndsWith($"\nUSER {user}\n", Dockerfile(variant), StringComparison.Ordinal);
        Assert.Contains($"--uid 1000 {user}", Dockerfile(variant));
        Assert.DoesNotContain("sudo", Dockerfile(variant));
        var owned = Regex.Match(Dockerfile(variant), $"chown -R {user}:{user} (.*)").Groups[1].Value.Split(' ');
        Assert.All(Settings(variant).GetProperty("mounts").EnumerateArray(), mount => Assert.Contains(Regex.Match(mount.GetString()!, "target=([^,]+)").Groups[1].Value, owned));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void After_creation_it_runs_what_run_knows(string variant)
    {
        Assert.Equal("./run --setup", Settings(variant).GetProperty("postCreateCommand").GetString());
        Assert.Contains("= --setup ]", Repository.Text("run"));
    }

    [Fact]
    public void The_GPU_image_has_the_CUDA_version_that_TorchSharp_is_built_for()
    {
        var version = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(package => (string?)package.Attribute("Include") == "TorchSharp-cuda-linux").Attribute("Version")!.Value;
        Assert.Equal("0.107.0", version);   // another version: look up its CUDA, change the image and this test
        Assert.Contains("FROM nvidia/cuda:12.8.", Dockerfile("gpu"));
        Assert.Contains("META_TORCH=cuda", Dockerfile("gpu"));
        Assert.Contains("--gpus=all", Settings("gpu").GetProperty("runArgs").EnumerateArray().Select(argument => argument.GetString()));
        Assert.True(Settings("gpu").GetProperty("hostRequirements").GetProperty("gpu").GetBoolean());
    }

    private static string Folder(string variant) => Path.Combine(Repository.Root, ".devcontainer", variant);

    private static string Dockerfile(string variant) => File.ReadAllText(Path.Combine(Folder(variant), "Dockerfile"));

    private static JsonElement Settings(string variant)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(variant), "devcontainer.json")), new() { CommentHandling = JsonCommentHandling.Skip });
        return document.RootElement.Clone();
    }

    [GeneratedRegex(@"^COPY (?!--)(\S+)", RegexOptions.Multiline)]
    private static partial Regex Copies();
}
