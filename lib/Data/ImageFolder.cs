using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Data;

/// <summary>What becomes of files that are no readable images.</summary>
public enum BadImages
{
    /// <summary>The folder is refused, with the names of all of them.</summary>
    Refuse,

    /// <summary>They are left out and told in <see cref="ImageFolder.Bad"/>.</summary>
    Skip,
}

/// <summary>How a folder of images is read.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>Pixels of a side to which every image is scaled, at least 1. Default: 224.</summary>
    public int Side { get; init; } = 224;

    /// <summary>1 for grey (colour becomes its luma), 3 for colour (grey is repeated). Default: 1.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>What becomes of damaged, empty, oversized and mislabelled files. Default: the folder is refused.</summary>
    public BadImages Bad { get; init; }

    /// <summary>A file that keeps the decoded images (one byte a value) for the next time. Default: none; they then lie in a temporary file that is gone after disposal.</summary>
    public string? CachePath { get; init; }

    /// <summary>Larger files are bad. Default: 64 MiB.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>Images with more pixels are bad: their decompression could fill the memory. Default: 50 million.</summary>
    public long MaxPixels { get; init; } = 50_000_000;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Models.Options.Require(Side >= 1, nameof(Side), Side, "at least 1");
        Models.Options.Require(Channels is 1 or 3, nameof(Channels), Channels, "1 or 3");
        Models.Options.Require(MaxBytes >= 1, nameof(MaxBytes), MaxBytes, "at least 1");
        Models.Options.Require(MaxPixels >= 1, nameof(MaxPixels), MaxPixels, "at least 1");
    }
}

/// <summary>A file that is no readable image.</summary>
/// <param name="Path">Below the folder.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record BadImage(string Path, string Reason);

/// <summary>
/// Images of a folder in the usual layout, CLASS/NAME.jpeg or .png: 8 or 16 bits, grey or colour. Opening decodes all of them once, in parallel, into a file; batches are read from it, so that
/// a folder of any size never lies in memory.
/// </summary>
public sealed class ImageFolder : IImageSource, IDisposable
{
    private readonly SafeFileHandle pixels;
    private readonly int[] places;

    private ImageFolder(SafeFileHandle pixels, ImageFolderOptions options, string[] classNames, string[] all, BadImage[] bad)
    {
        (this.pixels, Options, ClassNames, Bad) = (pixels, options, classNames, bad);
        var wrong = bad.Select(image => image.Path).ToHashSet(StringComparer.Ordinal);
        places = [.. Enumerable.Range(0, all.Length).Where(i => !wrong.Contains(all[i]))];
        Files = [.. places.Select(i => all[i])];
        Labels = [.. Files.Select(file => Array.IndexOf(classNames, file[..file.IndexOf('/', StringComparison.Ordinal)]))];
    }

    /// <summary>The options it was read with.</summary>
    public ImageFolderOptions Options { get; }

    /// <summary>The folders, in ordinal order; an image's label is the place of its folder here.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>CLASS/NAME of each image, in ordinal order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The files that were left out.</summary>
    public IReadOnlyList<BadImage> Bad { get; }

    /// <inheritdoc/>
    public int Count => places.Length;

    /// <inheritdoc/>
    public int Channels => Options.Channels;

    /// <inheritdoc/>
    public int Height => Options.Side;

    /// <inheritdoc/>
    public int Width => Options.Side;

    /// <inheritdoc/>
    public IReadOnlyList<int> Labels { get; }

    private int Size => Channels * Height * Width;

    /// <summary>Decodes a folder, or takes what the cache holds of it.</summary>
    /// <param name="folder">With a folder for each class.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="DirectoryNotFoundException">It is not there.</exception>
    /// <exception cref="DataFormatException">It holds no image, or bad ones that are not to be skipped: the message names them.</exception>
    public static ImageFolder Open(string folder, ImageFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new();
        options.Validate();
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'. Check the path, or fetch the data set as data/README.md says.");
        string[] classes = [.. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)];
        string[] files = [.. classes.SelectMany(name => Directory.GetFiles(Path.Combine(folder, name)).Where(ImageDecoder.Takes).Select(path => $"{name}/{Path.GetFileName(path)}")).Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw new DataFormatException(folder, "no image", "CLASS/NAME.jpeg, .jpg or .png", "Name the folder that holds the folders of the classes.");

        var key = Key(folder, files, options);
        if (Cached(key, files.Length, options) is var (handle, known)) return new(handle, options, classes, files, known);
        var bad = Decode(folder, files, options, key, out var decoded);
        return new(decoded, options, classes, files, bad);
    }

