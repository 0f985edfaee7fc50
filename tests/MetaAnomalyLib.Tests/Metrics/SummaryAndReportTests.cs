using System.Globalization;
using System.Reflection;
using MetaAnomalyLib.Metrics;

namespace MetaAnomalyLib.Tests.Metrics;

public sealed class SummaryAndReportTests
{
    [Fact]
    public void A_summary_over_seeds_has_mean_deviation_and_a_confidence_interval()
    {
        var summary = Summary.Of([0.90, 0.92, 0.91, 0.95, 0.89]);

        Assert.Equal("0.914 ± 0.023 (n = 5)", summary.ToString());
        GoldenMetrics.Close(0.914, summary.Mean);
        GoldenMetrics.Close(Math.Sqrt(0.00053), summary.StandardDeviation);
        // scipy.stats.t.interval(0.95, 4, loc=mean, scale=std/sqrt(5))
        GoldenMetrics.Close(2.7764451051977987 * Math.Sqrt(0.00053 / 5), summary.HalfWidth, 1e-9);
        Assert.Equal((summary.Mean - summary.HalfWidth, summary.Mean + summary.HalfWidth), (summary.Low, summary.High));
        Assert.Equal(summary, Summary.Of(new List<double> { 0.90, 0.92, 0.91, 0.95, 0.89 }));
    }

    [Fact]
    public void One_run_has_no_spread_and_says_so()
    {
        var summary = Summary.Of([0.5]);

        Assert.True(double.IsNaN(summary.StandardDeviation) && double.IsNaN(summary.HalfWidth));
        Assert.Equal("0.500 (n = 1)", summary.ToString());
    }

    [Fact]
    public void Text_is_the_same_in_a_German_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal("0.914 ± 0.023 (n = 5)", Summary.Of([0.90, 0.92, 0.91, 0.95, 0.89]).ToString());
            Assert.Contains("0.67", Metric.ClassificationReport([0, 1, 1], [0, 1, 0]).ToString(), StringComparison.Ordinal);
            var error = Assert.Throws<ArgumentException>(() => Metric.Brier([0, 1], [0.5, 1.5]));
            Assert.StartsWith("probabilities[1] is 1.5;", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_report_without_names_lists_the_classes_that_occur()
    {
        var report = Metric.ClassificationReport([3, 3, 7], [3, 7, 7]);

        Assert.Equal(["3", "7"], report.Classes.Select(row => row.Name));
        Assert.Equal([1.0, 0.5], report.Classes.Select(row => row.Precision));
        Assert.Equal(2.0 / 3, report.Accuracy);
    }

    [Fact]
    public void A_confusion_matrix_prints_true_classes_down_and_predicted_across()
    {
        var matrix = Metric.Confusion([0, 0, 0, 1, 1], [0, 0, 1, 1, 1], ["normal", "anomaly"]);

        Assert.Equal(
            "true \\ predicted   normal  anomaly\nnormal                  2        1\nanomaly                 0        2", matrix.ToString());
        Assert.Equal((3, 2, 2, 3), (matrix.Support(0), matrix.Support(1), matrix.Called(0), matrix.Called(1)));
    }

    [Fact]
    public void A_kernel_that_knows_only_the_name_of_the_attribute_shows_a_report_as_a_table_with_escaped_names()
    {
        var report = Metric.ClassificationReport([0, 1], [0, 1], ["normal", "<script>alert(1)</script>"]);

        var html = ByName.Format(report, "text/html");

        Assert.StartsWith("<table>", html, StringComparison.Ordinal);
        Assert.Contains("<td>1.00</td>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Equal(report.ToString(), ByName.Format(report, "text/plain"));
    }
}

/// <summary>Formats an object as a notebook kernel does: attribute, source and formatter found by name.</summary>
internal static class ByName
{
    public static string Format(object shown, string mimeType)
    {
        var attribute = shown.GetType().GetCustomAttributes(true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance((Type)Get(attribute, "FormatterSourceType")!)!;
        var formatters = (System.Collections.IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!;
        var formatter = formatters.Cast<object>().Single(f => (string)Get(f, "MimeType")! == mimeType);
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        var format = formatter.GetType().GetMethod("Format", BindingFlags.Public | BindingFlags.Instance)!;
        Assert.True((bool)format.Invoke(formatter, [shown, writer])!);
        return writer.ToString();
    }

    private static object? Get(object from, string property) => from.GetType().GetProperty(property)!.GetValue(from);
}
