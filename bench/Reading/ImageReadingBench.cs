using MetaAnomaly.Bench.Speed;
using MetaAnomalyLib.Data;
using TorchSharp;

namespace MetaAnomaly.Bench.Reading;

/// <summary>Folders of images against Pillow and torch (decode, scale, tensors, on two cores), and the memory of an epoch.</summary>
internal static class ImageReadingBench
{
    private const int Batch = 64, Side = 224;

    /// <summary>An epoch of each folder, in alternating rounds: 1,024 pixels scaled to 224, and the chest X-rays (test part) as they are.</summary>
    /// <param name="rounds">Rounds that are counted.</param>
    public static IReadOnlyList<ReadingResult> Run(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("meta-anomaly-images-").FullName;
        try
        {
            PythonTwin.Install("PIL", "python3-pil");
            using var twin = PythonTwin.Start("Reading/image_twin.py", "torch", "python3-torch", folder);
            twin.Ask("make");
            var results = new List<ReadingResult> { Compare("read images, 128 JPEG of 1,024 pixels to 224", folder) };
            if (DataCatalog.Default.Find("chest-xray") is { } chest) results.Add(Compare("read images, 624 JPEG of 224 pixels", Path.Combine(chest.Folder, "test")));
            return results;

            ReadingResult Compare(string name, string path) => ReadingBench.Compare(twin, name, path, Epoch, rounds, Math.Min(2, Environment.ProcessorCount));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Prints the resident memory while a folder is opened and read ten times over.</summary>
    public static int Memory()
    {
        var made = DataCatalog.Default.Find("chest-xray") is null ? Made() : null;
        var folder = made ?? Path.Combine(DataCatalog.Default.Get("chest-xray").Folder, "train");
        try
        {
            Console.WriteLine(FormattableString.Invariant($"resident before opening: {Resident()} MB"));
            using var images = ImageFolder.Open(folder, new() { Side = Side });
            Console.WriteLine(FormattableString.Invariant($"opened, {images.Count} images, {(long)images.Count * Side * Side >> 20} MB as bytes and {(long)images.Count * Side * Side * 4 >> 20} MB as floats: {Resident()} MB"));
            for (var epoch = 1; epoch <= 10; epoch++)
            {
                Read(images);
                Console.WriteLine(FormattableString.Invariant($"after epoch {epoch}: {Resident()} MB"));
            }
        }
        finally
        {
            if (made is not null) Directory.Delete(made, recursive: true);
        }
        return 0;
    }

    private static object Epoch(string folder)
    {
        using var images = ImageFolder.Open(folder, new() { Side = Side });
        return Read(images);
    }

    private static long Read(ImageFolder images)
    {
        long seen = 0;
        foreach (var rows in Enumerable.Range(0, images.Count).Chunk(Batch))
        {
            using var batch = images.Batch(rows);
            seen += batch.shape[0];
        }
        return seen;
    }

    private static string Made()
    {
        var folder = Directory.CreateTempSubdirectory("meta-anomaly-images-").FullName;
        using var scope = torch.NewDisposeScope();
        for (var i = 0; i < 2000; i++)
        {
            using var image = torch.rand(1, Side, Side);
            PngFile.Write(Path.Combine(folder, "a", FormattableString.Invariant($"{i}.png")), image);
        }
        return folder;
    }

    private static long Resident()
    {
        GC.Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64 >> 20;
    }
}
