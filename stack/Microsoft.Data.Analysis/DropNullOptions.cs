namespace Microsoft.Data.Analysis;

/// <summary>Which rows <see cref="DataFrame.DropNulls"/> drops.</summary>
public enum DropNullOptions
{
    /// <summary>A row with at least one null.</summary>
    Any,

    /// <summary>A row of nothing but nulls.</summary>
    All,
}
