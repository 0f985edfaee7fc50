using System.Text.Json.Nodes;
using MetaAnomaly.Bench.Chest;

namespace MetaAnomaly.Bench.Tests;

public sealed class ChestTests
{
    private static readonly int[] Labels = [0, 0, 1, 1];

    [Fact]
    public void The_table_has_the_spread_over_seeds_and_what_the_seeds_say_together()
    {
        var recipe = new ChestRecipe("plain", "a network", new JsonObject { ["epochs"] = 3 }, (_, _, _) => throw new NotSupportedException());
        var suite = new ChestSuite("xrays", "Some X-rays.", [("Others", 94.4, null)], "a paper", [recipe]);
        var text = ChestTable.Markdown(suite, [Line(0, [0.1f, 0.8f, 0.6f, 0.9f]), Line(1, [0.2f, 0.1f, 0.3f, 0.9f])]);
        Assert.Contains("Not for clinical use", text);
        Assert.Contains("| Others (published) | | 94.4 |  |", text);
        Assert.Contains("| plain | 2 | 87.5 ± 17.7 | 75.0 ± 0.0 | 87.5 | 75.0 |", text);
        Assert.Contains("- **plain**: a network", text);
    }

    [Fact]
    public void Runs_with_other_numbers_are_another_experiment()
    {
        var recipe = new ChestRecipe("plain", "a network", new JsonObject { ["epochs"] = 4 }, (_, _, _) => throw new NotSupportedException());
        var text = ChestTable.Markdown(new("xrays", "Some X-rays.", [], "a paper", [recipe]), [Line(0, [0, 0, 1, 1])]);
        Assert.DoesNotContain("| plain |", text);
    }

    [Fact]
    public void Every_suite_has_recipes_of_different_names() =>
        Assert.All(ChestSuite.All, suite => Assert.Equal(suite.Recipes.Count, suite.Recipes.Select(recipe => recipe.Name).Distinct().Count()));

    private static ChestLine Line(int seed, float[] test) =>
        new("plain", seed, [0, 0, 1, 1], test, Labels, Labels, 12, new JsonObject { ["epochs"] = 3 }, new Dictionary<string, string> { ["libtorch"] = "1.13" });
}
