using CsvHelper;
using Microsoft.Data.Analysis;
using Csv = CsvHelper.CsvReader;

namespace MetaAnomalyLib.Data;

/// <summary>How <see cref="CsvReader"/> reads a file.</summary>
public sealed record CsvReadOptions
{
    /// <summary>The separator; null finds it from the first lines (comma, semicolon, tab or bar). Default: comma.</summary>
    public char? Separator { get; init; } = ',';

    /// <summary>Whether the first line names the columns; otherwise they are called Column0, Column1, ... Default: true.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Texts that stand for a missing value, beside the empty field. Default: those of pandas (NA, N/A, NaN, null, None,
    /// ...).</summary>
    public IReadOnlyCollection<string> MissingValues { get; init; } =
    [
        "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None",
        "n/a", "nan", "null",
    ];

    /// <summary>Largest file that is read, in bytes. Default: 4 GiB.</summary>
    public long MaxBytes { get; init; } = 4L << 30;
}

/// <summary>Reads csv files into a data frame: types are inferred from the whole file (long, double, bool, else text), a missing value is
/// null.</summary>
/// <remarks>CsvHelper splits the UTF-8 records; the numbers are parsed from its spans straight into the columns. Numbers are read in the
/// invariant culture and correctly rounded.</remarks>
public static class CsvReader
{
    /// <summary>Reads a csv file.</summary>
    /// <param name="path">Path of the file: UTF-8, or with a byte order mark of another encoding.</param>
    /// <param name="options">Separator, header, missing values, limit.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is empty or too large, a record has another number of fields than the first, or
    /// quoting is broken.</exception>
    public static DataFrame Read(string path, CsvReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new CsvReadOptions();
        var bytes = Limits.CheckFileSize(path, options.MaxBytes);
        var missing = new MissingValues(options.MissingValues);
        try
        {
            var columns = Parse(path, bytes, options, missing, text: null);
            // A column that began with numbers and then held text must be read again: its first values are wanted as they were written.
            if (columns.Any(c => c.IsMixed))
                columns = Parse(path, bytes, options, missing, columns.Select(c => c.IsMixed || c.IsText).ToArray());
            return new DataFrame(columns.Select(c => c.ToColumn()));
        }
        catch (CsvFormatException e)
        {
            throw new DataFormatException(
                path, e.Message, "a csv file whose records all have the same number of fields",
                "Correct the line, or set CsvReadOptions.Separator.", e);
        }
    }

    private static CsvColumnBuilder[] Parse(string path, long bytes, CsvReadOptions options, MissingValues missing, bool[]? text)
    {
        using var csv = Csv.FromFile(path, new CsvReaderOptions
        {
            Separator = options.Separator,
            HasHeader = options.HasHeader,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
            OnMalformedRecord = record => RefuseBrokenQuotes(path, record),
            MaxRecordSize = 64 << 20,
            BufferSize = 1 << 20,
        });
        var any = csv.Read();
        if (!any && csv.Headers.Count == 0)
            throw new DataFormatException(path, "an empty file", "a csv file with at least one record", "Fetch the file again.");

        var names = options.HasHeader ? csv.Headers : Enumerable.Repeat("", csv.FieldCount).ToArray();
        var columns = names.Select(
            (name, i) => new CsvColumnBuilder(
                name.Length > 0 ? name : FormattableString.Invariant($"Column{i}"), missing, text?[i] ?? false)).ToArray();
        if (columns.CountBy(c => c.Name).FirstOrDefault(n => n.Value > 1) is { Key: { } duplicate })
            throw new DataFormatException(
                path, $"two columns called '{duplicate}'", "distinct column names", "Rename one of them in the first line.");

        for (long row = 1; any; any = csv.Read(), row++)
        {
            if (row == SampleRows && bytes > csv.ByteOffset)
                Reserve(columns, (long)(bytes * 1.02 * SampleRows / csv.ByteOffset));
            for (var i = 0; i < columns.Length; i++)
                columns[i].Add(csv.GetSpan(i));
        }
        return columns;
    }

    /// <summary>A quote inside an unquoted field (5" pipe) is text; anything else that is wrong with quotes may swallow records.</summary>
    private static void RefuseBrokenQuotes(string path, CsvMalformedRecord record)
    {
        if (record.Reason is CsvMalformedReason.StrayQuote or CsvMalformedReason.FieldCountMismatch)
            return;
        throw new DataFormatException(
            path, FormattableString.Invariant($"broken quoting ({record.Reason}) in record {record.RecordNumber}"),
            "quotes that open and close a field",
            "Correct the record; a quote inside a quoted field is written twice.");
    }

    private const int SampleRows = 1000;

    /// <summary>The first records tell how many there will be: growing by doubling would copy every column several times.</summary>
    private static void Reserve(CsvColumnBuilder[] columns, long rows)
    {
        foreach (var column in columns)
            column.Reserve((int)Math.Min(rows, Array.MaxLength / sizeof(double)));
    }
}
