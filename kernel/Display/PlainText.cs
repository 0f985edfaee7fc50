using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;

namespace MetaAnomaly.Kernel.Display;

/// <summary>Values as plain text: short, one line where possible.</summary>
internal static class PlainText
{
    private const int MaxDepth = 4;

    public static string Of(object? value)
    {
        if (value is Exception exception)
            return $"{Shape.TypeName(exception.GetType())}: {exception.Message}";
        var text = new StringBuilder();
        Append(text, value, depth: 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, int depth)
    {
        if (Shape.IsScalar(value))
            text.Append(Shape.ScalarText(value));
        else if (value is Exception)
            text.Append(Of(value));
        else if (depth == MaxDepth)
            text.Append(Shape.TypeName(value!.GetType()));
        else if (value is ITuple tuple)
            AppendList(text, "(", Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), tuple.Length, ")", depth);
        else if (Shape.EntriesOf(value!) is { } entries)
            AppendEntries(text, entries, Shape.CountOf((IEnumerable)value!), depth);
        else if (value is IEnumerable sequence)
            AppendList(text, "[", sequence.Cast<object?>(), Shape.CountOf(sequence), "]", depth);
        else
            AppendMembers(text, value!, depth);
    }

    private static void AppendList(StringBuilder text, string open, IEnumerable<object?> items, int? count, string close, int depth)
    {
        text.Append(open);
        AppendItems(text, items, count, item => Append(text, item, depth + 1));
        text.Append(close);
    }

    private static void AppendEntries(StringBuilder text, IEnumerable<KeyValuePair<object?, object?>> entries, int? count, int depth)
    {
        text.Append("{ ");
        AppendItems(text, entries, count, entry =>
        {
            Append(text, entry.Key, depth + 1);
            text.Append(": ");
            Append(text, entry.Value, depth + 1);
        });
        text.Append(" }");
    }

    private static void AppendMembers(StringBuilder text, object value, int depth)
    {
        var members = Shape.MembersOf(value.GetType());
        text.Append(Shape.TypeName(value.GetType()));
        if (members.Count == 0)
            return;
        text.Append(" { ");
        AppendItems(text, members, members.Count, member =>
        {
            text.Append(member.Name).Append(" = ");
            Append(text, Shape.ReadOrExplain(member, value), depth + 1);
        });
        text.Append(" }");
    }

    private static void AppendItems<T>(StringBuilder text, IEnumerable<T> items, int? count, Action<T> append)
    {
        var shown = 0;
        foreach (var item in items)
        {
            if (shown > 0)
                text.Append(", ");
            if (shown++ == Shape.MaxItems)
            {
                text.Append(count is { } all ? $"… ({all} items)" : "…");
                return;
            }
            append(item);
        }
    }
}
