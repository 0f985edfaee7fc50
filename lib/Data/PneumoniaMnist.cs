namespace MetaAnomalyLib.Data;

/// <summary>PneumoniaMNIST (Yang et al., 2023): chest X-rays of children, 28 by 28, 0 normal and 1 pneumonia, in its official parts. The pictures are those of Kermany et al. (2018). Not for
/// clinical use.</summary>
/// <param name="Train">4,708 pictures to train on.</param>
/// <param name="Validation">524 pictures to choose by; drawn from the same patients as the training part, and far easier than the test part.</param>
/// <param name="Test">624 pictures to report on, of other patients.</param>
/// <param name="Source">Licence and citation.</param>
public sealed record PneumoniaMnist(ImageSet Train, ImageSet Validation, ImageSet Test, CatalogEntry Source)
{
    /// <summary>What the classes 0 and 1 are.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["normal", "pneumonia"];

    /// <summary>Reads the three parts.</summary>
    /// <param name="catalog">Where to look. Default: <see cref="DataCatalog.Default"/>.</param>
    /// <exception cref="FileNotFoundException">The set is not there: the message says how to get it.</exception>
    /// <exception cref="DataFormatException">The file is damaged, or pictures and labels do not fit.</exception>
    public static PneumoniaMnist Load(DataCatalog? catalog = null)
    {
        var found = (catalog ?? DataCatalog.Default).Get("pneumoniamnist");
        var (path, arrays) = (found.Files[0], NpzReader.Read(found.Files[0]));
        return new(Part("train"), Part("val"), Part("test"), found.Entry);

        ImageSet Part(string part)
        {
            var (images, labels) = (Array(part + "_images"), Array(part + "_labels"));
            if (images.Shape is not [var count, 28, 28] || labels.Count != count || images.Type != DType.UInt8 || labels.Type != DType.UInt8)
                throw new DataFormatException(path, $"{part}_images ({string.Join(", ", images.Shape)}) and {part}_labels ({string.Join(", ", labels.Shape)})",
                    "28 x 28 bytes a picture and a byte for its label", "Fetch the file again.");
            return new ImageSet(images, System.Array.ConvertAll(labels.AsSpan<byte>().ToArray(), label => (int)label));
        }

        NdArray Array(string name) => arrays.TryGetValue(name, out var array) ? array
            : throw new DataFormatException(path, $"arrays {string.Join(", ", arrays.Keys)}", $"an array {name}", "Fetch the file again.");
    }
}
