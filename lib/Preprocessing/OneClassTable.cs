using MetaAnomalyLib.Data;

namespace MetaAnomalyLib.Preprocessing;

/// <summary>A table for the one-class task: fit on normal rows only, find the anomalies among the rest.</summary>
/// <param name="Data">All rows, not yet scaled.</param>
/// <param name="Source">Which set it is, with licence and citation.</param>
public sealed record OneClassTable(LabeledData Data, CatalogEntry Source)
{
    /// <summary>A set of ADBench where it is found, else German credit, its text one column a category (a bad loan is an anomaly).</summary>
    /// <param name="name">Its name in the catalog, such as 28_pendigits.</param>
    /// <param name="catalog">Where to look. Default: <see cref="DataCatalog.Default"/>.</param>
    /// <exception cref="ArgumentException">There is no set of this name.</exception>
    /// <exception cref="FileNotFoundException">Neither is there.</exception>
    public static OneClassTable Load(string name, DataCatalog? catalog = null)
    {
        catalog ??= DataCatalog.Default;
        if (catalog.Find(name) is { } found) return new(LabeledData.FromNpz(found.Files[0]), found.Entry);
        var german = catalog.Get("credit-g");
        var frame = ArffReader.Read(german.Files[0]);
        return new(new Preprocessor(new Imputer(ImputeStrategy.Median)).Fit(frame, "class").Transform(frame, "class", "bad"), german.Entry);
    }

    /// <summary>Trains on a random half of the normal rows, tests on the other half and the anomalies; standardised by the training rows.</summary>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <param name="contamination">The share of anomalies that have slipped into the training rows, in [0, 0.5); those are not tested on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range, or more than half of the anomalies would be needed.</exception>
    public (float[,] Train, LabeledData Test) Split(int seed, double contamination = 0)
    {
        if (contamination is not (>= 0 and < 0.5)) throw new ArgumentOutOfRangeException(nameof(contamination), contamination, "A contamination must be from 0 to below 0.5.");
        var (train, test) = Splits.OneClass(Data.Y, seed);
        int[] anomalies = [.. test.Where(row => Data.Y[row] == 1)];
        var slipped = (int)Math.Round(contamination / (1 - contamination) * train.Length);
        if (slipped > anomalies.Length / 2)
            throw new ArgumentOutOfRangeException(nameof(contamination), contamination, $"It takes {slipped} anomalies, of {anomalies.Length}; at most half may be taken.");
        int[] fit = [.. train, .. anomalies[..slipped]], judged = [.. test.Except(anomalies[..slipped])];
        var scaler = new StandardScaler().Fit(Data.Subset(fit).X);
        var tested = Data.Subset(judged);
        return (scaler.Transform(Data.Subset(fit).X), new LabeledData(scaler.Transform(tested.X), tested.Y, tested.FeatureNames));
    }
}
