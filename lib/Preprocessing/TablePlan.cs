using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Display;
using Microsoft.Data.Analysis;

namespace MetaAnomalyLib.Preprocessing;

/// <summary>What becomes of a column that nobody prepared.</summary>
public enum ColumnUse
{
    /// <summary>Numbers and booleans, as they are.</summary>
    Number,

    /// <summary>Numbers written as text: a decimal comma, a unit, a percent or currency sign.</summary>
    NumberFromText,

    /// <summary>Dates: days since the first one, and where they vary the hour and the day of the week (Monday 0).</summary>
    Date,

    /// <summary>Text with few values: one column each; the rarest become <c>other</c>.</summary>
    Category,

    /// <summary>Text with many values: how common the value is, as the logarithm of its share.</summary>
    Frequency,

    /// <summary>Left out: it says nothing, or something else about every row.</summary>
    Dropped,
}

/// <summary>The plan for one column.</summary>
/// <param name="Name">Of the column.</param>
/// <param name="Use">What becomes of it.</param>
/// <param name="Why">In a few words, for people.</param>
/// <param name="Missing">Share of missing values, in [0, 1].</param>
/// <param name="DateFormat">Of dates: the one that they are written in.</param>
/// <param name="Values">Of categories: those that get a column; of frequencies: the values seen, with their counts in <see cref="Counts"/>.</param>
/// <param name="Counts">Of frequencies: how often each value was seen.</param>
/// <param name="FirstDay">Of dates: the earliest.</param>
/// <param name="CommaIsDecimal">Of numbers from text: whether <c>1,200</c> is a bit more than one, or twelve hundred.</param>
public sealed record ColumnPlan(
    string Name, ColumnUse Use, string Why, double Missing, string? DateFormat = null, IReadOnlyList<string>? Values = null, IReadOnlyList<int>? Counts = null, DateTime FirstDay = default,
    bool CommaIsDecimal = true);

