using System.Globalization;

namespace Microsoft.Data.Analysis;

public partial class PrimitiveDataFrameColumn<T>
{
    private static ColumnMath<T> Numbers
        => ColumnMath<T>.Instance ?? throw new NotSupportedException($"A column of {typeof(T)} has no arithmetic.");

    public override DataFrameColumn Add(DataFrameColumn column, bool inPlace = false) => Calculate(Arithmetic.Add, column, inPlace);

    public override DataFrameColumn Add<U>(U value, bool inPlace = false) => Calculate(Arithmetic.Add, value, inPlace, reverse: false);

    public override DataFrameColumn ReverseAdd<U>(U value, bool inPlace = false)
        => Calculate(Arithmetic.Add, value, inPlace, reverse: true);

    public override DataFrameColumn Subtract(DataFrameColumn column, bool inPlace = false)
        => Calculate(Arithmetic.Subtract, column, inPlace);

    public override DataFrameColumn Subtract<U>(U value, bool inPlace = false)
        => Calculate(Arithmetic.Subtract, value, inPlace, reverse: false);

    public override DataFrameColumn ReverseSubtract<U>(U value, bool inPlace = false)
        => Calculate(Arithmetic.Subtract, value, inPlace, reverse: true);

    public override DataFrameColumn Multiply(DataFrameColumn column, bool inPlace = false)
        => Calculate(Arithmetic.Multiply, column, inPlace);

    public override DataFrameColumn Multiply<U>(U value, bool inPlace = false)
        => Calculate(Arithmetic.Multiply, value, inPlace, reverse: false);

    public override DataFrameColumn ReverseMultiply<U>(U value, bool inPlace = false)
        => Calculate(Arithmetic.Multiply, value, inPlace, reverse: true);

    public override DataFrameColumn Divide(DataFrameColumn column, bool inPlace = false) => Calculate(Arithmetic.Divide, column, inPlace);

    public override DataFrameColumn Divide<U>(U value, bool inPlace = false)
        => Calculate(Arithmetic.Divide, value, inPlace, reverse: false);

    public override DataFrameColumn ReverseDivide<U>(U value, bool inPlace = false)
        => Calculate(Arithmetic.Divide, value, inPlace, reverse: true);

    public override DataFrameColumn Modulo(DataFrameColumn column, bool inPlace = false) => Calculate(Arithmetic.Modulo, column, inPlace);

    public override DataFrameColumn Modulo<U>(U value, bool inPlace = false)
        => Calculate(Arithmetic.Modulo, value, inPlace, reverse: false);

    public override DataFrameColumn ReverseModulo<U>(U value, bool inPlace = false)
        => Calculate(Arithmetic.Modulo, value, inPlace, reverse: true);

    public override PrimitiveDataFrameColumn<bool> ElementwiseEquals(DataFrameColumn column)
        => column is null ? ElementwiseIsNull() : CompareColumn(Comparison.Equals, column);

    public override PrimitiveDataFrameColumn<bool> ElementwiseEquals<U>(U value)
        => value is DataFrameColumn column ? ElementwiseEquals(column) : Compare(Comparison.Equals, value);

    public override PrimitiveDataFrameColumn<bool> ElementwiseNotEquals(DataFrameColumn column)
        => column is null ? ElementwiseIsNotNull() : CompareColumn(Comparison.NotEquals, column);

    public override PrimitiveDataFrameColumn<bool> ElementwiseNotEquals<U>(U value)
        => value is DataFrameColumn column ? ElementwiseNotEquals(column) : Compare(Comparison.NotEquals, value);

    public override PrimitiveDataFrameColumn<bool> ElementwiseGreaterThan(DataFrameColumn column)
        => CompareColumn(Comparison.GreaterThan, column);

    public override PrimitiveDataFrameColumn<bool> ElementwiseGreaterThan<U>(U value)
        => value is DataFrameColumn column ? ElementwiseGreaterThan(column) : Compare(Comparison.GreaterThan, value);

    public override PrimitiveDataFrameColumn<bool> ElementwiseGreaterThanOrEqual(DataFrameColumn column)
        => CompareColumn(Comparison.GreaterThanOrEqual, column);

    public override PrimitiveDataFrameColumn<bool> ElementwiseGreaterThanOrEqual<U>(U value)
        => value is DataFrameColumn column ? ElementwiseGreaterThanOrEqual(column) : Compare(Comparison.GreaterThanOrEqual, value);

