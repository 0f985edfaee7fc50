using System.Numerics;

namespace TorchSharp;

internal enum ScalarKind : byte { Integer, Real, Boolean, Complex }

/// <summary>A number or truth value for an operator; made by implicit conversion.</summary>
public readonly struct Scalar : IDisposable
{
    internal readonly ScalarKind Kind;
    internal readonly long Integer;
    internal readonly double Real, Imaginary;

    private Scalar(torch.ScalarType type, ScalarKind kind, long integer, double real, double imaginary = 0)
    {
        Type = type;
        Kind = kind;
        Integer = integer;
        Real = real;
        Imaginary = imaginary;
    }

    public torch.ScalarType Type { get; }

    private static Scalar Whole(long value, torch.ScalarType type) => new(type, ScalarKind.Integer, value, value);

    public static implicit operator Scalar(byte value) => Whole(value, torch.ScalarType.Byte);
    public static implicit operator Scalar(sbyte value) => Whole(value, torch.ScalarType.Int8);
    public static implicit operator Scalar(short value) => Whole(value, torch.ScalarType.Int16);
    public static implicit operator Scalar(int value) => Whole(value, torch.ScalarType.Int32);
    public static implicit operator Scalar(long value) => Whole(value, torch.ScalarType.Int64);
    public static implicit operator Scalar(Half value) => new(torch.ScalarType.Float16, ScalarKind.Real, (long)value, (double)value);
    public static implicit operator Scalar(float value) => new(torch.ScalarType.Float32, ScalarKind.Real, (long)value, value);
    public static implicit operator Scalar(double value) => new(torch.ScalarType.Float64, ScalarKind.Real, (long)value, value);
    public static implicit operator Scalar(bool value) => new(torch.ScalarType.Bool, ScalarKind.Boolean, value ? 1 : 0, value ? 1 : 0);
    public static implicit operator Scalar((float, float) value) =>
        new(torch.ScalarType.ComplexFloat32, ScalarKind.Complex, (long)value.Item1, value.Item1, value.Item2);
    public static implicit operator Scalar(Complex value) =>
        new(torch.ScalarType.ComplexFloat64, ScalarKind.Complex, (long)value.Real, value.Real, value.Imaginary);

    /// <summary>Nothing to release here; TorchSharp's own scalars are native, so that code for both disposes them.</summary>
    public void Dispose()
    {
    }

    public override string ToString() => Kind switch
    {
        ScalarKind.Integer => Integer.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ScalarKind.Boolean => Integer != 0 ? "True" : "False",
        ScalarKind.Complex => $"{Real.ToString(System.Globalization.CultureInfo.InvariantCulture)}+{Imaginary.ToString(System.Globalization.CultureInfo.InvariantCulture)}i",
        _ => Real.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static Scalar ToScalar(this Complex value) => value;
    public static Scalar ToScalar(this (float, float) value) => value;

    public static float ToSingle(this Scalar value) => (float)value.Real;
    public static double ToDouble(this Scalar value) => value.Real;
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Integer;
    public static byte ToByte(this Scalar value) => (byte)value.Integer;
    public static short ToInt16(this Scalar value) => (short)value.Integer;
    public static int ToInt32(this Scalar value) => (int)value.Integer;
    public static long ToInt64(this Scalar value) => value.Integer;
    public static Half ToHalf(this Scalar value) => (Half)value.Real;
    public static bool ToBoolean(this Scalar value) => value.Integer != 0 || value.Real != 0;
    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) => ((float)value.Real, (float)value.Imaginary);
    public static Complex ToComplexFloat64(this Scalar value) => new(value.Real, value.Imaginary);
}
