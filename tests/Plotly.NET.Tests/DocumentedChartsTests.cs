using System.Text.Json.Nodes;
using GenericChart = Plotly.NET.GenericChart;

namespace PlotlyTests;

public sealed class DocumentedChartsTests
{
    private static readonly JsonObject Golden =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "plotly.json")))!.AsObject();

    public static IEnumerable<TheoryDataRow<string>> Names => DocumentedCharts.All().Select(chart => new TheoryDataRow<string>(chart.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_figure_is_the_one_that_the_official_package_makes(string name)
    {
        var chart = DocumentedCharts.All().Single(c => c.Name == name).Chart;

        var expected = WithoutEmpty(Golden[name]);
        var actual = WithoutEmpty(JsonNode.Parse(GenericChart.toFigureJson(chart)));

        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected?.ToJsonString()}\nbut was  {actual?.ToJsonString()}");
    }

    [Fact]
    public void Every_golden_figure_is_tested() =>
        Assert.Equal(Golden.Select(g => g.Key).Where(key => key != "made by").Order(), DocumentedCharts.All().Select(c => c.Name).Order());

    // The package writes objects and lists that are empty, which say nothing to plotly.js; and 1.0 where we write 1.
    private static JsonNode? WithoutEmpty(JsonNode? node) => node switch
    {
        JsonObject obj => new JsonObject(obj.Select(p => KeyValuePair.Create(p.Key, WithoutEmpty(p.Value)))
            .Where(p => p.Value is not (JsonObject { Count: 0 } or JsonArray { Count: 0 }))),
        JsonArray array => new JsonArray([.. array.Select(WithoutEmpty)]),
        JsonValue value when value.TryGetValue<double>(out var number) => JsonValue.Create(number),
        _ => node?.DeepClone(),
    };
}
