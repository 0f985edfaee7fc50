using System.Globalization;

namespace Microsoft.Data.Analysis.Tests;

public sealed class DataFrameTests
{
    private static DataFrame People() => new(
        new StringDataFrameColumn("name", ["Ada", "Bo", null, "Cy"]),
        new Int32DataFrameColumn("age", [36, 20, 52, null]),
        new DoubleDataFrameColumn("height", [1.65, 1.8, 1.7, 1.9]));

    [Fact]
    public void A_frame_knows_its_rows_columns_and_cells()
    {
        var frame = People();
        Assert.Equal((4L, 3), (frame.Rows.Count, frame.Columns.Count));
        Assert.Equal("Bo", frame[1, 0]);
        Assert.Equal(20, frame["age"][1]);
        Assert.Null(frame.Rows[3]["age"]);
        Assert.Equal(["Ada", 36, 1.65], frame.Rows[0]);
        frame[3, 1] = 41;
        Assert.Equal(41, frame.Columns.GetInt32Column("age")[3]);
        Assert.Equal(0, frame["age"].NullCount);
    }

    [Fact]
    public void Columns_must_have_equal_lengths_and_distinct_names()
    {
        var frame = People();
        Assert.Throws<ArgumentException>(() => frame.Columns.Add(new Int32DataFrameColumn("short", 1)));
        Assert.Throws<ArgumentException>(() => frame.Columns.Add(new Int32DataFrameColumn("age", 4)));
        Assert.Throws<ArgumentException>(() => frame["weight"]);
        Assert.Throws<ArgumentException>(() => frame.Columns.GetSingleColumn("age"));
    }

    [Fact]
    public void Assigning_by_name_adds_or_replaces_and_renames()
    {
        var frame = People();
        frame["half"] = frame["height"] / 2.0;
        frame["age"] = new Int64DataFrameColumn("other", [1L, 2, 3, 4]);
        Assert.Equal(["name", "age", "height", "half"], frame.Columns.Select(c => c.Name));
        Assert.Equal(2L, frame["age"][1]);
        frame.Columns.RenameColumn("half", "h2");
        frame.Columns.Remove("height");
        Assert.Equal(2, frame.Columns.IndexOf("h2"));
        Assert.Equal(-1, frame.Columns.IndexOf("height"));
    }

