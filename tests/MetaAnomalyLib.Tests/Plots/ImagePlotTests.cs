using System.IO.Compression;
using System.Xml.Linq;
using MetaAnomalyLib.Plots;
using static MetaAnomalyLib.Tests.Plots.FigureReading;

namespace MetaAnomalyLib.Tests.Plots;

public sealed class ImagePlotTests
{
    private static readonly double[,] Two = { { 0, 1, 0, 0 }, { 1, 1, 0, 0.5 } };

    [Fact]
    public void An_X_ray_is_shown_as_it_hangs_on_the_light_box()
    {
        var row = new ImageRow("lungs", new[,] { { 0, 0.25, 1, 2 } }, High: 2);
        Assert.Equal(new[,] { { 2, 1.75, 1, 0 } }, row.Light.Pixels);
        Assert.Equal(row.Pixels, row.Light.Light.Pixels);
        Assert.Equal(("lungs", 2.0), (row.Light.Name, row.Light.High));
    }

    [Fact]
    public void Pictures_stand_in_lines_and_columns_with_their_names_in_one_sheet()
    {
        var figure = Plot.Images([new("input", Two), ImageRow.Errors("error", Two)], "Rebuilt", ["shoe", "bag"]);

        Assert.Superset(new HashSet<string> { "Rebuilt", "input", "error", "shoe", "bag" }, figure.Words().ToHashSet());
        Assert.Equal("Rebuilt: input; error, 2 pictures each (shoe, bag)", figure.ToString());
        var (width, height, pixels) = Sheet(figure);
        Assert.Equal((2 * 86, 2 * 86), (width, height));
        Assert.Equal(0, pixels[0, 0]);          // white
        Assert.Equal(15, pixels[0, 42]);        // the second pixel of the first picture, 42 px a pixel
        Assert.Equal(16, pixels[86, 0]);        // white of the errors
        Assert.Equal(31, pixels[86, 42]);
        Assert.Equal(8, pixels[42, 86 + 42]);   // a half
    }

    [Fact]
    public void The_static_picture_shows_the_same_sheet()
    {
        var figure = Plot.Images([new("input", Two)], "Rebuilt");
        var image = XDocument.Parse(figure.ToSvg()).Descendants().Single(e => e.Name.LocalName == "image");
        Assert.Equal(figure.Layout().GetProperty("images")[0].GetProperty("source").GetString(), image.Attribute("href")!.Value);
    }

    [Fact]
    public void A_notebook_holds_the_pixels_once_and_its_script_takes_them_from_the_picture()
    {
        var figure = Plot.Images([new("input", Two)], "Rebuilt");
        var html = PlotlyScript.ForNotebook(FigureTests.Bearing("another figure"), figure.ToJson(), figure.ToSvg(), figure.ToString());
        Assert.Contains("\"source\":pictures[0]", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data:image/png;base64", html, StringComparison.Ordinal);   // in the picture it is encoded once more
        var sheet = figure.Layout().GetProperty("images")[0].GetProperty("source").GetString()!;
        Assert.Contains(PlotlyScript.DataUri(figure.ToSvg()), html, StringComparison.Ordinal);
        Assert.Contains(sheet, figure.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_has_a_colour_a_group_counts_and_no_more_points_than_asked_for()
    {
        var points = new double[1000, 2];
        for (var row = 0; row < 1000; row++) (points[row, 0], points[row, 1]) = (row, -row);

        var figure = Plot.Map(points, [.. Enumerable.Range(0, 1000).Select(row => row % 10 == 0 ? 1 : 0)], ["normal", "anomaly"], "Far apart", "x", "y", most: 100);   // the rare group shows as well

        Assert.Equal(["normal (900)", "anomaly (100)"], figure.TraceNames());
        Assert.Equal(50, figure.Trace("normal (900)").Values("x").Length);
        Assert.Equal(50, figure.Trace("anomaly (100)").Values("x").Length);
        Assert.Equal("Far apart: 900 normal, 100 anomaly", figure.ToString());
    }

    [Fact]
    public void A_table_of_colours_names_its_largest_value()
    {
        var figure = Plot.Heat(new[,] { { 0.1, 2.5 }, { 0.3, 0.2 } }, ["row 1", "row 2"], ["age", "amount"], "Where the error sits", "feature");

        Assert.Equal("Where the error sits: largest 2.5 at row 1, amount", figure.ToString());
        Assert.Superset(new HashSet<string> { "row 1", "row 2", "age", "amount", "feature" }, figure.Words().ToHashSet());
    }

    [Fact]
    public void Bad_input_is_refused_with_what_was_given()
    {
        Refused(() => Plot.Images([], "t"), "rows is empty");
        Refused(() => Plot.Images([new("a", new double[1, 5])], "t"), "'a' has 1 pictures of 5 pixels");
        Refused(() => Plot.Images([new("a", Two), new("b", new double[1, 4])], "t"), "'b' has 1 pictures of 4 pixels, 'a' 2 of 4");
        Refused(() => Plot.Images([new("a", Two)], "t", ["one"]), "columns has 1 names for 2 pictures");
        Refused(() => Plot.Images([new("a", new[,] { { double.NaN } })], "t"), "a[0] is NaN");
        Refused(() => Plot.Map(new double[2, 3], [0, 0], ["a"], "t", "x", "y"), "points is [2, 3]");
        Refused(() => Plot.Map(new double[2, 2], [0, 1], ["a"], "t", "x", "y"), "groups contains 1");
        Refused(() => Plot.Heat(new double[2, 2], ["a"], ["b", "c"], "t", "x"), "values is [2, 2] for 1 rows and 2 columns");

        static void Refused(Func<Figure> draw, string start) => Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(draw).Message, StringComparison.Ordinal);
    }

    private static (int Width, int Height, byte[,] Pixels) Sheet(Figure figure)
    {
        var file = Convert.FromBase64String(figure.Layout().GetProperty("images")[0].GetProperty("source").GetString()!["data:image/png;base64,".Length..]);
        var (width, height) = (file[18] * 256 + file[19], file[22] * 256 + file[23]);
        var at = file.AsSpan().IndexOf("IDAT"u8) + 4;
        using var zlib = new ZLibStream(new MemoryStream(file[at..^16]), CompressionMode.Decompress);
        var pixels = new byte[height, width];
        for (var y = 0; y < height; y++)
        {
            Assert.Equal(0, zlib.ReadByte());
            for (var x = 0; x < width; x++) pixels[y, x] = (byte)zlib.ReadByte();
        }
        return (width, height, pixels);
    }
}
