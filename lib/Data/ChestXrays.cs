using System.Text.RegularExpressions;

namespace MetaAnomalyLib.Data;

/// <summary>What a chest X-ray shows.</summary>
public enum ChestFinding
{
    /// <summary>No pneumonia.</summary>
    Normal,

    /// <summary>Bacterial pneumonia.</summary>
    Bacterial,

    /// <summary>Viral pneumonia.</summary>
    Viral,
}

/// <summary>A part of the chest X-rays.</summary>
/// <param name="Images">Label 0 normal, 1 pneumonia.</param>
/// <param name="Findings">Of each image, by its name.</param>
/// <param name="Patients">Of each image, by its name; the same person can have several images.</param>
public sealed record ChestPart(ImageFolder Images, IReadOnlyList<ChestFinding> Findings, IReadOnlyList<string> Patients);

/// <summary>Chest X-rays of children (Kermany et al., Cell 2018), in their official parts: normal, bacterial and viral pneumonia. Not for clinical use.</summary>
/// <param name="Train">To train on and to choose by: split it by patients (<see cref="Splits.ByGroup"/>).</param>
/// <param name="Test">To report on.</param>
/// <param name="Source">Licence and citation.</param>
public sealed partial record ChestXrays(ChestPart Train, ChestPart Test, CatalogEntry Source) : IDisposable
{
    /// <summary>Reads both parts.</summary>
    /// <param name="options">Null takes the defaults. A cache gets the name of the part added.</param>
    /// <param name="catalog">Where to look. Default: <see cref="DataCatalog.Default"/>.</param>
    /// <exception cref="FileNotFoundException">The set is not there: the message says how to get it.</exception>
    /// <exception cref="DataFormatException">Images are bad, or a name does not tell what the image shows.</exception>
    public static ChestXrays Load(ImageFolderOptions? options = null, DataCatalog? catalog = null)
    {
        var found = (catalog ?? DataCatalog.Default).Get("chest-xray");
        options ??= new();
        return new(Part("train"), Part("test"), found.Entry);

        ChestPart Part(string part)
        {
            var folder = Path.Combine(found.Folder, part);
            var images = ImageFolder.Open(folder, options with { CachePath = options.CachePath is { } path ? $"{path}.{part}" : null });
            if (!images.ClassNames.SequenceEqual(["NORMAL", "PNEUMONIA"]))
                throw new DataFormatException(folder, string.Join(", ", images.ClassNames), "NORMAL, PNEUMONIA", "Name the folder of the published set.");
            var read = images.Files.Select(file => Read(folder, file)).ToArray();
            return new(images, [.. read.Select(pair => pair.Finding)], [.. read.Select(pair => pair.Patient)]);
        }
    }

    /// <summary>What a file's name tells, such as <c>PNEUMONIA/person100_bacteria_475.jpeg</c> or <c>NORMAL/NORMAL2-IM-0117-0001.jpeg</c>.</summary>
    internal static (ChestFinding Finding, string Patient) Read(string folder, string file)
    {
        if (Pneumonia().Match(file) is { Success: true } sick)
            return (sick.Groups[2].Value == "virus" ? ChestFinding.Viral : ChestFinding.Bacterial, sick.Groups[1].Value);
        if (Normal().Match(file) is { Success: true } healthy) return (ChestFinding.Normal, healthy.Groups[1].Value);
        throw new DataFormatException(Path.Combine(folder, file), "a name that does not tell what the image shows", "PNEUMONIA/personN_bacteria_N.jpeg, …_virus_N.jpeg or NORMAL/IM-N-N.jpeg", "Remove the file, or name the folder of the published set.");
    }

    /// <summary>Closes both parts.</summary>
    public void Dispose()
    {
        Train.Images.Dispose();
        Test.Images.Dispose();
    }

    [GeneratedRegex(@"^PNEUMONIA/(person\d+)_(bacteria|virus)_")]
    private static partial Regex Pneumonia();

    [GeneratedRegex(@"^NORMAL/((?:NORMAL2-)?IM-\d+)-")]
    private static partial Regex Normal();
}
