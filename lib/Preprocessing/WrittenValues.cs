using System.Globalization;
using System.Text.RegularExpressions;

namespace MetaAnomalyLib.Preprocessing;

/// <summary>Dates and numbers as people and programs write them into csv files.</summary>
internal static partial class WrittenValues
{
    // A few typing errors do not make another kind of column.
    private const double Nearly = 0.95;

    private static readonly string[] DayFormats = ["yyyy-MM-dd", "yyyy/MM/dd", "yyyyMMdd", "dd.MM.yyyy", "d.M.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "dd-MM-yyyy", "dd MMM yyyy", "MMM d yyyy"];
    private static readonly string[] TimeFormats = ["", "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF", "h:mm tt", "h:mm:ss tt"];

    // Day before month where both fit: the one that fits more values is taken first.
    private static readonly string[] Formats =
    [
        .. DayFormats.SelectMany(day => TimeFormats, (day, time) => time.Length == 0 ? day : $"{day} {time}"),
        .. ((string[])["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"]).Select(time => $"yyyy-MM-ddT{time}"), "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    /// <summary>The format that nearly all values are written in, or null.</summary>
    public static string? DateFormatOf(IReadOnlyList<string> values)
    {
        // Most formats fall at the first few values.
        var first = values.Take(20).ToArray();
        return Formats.Where(format => Share(first, format) >= 0.5)
            .Select(format => (Format: format, Share: Share(values, format))).Where(f => f.Share >= Nearly).OrderByDescending(f => f.Share).Select(f => f.Format).FirstOrDefault();
    }

    public static DateTime? Date(string value, string format) =>
        DateTime.TryParseExact(value.Trim(), format, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    public static bool HasTime(string format) => format.Contains("H", StringComparison.OrdinalIgnoreCase);

    public static bool AreNumbers(IReadOnlyList<string> values)
    {
        // A dash or a question mark stands for a missing value.
        var written = values.Where(value => value.Any(char.IsLetterOrDigit)).ToArray();
        return written.Length > 0 && written.Count(value => Number(value) is not null) >= Nearly * written.Length;
    }

    /// <summary>Whether a single comma separates decimals in these values: in some it stands elsewhere than before three digits, as in <c>71,3</c>, or after a zero; else <c>1,200</c> is
    /// twelve hundred.</summary>
    public static bool CommaIsDecimal(IEnumerable<string> values) => values.Any(value => DecimalComma().IsMatch(value));

    /// <summary>A number with a decimal point or comma, separators of thousands, and a unit before or after it; or null.</summary>
    /// <param name="value">As it is written.</param>
    /// <param name="commaIsDecimal">Of a single comma before three digits, which could be either.</param>
    public static double? Number(string value, bool commaIsDecimal = true)
    {
        var match = NumberWithUnit().Match(value);
        if (!match.Success) return null;
        var digits = match.Groups["number"].Value.Replace('−', '-');
        var grouped = Thousands().Match(digits);
        // Separators of thousands stand before three digits each; what is left then separates the decimals.
        if (grouped.Success) digits = grouped.Groups["whole"].Value.Replace(grouped.Groups["mark"].Value, "", StringComparison.Ordinal) + grouped.Groups["rest"].Value;
        else if (!commaIsDecimal && SingleThousand().IsMatch(digits)) digits = digits.Replace(",", "", StringComparison.Ordinal);
        digits = digits.Replace(',', '.');
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }

    private static double Share(IReadOnlyList<string> values, string format) => (double)values.Count(value => Date(value, format) is not null) / values.Count;

    [GeneratedRegex(@"(?:^|\D)0,\d|,\d{1,2}(?!\d)|,\d{4,}", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^[-+]?\d{1,3},\d{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex SingleThousand();

    // 1,234,567 or 1.234,5 or 12 345 or 1'234: a single comma or point before three digits is taken for one of thousands only where decimals follow.
    [GeneratedRegex(@"^(?<whole>[-+]?\d{1,3}(?:(?<mark>[,.])\d{3}(?:\k<mark>\d{3})+|(?<mark>[ \u00A0'])\d{3}(?:\k<mark>\d{3})*|(?<mark>,)\d{3}(?=\.)|(?<mark>\.)\d{3}(?=,)))(?<rest>[.,]?\d*(?:[eE][-+]?\d+)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^\s*(?:[$€£¥]|[A-Z]{3}\s)?\s*(?<number>[-+−]?(?:\d+(?:[.,' \u00A0]\d{3})*(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?)\s*(?:[%$€£¥°µ]?[A-Za-z/³²]{0,8})\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberWithUnit();
}
