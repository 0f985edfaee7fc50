using System.Globalization;
using System.Text;
using MetaAnomalyLib.Data;
using Microsoft.Data.Analysis;
using static MetaAnomalyLib.Tests.Data.TestFiles;

namespace MetaAnomalyLib.Tests.Data;

public sealed class CsvReaderTests : IDisposable
{
    private readonly TestFiles _files = new();

    public static IEnumerable<TheoryDataRow<int>> GoldenCases
        => Enumerable.Range(0, Golden.GetProperty("csv").GetArrayLength()).Select(i => new TheoryDataRow<int>(i));

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(GoldenCases))]
    public void Values_and_types_are_those_of_pandas(int index)
    {
        var golden = Golden.GetProperty("csv")[index];

        var frame = CsvReader.Read(GoldenFile(golden.GetProperty("file").GetString()!));

        foreach (var (column, expected) in frame.Columns.Zip(golden.GetProperty("columns").EnumerateArray()))
        {
            Assert.Equal(expected.GetProperty("name").GetString(), column.Name);
            var values = expected.GetProperty("values").EnumerateArray().Select(v => v.GetString()).ToArray();
            // pandas has no integers with missing values: it makes them floats.
            var kind = column is Int64DataFrameColumn && column.NullCount > 0 ? "f" : Kind(column);
            Assert.Equal(expected.GetProperty("kind").GetString(), kind);
            Assert.Equal(
                values.Select(v => Parse(v, kind)), column.Cast<object?>().Select(v => v is long l && kind == "f" ? (double)l : v));
        }
    }

    [Fact]
    public void Every_shortest_text_of_a_double_reads_back_as_the_same_double()
    {
        var random = new Random(1);
        var numbers = Enumerable.Range(0, 20_000).Select(i => i % 3 switch
        {
            0 => BitConverter.Int64BitsToDouble(random.NextInt64() & ~(1L << 62)),
            1 => random.NextDouble() * Math.Pow(10, random.Next(-6, 18)) * (random.Next(2) * 2 - 1),
            _ => Math.Round(random.NextDouble() * 1000, random.Next(0, 8)),
        }).Where(double.IsFinite).ToArray();
        var path = _files.Write(
            "doubles.csv", "x\n" + string.Join('\n', numbers.Select(x => x.ToString("R", CultureInfo.InvariantCulture))));

        var column = (DoubleDataFrameColumn)CsvReader.Read(path)["x"];

        Assert.Equal(numbers.Select(BitConverter.DoubleToInt64Bits), column.Select(x => BitConverter.DoubleToInt64Bits(x!.Value)));
    }

    [Fact]
    public void Every_fixed_decimal_reads_as_the_framework_reads_it()
    {
        var random = new Random(2);
        var texts = Enumerable.Range(0, 20_000).Select(_ =>
        {
            var digits = string.Concat(Enumerable.Range(0, random.Next(1, 24)).Select(_ => (char)('0' + random.Next(10))));
            return (random.Next(2) == 0 ? "-" : "") + digits.Insert(random.Next(digits.Length + 1), ".");
        }).ToArray();

        var column = (DoubleDataFrameColumn)CsvReader.Read(_files.Write("decimals.csv", "x\n" + string.Join('\n', texts)))["x"];

        Assert.Equal(
            texts.Select(t => BitConverter.DoubleToInt64Bits(double.Parse(t, CultureInfo.InvariantCulture))),
            column.Select(x => BitConverter.DoubleToInt64Bits(x!.Value)));
    }

    [Fact]
    public void Saving_and_reading_gives_the_same_frame()
    {
        var frame = new DataFrame(
            new DoubleDataFrameColumn("x", [0.1, null, -1e300]),
            new StringDataFrameColumn("text", ["a,b", "\"q\"", null]),
            new Int64DataFrameColumn("n", [1L, 2, 3]));
        var path = Path.Combine(_files.Folder, "saved.csv");

        DataFrame.SaveCsv(frame, path, cultureInfo: CultureInfo.InvariantCulture);

        Assert.Equal(frame.ToString(), CsvReader.Read(path).ToString());
    }

    [Fact]
    public void A_comma_culture_changes_nothing() => InGerman(() =>
    {
        var frame = CsvReader.Read(GoldenFile("numbers.csv"));
        Assert.Equal(0.1, frame[0, 1]);
        Assert.Equal(
            ["2.5", "3.5"],
            _ = CsvReader.Read(GoldenFile("spaces.csv"))["b"].Cast<double>().Select(x => x.ToString(CultureInfo.InvariantCulture)));
    });

    [Fact]
    public void Numbers_that_turn_into_text_keep_their_spelling()
    {
        var path = _files.Write("codes.csv", "code\n" + string.Join('\n', Enumerable.Repeat("007", 5000)) + "\n1.50\nX1\n");
        var column = CsvReader.Read(path)["code"];
        Assert.Equal("007", column[0]);
        Assert.Equal("1.50", column[5000]);
        Assert.Equal("X1", column[5001]);
    }

    [Fact]
    public void The_separator_can_be_found()
    {
        var frame = CsvReader.Read(_files.Write("semicolon.csv", "a;b\n1;2\n3;4\n"), new CsvReadOptions { Separator = null });
        Assert.Equal(["a", "b"], frame.Columns.Select(c => c.Name));
        Assert.Equal(4L, frame[1, 1]);
    }

    [Fact]
    public void Without_a_header_columns_are_numbered()
    {
        var frame = CsvReader.Read(_files.Write("bare.csv", "1,2\n3,4\n"), new CsvReadOptions { HasHeader = false });
        Assert.Equal(["Column0", "Column1"], frame.Columns.Select(c => c.Name));
        Assert.Equal(2, frame.Rows.Count);
    }

    [Fact]
    public void A_header_alone_is_a_frame_without_rows()
    {
        var frame = CsvReader.Read(_files.Write("header.csv", "a,b\n"));
        Assert.Equal(["a", "b"], frame.Columns.Select(c => c.Name));
        Assert.Equal(0, frame.Rows.Count);
    }

    [Fact]
    public void A_byte_order_mark_is_not_part_of_the_first_name()
    {
        var path = _files.Write("bom.csv", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("a,b\n1,2\n")]);
        Assert.Equal("a", CsvReader.Read(path).Columns[0].Name);
    }

    [Fact]
    public void Utf16_is_read_by_its_byte_order_mark()
    {
        var path = _files.Write("utf16.csv", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("größe\n1.5\n")]);
        Assert.Equal(1.5, CsvReader.Read(path)["größe"][0]);
    }

    [Fact]
    public void An_empty_file_is_refused() => Refused(() => CsvReader.Read(_files.Write("empty.csv", "")), "empty");

    [Fact]
    public void A_file_that_is_not_there_is_named()
        => Assert.Contains(
            "nothing.csv", Assert.Throws<FileNotFoundException>(() => CsvReader.Read(Path.Combine(_files.Folder, "nothing.csv"))).Message);

    [Theory]
    [InlineData("a,b\n1,2\n3\n")]
    [InlineData("a,b\n1,2\n3,4,5\n")]
    public void A_record_of_another_width_is_refused(string text)
        => Refused(() => CsvReader.Read(_files.Write("ragged.csv", text)), "field");

    [Fact]
    public void A_quote_that_never_closes_is_refused()
        => Refused(() => CsvReader.Read(_files.Write("open.csv", "a,b\n\"1,2\n3,4\n")), "quot");

    [Fact]
    public void A_quote_inside_a_field_is_text()
        => Assert.Equal("5\" pipe", CsvReader.Read(_files.Write("inch.csv", "a,b\n5\" pipe,2\n"))["a"][0]);

    [Fact]
    public void Text_after_a_closing_quote_is_refused()
        => Refused(() => CsvReader.Read(_files.Write("after.csv", "a,b\n\"1\"x,2\n")), "quot");

    [Fact]
    public void Equal_column_names_are_refused()
        => Refused(() => CsvReader.Read(_files.Write("twice.csv", "a,a\n1,2\n")), "two columns called 'a'");

    [Fact]
    public void A_file_over_the_limit_is_refused()
        => Refused(() => CsvReader.Read(_files.Write("large.csv", "a\n1\n2\n3\n"), new CsvReadOptions { MaxBytes = 4 }), "at most 4 bytes");

    [Fact]
    public void The_credit_card_sample_is_what_its_readme_says()
    {
        var data = LabeledData.FromDataFrame(CsvReader.Read(Real("creditcard/creditcard_sample.csv")), "Class").Validate(
            needsBothClasses: true);
        Assert.Equal(492 + 6209, data.Count);
        Assert.Equal(492, data.Anomalies);
        Assert.Equal(["Time", .. Enumerable.Range(1, 28).Select(i => $"V{i}"), "Amount"], data.FeatureNames);
    }

    private static string Kind(DataFrameColumn column) => column switch
    {
        Int64DataFrameColumn => "i",
        DoubleDataFrameColumn => "f",
        BooleanDataFrameColumn => "b",
        _ => "O",
    };

    private static object? Parse(string? value, string kind) => (value, kind) switch
    {
        (null, _) => null,
        (_, "i") => long.Parse(value, CultureInfo.InvariantCulture),
        ("inf", "f") => double.PositiveInfinity,
        ("-inf", "f") => double.NegativeInfinity,
        (_, "f") => double.Parse(value, CultureInfo.InvariantCulture),
        (_, "b") => value == "True",
        _ => value,
    };
}