    /// <inheritdoc/>
    public Tensor Batch(ReadOnlySpan<int> rows)
    {
        var bytes = new byte[rows.Length * Size];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0 || rows[i] >= Count) throw new ArgumentOutOfRangeException(nameof(rows), rows[i], $"A row must be from 0 to {Count - 1}.");
            Read(pixels, bytes.AsSpan(i * Size, Size), (long)places[rows[i]] * Size);
        }
        using var scope = NewDisposeScope();
        return tensor(bytes).view(rows.Length, Channels, Height, Width).to(float32).div_(255).MoveToOuterDisposeScope();
    }

    /// <summary>Closes the file of decoded images.</summary>
    public void Dispose() => pixels.Dispose();

    private static BadImage[] Decode(string folder, string[] files, ImageFolderOptions options, string key, out SafeFileHandle handle)
    {
        var path = options.CachePath is { } cache ? cache + ".part" : Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent) Directory.CreateDirectory(parent);
        var bad = new ConcurrentBag<BadImage>();
        handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, options.CachePath is null ? FileOptions.DeleteOnClose : FileOptions.None);
        try
        {
            var (file, size) = (handle, options.Channels * options.Side * options.Side);
            RandomAccess.SetLength(file, (long)files.Length * size);
            Parallel.For(0, files.Length, i =>
            {
                try
                {
                    RandomAccess.Write(file, ImageDecoder.Read(Path.Combine(folder, files[i]), options.Channels, options.Side, options.MaxBytes, options.MaxPixels), (long)i * size);
                }
                catch (DataFormatException e)
                {
                    bad.Add(new(files[i], e.Found));
                }
            });
            BadImage[] wrong = [.. bad.OrderBy(image => image.Path, StringComparer.Ordinal)];
            if (wrong.Length > 0 && (options.Bad == BadImages.Refuse || wrong.Length == files.Length))
                throw new DataFormatException(folder, $"{wrong.Length} bad of {files.Length} images: {string.Join(", ", wrong.Take(10).Select(image => $"{image.Path} ({image.Reason})"))}{(wrong.Length > 10 ? ", …" : "")}",
                    "readable images only", $"Repair or remove them, or set {nameof(ImageFolderOptions.Bad)} to {nameof(BadImages.Skip)}.");
            if (options.CachePath is { } kept) Keep(kept, handle, new Index(key, wrong));
            return wrong;
        }
        catch
        {
            handle.Dispose();
            if (options.CachePath is not null) File.Delete(path);
            throw;
        }
    }

    // The pixels first, then the index that vouches for them.
    private static void Keep(string path, SafeFileHandle handle, Index index)
    {
        RandomAccess.FlushToDisk(handle);
        File.Delete(path + ".json");
        File.Move(path + ".part", path, overwrite: true);
        AtomicFile.Write(path + ".json", stream => JsonSerializer.Serialize(stream, index));
    }

    private static (SafeFileHandle, BadImage[])? Cached(string key, int count, ImageFolderOptions options)
    {
        if (options.CachePath is not { } path || !File.Exists(path) || !File.Exists(path + ".json")) return null;
        Index? index;
        try
        {
            index = JsonSerializer.Deserialize<Index>(File.ReadAllText(path + ".json"));
        }
        catch (JsonException)
        {
            return null;   // decoded anew
        }
        if (index?.Key != key || (options.Bad == BadImages.Refuse && index.Bad.Length > 0)) return null;
        return new FileInfo(path).Length == (long)count * options.Channels * options.Side * options.Side ? (File.OpenHandle(path), index.Bad) : null;
    }

    // Other options, or a file that came, went or changed: another key.
    private static string Key(string folder, string[] files, ImageFolderOptions options)
    {
        var text = new StringBuilder(FormattableString.Invariant($"2/{options.Side}/{options.Channels}/{options.MaxBytes}/{options.MaxPixels}\n"));
        foreach (var file in files)
        {
            var info = new FileInfo(Path.Combine(folder, file));
            text.Append(FormattableString.Invariant($"{file}/{info.Length}/{info.LastWriteTimeUtc.Ticks}\n"));
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Read(SafeFileHandle handle, Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(handle, destination, offset);
            if (read == 0) throw new IOException("The cache of decoded images ends too early: delete it.");
            destination = destination[read..];
            offset += read;
        }
    }

    private sealed record Index(string Key, BadImage[] Bad);
}
