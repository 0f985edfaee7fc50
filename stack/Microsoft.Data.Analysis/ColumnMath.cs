using System.Numerics;

namespace Microsoft.Data.Analysis;

internal enum Arithmetic { Add, Subtract, Multiply, Divide, Modulo }

internal enum Comparison { Equals, NotEquals, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual }

/// <summary>What a column of <typeparamref name="T"/> can compute. Columns are generic over every unmanaged type; numbers get an instance,
/// others do not.</summary>
internal abstract class ColumnMath<T>
{
    public static readonly ColumnMath<T> Instance = (ColumnMath<T>)Create();

    public abstract T Apply(Arithmetic operation, T x, T y);

    public abstract bool Compare(Comparison operation, T x, T y);

    public abstract T Max(T x, T y);

    public abstract T Min(T x, T y);

    public abstract T Abs(T x);

    public abstract T Round(T x);

    public abstract T Sum(IEnumerable<T> values);

    public abstract T Product(IEnumerable<T> values);

    public abstract double ToDouble(T x);

    public abstract decimal ToDecimal(T x);

    private static object Create() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Byte => new NumberMath<byte>(),
        TypeCode.SByte => new NumberMath<sbyte>(),
        TypeCode.Int16 => new NumberMath<short>(),
        TypeCode.UInt16 => new NumberMath<ushort>(),
        TypeCode.Int32 => new NumberMath<int>(),
        TypeCode.UInt32 => new NumberMath<uint>(),
        TypeCode.Int64 => new NumberMath<long>(),
        TypeCode.UInt64 => new NumberMath<ulong>(),
        TypeCode.Single => new NumberMath<float>(),
        TypeCode.Double => new NumberMath<double>(),
        TypeCode.Decimal => new NumberMath<decimal>(),
        _ => null,
    };
}

internal sealed class NumberMath<T> : ColumnMath<T> where T : INumber<T>
{
    public override T Apply(Arithmetic operation, T x, T y) => operation switch
    {
        Arithmetic.Add => x + y,
        Arithmetic.Subtract => x - y,
        Arithmetic.Multiply => x * y,
        Arithmetic.Divide => x / y,
        _ => x % y,
    };

    public override bool Compare(Comparison operation, T x, T y) => operation switch
    {
        Comparison.Equals => x == y,
        Comparison.NotEquals => x != y,
        Comparison.GreaterThan => x > y,
        Comparison.GreaterThanOrEqual => x >= y,
        Comparison.LessThan => x < y,
        _ => x <= y,
    };

    public override T Max(T x, T y) => T.Max(x, y);

    public override T Min(T x, T y) => T.Min(x, y);

    public override T Abs(T x) => T.Abs(x);

    public override T Round(T x) => x switch
    {
        float f => (T)(object)MathF.Round(f),
        double d => (T)(object)Math.Round(d),
        decimal m => (T)(object)Math.Round(m),
        _ => x,
    };

    /// <summary>float is summed in double and rounded once: a long column keeps its digits.</summary>
    public override T Sum(IEnumerable<T> values)
        => values is IEnumerable<float> floats
            ? (T)(object)(float)floats.Aggregate(0.0, (sum, value) => sum + value)
            : values.Aggregate(T.Zero, (sum, value) => sum + value);

    public override T Product(IEnumerable<T> values) => values.Aggregate(T.One, (product, value) => product * value);

    public override double ToDouble(T x) => double.CreateChecked(x);

    public override decimal ToDecimal(T x) => decimal.CreateChecked(x);
}
