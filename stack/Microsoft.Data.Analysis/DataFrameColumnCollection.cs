using System.Collections.ObjectModel;

namespace Microsoft.Data.Analysis;

/// <summary>The columns of a <see cref="DataFrame"/>: equal lengths, distinct names.</summary>
public class DataFrameColumnCollection : Collection<DataFrameColumn>
{
    private readonly Dictionary<string, int> _indexOfName = new(StringComparer.Ordinal);

    internal DataFrameColumnCollection(IEnumerable<DataFrameColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        foreach (var column in columns)
            Add(column);
    }

    internal long RowCount { get; set; }

    public DataFrameColumn this[string columnName]
    {
        get
        {
            var index = IndexOf(columnName);
            return index >= 0 ? this[index] : throw new ArgumentException(Messages.InvalidColumnName(columnName), nameof(columnName));
        }

        set
        {
            var index = IndexOf(columnName);
            value.SetName(columnName);
            if (index == -1)
                Add(value);
            else
                this[index] = value;
        }
    }

    public int IndexOf(string columnName)
        => columnName is not null && _indexOfName.TryGetValue(columnName, out var index) ? index : -1;

    public void Insert<T>(int columnIndex, IEnumerable<T> column, string columnName) where T : unmanaged
        => Insert(columnIndex, new PrimitiveDataFrameColumn<T>(columnName, column));

    public void Remove(string columnName)
    {
        var index = IndexOf(columnName);
        if (index != -1)
            RemoveAt(index);
    }

    public void RenameColumn(string currentName, string newName) => this[currentName].SetName(newName);

    public PrimitiveDataFrameColumn<T> GetPrimitiveColumn<T>(string name) where T : unmanaged => Get<PrimitiveDataFrameColumn<T>>(name);

    public StringDataFrameColumn GetStringColumn(string name) => Get<StringDataFrameColumn>(name);

    public BooleanDataFrameColumn GetBooleanColumn(string name) => Get<BooleanDataFrameColumn>(name);

    public ByteDataFrameColumn GetByteColumn(string name) => Get<ByteDataFrameColumn>(name);

    public DateTimeDataFrameColumn GetDateTimeColumn(string name) => Get<DateTimeDataFrameColumn>(name);

    public DoubleDataFrameColumn GetDoubleColumn(string name) => Get<DoubleDataFrameColumn>(name);

    public SingleDataFrameColumn GetSingleColumn(string name) => Get<SingleDataFrameColumn>(name);

    public Int16DataFrameColumn GetInt16Column(string name) => Get<Int16DataFrameColumn>(name);

    public Int32DataFrameColumn GetInt32Column(string name) => Get<Int32DataFrameColumn>(name);

    public Int64DataFrameColumn GetInt64Column(string name) => Get<Int64DataFrameColumn>(name);

    private TColumn Get<TColumn>(string name) where TColumn : DataFrameColumn
    {
        var column = this[name];
        return column as TColumn
            ?? throw new ArgumentException($"Cannot cast column holding {column.DataType} values to type {typeof(TColumn).Name}");
    }

    internal void OnRenamed(string currentName, string newName)
    {
        if (_indexOfName.ContainsKey(newName) && newName != currentName)
            throw new ArgumentException($"DataFrame already contains a column called {newName}");
        _indexOfName.Remove(currentName, out var index);
        _indexOfName.Add(newName, index);
    }

    protected override void InsertItem(int columnIndex, DataFrameColumn column)
    {
        Check(column, -1);
        column.AddOwner(this);
        RowCount = column.Length;
        base.InsertItem(columnIndex, column);
        Reindex();
    }

    protected override void SetItem(int columnIndex, DataFrameColumn column)
    {
        Check(column, columnIndex);
        this[columnIndex].RemoveOwner(this);
        column.AddOwner(this);
        base.SetItem(columnIndex, column);
        Reindex();
    }

    protected override void RemoveItem(int columnIndex)
    {
        this[columnIndex].RemoveOwner(this);
        base.RemoveItem(columnIndex);
        Reindex();
    }

    protected override void ClearItems()
    {
        foreach (var column in this)
            column.RemoveOwner(this);
        base.ClearItems();
        Reindex();
    }

    private void Check(DataFrameColumn column, int replaced)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (Count > 0 && column.Length != RowCount)
            throw new ArgumentException(Messages.MismatchedColumnLengths, nameof(column));
        var existing = IndexOf(column.Name);
        if (existing >= 0 && existing != replaced)
            throw new ArgumentException($"DataFrame already contains a column called {column.Name}", nameof(column));
    }

    private void Reindex()
    {
        _indexOfName.Clear();
        for (var i = 0; i < Count; i++)
            _indexOfName[this[i].Name] = i;
        if (Count == 0)
            RowCount = 0;
    }
}
