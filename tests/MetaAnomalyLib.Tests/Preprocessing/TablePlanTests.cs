using System.Globalization;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Preprocessing;
using Microsoft.Data.Analysis;

namespace MetaAnomalyLib.Tests.Preprocessing;

public sealed class TablePlanTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plan").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("3;4;7;1;2;9", ColumnUse.Number)]
    [InlineData("true;false;true;true;false;true", ColumnUse.Number)]
    [InlineData("1;2;3;4;5;6", ColumnUse.Dropped)]                     // counts the rows
    [InlineData("5;5;5;5;5;5", ColumnUse.Dropped)]
    [InlineData("x;x;x;x;x;x", ColumnUse.Dropped)]
    [InlineData("x;;x;x;;x", ColumnUse.Category)]                      // there or missing
    [InlineData(";;;;;", ColumnUse.Dropped)]
    [InlineData("a;b;a;b;a;b", ColumnUse.Category)]
    [InlineData("red fox;brown dog;a cat;two mice;owl;hen", ColumnUse.Dropped)]   // another text in every row
    [InlineData("1,5 kg;2,5 kg;3 kg;1,5 kg;2 kg;2 kg", ColumnUse.NumberFromText)]
    [InlineData("$1,200.50;$3.00;$12.10;$3.00;$4.00;$5.00", ColumnUse.NumberFromText)]
    [InlineData("$3.50;-;$12.10;$3.00;?;$5.00", ColumnUse.NumberFromText)]
    [InlineData("5'6;5'11;5'8;5'4;5'9;5'10", ColumnUse.Dropped)]                // feet and inches are not fifty-six
    [InlineData("2026-01-02;2026-01-05;2026-02-01;2025-12-31;2026-01-02;2026-01-03", ColumnUse.Date)]
    [InlineData("02.01.2026 06:30;05.01.2026 07:00;01.02.2026 08:15;31.12.2025 23:59;02.01.2026 06:31;03.01.2026 00:00", ColumnUse.Date)]
    public void A_column_becomes_what_a_person_would_make_of_it(string cells, ColumnUse expected)
    {
        var frame = Read("value;other\n" + string.Join("\n", cells.Split(';').Select((cell, row) => $"{cell};{(row * 7) % 5}")));

        Assert.Equal(expected, TablePlan.Fit(frame).Columns[0].Use);
    }

    [Fact]
    public void A_text_with_many_values_becomes_how_common_each_is()
    {
        var frame = Read("part\n" + string.Join("\n", Enumerable.Range(0, 200).Select(row => row < 100 ? "common" : $"rare {row % 30}")));

        var made = TablePlan.Fit(frame).Apply(frame).Columns[0];

        Assert.Equal("part: log share", made.Name);
        Assert.Equal(Math.Log(0.5), (double)made[0], 12);
        Assert.True((double)made[150] < (double)made[0]);
    }

    [Fact]
    public void Days_before_months_and_months_before_days_are_told_apart_by_the_days_above_twelve()
    {
        static string Lines(string format) => string.Join("\n", Enumerable.Range(0, 40).Select(day => new DateTime(2026, 1, 1).AddDays(day * 9).ToString(format, CultureInfo.InvariantCulture)));
        foreach (var format in (string[])["dd/MM/yyyy", "MM/dd/yyyy"])
        {
            var frame = Read("day\n" + Lines(format));

            var made = TablePlan.Fit(frame).Apply(frame);

            Assert.Equal(Enumerable.Range(0, 40).Select(day => 9.0 * day), made["day: days"].Cast<double>());
            Assert.Equal(3.0, made["day: weekday"][0]);   // 1 January 2026 was a Thursday
        }
    }

    [Theory]
    [InlineData("71,3 °C", 71.3)]
    [InlineData("-1.5e3", -1500)]
    [InlineData("1.234.567", 1234567)]
    [InlineData("1.234,5", 1234.5)]
    [InlineData("1,234.5", 1234.5)]
    [InlineData("12 345,6 kg", 12345.6)]
    [InlineData("1'234", 1234)]
    [InlineData("1,234,567", 1234567)]
    [InlineData("0,125", 0.125)]
    [InlineData("−4", -4)]
    [InlineData("12 %", 12)]
    [InlineData("€ 3", 3)]
    [InlineData("EUR 3.20", 3.2)]
    public void Numbers_are_read_as_people_write_them(string written, double expected)
    {
        var frame = Read("value\n" + string.Join("\n", Enumerable.Repeat($"\"{written}\"\n\"5 u\"", 3)));

        Assert.Equal(expected, (double)TablePlan.Fit(frame).Apply(frame).Columns[0][0], 9);
    }

    [Theory]
    [InlineData("$950;$1,200", 1200)]       // nothing speaks for a decimal comma
    [InlineData("1,25 m;1,200 m", 1.2)]
    [InlineData("0,125;1,200", 1.2)]
    public void A_comma_before_three_digits_is_read_as_the_rest_of_its_column_has_it(string cells, double expected)
    {
        var frame = Read("value\n" + string.Join("\n", cells.Split(';').SelectMany(cell => new[] { cell, cell })));

        Assert.Equal(expected, (double)TablePlan.Fit(frame).Apply(frame).Columns[0][2], 9);
    }

    [Fact]
    public void A_new_table_gets_the_columns_of_the_first_whatever_is_in_it()
    {
        var train = Read("kind;when;size\n" + string.Join("\n", Enumerable.Range(0, 20).Select(row => $"{"ab"[row % 2]};2026-01-{row + 1:00};{row},5 m")));
        var later = Read("kind;when;size\nc;never;\na;2026-02-01;7\n");
        var plan = TablePlan.Fit(train);

        var made = plan.Apply(later);

        Assert.Equal(plan.Apply(train).Columns.Select(c => c.Name), made.Columns.Select(c => c.Name));
        Assert.Equal("other", made["kind"][0]);
        Assert.Null(made["when: days"][0]);
        Assert.Equal(7.0, made["size"][1]);
    }

    [Fact]
    public void A_plan_that_was_saved_makes_the_same_table()
    {
        var frame = CsvReader.Read(MachineLog.Write(Path.Combine(folder, "log.csv"), rows: 200), new() { Separator = null });
        var plan = TablePlan.Fit(frame, "fault");

        var again = TablePlan.FromJson(plan.ToJson());

        Assert.Equal(plan.ToString(), again.ToString());
        Assert.Equal(plan.Apply(frame).Rows.SelectMany(row => row), again.Apply(frame).Rows.SelectMany(row => row));
        Assert.Throws<DataFormatException>(() => TablePlan.FromJson("[]"));
        Assert.Throws<DataFormatException>(() => TablePlan.FromJson(plan.ToJson()[..40]));
    }

    [Fact]
    public void A_table_without_a_usable_column_is_refused_with_the_reasons()
    {
        var error = Assert.Throws<ArgumentException>(() => TablePlan.Fit(Read("id;version\n1;2\n2;2\n3;2\n")));

        Assert.Contains("id: counts the rows; version: always the same", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unprepared_log_goes_from_csv_to_ranked_faults()
    {
        var frame = CsvReader.Read(MachineLog.Write(Path.Combine(folder, "log.csv"), rows: 1500), new() { Separator = null });
        var plan = TablePlan.Fit(frame, "fault");
        var ready = plan.Apply(frame);
        var x = new Preprocessor(new Imputer(ImputeStrategy.Median), new StandardScaler()).Fit(ready).Transform(ready);
        using var detector = new RobustEnsemble();

        var scores = detector.Fit(x).Score(x);

        Assert.Equal(["id", "firmware"], plan.Columns.Where(c => c.Use == ColumnUse.Dropped).Select(c => c.Name).Except(["comment"]));
        Assert.True(Metric.Auroc(frame.ToLabels("fault", "yes"), scores) > 0.85);
    }

    [Fact]
    public void The_features_in_which_a_row_is_odd_come_first()
    {
        var x = new float[101, 3];
        for (var row = 0; row < 101; row++) (x[row, 0], x[row, 1], x[row, 2]) = (row, row % 7, 1);
        var odd = new OddFeatures(x).Of([50, 60, 1]);

        Assert.Equal([1, 0], odd.Select(o => o.Feature));   // the constant says nothing
        Assert.Equal((60 - 3) / (1.4826 * 2), odd[0].Deviations, 6);
        Assert.Equal(0, odd[1].Deviations);
    }

    private DataFrame Read(string csv)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName() + ".csv");
        File.WriteAllText(path, csv);
        return CsvReader.Read(path, new() { Separator = ';' });
    }
}
