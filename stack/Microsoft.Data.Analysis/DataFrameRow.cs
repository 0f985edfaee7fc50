using System.Collections;

namespace Microsoft.Data.Analysis;

/// <summary>A view of one row.</summary>
public class DataFrameRow : IEnumerable<object>
{
    private readonly DataFrame _dataFrame;
    private readonly long _rowIndex;

    internal DataFrameRow(DataFrame dataFrame, long rowIndex)
    {
        _dataFrame = dataFrame;
        _rowIndex = rowIndex;
    }

    public object this[int index]
    {
        get => _dataFrame.Columns[index][_rowIndex];
        set => _dataFrame.Columns[index][_rowIndex] = value;
    }

    public object this[string columnName]
    {
        get => _dataFrame[columnName][_rowIndex];
        set => _dataFrame[columnName][_rowIndex] = value;
    }

    public IEnumerable<KeyValuePair<string, object>> GetValues()
        => _dataFrame.Columns.Select(c => KeyValuePair.Create(c.Name, c[_rowIndex]));

    public IEnumerator<object> GetEnumerator() => _dataFrame.Columns.Select(c => c[_rowIndex]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Concat(this.Select(value => DataFrame.Show(value) + " "));
}

/// <summary>The rows of a <see cref="DataFrame"/>.</summary>
public class DataFrameRowCollection : IEnumerable<DataFrameRow>
{
    private readonly DataFrame _dataFrame;

    internal DataFrameRowCollection(DataFrame dataFrame) => _dataFrame = dataFrame;

    public DataFrameRow this[long index] => new(_dataFrame, index);

    public long Count => _dataFrame.Columns.RowCount;

    public IEnumerator<DataFrameRow> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
            yield return new DataFrameRow(_dataFrame, i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
