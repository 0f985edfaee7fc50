namespace MetaAnomalyLib.Data;

/// <summary>Images with a label (0 normal, 1 anomaly), the kind of each, and the person it is of.</summary>
/// <param name="Images">The images.</param>
/// <param name="Kinds">0 normal, then the kinds of anomalies: an index into <see cref="PneumoniaTask.KindNames"/>.</param>
/// <param name="Patients">Images of one person belong together.</param>
public sealed record TypedImages(IImageSource Images, IReadOnlyList<int> Kinds, IReadOnlyList<string> Patients)
{
    /// <summary>Some of the images.</summary>
    public TypedImages Subset(IReadOnlyList<int> rows) =>
        new(new ImageSubset(Images, rows), [.. rows.Select(row => Kinds[row])], [.. rows.Select(row => Patients[row])]);

    /// <summary>The normal images and those of one kind of anomaly.</summary>
    public TypedImages OfKind(int kind) => Subset([.. Enumerable.Range(0, Kinds.Count).Where(row => Kinds[row] == 0 || Kinds[row] == kind)]);
}

/// <summary>Normal images and two kinds of anomalies, to train on, to choose by, and to report on: chest X-rays with bacterial and viral pneumonia. Where they are not found, Fashion-MNIST stands in: shirts are
/// normal, pullovers and coats the two kinds. Not for clinical use.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Validation">To choose by: other patients of the training part.</param>
/// <param name="Test">The official test part.</param>
/// <param name="KindNames">Of the kinds 0, 1 and 2.</param>
/// <param name="Source">Licence and citation of the images.</param>
public sealed record PneumoniaTask(TypedImages Train, TypedImages Validation, TypedImages Test, IReadOnlyList<string> KindNames, CatalogEntry Source) : IDisposable
{
    private const int Normal = 6;
    private static readonly int[] Kinds = [Normal, 2, 4];

    /// <summary>Whether Fashion-MNIST stands in for the X-rays.</summary>
    public bool IsStandIn => Source.Name != "chest-xray";

    /// <summary>One sentence on what the images are.</summary>
    public string Description => IsStandIn
        ? $"The chest X-rays are not here (see data/README.md): shirts, pullovers and coats of {Source.Title} stand in for normal, {KindNames[1]} and {KindNames[2]}."
        : $"{Source.Title} ({Source.Licence}). Not for clinical use.";

    /// <summary>Reads the task.</summary>
    /// <param name="side">Pixels of a side of the X-rays.</param>
    /// <param name="cachePath">Where decoded images are kept; null keeps them in a temporary file.</param>
    /// <param name="validation">The share of the training patients to choose by.</param>
    /// <param name="seed">Of the split.</param>
    /// <param name="catalog">Where to look. Default: <see cref="DataCatalog.Default"/>.</param>
    public static PneumoniaTask Load(int side = 224, string? cachePath = null, double validation = 0.2, int seed = 0, DataCatalog? catalog = null)
    {
        catalog ??= DataCatalog.Default;
        if (catalog.Find("chest-xray") is null) return StandIn(validation, seed, catalog);
        var xrays = ChestXrays.Load(new() { Side = side, CachePath = cachePath is null ? null : FormattableString.Invariant($"{cachePath}.{side}") }, catalog);
        var (all, test) = (Typed(xrays.Train), Typed(xrays.Test));
        return Parts(all, test, ["normal", "bacterial", "viral"], xrays.Source, validation, seed);
    }

    /// <summary>Closes the files of decoded images.</summary>
    public void Dispose()
    {
        foreach (var part in new[] { Train, Validation, Test }) (Whole(part.Images) as IDisposable)?.Dispose();
    }

    private static IImageSource Whole(IImageSource images) => images is ImageSubset part ? Whole(part.Source) : images;

    private static TypedImages Typed(ChestPart part) => new(part.Images, [.. part.Findings.Select(finding => (int)finding)], part.Patients);

    private static PneumoniaTask StandIn(double validation, int seed, DataCatalog catalog)
    {
        var fashion = FashionImages.Load(catalog);
        return Parts(Clothes(fashion.Train, 2000), Clothes(fashion.Test, 300), ["normal", "bacterial", "viral"], fashion.Source, validation, seed);
    }

    private static TypedImages Clothes(ImageSet images, int each)
    {
        int[] rows = [.. Kinds.SelectMany(label => images.RowsOf(label).Take(each))];
        int[] kinds = [.. rows.Select(row => Array.IndexOf(Kinds, images.Labels[row]))];
        return new(new ImageSubset(images, rows, [.. kinds.Select(kind => Math.Min(kind, 1))]), kinds, [.. rows.Select(row => FormattableString.Invariant($"{row}"))]);
    }

    private static PneumoniaTask Parts(TypedImages all, TypedImages test, string[] names, CatalogEntry source, double validation, int seed)
    {
        var split = Splits.ByGroup(all.Kinds, all.Patients, validation, 0, seed);
        return new(all.Subset(split.Train), all.Subset(split.Validation), test, names, source);
    }
}
