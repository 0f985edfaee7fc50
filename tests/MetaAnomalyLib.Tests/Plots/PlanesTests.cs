using System.Xml.Linq;
using MetaAnomalyLib.Plots;
using static MetaAnomalyLib.Tests.Plots.FigureReading;

namespace MetaAnomalyLib.Tests.Plots;

public sealed class PlanesTests
{
    private static readonly double[,] Points = { { 0, 0 }, { 1, 1 }, { 0.5, 0.25 } };
    private static readonly PlotArea Unit = new(0, 1, 0, 1);

    [Fact]
    public void Each_plane_bears_its_name_and_the_legend_names_the_groups()
    {
        var figure = Plot.Planes([new("before", Points, [0, 1, 1]), new("after <5>", Points, [0, 1, 1])], ["normal", "anomaly"], "It moves");

        Assert.Superset(new HashSet<string> { "It moves", "before", "after <5>", "normal", "anomaly" }, figure.Words().ToHashSet());
        Assert.Equal("It moves: before, 3 points; after <5>, 3 points (normal, anomaly)", figure.ToString());
    }

    [Fact]
    public void The_grid_of_an_area_goes_line_by_line_from_the_top_left()
    {
        var grid = new PlotArea(0, 48, 0, 96).Grid();
        Assert.Equal((0.5f, 95f), (grid[0, 0], grid[0, 1]));
        Assert.Equal((1.5f, 95f), (grid[1, 0], grid[1, 1]));
        Assert.Equal((47.5f, 1f), (grid[48 * 48 - 1, 0], grid[48 * 48 - 1, 1]));
    }

    [Fact]
    public void An_area_around_points_holds_them_even_where_they_are_one()
    {
        var around = PlotArea.Around(Points);
        Assert.True(around.Left < 0 && around.Right > 1 && around.Bottom < 0 && around.Top > 1);
        var one = PlotArea.Around(new double[,] { { 3, 4 } });
        Assert.True(one.Left < 3 && one.Right > 3 && one.Bottom < 4 && one.Top > 4);
    }

    [Fact]
    public void What_a_model_says_lies_behind_the_points_in_both_pictures()
    {
        var scores = Unit.Grid();
        var figure = Plot.Planes([new("field", Points, [0, 0, 0]) { Scores = [.. Enumerable.Range(0, 48 * 48).Select(i => scores[i, 0] - 0.5f)] },
            new("regions", Points, [0, 1, 1]) { Regions = [.. Enumerable.Range(0, 48 * 48).Select(i => i % 2)], Marks = Points }], [], "Regions", Unit);

        Assert.Equal("below", figure.Layout().GetProperty("images")[0].GetProperty("layer").GetString());
        var svg = XDocument.Parse(figure.ToSvg()).Descendants().ToArray();
        var image = Array.FindIndex(svg, e => e.Name.LocalName == "image");
        var circle = Array.FindIndex(svg, e => e.Name.LocalName == "circle");
        Assert.InRange(image, 0, circle - 1);   // what comes later lies above
    }

    [Fact]
    public void Points_outside_of_the_area_do_not_stray_into_the_next_plane()
    {
        var figure = Plot.Planes([new("near", new double[,] { { 0.5, 0.5 }, { 1.5, 0.5 } }, [0, 0])], [], "One is outside", Unit);
        Assert.Single(figure.Traces().Where(trace => trace.GetProperty("mode").GetString() == "markers").SelectMany(trace => trace.Values("x")));
    }

    [Fact]
    public void Bad_input_is_refused_with_what_was_given()
    {
        Refused(() => Plot.Planes([], [], "t"), "planes is empty");
        Refused(() => Plot.Planes([new("a", Points, [0])], [], "t"), "'a' has points [3, 2] and 1 groups");
        Refused(() => Plot.Planes([new("a", Points, [0, 0, 0]) { Scores = [1] }], [], "t", Unit), "'a' has a field of 1 values");
        Refused(() => Plot.Planes([new("a", Points, [0, 0, 0]) { Regions = new int[48 * 48] }], [], "t"), "'a' has a field of 2304 values");
        Refused(() => Plot.Planes([new("a", new[,] { { double.NaN, 0 } }, [0])], [], "t", Unit), "a[0] is NaN");
        Refused(() => PlotArea.Around(new double[0, 2]), "points is [0, 2]");

        static void Refused(Func<object> draw, string start) => Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(draw).Message, StringComparison.Ordinal);
    }
}
