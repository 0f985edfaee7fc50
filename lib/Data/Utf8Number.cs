using System.Globalization;
using System.Runtime.InteropServices;

namespace MetaAnomalyLib.Data;

/// <summary>Numbers from UTF-8 text, correctly rounded, in the invariant culture.</summary>
/// <remarks>Plain decimal numbers of up to 19 digits take the fast path: the digits fit a 64-bit integer, and where they and the power of
/// ten are both exact as a double (Clinger, PLDI 1990), one division gives the correctly rounded result. The rest goes to the framework's
/// parser.</remarks>
internal static class Utf8Number
{
    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>An integer with an optional sign, of at most 18 digits.</summary>
    public static bool TryParseFast(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var i = text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
        if (text.Length - i is 0 or > 18)
            return false;
        for (; i < text.Length; i++)
        {
            var digit = (uint)text[i] - '0';
            if (digit > 9)
                return false;
            value = value * 10 + digit;
        }
        if (text[0] == '-')
            value = -value;
        return true;
    }

    /// <summary>A decimal number without exponent, of at most 19 digits.</summary>
    public static bool TryParseFast(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var i = text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
        if (text.Length - i is 0 or > 20)
            return false;
        var mantissa = 0UL;
        var start = i;
        for (; i < text.Length; i++)
        {
            var digit = (uint)text[i] - '0';
            if (digit > 9)
                break;
            mantissa = mantissa * 10 + digit;
        }
        var digits = i - start;
        var decimals = 0;
        if (i < text.Length)
        {
            if (text[i] != '.')
                return false;
            start = ++i;
            for (; i < text.Length; i++)
            {
                var digit = (uint)text[i] - '0';
                if (digit > 9)
                    return false;
                mantissa = mantissa * 10 + digit;
            }
            decimals = i - start;
            digits += decimals;
        }
        if (digits is 0 or > 19)
            return false;
        if (mantissa <= 1UL << 53)
            value = mantissa / PowersOfTen[decimals];
        else if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return false;
        else
            return true;
        if (text[0] == '-')
            value = -value;
        return true;
    }

    /// <summary>An integer of any length that fits, spaces around it allowed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
        => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    /// <summary>A number with an optional exponent, or an infinity; spaces around it allowed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;
        value = text.Length > 0 && text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return System.Text.Ascii.EqualsIgnoreCase(text.TrimStart("+-"u8), "inf"u8);
    }
}
