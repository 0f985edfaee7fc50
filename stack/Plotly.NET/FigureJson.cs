using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Plotly.NET;

/// <summary>
/// Writes plotly.js's JSON: invariant numbers, null for what is not finite (plotly.js leaves a gap), and every character that could end
/// a script element escaped.
/// </summary>
internal static class FigureJson
{
    public static string Write(object? value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, value);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case StyleParam.Word word:
                Write(writer, word.Convert());
                break;
            case Color color:
                Write(writer, color.Value);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case double number when !double.IsFinite(number):
            case float single when !float.IsFinite(single):
                writer.WriteNullValue();
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case float single:
                writer.WriteNumberValue(single);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case DateTime time:
                writer.WriteStringValue(time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
                break;
            case byte or sbyte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case DynamicObj.DynamicObj obj:
                writer.WriteStartObject();
                foreach (var (name, property) in obj.Properties)
                {
                    writer.WritePropertyName(name);
                    Write(writer, property);
                }
                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case IConvertible other:
                writer.WriteStringValue(other.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException(
                    $"A value of type {value.GetType()} has no place in a figure; use numbers, text or lists of them.", nameof(value));
        }
    }
}
