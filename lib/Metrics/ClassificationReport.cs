using System.Globalization;
using System.Net;
using System.Text;
using MetaAnomalyLib.Display;

namespace MetaAnomalyLib.Metrics;

/// <summary>One line of a <see cref="ClassificationReport"/>.</summary>
/// <param name="Name">A class, "macro avg" or "weighted avg".</param>
/// <param name="Precision">0..1.</param>
/// <param name="Recall">0..1.</param>
/// <param name="F1">0..1.</param>
/// <param name="Support">Rows of the class, or all rows.</param>
public sealed record ReportRow(string Name, double Precision, double Recall, double F1, int Support);

/// <summary>
/// Precision, recall, F1 and support of each class with their averages. Prints like scikit-learn's classification_report; a table in a
/// notebook. An undefined ratio (no such prediction, no such row) is 0. Made by <see cref="Metric.ClassificationReport"/>.
/// </summary>
[TypeFormatterSource(typeof(ShownFormatterSource))]
public sealed class ClassificationReport : IShown
{
    internal ClassificationReport(ConfusionMatrix matrix)
    {
        Confusion = matrix;
        Classes = [.. matrix.Classes.Select((name, i) =>
            new ReportRow(name, matrix.Precision(i), matrix.Recall(i), matrix.F1(i), matrix.Support(i)))];
        MacroAverage = Average("macro avg", _ => 1);
        WeightedAverage = Average("weighted avg", row => row.Support);
    }

    /// <summary>The counts behind the report.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>One row a class.</summary>
    public IReadOnlyList<ReportRow> Classes { get; }

    /// <summary>The mean over classes, each counting the same.</summary>
    public ReportRow MacroAverage { get; }

    /// <summary>The mean over classes, weighted by support.</summary>
    public ReportRow WeightedAverage { get; }

    /// <summary>Share of rows whose class was predicted.</summary>
    public double Accuracy => Confusion.Accuracy;

    /// <summary>The text of scikit-learn's classification_report.</summary>
    public override string ToString()
    {
        var width = Classes.Select(row => row.Name.Length).Append(WeightedAverage.Name.Length).Max();
        var text = new StringBuilder();
        Line("", "precision", "recall", "f1-score", "support");
        text.Append('\n');
        foreach (var row in Classes)
            Row(row);
        text.Append('\n');
        Line("accuracy", "", "", Fixed(Accuracy), Whole(WeightedAverage.Support));
        Row(MacroAverage);
        Row(WeightedAverage);
        return text.ToString();

        void Row(ReportRow row) => Line(row.Name, Fixed(row.Precision), Fixed(row.Recall), Fixed(row.F1), Whole(row.Support));

        void Line(string name, params ReadOnlySpan<string> cells)
        {
            text.Append(name.PadLeft(width)).Append(' ');
            foreach (var cell in cells)
                text.Append(' ').Append(cell.PadLeft(9));
            text.Append('\n');
        }
    }

    string IShown.ToHtml()
    {
        var html = new StringBuilder("<table><thead><tr><th></th>");
        html.Append("<th>precision</th><th>recall</th><th>f1-score</th><th>support</th></tr></thead><tbody>");
        foreach (var row in Classes)
            Row(row);
        html.Append(CultureInfo.InvariantCulture,
            $"<tr><th>accuracy</th><td></td><td></td><td>{Fixed(Accuracy)}</td><td>{WeightedAverage.Support}</td></tr>");
        Row(MacroAverage);
        Row(WeightedAverage);
        return html.Append("</tbody></table>").ToString();

        void Row(ReportRow row)
        {
            html.Append("<tr><th>").Append(WebUtility.HtmlEncode(row.Name)).Append("</th>");
            foreach (var cell in new[] { Fixed(row.Precision), Fixed(row.Recall), Fixed(row.F1), Whole(row.Support) })
                html.Append("<td>").Append(cell).Append("</td>");
            html.Append("</tr>");
        }
    }

    private ReportRow Average(string name, Func<ReportRow, double> weight)
    {
        var total = Classes.Sum(weight);
        return new ReportRow(name, Mean(row => row.Precision), Mean(row => row.Recall), Mean(row => row.F1), Confusion.Total);

        double Mean(Func<ReportRow, double> value) => Classes.Sum(row => weight(row) * value(row)) / total;
    }

    private static string Whole(int count) => count.ToString(CultureInfo.InvariantCulture);

    // Python rounds exact halves to even (0.125 -> 0.12), .NET away from zero; all other values agree.
    private static string Fixed(double ratio)
    {
        var halves = ratio * 200;
        if (Math.FusedMultiplyAdd(ratio, 200, -halves) == 0 && Math.IEEERemainder(halves, 2) is 1 or -1)
            ratio = Math.Round(halves / 2, MidpointRounding.ToEven) / 100;
        return ratio.ToString("F2", CultureInfo.InvariantCulture);
    }
}
