using System.Globalization;
using Microsoft.Data.Analysis;

namespace MetaAnomalyLib.Data;

/// <summary>Reads ARFF files, the format of Weka and OpenML: numeric attributes become double columns, nominal and string ones text;
/// <c>?</c> is null.</summary>
/// <remarks>Dates, relational attributes and sparse rows are refused. Format: Weka manual, "Attribute-Relation File Format".</remarks>
public static class ArffReader
{
    /// <summary>Reads an ARFF file.</summary>
    /// <param name="path">Path of the file, UTF-8.</param>
    /// <param name="maxBytes">Largest file that is read, in bytes. Default: 1 GiB.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is not an ARFF file, or a line of it is wrong: the message says which.</exception>
    public static DataFrame Read(string path, long maxBytes = 1L << 30)
    {
        Limits.CheckFileSize(path, maxBytes);
        var columns = new List<ArffColumn>();
        var inData = false;
        var number = 0;
        foreach (var raw in File.ReadLines(path))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '%')
                continue;
            DataFormatException Wrong(string found, string expected) => new(
                string.Create(CultureInfo.InvariantCulture, $"{path}, line {number}"), found, expected,
                "Check that this is a dense ARFF file.");
            if (inData)
                AddRow(line, columns, Wrong);
            else if (line.StartsWith("@attribute", StringComparison.OrdinalIgnoreCase))
                columns.Add(ParseAttribute(line["@attribute".Length..], Wrong));
            else if (line.Equals("@data", StringComparison.OrdinalIgnoreCase))
                inData = columns.Count > 0 ? true : throw Wrong("@data", "at least one @attribute before it");
            else if (!line.StartsWith("@relation", StringComparison.OrdinalIgnoreCase))
                throw Wrong($"'{Shorten(line)}'", "@relation, @attribute or @data");
        }
        if (!inData)
            throw new DataFormatException(path, "no @data section", "an ARFF file with one", "The file is truncated: fetch it again.");
        if (columns.CountBy(c => c.Name).FirstOrDefault(n => n.Value > 1) is { Key: { } duplicate })
            throw new DataFormatException(path, $"two attributes called '{duplicate}'", "distinct names", "Rename one of them.");
        return new DataFrame(columns.Select(c => c.ToColumn()));
    }

    private static ArffColumn ParseAttribute(string text, Func<string, string, Exception> wrong)
    {
        text = text.Trim();
        var name = TakeToken(ref text, char.IsWhiteSpace, wrong);
        if (text.StartsWith('{'))
        {
            return text.EndsWith('}')
                ? new ArffColumn(name, IsNumeric: false, [.. Tokens(text[1..^1], wrong)])
                : throw wrong($"'{Shorten(text)}'", "{ value, value, ... }");
        }
        return text.ToUpperInvariant() switch
        {
            "NUMERIC" or "REAL" or "INTEGER" => new ArffColumn(name, IsNumeric: true, null),
            "STRING" => new ArffColumn(name, IsNumeric: false, null),
            _ => throw wrong($"an attribute of type '{Shorten(text)}'", "numeric, real, integer, string or { values }"),
        };
    }

    private static void AddRow(string line, List<ArffColumn> columns, Func<string, string, Exception> wrong)
    {
        if (line[0] == '{')
            throw wrong("a sparse row", "comma-separated values");
        var values = Tokens(line, wrong);
        if (values.Count != columns.Count)
            throw wrong($"{values.Count} values", $"{columns.Count}, one per attribute");
        for (var i = 0; i < values.Count; i++)
            columns[i].Add(values[i], wrong);
    }

    /// <summary>Splits at commas; a value may be in single or double quotes, where a backslash escapes. An unquoted ? is null.</summary>
    private static List<string?> Tokens(string text, Func<string, string, Exception> wrong)
    {
        var tokens = new List<string?>();
        for (var more = true; more;)
        {
            text = text.TrimStart();
            var quoted = text.Length > 0 && text[0] is '\'' or '"';
            var token = TakeToken(ref text, c => c == ',', wrong);
            tokens.Add(!quoted && token == "?" ? null : token);
            text = text.TrimStart();
            more = text.StartsWith(',');
            if (!more && text.Length > 0)
                throw wrong($"'{Shorten(text)}' after a value", "a comma");
            text = more ? text[1..] : text;
        }
        return tokens;
    }

    private static string TakeToken(ref string text, Func<char, bool> ends, Func<string, string, Exception> wrong)
    {
        if (text.Length == 0 || text[0] is not ('\'' or '"'))
        {
            var end = 0;
            while (end < text.Length && !ends(text[end]))
                end++;
            var plain = text[..end].TrimEnd();
            text = text[end..].TrimStart();
            return plain;
        }
        var token = new System.Text.StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == text[0])
            {
                text = text[(i + 1)..].TrimStart();
                return token.ToString();
            }
            if (text[i] == '\\' && i + 1 < text.Length)
                i++;
            token.Append(text[i]);
        }
        throw wrong($"'{Shorten(text)}'", "a closing quote");
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";

    private sealed record ArffColumn(string Name, bool IsNumeric, HashSet<string?>? Allowed)
    {
        private readonly List<double?> _numbers = [];
        private readonly List<string?> _texts = [];

        public void Add(string? value, Func<string, string, Exception> wrong)
        {
            if (!IsNumeric && value is not null && Allowed?.Contains(value) == false)
                throw wrong($"{Name} = '{value}'", $"one of {string.Join(", ", Allowed)}");
            if (!IsNumeric)
                _texts.Add(value);
            else if (value is null)
                _numbers.Add(null);
            else if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                _numbers.Add(number);
            else
                throw wrong($"{Name} = '{value}'", "a number");
        }

        public DataFrameColumn ToColumn()
            => IsNumeric ? new DoubleDataFrameColumn(Name, _numbers) : new StringDataFrameColumn(Name, _texts!);
    }
}