/// <summary>
/// Decides for each column of a table as it comes (text, dates, missing cells, constants, identifiers) what a detector can use of it, says why, and makes a table of numbers and
/// categories, ready for a <see cref="Preprocessor"/>. Fitted on the training rows, applied to any.
/// </summary>
/// <example><code>
/// var frame = CsvReader.Read("mine.csv", new() { Separator = null });
/// var plan = TablePlan.Fit(frame, exclude: "label");   // look at it: a wrong guess is mended by dropping or renaming a column
/// var ready = plan.Apply(frame);
/// </code></example>
[TypeFormatterSource(typeof(ShownFormatterSource))]
public sealed class TablePlan : IShown
{
    private const int MostCategories = 20;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Converters = { new JsonStringEnumConverter() }, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
    };

    private TablePlan(IReadOnlyList<ColumnPlan> columns) => Columns = columns;

    /// <summary>One plan a column, in the order of the table.</summary>
    public IReadOnlyList<ColumnPlan> Columns { get; }

    /// <summary>Looks at the training rows.</summary>
    /// <param name="train">The table.</param>
    /// <param name="exclude">Columns to leave out of the plan, such as a label; <see cref="Apply"/> leaves them out as well.</param>
    /// <exception cref="ArgumentException">There are fewer than two rows, a column to exclude is not there, or no column can be used.</exception>
    public static TablePlan Fit(DataFrame train, params IReadOnlyList<string> exclude)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (train.Rows.Count < 2) throw new ArgumentException($"The table has {train.Rows.Count} rows; at least 2 are needed.", nameof(train));
        var names = train.Columns.Select(c => c.Name).ToArray();
        foreach (var name in exclude.Where(name => !names.Contains(name)))
            throw new ArgumentException($"There is no column '{name}' to exclude. There are: {string.Join(", ", names)}.", nameof(exclude));
        var plans = train.Columns.Where(column => !exclude.Contains(column.Name)).Select(PlanOf).ToArray();
        if (plans.All(plan => plan.Use == ColumnUse.Dropped))
            throw new ArgumentException($"No column can be used: {string.Join("; ", plans.Select(plan => $"{plan.Name}: {plan.Why}"))}.", nameof(train));
        return new TablePlan(plans);
    }

    /// <summary>The table of numbers and categories; a value that cannot be read is missing, and one never seen before is <c>other</c> or the rarest.</summary>
    /// <param name="frame">A table with the same columns; others are ignored.</param>
    /// <exception cref="ArgumentException">A column is missing, or holds numbers where it held text.</exception>
    public DataFrame Apply(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new DataFrame(Columns.Where(plan => plan.Use != ColumnUse.Dropped).SelectMany(plan => Made(plan, ColumnOf(frame, plan))));
    }

    /// <summary>The plan as json, for tomorrow's rows.</summary>
    public string ToJson() => JsonSerializer.Serialize(Columns, Json);

    /// <summary>A plan from <see cref="ToJson"/>.</summary>
    /// <exception cref="DataFormatException">The text is not what ToJson writes.</exception>
    public static TablePlan FromJson(string json)
    {
        try
        {
            var columns = JsonSerializer.Deserialize<ColumnPlan[]>(json, Json);
            if (columns is not { Length: > 0 } || columns.Any(c => !Enum.IsDefined(c.Use) || (c.Use == ColumnUse.Date && c.DateFormat is null)
                || (c.Use is ColumnUse.Category or ColumnUse.Frequency && c.Values is null) || (c.Use == ColumnUse.Frequency && c.Counts?.Count != c.Values!.Count)))
                throw new JsonException("a column lacks a part");
            return new TablePlan(columns);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new DataFormatException("table plan", e.Message, "json written by TablePlan.ToJson", "Fit it again and save it.", e);
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var width = Columns.Max(plan => plan.Name.Length);
        return string.Join('\n', Columns.Select(plan => $"{plan.Name.PadRight(width)}  {plan.Use,-14}  {plan.Why}"));
    }

    string IShown.ToHtml()
    {
        var html = new StringBuilder("<table><thead><tr>");
        foreach (var head in (string[])["column", "becomes", "why", "missing"]) html.Append("<th style=\"text-align:left\">").Append(head).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var plan in Columns)
        {
            html.Append(plan.Use == ColumnUse.Dropped ? "<tr style=\"opacity:0.6\">" : "<tr>");
            foreach (var text in (string[])[plan.Name, Spoken(plan.Use), plan.Why, plan.Missing.ToString("P1", CultureInfo.InvariantCulture)])
                html.Append("<td style=\"text-align:left\">").Append(WebUtility.HtmlEncode(text)).Append("</td>");
            html.Append("</tr>");
        }
        return html.Append("</tbody></table>").ToString();
    }

    private static string Spoken(ColumnUse use) => use switch
    {
        ColumnUse.NumberFromText => "number",
        ColumnUse.Category => "one column a value",
        ColumnUse.Frequency => "how common it is",
        ColumnUse.Dropped => "left out",
        _ => use.ToString().ToLowerInvariant(),
    };

    private static ColumnPlan PlanOf(DataFrameColumn column)
    {
        var missing = (double)column.NullCount / column.Length;
        ColumnPlan Plan(ColumnUse use, string why) => new(column.Name, use, why, missing);

        if (column.NullCount == column.Length) return Plan(ColumnUse.Dropped, "no value at all");
        if (column is not StringDataFrameColumn text)
        {
            var numbers = Enumerable.Range(0, (int)column.Length).Select(row => column[row]).Where(value => value is not null).Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture)).ToArray();
            if (numbers.Distinct().Count() == 1) return missing > 0 ? Plan(ColumnUse.Number, "there or missing") : Plan(ColumnUse.Dropped, "always the same");
            return IsCounter(numbers, column) ? Plan(ColumnUse.Dropped, "counts the rows") : Plan(ColumnUse.Number, column is BooleanDataFrameColumn ? "yes or no" : "numbers");
        }

        string[] values = [.. text.Where(value => value is not null)];
        var counts = values.CountBy(value => value, StringComparer.Ordinal).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        if (counts.Length == 1) return missing > 0 ? Plan(ColumnUse.Category, "there or missing") with { Values = [counts[0].Key] } : Plan(ColumnUse.Dropped, "always the same");
        if (WrittenValues.DateFormatOf(values) is { } format)
            return Plan(ColumnUse.Date, $"dates written {format}") with { DateFormat = format, FirstDay = values.Select(value => WrittenValues.Date(value, format)).OfType<DateTime>().Min() };
        if (WrittenValues.AreNumbers(values)) return Plan(ColumnUse.NumberFromText, $"numbers, such as '{values[0]}'") with { CommaIsDecimal = WrittenValues.CommaIsDecimal(values) };
        if (counts.Length > values.Length / 2) return Plan(ColumnUse.Dropped, counts.Length == values.Length ? "another text in every row" : "hardly a text twice");
        if (counts.Length <= MostCategories) return Plan(ColumnUse.Category, $"{counts.Length} values") with { Values = [.. counts.Select(pair => pair.Key)] };
        return Plan(ColumnUse.Frequency, $"{counts.Length} values") with { Values = [.. counts.Select(pair => pair.Key)], Counts = [.. counts.Select(pair => pair.Value)] };
    }

    // Whole numbers that grow by the same step from row to row.
    private static bool IsCounter(double[] numbers, DataFrameColumn column) =>
        numbers.Length > 2 && column.NullCount == 0 && numbers.All(double.IsInteger) && numbers[1] != numbers[0]
        && Enumerable.Range(1, numbers.Length - 1).All(i => numbers[i] - numbers[i - 1] == numbers[1] - numbers[0]);

    private static DataFrameColumn ColumnOf(DataFrame frame, ColumnPlan plan)
    {
        var found = frame.Columns.FirstOrDefault(column => column.Name == plan.Name)
            ?? throw new ArgumentException($"There is no column '{plan.Name}'. There are: {string.Join(", ", frame.Columns.Select(c => c.Name))}.", nameof(frame));
        // A text column can come out as numbers when its values happen to be, and as booleans when it is empty: read it as text.
        if (plan.Use == ColumnUse.Number || found is StringDataFrameColumn) return found;
        return new StringDataFrameColumn(plan.Name, Enumerable.Range(0, (int)found.Length).Select(row => Convert.ToString(found[row], CultureInfo.InvariantCulture)).Select(value => value is "" ? null : value));
    }

    private static IEnumerable<DataFrameColumn> Made(ColumnPlan plan, DataFrameColumn column)
    {
        if (plan.Use == ColumnUse.Number)
            return column is not StringDataFrameColumn written ? [column] : [Doubles(plan.Name, written.Select(value => value is null ? null : WrittenValues.Number(value)))];
        var values = ((StringDataFrameColumn)column).ToArray();
        return plan.Use switch
        {
            ColumnUse.NumberFromText => [Doubles(plan.Name, values.Select(value => value is null ? null : WrittenValues.Number(value, plan.CommaIsDecimal)))],
            ColumnUse.Date => DateColumns(plan, [.. values.Select(value => value is null ? null : WrittenValues.Date(value, plan.DateFormat!))]),
            ColumnUse.Category => [new StringDataFrameColumn(plan.Name, values.Select(value => value is null || plan.Values!.Contains(value) ? value : "other"))],
            _ => [Frequencies(plan, values)],
        };
    }

    private static IEnumerable<DataFrameColumn> DateColumns(ColumnPlan plan, DateTime?[] dates)
    {
        yield return Doubles($"{plan.Name}: days", dates.Select(date => date is { } d ? (d - plan.FirstDay).TotalDays : (double?)null));
        yield return Doubles($"{plan.Name}: weekday", dates.Select(date => date is { } d ? ((int)d.DayOfWeek + 6) % 7 : (double?)null));
        if (WrittenValues.HasTime(plan.DateFormat!)) yield return Doubles($"{plan.Name}: hour", dates.Select(date => date?.TimeOfDay.TotalHours));
    }

    // A value that was never seen counts as half a sighting.
    private static DoubleDataFrameColumn Frequencies(ColumnPlan plan, string?[] values)
    {
        var (total, counts) = ((double)plan.Counts!.Sum(), plan.Values!.Zip(plan.Counts!).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
        return Doubles($"{plan.Name}: log share", values.Select(value => value is null ? (double?)null : Math.Log((counts.TryGetValue(value, out var count) ? count : 0.5) / total)));
    }

    private static DoubleDataFrameColumn Doubles(string name, IEnumerable<double?> values) => new(name, values);
}
