using System.Globalization;

namespace MetaAnomalyLib.Models;

/// <summary>How options are refused: by name, with what was given and what is allowed.</summary>
internal static class Options
{
    public static void Require<T>(bool allowed, string name, T value, string range)
    {
        if (!allowed)
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {range}."));
    }
}
