using System.Globalization;
using System.Net;

namespace Microsoft.Data.Analysis;

/// <summary>Found by name by .NET Interactive and by this project's kernel: how a type shows itself in a notebook without knowing the
/// kernel.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[] PreferredMimeTypes { get; set; }
}

internal sealed class DataFrameFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlTable()];

    /// <summary>The first rows as an HTML table; everything that comes from the data is escaped.</summary>
    internal sealed class HtmlTable
    {
        public string MimeType => "text/html";

        public Type Type => typeof(DataFrame);

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not DataFrame frame)
                return false;
            writer.Write("<table><thead><tr><th>index</th>");
            foreach (var column in frame.Columns)
                writer.Write($"<th>{WebUtility.HtmlEncode(column.Name)}</th>");
            writer.Write("</tr></thead><tbody>");
            var shown = Math.Min(frame.Rows.Count, DataFrame.DefaultMaxRowsToShowInPreview);
            for (long row = 0; row < shown; row++)
            {
                writer.Write(FormattableString.Invariant($"<tr><td>{row}</td>"));
                foreach (var column in frame.Columns)
                    writer.Write($"<td>{WebUtility.HtmlEncode(Shortened(column[row]))}</td>");
                writer.Write("</tr>");
            }
            writer.Write("</tbody></table>");
            if (shown < frame.Rows.Count)
                writer.Write($"<p>{WebUtility.HtmlEncode(Messages.AmountOfRowsShown(shown, frame.Rows.Count))}</p>");
            return true;
        }

        // Seventeen digits would hide the table; the values themselves are not touched.
        private static string Shortened(object value) => value switch
        {
            double number => number.ToString("G6", CultureInfo.InvariantCulture),
            float number => number.ToString("G6", CultureInfo.InvariantCulture),
            _ => DataFrame.Show(value),
        };
    }
}
