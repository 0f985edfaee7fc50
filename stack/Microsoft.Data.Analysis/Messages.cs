namespace Microsoft.Data.Analysis;

/// <summary>Wording of the official package, where a reader may look for it.</summary>
internal static class Messages
{
    public const string MismatchedColumnLengths = "Column lengths are mismatched";
    public const string NonNullLength = "Length (excluding null values)";
    public const string CannotResizeDown = "Cannot resize down";

    public static string AmountOfRowsShown(long shown, long all) => FormattableString.Invariant($"  ... {shown} of total {all}");

    public static string MismatchedValueType(object type) => $"Expected value to be of type {type}";

    public static string InvalidColumnName(string name) => $"Column '{name}' does not exist";
}