    public override PrimitiveDataFrameColumn<bool> ElementwiseLessThan(DataFrameColumn column)
        => CompareColumn(Comparison.LessThan, column);

    public override PrimitiveDataFrameColumn<bool> ElementwiseLessThan<U>(U value)
        => value is DataFrameColumn column ? ElementwiseLessThan(column) : Compare(Comparison.LessThan, value);

    public override PrimitiveDataFrameColumn<bool> ElementwiseLessThanOrEqual(DataFrameColumn column)
        => CompareColumn(Comparison.LessThanOrEqual, column);

    public override PrimitiveDataFrameColumn<bool> ElementwiseLessThanOrEqual<U>(U value)
        => value is DataFrameColumn column ? ElementwiseLessThanOrEqual(column) : Compare(Comparison.LessThanOrEqual, value);

    public override DataFrameColumn And(DataFrameColumn column, bool inPlace = false) => Combine(column, inPlace, (x, y) => x & y);

    public override DataFrameColumn Or(DataFrameColumn column, bool inPlace = false) => Combine(column, inPlace, (x, y) => x | y);

    public override DataFrameColumn Xor(DataFrameColumn column, bool inPlace = false) => Combine(column, inPlace, (x, y) => x ^ y);

    public override bool IsNumericColumn() => ColumnMath<T>.Instance is not null;

    public override bool HasDescription() => IsNumericColumn();

    public override object Max() => Reduce(Valid(), Numbers.Max);

    public override object Max(IEnumerable<long> rowIndices) => Reduce(Valid(rowIndices), Numbers.Max);

    public override object Min() => Reduce(Valid(), Numbers.Min);

    public override object Min(IEnumerable<long> rowIndices) => Reduce(Valid(rowIndices), Numbers.Min);

    public override object Sum() => NullCount == Length ? null : Numbers.Sum(Valid());

    public override object Sum(IEnumerable<long> rowIndices) => Numbers.Sum(Valid(rowIndices));

    public override object Product() => NullCount == Length ? null : Numbers.Product(Valid());

    public override object Product(IEnumerable<long> rowIndices) => Numbers.Product(Valid(rowIndices));

    /// <summary>Mean of the values that are not null; 0 for an empty column, as in the official API.</summary>
    public override double Mean() => Length == 0 ? 0 : Valid().Select(Numbers.ToDouble).Average();

