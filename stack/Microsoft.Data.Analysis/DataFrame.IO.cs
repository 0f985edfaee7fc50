using System.Globalization;
using System.Text;
using CsvHelper;

namespace Microsoft.Data.Analysis;

public partial class DataFrame
{
    /// <summary>Reads a csv file. Types that are not given are guessed from the first <paramref name="guessRows"/> lines: bool, float,
    /// DateTime, else text.</summary>
    public static DataFrame LoadCsv(
        string filename, char separator = ',', bool header = true, string[] columnNames = null, Type[] dataTypes = null, int numRows = -1,
        int guessRows = 10, bool addIndexColumn = false, Encoding encoding = null, bool renameDuplicatedColumns = false,
        CultureInfo cultureInfo = null)
    {
        using var stream = File.OpenRead(filename);
        return LoadCsv(
            stream, separator, header, columnNames, dataTypes, numRows, guessRows, addIndexColumn, encoding, renameDuplicatedColumns,
            cultureInfo);
    }

    public static DataFrame LoadCsv(
        Stream csvStream, char separator = ',', bool header = true, string[] columnNames = null, Type[] dataTypes = null,
        long numberOfRowsToRead = -1, int guessRows = 10, bool addIndexColumn = false, Encoding encoding = null,
        bool renameDuplicatedColumns = false, CultureInfo cultureInfo = null, Func<IEnumerable<string>, Type> guessTypeFunction = null)
    {
        if (!csvStream.CanSeek)
            throw new ArgumentException("Expected a seekable stream", nameof(csvStream));
        using var reader = new StreamReader(csvStream, encoding ?? Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        return ReadCsv(
            reader, separator, header, columnNames, dataTypes, numberOfRowsToRead, guessRows, addIndexColumn, renameDuplicatedColumns,
            cultureInfo,
            guessTypeFunction);
    }

    public static DataFrame LoadCsvFromString(
        string csvString, char separator = ',', bool header = true, string[] columnNames = null, Type[] dataTypes = null,
        long numberOfRowsToRead = -1, int guessRows = 10, bool addIndexColumn = false, bool renameDuplicatedColumns = false,
        CultureInfo cultureInfo = null, Func<IEnumerable<string>, Type> guessTypeFunction = null)
        => ReadCsv(
            new StringReader(csvString), separator, header, columnNames, dataTypes, numberOfRowsToRead, guessRows, addIndexColumn,
            renameDuplicatedColumns, cultureInfo, guessTypeFunction);

    public static void SaveCsv(
        DataFrame dataFrame, string path, char separator = ',', bool header = true, Encoding encoding = null,
        CultureInfo cultureInfo = null)
    {
        using var stream = new FileStream(path, FileMode.Create);
        SaveCsv(dataFrame, stream, separator, header, encoding, cultureInfo);
    }

    public static void SaveCsv(
        DataFrame dataFrame, Stream csvStream, char separator = ',', bool header = true, Encoding encoding = null,
        CultureInfo cultureInfo = null)
    {
        cultureInfo ??= CultureInfo.CurrentCulture;
        if (cultureInfo.NumberFormat.NumberDecimalSeparator == separator.ToString())
            throw new ArgumentException("Decimal separator cannot match the column separator");
        using var writer = new StreamWriter(csvStream, encoding ?? Encoding.ASCII, leaveOpen: true);
        if (header)
            writer.WriteLine(string.Join(separator, dataFrame.Columns.Select(c => Quote(c.Name, separator))));
        for (long row = 0; row < dataFrame.Rows.Count; row++)
            writer.WriteLine(string.Join(separator, dataFrame.Columns.Select(c => CsvText(c[row], separator, cultureInfo))));
    }

    private static string CsvText(object value, char separator, CultureInfo cultureInfo) => value switch
    {
        float number => number.ToString("G9", cultureInfo),
        double number => number.ToString("G17", cultureInfo),
        string text => Quote(text, separator),
        _ => Convert.ToString(value, cultureInfo),
    };

    private static string Quote(string text, char separator)
        => text.AsSpan().IndexOfAny([separator, '\n', '\r', '"']) < 0
            ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static DataFrame ReadCsv(
        TextReader reader, char separator, bool header, string[] columnNames, Type[] dataTypes, long numberOfRowsToRead, int guessRows,
        bool addIndexColumn, bool renameDuplicatedColumns, CultureInfo cultureInfo, Func<IEnumerable<string>, Type> guessTypeFunction)
    {
        cultureInfo ??= CultureInfo.CurrentCulture;
        if (dataTypes is null && guessRows <= 0)
            throw new ArgumentException($"Expected either {nameof(guessRows)} or {nameof(dataTypes)} to be provided");
        using var csv = CsvReader.Create(reader, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            TrimWhitespace = true,
            TrimInsideQuotes = true,
            PoolStrings = true,
        });
        var lines = Lines(csv).GetEnumerator();
        var guessed = new List<string[]>();
        var read = 0;
        while (read < Math.Max(guessRows, 1) && lines.MoveNext())
        {
            if (read++ > 0 || !header)
                guessed.Add(lines.Current);
            else
                columnNames ??= renameDuplicatedColumns ? Distinct(lines.Current) : lines.Current;
        }
        if (read == 0)
            throw new FormatException("Empty file");

        if (numberOfRowsToRead >= 0)
            guessed = guessed.Take((int)Math.Min(int.MaxValue, numberOfRowsToRead)).ToList();
        var width = guessed.Select(line => line.Length).Append(dataTypes?.Length ?? 0).Max();
        var columns = new DataFrameColumn[width];
        for (var i = 0; i < width; i++)
        {
            var type = dataTypes?[i] ?? (guessTypeFunction ?? (values => GuessType(values, cultureInfo)))(Values(guessed, i));
            var name = columnNames is not null && i < columnNames.Length ? columnNames[i] : "";
            columns[i] = CreateColumn(type, name.Length > 0 ? name : FormattableString.Invariant($"Column{i}"));
        }
        var frame = new DataFrame(columns);
        foreach (var line in guessed)
            frame.Append(line, inPlace: true, cultureInfo: cultureInfo);
        while ((numberOfRowsToRead < 0 || frame.Rows.Count < numberOfRowsToRead) && lines.MoveNext())
            frame.Append(lines.Current, inPlace: true, cultureInfo: cultureInfo);
        if (addIndexColumn)
            frame.Columns.Insert(
                0, new Int64DataFrameColumn("IndexColumn", Enumerable.Range(0, (int)frame.Rows.Count).Select(i => (long)i)));
        return frame;
    }

