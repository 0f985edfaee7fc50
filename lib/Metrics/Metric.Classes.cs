using System.Globalization;

namespace MetaAnomalyLib.Metrics;

public static partial class Metric
{
    /// <summary>Share of rows whose class was predicted.</summary>
    /// <param name="labels">[n] classes.</param>
    /// <param name="predictions">[n] classes.</param>
    /// <returns>0..1.</returns>
    public static double Accuracy(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions)
    {
        Check.SameLength(labels.Length, predictions.Length, nameof(predictions));
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
            right += labels[i] == predictions[i] ? 1 : 0;
        return (double)right / labels.Length;
    }

    /// <summary>Mean recall of the classes that occur in the labels: guessing one class never looks good.</summary>
    /// <param name="labels">[n] classes.</param>
    /// <param name="predictions">[n] classes.</param>
    /// <returns>0..1; 0.5 is guessing between two classes.</returns>
    public static double BalancedAccuracy(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions)
    {
        var matrix = Confusion(labels, predictions);
        return Enumerable.Range(0, matrix.Classes.Count).Where(c => matrix.Support(c) > 0).Average(matrix.Recall);
    }

    /// <summary>Share of true anomalies among the rows called anomalies; 0 when none was called so.</summary>
    /// <param name="labels">[n] 0 or 1.</param>
    /// <param name="predictions">[n] 0 or 1.</param>
    public static double Precision(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions) =>
        BinaryConfusion(labels, predictions).Precision(1);

    /// <summary>Share of anomalies found; 0 when there is none.</summary>
    /// <param name="labels">[n] 0 or 1.</param>
    /// <param name="predictions">[n] 0 or 1.</param>
    public static double Recall(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions) =>
        BinaryConfusion(labels, predictions).Recall(1);

    /// <summary>Harmonic mean of precision and recall of the anomalies; 0 when no anomaly was found.</summary>
    /// <param name="labels">[n] 0 or 1.</param>
    /// <param name="predictions">[n] 0 or 1.</param>
    /// <returns>0..1.</returns>
    public static double F1(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions) =>
        BinaryConfusion(labels, predictions).F1(1);

    /// <summary>Counts of true against predicted classes, of two or more classes.</summary>
    /// <param name="labels">[n] classes.</param>
    /// <param name="predictions">[n] classes.</param>
    /// <param name="classNames">
    /// The name of class 0, 1, …; every class must have one, and each appears in the matrix. Without names, the classes that occur.
    /// </param>
    public static ConfusionMatrix Confusion(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, IReadOnlyList<string>? classNames = null)
    {
        Check.SameLength(labels.Length, predictions.Length, nameof(predictions));
        var classes = classNames is null ? Occurring(labels, predictions) : [.. Enumerable.Range(0, classNames.Count)];
        var counts = new int[classes.Length, classes.Length];
        for (var i = 0; i < labels.Length; i++)
            counts[IndexOf(labels[i], nameof(labels), i), IndexOf(predictions[i], nameof(predictions), i)]++;
        return new ConfusionMatrix(classNames ?? [.. classes.Select(c => c.ToString(CultureInfo.InvariantCulture))], counts);

        int IndexOf(int value, string name, int row)
        {
            var index = Array.BinarySearch(classes, value);
            return index >= 0 ? index : throw new ArgumentException(
                $"{name}[{row}] is class {value}, but classNames names {classes.Length} classes (0..{classes.Length - 1}).", name);
        }
    }

    /// <summary>Precision, recall, F1 and support of each class with their averages, as scikit-learn prints them.</summary>
    /// <param name="labels">[n] classes.</param>
    /// <param name="predictions">[n] classes.</param>
    /// <param name="classNames">The name of class 0, 1, …, as in <see cref="Confusion"/>.</param>
    public static ClassificationReport ClassificationReport(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, IReadOnlyList<string>? classNames = null) =>
        new(Confusion(labels, predictions, classNames));

    private static ConfusionMatrix BinaryConfusion(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions)
    {
        Check.SameLength(labels.Length, predictions.Length, nameof(predictions));
        Check.Binary(labels);
        Check.Binary(predictions, nameof(predictions));
        return Confusion(labels, predictions, ["0", "1"]);
    }

    private static int[] Occurring(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions)
    {
        var classes = new SortedSet<int>();
        foreach (var label in labels)
            classes.Add(label);
        foreach (var prediction in predictions)
            classes.Add(prediction);
        return [.. classes];
    }
}
