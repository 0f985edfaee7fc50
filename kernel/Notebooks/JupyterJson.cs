using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MetaAnomaly.Kernel.Notebooks;

/// <summary>JSON exactly as Jupyter writes notebooks (Python's <c>json.dumps(indent=1, sort_keys=True, ensure_ascii=False)</c>), so that
/// saving here or there gives the same bytes.</summary>
internal static class JupyterJson
{
    public static void Write(StringBuilder text, JsonNode? node, int depth = 0)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject { Count: 0 }:
                text.Append("{}");
                break;
            case JsonArray { Count: 0 }:
                text.Append("[]");
                break;
            case JsonObject properties:
                WriteItems(text, '{', properties.OrderBy(property => property.Key, StringComparer.Ordinal), '}', depth, property =>
                {
                    WriteString(text, property.Key);
                    text.Append(": ");
                    Write(text, property.Value, depth + 1);
                });
                break;
            case JsonArray items:
                WriteItems(text, '[', items, ']', depth, item => Write(text, item, depth + 1));
                break;
            case JsonValue value when value.TryGetValue(out string? word):
                WriteString(text, word);
                break;
            default:
                text.Append(node.ToJsonString());
                break;
        }
    }

    private static void WriteItems<T>(StringBuilder text, char open, IEnumerable<T> items, char close, int depth, Action<T> write)
    {
        text.Append(open);
        var separator = "";
        foreach (var item in items)
        {
            text.Append(separator).Append('\n').Append(' ', depth + 1);
            write(item);
            separator = ",";
        }
        text.Append('\n').Append(' ', depth).Append(close);
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        text.Append('"');
    }
}
