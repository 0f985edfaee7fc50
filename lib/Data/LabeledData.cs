using Microsoft.Data.Analysis;

namespace MetaAnomalyLib.Data;

/// <summary>The library's tabular data: features and labels. The arrays are shared, not copied: do not change them.</summary>
/// <param name="X">Features, <c>[rows, features]</c>. NaN stands for a missing value until it is filled.</param>
/// <param name="Y">Labels, <c>[rows]</c>: 0 normal, 1 anomaly.</param>
/// <param name="FeatureNames">One name per feature.</param>
public sealed record LabeledData(float[,] X, int[] Y, IReadOnlyList<string> FeatureNames)
{
    /// <summary>Features, <c>[rows, features]</c>.</summary>
    public float[,] X { get; } = X ?? throw new ArgumentNullException(nameof(X));

    /// <summary>Labels, <c>[rows]</c>: 0 normal, 1 anomaly.</summary>
    public int[] Y { get; } = CheckLabels(X, Y);

    /// <summary>One name per feature.</summary>
    public IReadOnlyList<string> FeatureNames { get; } = CheckNames(X, FeatureNames);

    /// <summary>Number of rows.</summary>
    public int Count => X.GetLength(0);

    /// <summary>Number of features.</summary>
    public int Width => X.GetLength(1);

    /// <summary>Number of anomalies.</summary>
    public int Anomalies => Y.Count(label => label == 1);

    /// <summary>Part of the rows that are anomalies, 0 for no rows.</summary>
    public double AnomalyRate => Count == 0 ? 0 : (double)Anomalies / Count;

    /// <summary>Reads the arrays <c>X</c> [rows, features] and <c>y</c> [rows] of an npz file, the layout of ADBench.</summary>
    /// <exception cref="DataFormatException">The file is not such an archive.</exception>
    public static LabeledData FromNpz(string path)
    {
        var arrays = NpzReader.Read(path, "X", "y");
        var (x, y) = (arrays["X"], arrays["y"]);
        if (x.Shape.Count != 2 || y.Count != x.Shape[0])
        {
            throw new DataFormatException(
                path, $"X {x} and y {y}", "X [rows, features] and y [rows]",
                "Read other layouts with NpzReader.Read and build LabeledData from the arrays.");
        }
        return new LabeledData(x.ToMatrix(), y.ToArray<int>(), DefaultNames(x.Shape[1]));
    }

    /// <summary>Takes the label from one column of a frame and the features from the others, which must be numbers or booleans.</summary>
    /// <param name="frame">The frame; a null becomes NaN.</param>
    /// <param name="labelColumn">Name of the label column.</param>
    /// <param name="anomaly">The value that marks an anomaly, as text. Default: 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or a feature is text (encode it with a Preprocessor).</exception>
    public static LabeledData FromDataFrame(DataFrame frame, string labelColumn, string anomaly = "1")
    {
        ArgumentNullException.ThrowIfNull(frame);
        var labels = frame.ToLabels(labelColumn, anomaly);
        var features = frame.Columns.Select(c => c.Name).Where(name => name != labelColumn).ToArray();
        return new LabeledData(frame.ToMatrix(features), labels, features);
    }

    /// <summary>Checks what a model relies on, and returns the data itself.</summary>
    /// <param name="allowMissing">Whether NaN is allowed.</param>
    /// <param name="needsBothClasses">Whether there must be normal rows and anomalies.</param>
    /// <exception cref="ArgumentException">No rows, no features, a value that is NaN or infinite, or only one class: the message says
    /// where.</exception>
    public LabeledData Validate(bool allowMissing = false, bool needsBothClasses = false)
    {
        if (Count == 0 || Width == 0)
            throw new ArgumentException($"The data has {Count} rows and {Width} features; it needs at least one of each.");
        for (var row = 0; row < Count; row++)
        {
            for (var column = 0; column < Width; column++)
            {
                var value = X[row, column];
                if (float.IsFinite(value) || (allowMissing && float.IsNaN(value)))
                    continue;
                throw new ArgumentException(
                    FormattableString.Invariant($"X[{row}, {column}] ('{FeatureNames[column]}') is {value}; features must be finite. ")
                    + "Fill missing values with an Imputer.");
            }
        }
        if (needsBothClasses && Anomalies is var anomalies && (anomalies == 0 || anomalies == Count))
        {
            throw new ArgumentException(
                $"All {Count} labels are {Y[0]}; normal rows (0) and anomalies (1) are both needed. Split with Splits.Stratified, or "
                + "use more data.");
        }
        return this;
    }

    /// <summary>Refuses data of another width than a model was fitted on.</summary>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public LabeledData RequireWidth(int width) => Width == width
        ? this
        : throw new ArgumentException(
            $"The data has {Width} features; the model was fitted on {width}. Pass the same columns in the same order.");

    /// <summary>The rows of the given indices, in that order (copied).</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not a row.</exception>
    public LabeledData Subset(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var x = new float[rows.Count, Width];
        var y = new int[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            if ((uint)rows[i] >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(rows), rows[i], $"Row indices must be from 0 to {Count - 1}.");
            Array.Copy(X, (long)rows[i] * Width, x, (long)i * Width, Width);
            y[i] = Y[rows[i]];
        }
        return new LabeledData(x, y, FeatureNames);
    }

    private static string[] DefaultNames(int width)
        => Enumerable.Range(0, width).Select(i => FormattableString.Invariant($"x{i}")).ToArray();

    private static int[] CheckLabels(float[,] x, int[] y)
    {
        ArgumentNullException.ThrowIfNull(y);
        if (y.Length != x.GetLength(0))
            throw new ArgumentException(
                $"There are {y.Length} labels for {x.GetLength(0)} rows; there must be one label per row.", nameof(y));
        var wrong = Array.FindIndex(y, label => label is not (0 or 1));
        return wrong < 0 ? y
            : throw new ArgumentException($"Label {wrong} is {y[wrong]}; labels must be 0 (normal) or 1 (anomaly).", nameof(y));
    }

    private static IReadOnlyList<string> CheckNames(float[,] x, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count == x.GetLength(1)
            ? names
            : throw new ArgumentException(
                $"There are {names.Count} names for {x.GetLength(1)} features; there must be one name per feature.", nameof(names));
    }
}
