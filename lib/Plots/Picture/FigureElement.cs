using System.Globalization;
using System.Text.Json;

namespace MetaAnomalyLib.Plots.Picture;

/// <summary>Reads plotly.js's figure JSON: what is absent has a default, what is not a finite number is NaN.</summary>
internal static class FigureElement
{
    /// <summary>The element at a path such as "title.text"; Undefined where there is none.</summary>
    public static JsonElement At(this JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return default;
        }
        return element;
    }

    public static string? Text(this JsonElement element, string path) => AsText(element.At(path));

    public static double Number(this JsonElement element, string path, double otherwise)
    {
        var number = AsNumber(element.At(path));
        return double.IsNaN(number) ? otherwise : number;
    }

    public static bool Flag(this JsonElement element, string path, bool otherwise) => element.At(path).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => otherwise,
    };

    /// <summary>The items of an array, or none.</summary>
    public static JsonElement[] Items(this JsonElement element, string path)
    {
        var at = element.At(path);
        return at.ValueKind == JsonValueKind.Array ? [.. at.EnumerateArray()] : [];
    }

    /// <summary>The numbers of an array, or the one number repeated, or NaN.</summary>
    public static double[] Numbers(this JsonElement element, string path, int count)
    {
        var at = element.At(path);
        return at.ValueKind == JsonValueKind.Array
            ? [.. at.EnumerateArray().Select(AsNumber)]
            : [.. Enumerable.Repeat(AsNumber(at), count)];
    }

    public static double AsNumber(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.String when double.TryParse(element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) => number,
        _ => double.NaN,
    };

    public static string? AsText(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };
}
