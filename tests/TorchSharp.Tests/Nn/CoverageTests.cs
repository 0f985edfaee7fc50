using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Nn;

/// <summary>Nothing public without golden values. (Of the system stack: the package has members that this project does not use.)</summary>
public sealed class CoverageTests
{
    private static readonly Dictionary<string, string> Exempt = new()
    {
        ["ModuleList"] = "a container: ModuleTests",
        ["ModuleDict"] = "a container: ModuleTests",
        ["ParameterList"] = "a container: ModuleTests",
        ["ParameterDict"] = "a container: ContainerTests",
        ["Sequential"] = "a container: ModuleTests, InitTests",
        ["Embedding_from_pretrained"] = "ContainerTests",
    };

    private static readonly Dictionary<string, string> FunctionalNames = new(StringComparer.Ordinal)
    {
        ["logsigmoid"] = "F.LogSigmoid", ["log_softmax"] = "F.LogSoftmax", ["leaky_relu"] = "F.LeakyReLU",
        ["adaptive_max_pool1d_with_indices"] = "F.adaptive_max_pool1d", ["adaptive_max_pool2d_with_indices"] = "F.adaptive_max_pool2d",
    };

    private static readonly Dictionary<string, string> FunctionalExempt = new()
    {
        ["max_pool1d_with_indices"] = "ContainerTests", ["max_pool2d_with_indices"] = "ContainerTests",
    };

    private static bool IsSystemStack => typeof(torch).Assembly.GetType("TorchSharp.Aten") is not null;

    private static IEnumerable<string> PublicNames(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => m.Name).Distinct();

    [Fact]
    public void Every_factory_of_a_module_has_golden_values()
    {
        Assert.SkipUnless(IsSystemStack, "the package's own factories are its authors' to test");
        var covered = NnGolden.Names.Select(n => n.Split('/')[0]).ToHashSet();
        List<string> uncovered = [.. typeof(nn).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m =>
            typeof(nn.Module).IsAssignableFrom(m.ReturnType))
            .Select(m => m.Name).Distinct().Where(name => !covered.Contains(name) && !Exempt.ContainsKey(name))];
        Assert.Empty(uncovered);
    }

    [Fact]
    public void Every_function_has_golden_values()
    {
        Assert.SkipUnless(IsSystemStack, "the package's own functions are its authors' to test");
        var covered = NnGolden.Names.Select(n => n.Split('/')[0].ToUpperInvariant()).ToHashSet();
        var losses = NnCases.FunctionalLosses.Count;
        Assert.Equal(losses, PublicNames(typeof(nn.functional)).Count(n => n.EndsWith("_loss", StringComparison.Ordinal) || n is "kl_div"
            || n.Contains("cross_entropy", StringComparison.Ordinal)));
        List<string> uncovered = [.. PublicNames(typeof(nn.functional)).Where(name =>
            !name.EndsWith("_loss", StringComparison.Ordinal) && name is not "kl_div"
                && !name.Contains("cross_entropy", StringComparison.Ordinal)
            && !FunctionalExempt.ContainsKey(name) && !covered.Contains((FunctionalNames.GetValueOrDefault(name) ?? "F."
                + name).ToUpperInvariant()))];
        Assert.Empty(uncovered);
    }
}
