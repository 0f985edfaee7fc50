using System.Text.Json.Nodes;
using MetaAnomaly.Bench.FewShot;
using Xunit;

namespace MetaAnomaly.Bench.Tests;

public sealed class FewShotTests
{
    [Fact]
    public void Every_recipe_has_a_name_of_its_own_that_the_command_line_can_take()
    {
        foreach (var suite in FewShotSuite.All)
        {
            Assert.Equal(suite.Recipes.Length, suite.Recipes.Select(recipe => recipe.Name).Distinct().Count());
            Assert.All(suite.Recipes, recipe => Assert.DoesNotContain(',', recipe.Name));
            Assert.All(suite.Recipes, recipe => recipe.Training.Validate());
        }
    }

    [Fact]
    public void The_table_shows_our_means_with_intervals_beside_the_published_figures()
    {
        var suite = FewShotSuite.Find("omniglot")!;
        var options = JsonNode.Parse("""{"learner":{},"training":{"epochs":3,"stepsPerEpoch":100}}""")!;
        FewShotLine Line(int seed, int shots, double accuracy) =>
            new("omniglot", "ProtoNet 1-shot", seed, 5, shots, accuracy, 0.002, null, 1000, 60, 2, options.DeepClone(), new Dictionary<string, string> { ["library"] = "1.0.0" });
        var text = FewShotTable.Markdown(suite, [Line(0, 1, 0.98), Line(1, 1, 0.99), Line(0, 5, 0.995)]);
        Assert.Contains("| ProtoNet (published) | 98.8 | 99.7 | 96.0 | 98.9 |", text);
        Assert.Contains("| ProtoNet 1-shot | 98.50 ± 0.20 | 99.50 ± 0.20 | | | 2 | 300 | 60 |", text);
        Assert.Contains("--suite omniglot", text);
    }
}
