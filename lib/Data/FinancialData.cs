using Microsoft.Data.Analysis;

namespace MetaAnomalyLib.Data;

/// <summary>Real transactions or loans with a rare bad outcome, for the notebooks that start from a table.</summary>
/// <param name="Frame">The rows, without missing values.</param>
/// <param name="LabelColumn">The column of the outcome.</param>
/// <param name="Anomaly">Its value for an anomaly, as text.</param>
/// <param name="AmountColumn">A numeric column that anybody understands: the amount of money.</param>
/// <param name="Source">Which set it is, with licence and citation.</param>
public sealed record FinancialData(DataFrame Frame, string LabelColumn, string Anomaly, string AmountColumn, CatalogEntry Source)
{
    private const int SampleNormals = 6209;   // as many as the published sample holds

    /// <summary>
    /// The credit-card fraud sample where it is found; else as large a sample of the full credit-card set; else German credit
    /// (on Debian and Ubuntu, ./run puts it into data/).
    /// </summary>
    /// <exception cref="FileNotFoundException">None of them is there.</exception>
    public static FinancialData Load(DataCatalog? catalog = null)
    {
        catalog ??= DataCatalog.Default;
        if (catalog.Find("creditcard-sample") is { } sample) return CreditCard(CsvReader.Read(sample.Files[0]), sample.Entry);
        if (catalog.Find("creditcard") is { Entry.Name: "creditcard" } full) return CreditCard(Sample(CsvReader.Read(full.Files[0])), full.Entry);
        var german = catalog.Get("credit-g");
        return new FinancialData(ArffReader.Read(german.Files[0]), "class", "bad", "credit_amount", german.Entry);
    }

    /// <summary>Whether a row is an anomaly, 0 or 1, one value a row.</summary>
    public int[] Labels => Frame.ToLabels(LabelColumn, Anomaly);

    /// <summary>The same rows, some amounts lost: what a broken form or sensor does to real data. Loses the same ones for the same seed.</summary>
    /// <param name="fraction">Of the rows, in [0, 1].</param>
    /// <param name="seed">Any integer.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is out of range.</exception>
    public FinancialData LoseAmounts(double fraction, int seed)
    {
        if (fraction is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A fraction must be from 0 to 1.");
        var frame = Frame.Clone();
        var amounts = frame.Columns[AmountColumn];
        var rows = Enumerable.Range(0, (int)frame.Rows.Count).ToArray();
        new Random(seed).Shuffle(rows);
        foreach (var row in rows.Take((int)Math.Round(fraction * rows.Length))) amounts[row] = null;
        return this with { Frame = frame };
    }

    private static FinancialData CreditCard(DataFrame frame, CatalogEntry source) => new(frame, "Class", "1", "Amount", source);

    private static DataFrame Sample(DataFrame full)
    {
        var labels = full.ToLabels("Class", "1");
        var rows = Enumerable.Range(0, labels.Length).ToLookup(row => labels[row]);
        var normals = rows[0].ToArray();
        new Random(0).Shuffle(normals);
        return full.Filter(new Int32DataFrameColumn("rows", rows[1].Concat(normals.Take(SampleNormals)).Order()));
    }
}
