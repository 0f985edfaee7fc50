namespace MetaAnomalyLib.Data;

/// <summary>Pictures of one brightness a pixel, with a class each; they are kept as bytes and given as floats.</summary>
public sealed partial class ImageSet
{
    private readonly NdArray images;
    private readonly int[] labels;

    internal ImageSet(NdArray images, int[] labels) => (this.images, this.labels) = (images, labels);

    /// <summary>Number of pictures.</summary>
    public int Count => labels.Length;

    /// <summary>Pixels of a column.</summary>
    public int Height => images.Shape[1];

    /// <summary>Pixels of a line.</summary>
    public int Width => images.Shape[2];

    /// <summary>The class of each picture, <c>[pictures]</c>.</summary>
    public IReadOnlyList<int> Labels => labels;

    /// <summary>The pictures of a class, in the order of the file.</summary>
    public int[] RowsOf(int label) => [.. Enumerable.Range(0, Count).Where(row => labels[row] == label)];

    /// <summary>Pictures as rows, line by line, <c>[rows, height · width]</c>, pixels from 0 (the background) to 1.</summary>
    /// <param name="rows">Which pictures; null stands for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is not a picture.</exception>
    public float[,] ToMatrix(IReadOnlyList<int>? rows = null)
    {
        rows ??= [.. Enumerable.Range(0, Count)];
        var pixels = images.AsSpan<byte>();
        var size = Height * Width;
        var matrix = new float[rows.Count, size];
        for (var row = 0; row < rows.Count; row++)
        {
            if ((uint)rows[row] >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(rows), rows[row], $"Row indices must be from 0 to {Count - 1}.");
            var from = pixels.Slice(rows[row] * size, size);
            for (var pixel = 0; pixel < size; pixel++) matrix[row, pixel] = from[pixel] / 255f;
        }
        return matrix;
    }
}

/// <summary>Fashion-MNIST (Xiao et al., 2017): pictures of clothes, 28 by 28, ten classes of 6,000 to train on and 1,000 to test on.</summary>
/// <param name="Train">The part to train on.</param>
/// <param name="Test">The part to test on.</param>
/// <param name="Source">Licence and citation.</param>
public sealed record FashionImages(ImageSet Train, ImageSet Test, CatalogEntry Source)
{
    /// <summary>What the classes 0 to 9 are.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <summary>Reads both parts.</summary>
    /// <param name="catalog">Where to look. Default: <see cref="DataCatalog.Default"/>.</param>
    /// <exception cref="FileNotFoundException">The set is not there: the message says how to get it.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or pictures and labels do not fit.</exception>
    public static FashionImages Load(DataCatalog? catalog = null)
    {
        var found = (catalog ?? DataCatalog.Default).Get("fashion-mnist");
        return new(Part(found.Files[0], found.Files[1]), Part(found.Files[2], found.Files[3]), found.Entry);
    }

    /// <summary>The one-class task: pictures of one class are normal, all others are anomalies. Trains on pictures of the class, tests on the test part.</summary>
    /// <param name="normal">The class, 0 to 9.</param>
    /// <param name="train">Training pictures at most, drawn at random; null takes all (6,000).</param>
    /// <param name="test">Test pictures at most, drawn at random; null takes all (10,000).</param>
    /// <param name="seed">The same seed draws the same pictures.</param>
    /// <returns>Rows of the class to fit on, and rows with labels (0 of the class, 1 of another) to test on; pixels in [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class, or a number is below 2.</exception>
    public (float[,] Train, LabeledData Test) OneClass(int normal, int? train = null, int? test = null, int seed = 0)
    {
        if (normal < 0 || normal >= ClassNames.Count)
            throw new ArgumentOutOfRangeException(nameof(normal), normal, $"A class is from 0 to {ClassNames.Count - 1}.");
        var fit = Some(Train.RowsOf(normal), train, nameof(train), seed);
        var tested = Some([.. Enumerable.Range(0, Test.Count)], test, nameof(test), seed);
        var labels = Array.ConvertAll(tested, row => Test.Labels[row] == normal ? 0 : 1);
        string[] names = [.. Enumerable.Range(0, Test.Height * Test.Width).Select(i => FormattableString.Invariant($"pixel {i / Test.Width},{i % Test.Width}"))];
        return (Train.ToMatrix(fit), new LabeledData(Test.ToMatrix(tested), labels, names));
    }

    private static int[] Some(int[] rows, int? most, string name, int seed)
    {
        if (most < 2) throw new ArgumentOutOfRangeException(name, most, "At least 2 pictures are needed.");
        if (most is not { } count || count >= rows.Length) return rows;
        new Random(seed).Shuffle(rows);
        Array.Sort(rows, 0, count);
        return rows[..count];
    }

    private static ImageSet Part(string imageFile, string labelFile)
    {
        var (images, labels) = (IdxReader.Read(imageFile), IdxReader.Read(labelFile).ToArray<int>());
        if (images.Type != DType.UInt8 || images.Shape.Count != 3 || images.Shape[0] != labels.Length)
            throw new DataFormatException(imageFile, $"{images} and {labels.Length} labels", "UInt8 [pictures, height, width] and as many labels",
                "Fetch the four files of the set again.");
        if (labels.FirstOrDefault(label => label < 0 || label >= ClassNames.Count) is var wrong and not 0)
            throw new DataFormatException(labelFile, $"the class {wrong}", $"classes from 0 to {ClassNames.Count - 1}", "Fetch the four files of the set again.");
        return new ImageSet(images, labels);
    }
}
