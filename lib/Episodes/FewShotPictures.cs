using MetaAnomalyLib.Data;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>Pictures to meta-learn on, in three parts; training and test have no class in common.</summary>
/// <param name="Name">Of the data set.</param>
/// <param name="Notice">One line: which set it is, with its licence, and whether it stands in for another.</param>
/// <param name="IsStandIn">Whether Omniglot was not found.</param>
/// <param name="Ways">Classes of a task that every part, and every family of classes, has enough of.</param>
/// <param name="Train">Classes to meta-train on.</param>
/// <param name="Validation">To choose by: other classes, or, of the stand-in, other pictures of the training classes.</param>
/// <param name="Test">Classes for the figures.</param>
public sealed record FewShotPictures(string Name, string Notice, bool IsStandIn, int Ways, ClassPool Train, ClassPool Validation, ClassPool Test) : IDisposable
{
    private const int MostOfAClass = 200, TrainClasses = 6;
    private const long Chunk = 8192;

    /// <summary>Omniglot with the split of Vinyals et al. where it is found, else Fashion-MNIST: 6 kinds of clothes to train on, 4 to test on. A picture turned by 90, 180 or 270 degrees
    /// counts as another class; classes are named family/class/rotation.</summary>
    /// <param name="side">28, or 14 for pictures of half the height and width, on which a convolution takes a quarter of the time.</param>
    /// <param name="seed">Draws the stand-in's split.</param>
    /// <param name="catalog">Null takes <see cref="DataCatalog.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another side.</exception>
    /// <exception cref="FileNotFoundException">Neither set is there.</exception>
    public static FewShotPictures Load(int side = 28, int seed = 0, DataCatalog? catalog = null)
    {
        Models.Options.Require(side is 28 or 14, nameof(side), side, "28 or 14");
        catalog ??= DataCatalog.Default;
        ClassPool Sized(ClassPool pool) => side == 28 ? pool : Halved(pool);
        if (catalog.Find("omniglot") is { } found)
        {
            ClassPool Part(OmniglotPart part) => Sized(Omniglot.Read(part, catalog: catalog));
            return new("Omniglot", $"{found.Entry.Title} ({found.Entry.Licence})", IsStandIn: false, 5, Part(OmniglotPart.Train), Part(OmniglotPart.Validation), Part(OmniglotPart.Test));
        }
        var fashion = FashionImages.Load(catalog);
        var order = Enumerable.Range(0, FashionImages.ClassNames.Count).ToArray();
        new Seed(seed).Random("kinds").Shuffle(order);
        var (train, test) = (order[..TrainClasses], order[TrainClasses..]);
        return new("Fashion-MNIST", $"Omniglot was not found; Fashion-MNIST ({fashion.Source.Licence}) stands in: {train.Length} kinds to train on, {test.Length} others to test on",
            IsStandIn: true, test.Length, Sized(Clothes(fashion.Train, train)), Sized(Clothes(fashion.Test, train)), Sized(Clothes(fashion.Test, test)));
    }

    /// <summary>What classes of one family share: the alphabet and the rotation, or the rotation alone. They are more alike than any classes.</summary>
    /// <param name="className">Of a class of one of the pools.</param>
    public static string FamilyOf(string className)
    {
        ArgumentNullException.ThrowIfNull(className);
        var parts = className.Split('/');
        return parts.Length < 2 ? className : $"{parts[0]}/{parts[^1]}";
    }

    /// <summary>Fashion-MNIST as tasks of another kind than characters: all ten classes of its test part, upright.</summary>
    /// <param name="side">28 or 14.</param>
    /// <param name="catalog">Null takes <see cref="DataCatalog.Default"/>.</param>
    /// <exception cref="FileNotFoundException">The set is not there.</exception>
    public static ClassPool Clothes(int side = 28, DataCatalog? catalog = null)
    {
        Models.Options.Require(side is 28 or 14, nameof(side), side, "28 or 14");
        var pool = Clothes(FashionImages.Load(catalog).Test, [.. Enumerable.Range(0, FashionImages.ClassNames.Count)], turns: 1);
        return side == 28 ? pool : Halved(pool);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
        Test.Dispose();
    }

    private static ClassPool Clothes(ImageSet images, int[] kinds, int turns = 4)
    {
        using var scope = NewDisposeScope();
        var (items, labels, names) = (new List<Tensor>(), new List<int>(), new List<string>());
        foreach (var kind in kinds)
        {
            int[] rows = [.. images.RowsOf(kind).Take(MostOfAClass)];
            var pictures = (tensor(images.ToMatrix(rows)) * 255).round().to(uint8).view(rows.Length, 1, images.Height, images.Width);
            for (var turn = 0; turn < turns; turn++)
            {
                items.Add(turn == 0 ? pictures : rot90(pictures, turn, (2, 3)).contiguous());
                labels.AddRange(Enumerable.Repeat(names.Count, rows.Length));
                names.Add(FormattableString.Invariant($"clothes/{FashionImages.ClassNames[kind]}/rot{90 * turn:000}"));
            }
        }
        return new ClassPool(cat([.. items]), labels, names);
    }

    // Means of 2 x 2 pixels, a part at a time: all at once as floats would take four times the memory.
    private static ClassPool Halved(ClassPool pool)
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (var first = 0L; first < pool.Items.shape[0]; first += Chunk)
        {
            using var one = NewDisposeScope();
            var items = pool.Items.narrow(0, first, Math.Min(Chunk, pool.Items.shape[0] - first)).to(float32);
            parts.Add(nn.functional.avg_pool2d(items, 2).round().to(uint8).MoveToOuterDisposeScope());
        }
        var labels = new int[pool.Items.shape[0]];
        for (var c = 0; c < pool.Classes; c++)
            foreach (var row in pool.RowsOf(c)) labels[row] = c;
        using (pool) return new ClassPool(cat([.. parts]), labels, pool.Names);
    }
}