    /// <summary>Median of the values that are not null; 0 where there is none, as in the official API.</summary>
    public override double Median()
    {
        var values = Valid().Select(Numbers.ToDouble).ToArray();
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length == 0 ? 0 : values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    public override bool All() => Booleans.All(value => value is not false);

    public override bool Any() => Booleans.Any(value => value is true);

    public override DataFrameColumn Abs(bool inPlace = false) => Apply(Numbers.Abs, inPlace);

    public override DataFrameColumn Round(bool inPlace = false) => Apply(Numbers.Round, inPlace);

    public override DataFrameColumn Description()
    {
        float? Number(object value) => value is null ? null : (float)Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return new PrimitiveDataFrameColumn<float>(Name, [Length - NullCount, Number(Max()), Number(Min()), Number(Sum()) / Length]);
    }

    private PrimitiveDataFrameColumn<bool> Booleans
        => this as PrimitiveDataFrameColumn<bool>
            ?? throw new NotSupportedException($"A column of {typeof(T)} is not a column of booleans.");

    private IEnumerable<T> Valid() => this.Where(value => value.HasValue).Select(value => value.Value);

    private IEnumerable<T> Valid(IEnumerable<long> rowIndices)
        => rowIndices.Select(row => this[row]).Where(value => value.HasValue).Select(value => value.Value);

    private static object Reduce(IEnumerable<T> values, Func<T, T, T> choose)
    {
        T? result = null;
        foreach (var value in values)
            result = result is { } best ? choose(best, value) : value;
        return result;
    }

    private DataFrameColumn Calculate(Arithmetic operation, DataFrameColumn other, bool inPlace)
    {
        if (other.Length != Length)
            throw new ArgumentException(Messages.MismatchedColumnLengths, nameof(other));
        if (other is PrimitiveDataFrameColumn<T> same)
            return Fill(
                inPlace ? this : CreateNewColumn(Name, Length),
                row => this[row] is { } x && same[row] is { } y ? Numbers.Apply(operation, x, y) : null);
        RefuseInPlace(inPlace);
        return DataType == typeof(decimal) || other.DataType == typeof(decimal)
            ? ToDecimal(this).Calculate(operation, ToDecimal(other), false)
            : ToDouble(this).Calculate(operation, ToDouble(other), false);
    }

    private DataFrameColumn Calculate<U>(Arithmetic operation, U value, bool inPlace, bool reverse)
    {
        if (value is DataFrameColumn column)
            return Calculate(operation, column, inPlace);
        if (value is T operand)
        {
            return Fill(
                inPlace ? this : CreateNewColumn(Name, Length),
                row => this[row] is { } x ? reverse ? Numbers.Apply(operation, operand, x) : Numbers.Apply(operation, x, operand) : null);
        }
        RefuseInPlace(inPlace);
        return DataType == typeof(decimal) || value is decimal
            ? ToDecimal(this).Calculate(operation, Convert.ToDecimal(value, CultureInfo.InvariantCulture), false, reverse)
            : ToDouble(this).Calculate(operation, Convert.ToDouble(value, CultureInfo.InvariantCulture), false, reverse);
    }

    private static void RefuseInPlace(bool inPlace)
    {
        if (inPlace)
            throw new ArgumentException($"Expected column to hold values of type {typeof(T)}", nameof(inPlace));
    }

    /// <summary>As in the official API a null takes part in a comparison as the default value (0): test ElementwiseIsNull where that
    /// matters.</summary>
    private BooleanDataFrameColumn CompareColumn(Comparison operation, DataFrameColumn other)
    {
        if (other.Length != Length)
            throw new ArgumentException(Messages.MismatchedColumnLengths, nameof(other));
        if (other is not PrimitiveDataFrameColumn<T> same)
            return ToDouble(this).CompareColumn(operation, ToDouble(other));
        return Flags(
            row => IsNumericColumn() ? Numbers.Compare(operation, _values[row], same._values[row]) : CompareOther(
                operation, row, same._values[row]));
    }

    private BooleanDataFrameColumn Compare<U>(Comparison operation, U value)
    {
        if (value is not T operand)
            return ToDouble(this).Compare(operation, Convert.ToDouble(value, CultureInfo.InvariantCulture));
        return Flags(row => IsNumericColumn() ? Numbers.Compare(operation, _values[row], operand) : CompareOther(operation, row, operand));
    }

    private bool CompareOther(Comparison operation, long row, T operand)
        => NumberMathOfInt.Compare(operation, Comparer<T>.Default.Compare(_values[row], operand), 0);

    private static readonly ColumnMath<int> NumberMathOfInt = ColumnMath<int>.Instance;

    private DataFrameColumn Combine(DataFrameColumn column, bool inPlace, Func<bool, bool, bool> combine)
    {
        var x = Booleans;
        var y = (column as PrimitiveDataFrameColumn<bool>)
            ?? throw new NotSupportedException($"A column of {column.DataType} is not a column of booleans.");
        if (x.Length != y.Length)
            throw new ArgumentException(Messages.MismatchedColumnLengths, nameof(column));
        return PrimitiveDataFrameColumn<bool>.Fill(
            inPlace ? x : new BooleanDataFrameColumn(Name, Length), row => x[row] is { } a && y[row] is { } b ? combine(a, b) : null);
    }

    private static PrimitiveDataFrameColumn<T> Fill(PrimitiveDataFrameColumn<T> result, Func<long, T?> value)
    {
        for (long row = 0; row < result.Length; row++)
            result[row] = value(row);
        return result;
    }

    private static DoubleDataFrameColumn ToDouble(DataFrameColumn column) => column as DoubleDataFrameColumn
        ?? new DoubleDataFrameColumn(
            column.Name, Objects(column).Select(v => v is null ? null : (double?)Convert.ToDouble(v, CultureInfo.InvariantCulture)));

    private static DecimalDataFrameColumn ToDecimal(DataFrameColumn column) => column as DecimalDataFrameColumn
        ?? new DecimalDataFrameColumn(
            column.Name, Objects(column).Select(v => v is null ? null : (decimal?)Convert.ToDecimal(v, CultureInfo.InvariantCulture)));

    private static IEnumerable<object> Objects(DataFrameColumn column)
        => column.IsNumericColumn() ? column.Cast<object>()
            : throw new NotSupportedException($"A column of {column.DataType} has no arithmetic.");
}
