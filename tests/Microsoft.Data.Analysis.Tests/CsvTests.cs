using System.Globalization;
using System.Text;

namespace Microsoft.Data.Analysis.Tests;

public sealed class CsvTests
{
    private const string Text = "name,age,member,since\nAda,36,True,2020-01-02\n\"Bo, jr\",20.5,false,2021-03-04\n,,null,\n";

    [Fact]
    public void Types_are_guessed_as_bool_float_date_or_text()
    {
        var frame = DataFrame.LoadCsvFromString(Text, cultureInfo: CultureInfo.InvariantCulture);
        Assert.Equal([typeof(string), typeof(float), typeof(bool), typeof(DateTime)], frame.Columns.Select(c => c.DataType));
        Assert.Equal(["Bo, jr", 20.5f, false, new DateTime(2021, 3, 4)], frame.Rows[1]);
        Assert.Equal(["", null, null, null], frame.Rows[2]);
    }

    [Fact]
    public void Types_and_names_can_be_given()
    {
        var frame = DataFrame.LoadCsvFromString(
            "1;2\n3;4\n", separator: ';', header: false, columnNames: ["a", "b"], dataTypes: [typeof(int), typeof(double)],
            addIndexColumn: true);
        Assert.Equal(["IndexColumn", "a", "b"], frame.Columns.Select(c => c.Name));
        Assert.Equal([1L, 3, 4.0], frame.Rows[1]);
        Assert.Equal(["Column0", "Column1"], DataFrame.LoadCsvFromString("1,2\n", header: false).Columns.Select(c => c.Name));
    }

    [Fact]
    public void The_number_of_rows_can_be_limited()
    {
        Assert.Equal(2, DataFrame.LoadCsvFromString(Text, numberOfRowsToRead: 2, cultureInfo: CultureInfo.InvariantCulture).Rows.Count);
        var many = "x\n" + string.Join('\n', Enumerable.Range(0, 50));
        Assert.Equal(20, DataFrame.LoadCsvFromString(many, numberOfRowsToRead: 20).Rows.Count);
        Assert.Equal(50, DataFrame.LoadCsvFromString(many, guessRows: 3).Rows.Count);
    }

    [Fact]
    public void Equal_names_can_be_renamed()
    {
        Assert.Equal(["a", "a.1"], DataFrame.LoadCsvFromString("a,a\n1,2\n", renameDuplicatedColumns: true).Columns.Select(c => c.Name));
        Assert.Throws<ArgumentException>(() => DataFrame.LoadCsvFromString("a,a\n1,2\n"));
    }

    [Fact]
    public void What_cannot_be_read_is_refused()
    {
        Assert.Throws<FormatException>(() => DataFrame.LoadCsvFromString(""));
        Assert.Throws<FormatException>(() => DataFrame.LoadCsvFromString("a,b\n1\n2,3\n"));
        Assert.Throws<FormatException>(
            () => DataFrame.LoadCsvFromString("a\n1\n2\nx\n", guessRows: 2, cultureInfo: CultureInfo.InvariantCulture));
        Assert.Throws<ArgumentException>(() => DataFrame.LoadCsvFromString("a\n1\n", guessRows: 0));
    }

    [Fact]
    public void Saving_and_loading_keeps_every_digit()
    {
        var frame = new DataFrame(
            new DoubleDataFrameColumn("x", [0.1, 1.0 / 3, null]), new StringDataFrameColumn("s", ["a\"b", "c,d", "e"]));
        using var stream = new MemoryStream();
        DataFrame.SaveCsv(frame, stream, encoding: Encoding.UTF8, cultureInfo: CultureInfo.InvariantCulture);
        stream.Position = 0;
        var loaded = DataFrame.LoadCsv(stream, dataTypes: [typeof(double), typeof(string)], cultureInfo: CultureInfo.InvariantCulture);
        Assert.Equal(frame.Rows.Select(r => r.ToList()), loaded.Rows.Select(r => r.ToList()));
        Assert.Throws<ArgumentException>(() => DataFrame.SaveCsv(frame, Stream.Null, cultureInfo: CultureInfo.GetCultureInfo("de-DE")));
    }

    [Fact]
    public void A_comma_culture_reads_its_own_numbers()
        => Assert.Equal(
            1.5f, DataFrame.LoadCsvFromString("a;b\n1,5;2\n", separator: ';', cultureInfo: CultureInfo.GetCultureInfo("de-DE"))["a"][0]);
}
