namespace Microsoft.Data.Analysis.Tests;

public sealed class DataFrameColumnTests
{
    [Fact]
    public void A_column_of_a_length_is_all_null()
    {
        var column = new SingleDataFrameColumn("x", 3);
        Assert.Equal((3L, 3L), (column.Length, column.NullCount));
        column[1] = 2;
        Assert.Equal([null, 2f, null], column);
        Assert.Throws<ArgumentOutOfRangeException>(() => column[3]);
        Assert.ThrowsAny<SystemException>(() => column[-1] = 0);   // the package: IndexOutOfRangeException
        Assert.Throws<ArgumentException>(() => ((DataFrameColumn)column)[0] = "text");
    }

    [Fact]
    public void Nulls_are_counted_through_every_change()
    {
        var random = new Random(0);
        var column = new Int32DataFrameColumn("x");
        var model = new List<int?>();
        for (var i = 0; i < 5000; i++)
        {
            int? value = random.Next(3) == 0 ? null : i;
            if (random.Next(2) == 0 && model.Count > 0)
                column[model.Count / 2] = model[model.Count / 2] = value;
            else
            {
                column.Append(value);
                model.Add(value);
            }
        }
        Assert.Equal(model, column);
        Assert.Equal(model.Count(v => v is null), column.NullCount);
        Assert.Equal(model.Where(v => v > 1000), column.Clone(column.ElementwiseGreaterThan(1000)));
    }

    [Fact]
    public void Arrow_buffers_go_in_and_out()
    {
        var column = new Int16DataFrameColumn("x", new byte[] { 1, 0, 2, 0, 3, 0 }, new byte[] { 0b101 }, length: 3, nullCount: 1);
        Assert.Equal([1, null, 3], column.Select(v => (int?)v));
        Assert.Equal([1, 2, 3], column.GetReadOnlyDataBuffers().Single().ToArray().Select(v => (int)v));
        Assert.Equal([0b101], column.GetReadOnlyNullBitMapBuffers().Single().ToArray().Select(v => (int)v));
        Assert.Throws<ArgumentException>(() => new Int16DataFrameColumn("x", new byte[20], new byte[1], length: 10));
        Assert.Throws<ArgumentNullException>(() => new Int16DataFrameColumn("x", new byte[20], default, length: 10, nullCount: 1));
    }

    [Fact]
    public void Statistics_leave_out_nulls()
    {
        var column = new DoubleDataFrameColumn("x", [4, null, 1, 3, 2]);
        Assert.Equal((1.0, 4.0, 10.0, 24.0), (column.Min(), column.Max(), column.Sum(), column.Product()));
        Assert.Equal((2.5, 2.5), (column.Mean(), column.Median()));
        Assert.Equal(3, new Int64DataFrameColumn("n", [1L, 3, 9]).Median());
        Assert.Null(new DoubleDataFrameColumn("none", 2).Max());
        Assert.Null(new DoubleDataFrameColumn("none", 2).Sum());
        Assert.Equal(0, new DoubleDataFrameColumn("empty").Mean());
    }

    [Fact]
    public void A_sum_of_floats_is_not_rounded_at_every_step()
    {
        Assert.SkipUnless(Stack.IsSystem, "The package adds floats as floats.");
        Assert.Equal(16_777_316f, new SingleDataFrameColumn("f", Enumerable.Repeat(1f, 100).Prepend(16_777_216f)).Sum());
    }

    [Fact]
    public void Arithmetic_keeps_the_type_of_equal_types_and_is_double_otherwise()
    {
        var ints = new Int32DataFrameColumn("i", [7, null, 9]);
        var doubles = new DoubleDataFrameColumn("d", [0.5, 1, null]);
        Assert.Equal([3, null, 4], (Int32DataFrameColumn)(ints / 2));
        Assert.Equal([3.5, null, 4.5], (DoubleDataFrameColumn)(ints / 2.0));
        Assert.Equal([7.5, null, null], (DoubleDataFrameColumn)(ints + doubles));
        Assert.Equal([-6, null, -8], (Int32DataFrameColumn)(1 - ints));
        Assert.Equal([1, null, 0], (Int32DataFrameColumn)(ints % 3));
        Assert.Equal([49, null, 81], (Int32DataFrameColumn)(ints * ints));
        Assert.Equal(typeof(decimal), (ints * 1.5m).DataType);
        Assert.Throws<ArgumentException>(() => ints.Add(0.5, inPlace: true));
        Assert.Throws<ArgumentException>(() => ints + new Int32DataFrameColumn("short", [1]));
        Assert.ThrowsAny<SystemException>(() => new StringDataFrameColumn("s", ["a", "b", "c"]) - ints);   // the package: not implemented
        ints.Multiply(10, inPlace: true);
        Assert.Equal([70, null, 90], ints);
    }

    [Fact]
    public void Comparisons_give_booleans_which_combine()
    {
        var x = new DoubleDataFrameColumn("x", [1, 2, 3]);
        Assert.Equal([false, true, true], x.ElementwiseGreaterThanOrEqual(2).Select(v => v!.Value));
        Assert.Equal([true, false, false], x.ElementwiseLessThan(new Int32DataFrameColumn("i", [2, 2, 2])).Select(v => v!.Value));
        Assert.Equal([false, true, false], x.ElementwiseEquals(2).Select(v => v!.Value));
        Assert.Equal([true, false, true], x.ElementwiseNotEquals(2.0).Select(v => v!.Value));
        var middle = (BooleanDataFrameColumn)(x.ElementwiseGreaterThan(1) & x.ElementwiseLessThanOrEqual(2));
        Assert.Equal([false, true, false], middle.Select(v => v!.Value));
        Assert.Equal((true, false), (middle.Any(), middle.All()));
        Assert.Equal([true, true, false], ((BooleanDataFrameColumn)(middle | x.ElementwiseEquals(1))).Select(v => v!.Value));
        Assert.Equal([false, true], new StringDataFrameColumn("s", ["a", null]).ElementwiseIsNull().Select(v => v!.Value));
    }

    [Fact]
    public void Values_are_counted()
    {
        var counts = new StringDataFrameColumn("s", ["b", "a", null, "b"]).ValueCounts();
        Assert.Equal(["b", "a"], counts["Values"].Cast<string>());
        Assert.Equal([2L, 1L], counts["Counts"].Cast<long>());
        Assert.Equal([3L], new Int32DataFrameColumn("n", [5, 5, 5, null]).ValueCounts()["Counts"].Cast<long>());
    }

    [Fact]
    public void Apply_abs_round_and_sort_give_new_columns()
    {
        var x = new DoubleDataFrameColumn("x", [-1.6, null, 0.4]);
        Assert.Equal([1.6, null, 0.4], (DoubleDataFrameColumn)x.Abs());
        Assert.Equal([-2, null, 0], (DoubleDataFrameColumn)x.Round());
        Assert.Equal([-3.2, null, 0.8], x.Apply(v => v * 2));
        Assert.Equal([0.4, -1.6, null], x.Sort(ascending: false));
        Assert.IsType<DoubleDataFrameColumn>(x.DropNulls());
        Assert.Equal(["A!", null], new StringDataFrameColumn("s", ["A", null]).Apply(v => v + "!"));
    }

    [Fact]
    public void Create_picks_the_column_by_the_values()
    {
        Assert.Equal(typeof(float), DataFrameColumn.Create("x", new[] { 1f }).DataType);
        Assert.Equal(1, DataFrameColumn.Create("x", new int?[] { 1, null }).NullCount);
        Assert.Equal("a", DataFrameColumn.Create("x", new[] { "a" })[0]);
    }
}
