using MetaAnomaly.UsedApi;

namespace Documents.Tests;

/// <summary>stack/USED-API.md tells what of the packages the sources use, and with which signatures.</summary>
public sealed class UsedApiTests
{
    [Fact]
    public void The_page_tells_of_every_member_that_the_sources_use()
    {
        var house = House.Find();
        var torch = Path.Combine(house.Root, "artifacts", "bin", "TorchSharp", "release", "TorchSharp.dll");
        Assert.SkipUnless(File.Exists(torch), "The page holds the signatures of stack/, which is not built on the nuget stack.");

        var page = UsedMembers.Of(house).Markdown();

        Assert.True(page == File.ReadAllText(house.Page), "stack/USED-API.md is out of date. Write it anew: dotnet run --project stack/UsedApi");
        Assert.Contains("static torch.Tensor zeros(", page, StringComparison.Ordinal);
    }
}
