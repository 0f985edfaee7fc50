using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace MetaAnomalyLib.Plots.Picture;

/// <summary>Writes SVG elements: invariant numbers with two decimals, escaped text.</summary>
internal sealed partial class SvgWriter
{
    private readonly StringBuilder _svg = new();

    public override string ToString() => _svg.ToString();

    public void Raw(string svg) => _svg.Append(svg).Append('\n');

    /// <summary>Appends an element whose numbers are formatted here: give coordinates, colours and words only.</summary>
    public void Add(FormattableString element) => Raw(Format(element));

    public void Rect(double x, double y, double width, double height, string fill, string attributes = "") =>
        Raw(Format($"<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{Escape(fill)}\"") + attributes + "/>");

    public static string Format(FormattableString element) => string.Format(CultureInfo.InvariantCulture, element.Format,
        [.. element.GetArguments().Select(a => a is double number ? number.ToString("0.##", CultureInfo.InvariantCulture) : a)]);

    /// <summary>Text at a place; plotly.js's line breaks are kept, its other tags left out.</summary>
    /// <remarks>The anchor is start, middle or end; the block stands on y (rise 0), around it (0.5) or below it (1).</remarks>
    public void Text(string text, double x, double y, double size, string anchor, string color, double rise = 0, double rotate = 0)
    {
        var lines = Lines(text);
        const double LineHeight = 1.25;
        var top = y - (lines.Length - 1) * size * LineHeight * (1 - rise) + rise * size * 0.72;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = top + i * size * LineHeight;
            var turn = rotate == 0 ? "" : Format($" transform=\"rotate({rotate},{x},{y})\"");
            Raw(Format($"<text x=\"{x}\" y=\"{line}\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"{Escape(color)}\"") + turn
                + ">" + Escape(lines[i]) + "</text>");
        }
    }

    /// <summary>The lines that a reader sees.</summary>
    public static string[] Lines(string text) =>
        [.. LineBreak().Split(text).Select(line => WebUtility.HtmlDecode(Tag().Replace(line, "")))];

    /// <summary>About the width of the longest line, in px.</summary>
    public static double Width(string text, double size) => Lines(text).Max(line => line.Length) * size * 0.55;

    public static string Escape(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            // XML has no control characters, not even escaped.
            if (c >= ' ' || c == '\t')
                clean.Append(c);
        }
        return clean.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").ToString();
    }

    [GeneratedRegex("<br ?/?>", RegexOptions.IgnoreCase)]
    private static partial Regex LineBreak();

    [GeneratedRegex("</?(b|i|em|strong|sub|sup|span|a)( [^<>]*)?>", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();
}
