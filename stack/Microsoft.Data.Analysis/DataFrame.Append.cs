using System.Globalization;

namespace Microsoft.Data.Analysis;

public partial class DataFrame
{
    /// <summary>Appends rows by column name. A value of another type is converted.</summary>
    public DataFrame Append(IEnumerable<DataFrameRow> rows, bool inPlace = false, CultureInfo cultureInfo = null)
    {
        var result = inPlace ? this : Clone();
        foreach (var row in rows.ToList())
            result.Append(row.GetValues(), inPlace: true, cultureInfo: cultureInfo);
        return result;
    }

    /// <summary>Appends one row of values in the order of the columns; missing ones become null. A value of another type is
    /// converted.</summary>
    public DataFrame Append(IEnumerable<object> row = null, bool inPlace = false, CultureInfo cultureInfo = null)
    {
        var result = inPlace ? this : Clone();
        var values = (row ?? []).ToList();
        if (values.Count > Columns.Count)
            throw new ArgumentException($"Parameter.Count exceeds the number of columns({Columns.Count}) in the DataFrame ", nameof(row));
        // All conversions first: a row that cannot be converted leaves the frame as it was.
        var converted = new object[Columns.Count];
        for (var i = 0; i < values.Count; i++)
            converted[i] = ConvertTo(result.Columns[i], values[i], cultureInfo);
        result.AppendConverted(converted);
        return result;
    }

    /// <summary>Appends one row of named values; columns that are not named become null.</summary>
    public DataFrame Append(IEnumerable<KeyValuePair<string, object>> row, bool inPlace = false, CultureInfo cultureInfo = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        var result = inPlace ? this : Clone();
        var converted = new object[Columns.Count];
        foreach (var (name, value) in row)
        {
            var index = result.Columns.IndexOf(name);
            if (index == -1)
                throw new ArgumentException(Messages.InvalidColumnName(name), nameof(row));
            converted[index] = ConvertTo(result.Columns[index], value, cultureInfo);
        }
        result.AppendConverted(converted);
        return result;
    }

    private void AppendConverted(object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var column = Columns[i];
            column.Resize(column.Length + 1);
            column[column.Length - 1] = values[i];
        }
        Columns.RowCount++;
    }

    /// <summary>Empty text and "null" stand for null, except that a text column keeps empty text.</summary>
    private static object ConvertTo(DataFrameColumn column, object value, CultureInfo cultureInfo)
    {
        if (
            value is string text && (
                (text.Length == 0 && column.DataType != typeof(string)) || text.Equals("null", StringComparison.OrdinalIgnoreCase)))
            return null;
        return value is null ? null : Convert.ChangeType(value, column.DataType, cultureInfo ?? CultureInfo.CurrentCulture);
    }

    internal void SetTableRowCount(long rowCount)
    {
        foreach (var column in Columns)
        {
            if (column.Length != rowCount)
                throw new ArgumentException($"rowCount differs from Column length for Column  {column.Name}");
        }
        Columns.RowCount = rowCount;
    }
}
