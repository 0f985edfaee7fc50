using MetaAnomalyLib.Data;
using Microsoft.Data.Analysis;
using static MetaAnomalyLib.Tests.Data.TestFiles;

namespace MetaAnomalyLib.Tests.Data;

public sealed class ArffReaderTests : IDisposable
{
    private const string Small = """
        % a comment
        @RELATION small

        @attribute 'checking status' { '<0', '0<=X<200', 'no checking' }
        @attribute age numeric
        @Attribute note STRING
        @attribute "class" {good,bad}
        @data
        '<0', 67.5, 'it\'s', good
        % between
        'no checking',?,?,bad
        '0<=X<200',-1e2,"a, b",good
        """;

    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Nominal_numeric_string_and_missing_values_are_read()
    {
        var frame = ArffReader.Read(_files.Write("small.arff", Small));
        Assert.Equal(["checking status", "age", "note", "class"], frame.Columns.Select(c => c.Name));
        Assert.Equal(["<0", "no checking", "0<=X<200"], frame["checking status"].Cast<string>());
        Assert.Equal([67.5, null, -100.0], (DoubleDataFrameColumn)frame["age"]);
        Assert.Equal(["it's", null, "a, b"], frame["note"].Cast<string?>());
        Assert.Equal([0, 1, 0], frame.ToLabels("class", "bad"));
    }

    [Fact]
    public void A_comma_culture_changes_nothing()
        => InGerman(() => Assert.Equal(67.5, ArffReader.Read(_files.Write("small.arff", Small))["age"][0]));

    [Theory]
    [InlineData("good", "wrong", "one of good, bad")]
    [InlineData("67.5", "old", "a number")]
    [InlineData("'<0', 67.5", "67.5", "4, one per attribute")]
    [InlineData("'<0', 67.5", "{0 1}", "comma-separated")]
    [InlineData("numeric", "date", "numeric, real")]
    [InlineData("'<0', 67.5", "'<0, 67.5", "comma")]
    [InlineData("@RELATION", "hello", "@relation")]
    [InlineData("age", "\"class\"", "distinct names")]
    [InlineData("@data", "% no data", "@relation, @attribute or @data")]
    public void A_wrong_line_is_refused(string old, string replacement, string expected)
    {
        var text = Small.Insert(Small.Length, "\n");
        var at = text.IndexOf(old, old == "good" ? text.IndexOf("@data", StringComparison.Ordinal) : 0, StringComparison.Ordinal);
        Refused(() => ArffReader.Read(_files.Write("wrong.arff", text.Remove(at, old.Length).Insert(at, replacement))), expected);
    }

    [Fact]
    public void Empty_truncated_and_oversized_files_are_refused()
    {
        Refused(() => ArffReader.Read(_files.Write("empty.arff", "")), "empty");
        Refused(() => ArffReader.Read(_files.Write("cut.arff", "@relation x\n@attribute a numeric\n")), "no @data");
        Refused(() => ArffReader.Read(_files.Write("none.arff", "@relation x\n@data\n")), "at least one @attribute");
        Refused(() => ArffReader.Read(_files.Write("large.arff", Small), maxBytes: 10), "at most 10 bytes");
    }

    [Fact]
    public void German_credit_has_its_published_counts()
    {
        var found = DataCatalog.Default.Find("credit-g");
        Assert.SkipUnless(found is not null, "credit-g.arff is not there: run data/fetch-credit-g");
        var frame = ArffReader.Read(found.Files[0]);
        Assert.Equal((1000, 21), (frame.Rows.Count, frame.Columns.Count));
        Assert.Equal(300, frame.ToLabels("class", "bad").Sum());
    }
}