    private static IEnumerable<string[]> Lines(CsvReader csv)
    {
        while (csv.Read())
            yield return csv.Current.ToArray();
    }

    private static IEnumerable<string> Values(List<string[]> lines, int column) => lines.Select(
        (line, i) => column < line.Length ? line[column]
            : throw new FormatException(FormattableString.Invariant($"Line {i + 2} has less columns than expected")));

    private static string[] Distinct(string[] names)
    {
        var seen = new Dictionary<string, int>();
        return Array.ConvertAll(names, name => seen.TryAdd(name, 1) ? name : FormattableString.Invariant($"{name}.{seen[name]++}"));
    }

    private static Type GuessType(IEnumerable<string> values, CultureInfo cultureInfo)
    {
        Type guess = null;
        foreach (var value in values.Where(v => !string.IsNullOrEmpty(v) && !v.Equals("null", StringComparison.OrdinalIgnoreCase)))
        {
            var type = bool.TryParse(value, out _) ? typeof(bool)
                : float.TryParse(value, NumberStyles.Float | NumberStyles.AllowThousands, cultureInfo, out _) ? typeof(float)
                : DateTime.TryParse(value, cultureInfo, DateTimeStyles.None, out _) ? typeof(DateTime) : typeof(string);
            guess = guess is null || guess == type ? type : Wider(guess, type);
        }
        return guess ?? typeof(string);
    }

    private static Type Wider(Type x, Type y)
        => new[] { typeof(string), typeof(float), typeof(bool) }.FirstOrDefault(type => x == type || y == type) ?? typeof(DateTime);

    private static DataFrameColumn CreateColumn(Type type, string name) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => new BooleanDataFrameColumn(name),
        TypeCode.Byte => new ByteDataFrameColumn(name),
        TypeCode.Char => new CharDataFrameColumn(name),
        TypeCode.DateTime => new DateTimeDataFrameColumn(name),
        TypeCode.Decimal => new DecimalDataFrameColumn(name),
        TypeCode.Double => new DoubleDataFrameColumn(name),
        TypeCode.Int16 => new Int16DataFrameColumn(name),
        TypeCode.Int32 => new Int32DataFrameColumn(name),
        TypeCode.Int64 => new Int64DataFrameColumn(name),
        TypeCode.SByte => new SByteDataFrameColumn(name),
        TypeCode.Single => new SingleDataFrameColumn(name),
        TypeCode.String => new StringDataFrameColumn(name),
        TypeCode.UInt16 => new UInt16DataFrameColumn(name),
        TypeCode.UInt32 => new UInt32DataFrameColumn(name),
        TypeCode.UInt64 => new UInt64DataFrameColumn(name),
        _ => throw new NotSupportedException(nameof(type)),
    };
}
