using System.Collections;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace MetaAnomaly.Kernel.Display;

/// <summary>Values as small HTML tables; every text in them is escaped.</summary>
internal static class HtmlText
{
    /// <summary>Whether HTML shows more than the plain text would.</summary>
    public static bool IsWorthwhile(object value) =>
        !Shape.IsScalar(value) && (value is IEnumerable or Exception or ITuple || Shape.MembersOf(value.GetType()).Count > 0);

    public static string Of(object? value)
    {
        var html = new StringBuilder();
        switch (value)
        {
            case Microsoft.DotNet.Interactive.Formatting.HtmlString markup:
                return markup.ToString();
            case var _ when Shape.IsScalar(value):
                return $"<pre>{Escape(Shape.ScalarText(value))}</pre>";
            case Exception exception:
                AppendException(html, exception);
                break;
            case Array { Rank: 2 } matrix:
                AppendMatrix(html, matrix);
                break;
            case ITuple tuple:
                AppendPairs(html, Enumerable.Range(0, tuple.Length).Select(i => ($"Item{i + 1}", tuple[i])), tuple.Length);
                break;
            case var _ when Shape.EntriesOf(value!) is { } entries:
                AppendPairs(html, entries.Select(entry => (PlainText.Of(entry.Key), entry.Value)), Shape.CountOf((IEnumerable)value!));
                break;
            case IEnumerable sequence:
                AppendSequence(html, sequence);
                break;
            default:
                AppendPairs(html, MembersOf(value!), null);
                break;
        }
        return html.ToString();
    }

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static IEnumerable<(string, object?)> MembersOf(object value) =>
        Shape.MembersOf(value.GetType()).Select(member => (member.Name, Shape.ReadOrExplain(member, value)));

    private static void AppendException(StringBuilder html, Exception exception)
    {
        html.Append($"<p><strong>{Escape(Shape.TypeName(exception.GetType()))}</strong>: {Escape(exception.Message)}</p>");
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
            html.Append($"<p>caused by <strong>{Escape(Shape.TypeName(inner.GetType()))}</strong>: {Escape(inner.Message)}</p>");
    }

    private static void AppendPairs(StringBuilder html, IEnumerable<(string Name, object? Value)> pairs, int? count)
    {
        html.Append("<table><tbody>");
        var shown = 0;
        foreach (var (name, value) in pairs)
        {
            if (shown++ == Shape.MaxItems && count is not null)
            {
                html.Append($"<tr><th>…</th><td>{count} entries</td></tr>");
                break;
            }
            html.Append($"<tr><th style=\"text-align:left\">{Escape(name)}</th>{Cell(value)}</tr>");
        }
        html.Append("</tbody></table>");
    }

    private static void AppendMatrix(StringBuilder html, Array matrix)
    {
        int rows = matrix.GetLength(0), columns = matrix.GetLength(1);
        html.Append("<table><tbody>");
        for (var row = 0; row < Math.Min(rows, Shape.MaxItems); row++)
        {
            html.Append("<tr>");
            for (var column = 0; column < Math.Min(columns, Shape.MaxItems); column++)
                html.Append(Cell(matrix.GetValue(row, column)));
            html.Append(columns > Shape.MaxItems ? "<td>…</td></tr>" : "</tr>");
        }
        html.Append("</tbody></table>");
        if (rows > Shape.MaxItems || columns > Shape.MaxItems)
            html.Append($"<p>{rows} x {columns}</p>");
    }

    private static void AppendSequence(StringBuilder html, IEnumerable sequence)
    {
        var items = sequence.Cast<object?>().Take(Shape.MaxItems + 1).ToArray();
        var more = items.Length > Shape.MaxItems;
        var shown = more ? items[..Shape.MaxItems] : items;
        if (shown.All(Shape.IsScalar))
        {
            html.Append($"<pre>{Escape(PlainText.Of(sequence is ICollection ? sequence : items))}</pre>");
            return;
        }
        var columns = shown.Where(item => item is not (null or IEnumerable or ITuple) && !Shape.IsScalar(item))
            .SelectMany(item => Shape.MembersOf(item!.GetType())).Select(member => member.Name).Distinct().ToArray();
        html.Append("<table><thead><tr><th></th>");
        html.Append(columns.Length == 0 ? "<th>value</th>" : string.Concat(columns.Select(column => $"<th>{Escape(column)}</th>")));
        html.Append("</tr></thead><tbody>");
        for (var i = 0; i < shown.Length; i++)
            html.Append($"<tr><td>{i}</td>{Row(shown[i], columns)}</tr>");
        html.Append("</tbody></table>");
        if (more)
            html.Append(Shape.CountOf(sequence) is { } count ? $"<p>… ({count} items)</p>" : "<p>…</p>");
    }

    private static string Row(object? item, string[] columns)
    {
        if (columns.Length == 0)
            return Cell(item);
        if (item is null or IEnumerable or ITuple || Shape.IsScalar(item))
            return $"<td colspan=\"{columns.Length}\">{Escape(PlainText.Of(item))}</td>";
        var members = Shape.MembersOf(item.GetType());
        return string.Concat(columns.Select(column =>
            members.FirstOrDefault(member => member.Name == column) is { } member ? Cell(Shape.ReadOrExplain(member, item)) : "<td></td>"));
    }

    private static string Cell(object? value)
    {
        var style = value is IConvertible and not (string or bool or char or Enum or DateTime) ? " style=\"text-align:right\"" : "";
        return $"<td{style}>{Escape(PlainText.Of(value))}</td>";
    }
}
