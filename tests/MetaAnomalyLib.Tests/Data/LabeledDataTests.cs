using MetaAnomalyLib.Data;
using Microsoft.Data.Analysis;

namespace MetaAnomalyLib.Tests.Data;

public sealed class LabeledDataTests
{
    private static readonly LabeledData Data = new(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }, [0, 1, 0], ["a", "b"]);

    [Fact]
    public void A_frame_becomes_a_matrix_with_NaN_for_null()
    {
        var frame = new DataFrame(
            new DoubleDataFrameColumn("d", [1.5, null]), new Int64DataFrameColumn("l", [2L, 3L]),
            new BooleanDataFrameColumn("b", [true, null]),
            new SingleDataFrameColumn("f", [4f, 5f]), new StringDataFrameColumn("y", ["bad", "good"]));

        var data = LabeledData.FromDataFrame(frame, "y", anomaly: "bad");

        Assert.Equal(new[,] { { 1.5f, 2, 1, 4 }, { float.NaN, 3, float.NaN, 5 } }, data.X);
        Assert.Equal([1, 0], data.Y);
        Assert.Equal(["d", "l", "b", "f"], data.FeatureNames);
    }

    [Fact]
    public void Text_columns_are_refused_with_the_way_out()
    {
        var frame = new DataFrame(new StringDataFrameColumn("colour", ["red"]), new Int64DataFrameColumn("y", [1L]));
        Assert.Contains("OneHotEncoder", Assert.Throws<ArgumentException>(() => LabeledData.FromDataFrame(frame, "y")).Message);
    }

    [Fact]
    public void Missing_labels_are_refused()
    {
        var frame = new DataFrame(new Int64DataFrameColumn("x", [1L, 2]), new Int64DataFrameColumn("y", [1L, null]));
        Assert.Contains("missing labels", Assert.Throws<ArgumentException>(() => LabeledData.FromDataFrame(frame, "y")).Message);
    }

    [Fact]
    public void Subset_takes_rows_in_order()
    {
        var subset = Data.Subset([2, 0]);
        Assert.Equal(new float[,] { { 5, 6 }, { 1, 2 } }, subset.X);
        Assert.Equal([0, 0], subset.Y);
        Assert.Equal(0, Data.Subset([]).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Data.Subset([3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Data.Subset([-1]));
    }

    [Fact]
    public void Wrong_widths_are_refused()
    {
        Assert.Contains("one label per row", Assert.Throws<ArgumentException>(() => new LabeledData(Data.X, [0, 1], ["a", "b"])).Message);
        Assert.Contains("one name per feature", Assert.Throws<ArgumentException>(() => new LabeledData(Data.X, Data.Y, ["a"])).Message);
        Assert.Contains("fitted on 3", Assert.Throws<ArgumentException>(() => Data.RequireWidth(3)).Message);
        Assert.Same(Data, Data.RequireWidth(2));
    }

    [Fact]
    public void Labels_other_than_0_and_1_are_refused()
        => Assert.Contains("Label 1 is 2", Assert.Throws<ArgumentException>(() => new LabeledData(Data.X, [0, 2, 0], ["a", "b"])).Message);

    [Fact]
    public void One_class_labels_are_refused_where_both_are_needed()
    {
        var normal = Data.Subset([0, 2]);
        Assert.Same(normal, normal.Validate());
        Assert.Contains("All 2 labels are 0", Assert.Throws<ArgumentException>(() => normal.Validate(needsBothClasses: true)).Message);
        Assert.Contains(
            "All 1 labels are 1", Assert.Throws<ArgumentException>(() => Data.Subset([1]).Validate(needsBothClasses: true)).Message);
        Assert.Same(Data, Data.Validate(needsBothClasses: true));
    }

    [Fact]
    public void NaN_is_refused_unless_allowed_and_infinity_always()
    {
        var missing = new LabeledData(new[,] { { 1, float.NaN } }, [0], ["a", "b"]);
        Assert.Contains("X[0, 1] ('b') is NaN", Assert.Throws<ArgumentException>(() => missing.Validate()).Message);
        Assert.Same(missing, missing.Validate(allowMissing: true));
        var infinite = new LabeledData(new[,] { { float.PositiveInfinity } }, [0], ["a"]);
        Assert.Throws<ArgumentException>(() => infinite.Validate(allowMissing: true));
    }

    [Fact]
    public void No_rows_and_no_features_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Data.Subset([]).Validate());
        Assert.Throws<ArgumentException>(() => new LabeledData(new float[2, 0], [0, 1], []).Validate());
    }

    [Fact]
    public void Counts_tell_the_anomaly_rate()
    {
        Assert.Equal((3, 2, 1, 1.0 / 3), (Data.Count, Data.Width, Data.Anomalies, Data.AnomalyRate));
        Assert.Equal(0, Data.Subset([]).AnomalyRate);
    }

    [Fact]
    public void Rows_that_a_column_marks_are_found_and_a_mark_that_is_not_there_is_named()
    {
        var frame = new DataFrame(new StringDataFrameColumn("status", ["", "Broken", null, "broken ", "0"]),
            new DoubleDataFrameColumn("known", [1, null, 0, 1, null]));
        Assert.Equal([1, 3], frame.MarkedRows("status", "broken"));
        Assert.Equal([0, 3], frame.MarkedRows("known"));
        Assert.Contains("it holds '', 'Broken'", Assert.Throws<ArgumentException>(() => frame.MarkedRows("status", "yes")).Message);
    }
}
