namespace Microsoft.Data.Analysis;

public abstract partial class DataFrameColumn
{
    public virtual DataFrameColumn Add(DataFrameColumn column, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn Add<T>(T value, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn ReverseAdd<T>(T value, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn Subtract(DataFrameColumn column, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn Subtract<T>(T value, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn ReverseSubtract<T>(T value, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn Multiply(DataFrameColumn column, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn Multiply<T>(T value, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn ReverseMultiply<T>(T value, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn Divide(DataFrameColumn column, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn Divide<T>(T value, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn ReverseDivide<T>(T value, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn Modulo(DataFrameColumn column, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn Modulo<T>(T value, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn ReverseModulo<T>(T value, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn And(DataFrameColumn column, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn Or(DataFrameColumn column, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn Xor(DataFrameColumn column, bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseEquals(DataFrameColumn column)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseEquals<T>(T value)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseNotEquals(DataFrameColumn column)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseNotEquals<T>(T value)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThan(DataFrameColumn column)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThan<T>(T value)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThanOrEqual(DataFrameColumn column)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThanOrEqual<T>(T value)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThan(DataFrameColumn column)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThan<T>(T value)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThanOrEqual(DataFrameColumn column)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThanOrEqual<T>(T value)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseIsNull() => Flags(row => !IsValid(row));

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseIsNotNull() => Flags(IsValid);

    public virtual object Max() => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual object Max(IEnumerable<long> rowIndices) => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual object Min() => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual object Min(IEnumerable<long> rowIndices) => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual object Sum() => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual object Sum(IEnumerable<long> rowIndices) => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual object Product() => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual object Product(IEnumerable<long> rowIndices)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual double Mean() => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual double Median() => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual bool All() => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual bool Any() => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn Abs(bool inPlace = false) => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    public virtual DataFrameColumn Round(bool inPlace = false)
        => throw new NotSupportedException($"{GetType().Name} has no such operation.");

    private protected BooleanDataFrameColumn Flags(Func<long, bool> flag)
    {
        var flags = new bool[Length];
        for (var row = 0; row < flags.Length; row++)
            flags[row] = flag(row);
        return new BooleanDataFrameColumn(Name, flags);
    }
}