    [Fact]
    public void Head_tail_and_sample_take_rows()
    {
        var frame = People();
        Assert.Equal(["Ada", "Bo"], frame.Head(2)["name"].Cast<string>());
        Assert.Equal([null, "Cy"], frame.Tail(2)["name"].Cast<string>());
        var sample = frame.Sample(3)["height"].Cast<double>().ToList();
        Assert.Equal(3, sample.Distinct().Count());
        Assert.All(sample, height => Assert.Contains(height, new[] { 1.65, 1.8, 1.7, 1.9 }));
        Assert.Throws<ArgumentException>(() => frame.Sample(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => frame.Head(5));
    }

    [Fact]
    public void Filters_take_booleans_or_indices()
    {
        var frame = People();
        Assert.Equal(["Bo", "Cy"], frame.Filter(frame["height"].ElementwiseGreaterThan(1.75))["name"].Cast<string>());
        Assert.Equal(["Ada"], frame[frame["name"].ElementwiseEquals("Ada")]["name"].Cast<string>());
        Assert.Equal(["Cy", "Ada"], frame[new[] { 3, 0 }]["name"].Cast<string>());
        Assert.Equal(["Bo"], frame[new[] { false, true, false, false }]["name"].Cast<string>());
        Assert.Equal(["Ada", null], frame[new Int64DataFrameColumn("rows", [0L, null])]["name"].Cast<string>());
        Assert.Throws<ArgumentOutOfRangeException>(() => frame[new[] { -1 }]);
    }

    [Fact]
    public void Ordering_puts_nulls_where_it_is_told()
    {
        var frame = new DataFrame(new Int32DataFrameColumn("k", [2, null, 1, 3]));
        int?[] Keys(DataFrame f) => [.. f["k"].Cast<int?>()];
        Assert.Equal([1, 2, 3, null], Keys(frame.OrderBy("k")));
        Assert.Equal([3, 2, 1, null], Keys(frame.OrderByDescending("k")));
        Assert.Equal([null, 1, 2, 3], Keys(frame.OrderBy("k", putNullValuesLast: false)));
        Assert.Equal([null, 3, 2, 1], Keys(frame.OrderBy("k", ascending: false, putNullValuesLast: false)));
        Assert.Equal(["Ada", "Bo", "Cy", null], People().OrderBy("name")["name"].Cast<string>());
    }

    [Fact]
    public void Ordering_keeps_the_order_of_equal_keys()
    {
        Assert.SkipUnless(Stack.IsSystem, "The package's sort is not stable.");
        var frame = new DataFrame(new Int32DataFrameColumn("k", [2, null, 1, 2, 1]), new Int32DataFrameColumn("row", [0, 1, 2, 3, 4]));
        int[] Rows(DataFrame f) => [.. f["row"].Cast<int>()];
        Assert.Equal([2, 4, 0, 3, 1], Rows(frame.OrderBy("k")));
        Assert.Equal([0, 3, 2, 4, 1], Rows(frame.OrderByDescending("k")));
        Assert.Equal([1, 2, 4, 0, 3], Rows(frame.OrderBy("k", putNullValuesLast: false)));
        Assert.Equal([1, 0, 3, 2, 4], Rows(frame.OrderBy("k", ascending: false, putNullValuesLast: false)));
    }

    [Fact]
    public void Nulls_are_dropped_or_filled()
    {
        var frame = People();
        Assert.Equal(2, frame.DropNulls().Rows.Count);
        Assert.Equal(4, frame.DropNulls(DropNullOptions.All).Rows.Count);
        Assert.Equal([36, 20, 52, 0], ((Int32DataFrameColumn)frame["age"]).FillNulls(0).Select(v => v!.Value));
        Assert.Equal(1, frame["age"].NullCount);
        frame["age"].FillNulls(7, inPlace: true);
        Assert.Equal(7, frame["age"][3]);
        Assert.Equal("?", People().FillNulls(new object[] { "?", 1, 1 }, inPlace: true)["name"][2]);
        Assert.Equal(3, People()["name"].DropNulls().Length);
    }

    [Fact]
    public void Rows_are_appended_with_conversion_and_all_or_nothing()
    {
        var frame = People();
        frame.Append(new object[] { "Di", "44", 1 }, inPlace: true, cultureInfo: CultureInfo.InvariantCulture);
        Assert.Equal(["Di", 44, 1.0], frame.Rows[4]);
        frame.Append(new Dictionary<string, object> { ["height"] = 2.0 }, inPlace: true);
        Assert.Equal([null, null, 2.0], frame.Rows[5]);
        Assert.Equal(7, frame.Append().Rows.Count);
        Assert.Equal(8, frame.Append(frame.Head(2).Rows).Rows.Count);
        Assert.Throws<FormatException>(() => frame.Append(new object[] { "Ed", "old", 1 }, inPlace: true));
        Assert.Throws<ArgumentException>(() => frame.Append(new object[] { 1, 2, 3, 4 }, inPlace: true));
        Assert.Equal((6L, 6L), (frame.Rows.Count, frame["name"].Length));
    }

    [Fact]
    public void A_clone_is_independent()
    {
        var frame = People();
        var clone = frame.Clone();
        clone[0, 1] = 99;
        Assert.Equal(36, frame[0, 1]);
    }

    [Fact]
    public void Groups_are_counted_and_aggregated_in_order_of_first_occurrence()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("g", ["b", "a", "b", "b"]), new DoubleDataFrameColumn("x", [1, 2, 3, null]),
            new Int32DataFrameColumn("n", [1, 2, 3, 4]));
        Assert.Equal(["b", "a"], frame.GroupBy("g").Count()["g"].Cast<string>());
        Assert.Equal([2L, 1L], frame.GroupBy("g").Count("x")["x"].Cast<long>());
        Assert.Equal([4.0 / 3, 2], frame.GroupBy("g").Mean("x")["x"].Cast<double>());
        Assert.Equal([8, 2], frame.GroupBy("g").Sum("n")["n"].Cast<int>());
        Assert.Equal([4, 2], frame.GroupBy("g").Max("n")["n"].Cast<int>());
        Assert.Equal([1, 2], frame.GroupBy("g").Min("n")["n"].Cast<int>());
        Assert.Equal([1, 2], frame.GroupBy("g").First()["n"].Cast<int>());
        Assert.Equal([1, 3, 2], frame.GroupBy("g").Head(2)["n"].Cast<int>());
        Assert.Equal([4, 2], frame.GroupBy("g").Tail(1)["n"].Cast<int>());
        Assert.Equal(3, frame.GroupBy<string>("g").Groupings.First(g => g.Key == "b").Count());
        Assert.Throws<InvalidCastException>(() => frame.GroupBy<int>("g"));
    }

    [Fact]
    public void A_list_of_values_fills_the_nulls_of_a_copy_and_groups_have_products()
    {
        Assert.SkipUnless(Stack.IsSystem, "The package fills the original and begins every product with 0.");
        var frame = People();
        Assert.Equal("?", frame.FillNulls(new object[] { "?", 1, 1 })["name"][2]);
        Assert.Equal(1, frame["name"].NullCount);
        var groups = new DataFrame(new StringDataFrameColumn("g", ["b", "a", "b"]), new Int32DataFrameColumn("n", [3, 2, 4]));
        Assert.Equal([12, 2], groups.GroupBy("g").Product("n")["n"].Cast<int>());
    }

    [Fact]
    public void Info_and_description_summarise()
    {
        Assert.Equal(["System.Int32", "3"], People().Info()["age"].Cast<string>());
        var description = People().Description();
        Assert.Equal(["Description", "age", "height"], description.Columns.Select(c => c.Name));
        Assert.Equal([3f, 52, 20, 27], description["age"].Cast<float>());
    }

    [Fact]
    public void A_frame_prints_as_a_table()
    {
        var text = People().Head(2).ToString().ReplaceLineEndings("\n");
        Assert.Equal("name      age       height    \nAda       36        1.65      \nBo        20        1.8       \n", text);
        Assert.EndsWith("  ... 1 of total 4\n", People().ToString(1).ReplaceLineEndings("\n"));
        Assert.Contains("Name: age, Type: System.Int32", People()["age"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_notebook_it_shows_as_an_escaped_html_table_found_by_name()
    {
        var frame = new DataFrame(new StringDataFrameColumn("<b>", ["</td><script>alert(1)</script>", null]));
        var attribute = typeof(DataFrame).GetCustomAttributes(true).FirstOrDefault(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        Assert.SkipUnless(attribute is not null, "the official package shows itself through its own notebook extension");
        var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!)!;
        var formatter = (
            (System.Collections.IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(
                source, null)!).Cast<object>().Single();
        var writer = new StringWriter();

        Assert.Equal("text/html", formatter.GetType().GetProperty("MimeType")!.GetValue(formatter));
        Assert.Equal(true, formatter.GetType().GetMethod("Format")!.Invoke(formatter, [frame, writer]));

        Assert.StartsWith("<table>", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("<th>&lt;b&gt;</th>", writer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("<td>null</td>", writer.ToString(), StringComparison.Ordinal);
    }
}
