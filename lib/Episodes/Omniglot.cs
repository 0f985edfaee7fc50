using MetaAnomalyLib.Data;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>A part of the split of Vinyals et al. (2016), as published with the prototypical networks (Snell et al., 2017).</summary>
public enum OmniglotPart
{
    /// <summary>1,028 characters to meta-train on.</summary>
    Train,

    /// <summary>172 characters to choose by.</summary>
    Validation,

    /// <summary>Both of them, 1,200 characters, for a last training.</summary>
    TrainAndValidation,

    /// <summary>423 characters, for the figures.</summary>
    Test,
}

/// <summary>Omniglot (Lake et al., 2015): 1,623 handwritten characters of 50 alphabets, each drawn by 20 people; 28 x 28, ink bright. A character turned by 90, 180 and 270
/// degrees counts as another class, as in the papers.</summary>
public static class Omniglot
{
    private const int Side = 28;
    private static readonly string[] Archives =
        ["omniglot28_background_part1of2.npz", "omniglot28_background_part2of2.npz", "omniglot28_evaluation_part1of2.npz", "omniglot28_evaluation_part2of2.npz"];

    /// <summary>Reads a part: pictures <c>[items, 1, 28, 28]</c> in bytes, classes named alphabet/character/rotation.</summary>
    /// <param name="part">Which.</param>
    /// <param name="rotations">Whether turned characters count as classes, four times as many.</param>
    /// <param name="catalog">Null takes <see cref="DataCatalog.Default"/>.</param>
    /// <exception cref="FileNotFoundException">The files are not there; the message says how to get them.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    public static ClassPool Read(OmniglotPart part, bool rotations = true, DataCatalog? catalog = null)
    {
        var folder = (catalog ?? DataCatalog.Default).Get("omniglot").Folder;
        var characters = CharacterNumbers(Path.Combine(folder, "classes.csv"));
        var split = Path.Combine(folder, part switch
        {
            OmniglotPart.Train => "vinyals_split_train.txt",
            OmniglotPart.Validation => "vinyals_split_val.txt",
            OmniglotPart.TrainAndValidation => "vinyals_split_trainval.txt",
            OmniglotPart.Test => "vinyals_split_test.txt",
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, "There is no such part."),
        });
        var classes = File.ReadLines(split).Where(line => line.Length > 0).Select(line => Parse(line, characters, split)).Where(c => rotations || c.Turns == 0).ToArray();

        using var scope = NewDisposeScope();
        var (pictures, rowsOf) = Pictures(folder);
        var turned = Enumerable.Range(0, 4).Select(turns => turns == 0 ? pictures : rot90(pictures, turns, (1, 2)).contiguous()).ToArray();
        var items = cat([.. classes.Select(c => turned[c.Turns].index_select(0, tensor(rowsOf[c.Character])))]).unsqueeze(1);
        return new ClassPool(items, [.. classes.SelectMany((c, i) => Enumerable.Repeat(i, rowsOf[c.Character].Length))], [.. classes.Select(c => c.Name)]);
    }

    private static Dictionary<string, int> CharacterNumbers(string path) => File.ReadLines(path).Skip(1).Select(line => line.Split(','))
        .ToDictionary(cells => $"{cells[2]}/{cells[3]}", cells => int.Parse(cells[0], System.Globalization.CultureInfo.InvariantCulture));

    private static (string Name, int Character, int Turns) Parse(string line, Dictionary<string, int> characters, string file)
    {
        var end = line.LastIndexOf('/');
        var turns = Array.IndexOf(["rot000", "rot090", "rot180", "rot270"], line[(end + 1)..]);
        return end > 0 && turns >= 0 && characters.TryGetValue(line[..end], out var character)
            ? (line, character, turns)
            : throw new DataFormatException(file, $"the line '{line}'", "alphabet/character/rot000, of a character in classes.csv", "Fetch the file again.");
    }

    private static (Tensor Pictures, Dictionary<int, long[]> Rows) Pictures(string folder)
    {
        var parts = new List<Tensor>();
        var labels = new List<int>();
        foreach (var path in Archives.Select(name => Path.Combine(folder, name)))
        {
            var arrays = NpzReader.Read(path, "images", "labels");
            var images = arrays["images"];
            if (images.Type != DType.UInt8 || images.Shape is not [var count, Side, Side] || arrays["labels"].Count != count)
                throw new DataFormatException(path, $"images {images} and labels {arrays["labels"]}", "images uint8 [n, 28, 28] and labels [n]", "Fetch the file again.");
            parts.Add(tensor(images.ToArray<byte>()).view(count, Side, Side));
            labels.AddRange(arrays["labels"].ToArray<int>());
        }
        return (cat(parts), labels.Select((label, row) => (label, row: (long)row)).GroupBy(p => p.label, p => p.row).ToDictionary(g => g.Key, g => g.ToArray()));
    }
}
