using MetaAnomalyLib.Data;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Training;

/// <summary>What a classifier says of one file.</summary>
/// <param name="File">Below the folder, with slashes.</param>
/// <param name="Probability">That it is not of the first class; null where the file is bad.</param>
/// <param name="Decision">The name of a class; null where the file is bad.</param>
/// <param name="Fault">What is wrong with the file; null where nothing is.</param>
public sealed record ImageScore(string File, float? Probability, string? Decision, string? Fault);

/// <summary>Scores every image of a folder, however many there are: they are decoded in parallel, batch by batch, and none is kept.</summary>
public static class FolderScoring
{
    private const int Batch = 64;

    /// <summary>The scores, in ordinal order of the files; read them as they come.</summary>
    /// <param name="classifier">Which.</param>
    /// <param name="folder">JPEG and PNG files in it and in folders below it; others, and hidden ones, are passed over.</param>
    /// <param name="limits">Of files and pixels (<see cref="ImageFolderOptions.MaxBytes"/>, <see cref="ImageFolderOptions.MaxPixels"/>); null takes the defaults.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="DataFormatException">It holds no image.</exception>
    public static IEnumerable<ImageScore> Score(ImageClassifier classifier, string folder, ImageFolderOptions? limits = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        limits ??= new();
        limits.Validate();
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'. Check the path.");
        string[] files =
        [
            .. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = false })
                .Where(ImageDecoder.Takes).Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal),
        ];
        return files.Length > 0 ? Batches(classifier, folder, files, limits) : throw new DataFormatException(folder, "no image", "files named .jpeg, .jpg or .png", "Name the folder that holds the images.");
    }

    private static IEnumerable<ImageScore> Batches(ImageClassifier classifier, string folder, string[] files, ImageFolderOptions limits)
    {
        var (channels, side) = (classifier.Model.Channels, classifier.Side);
        foreach (var batch in files.Chunk(Batch))
        {
            var (pixels, faults) = (new byte[batch.Length][], new string?[batch.Length]);
            Parallel.For(0, batch.Length, i =>
            {
                try
                {
                    pixels[i] = ImageDecoder.Read(Path.Combine(folder, batch[i]), channels, side, limits.MaxBytes, limits.MaxPixels);
                }
                catch (DataFormatException e)
                {
                    faults[i] = e.Found;
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    faults[i] = e.Message;
                }
            });
            int[] good = [.. Enumerable.Range(0, batch.Length).Where(i => faults[i] is null)];
            var scores = Classified(classifier, [.. good.Select(i => pixels[i])], channels, side);
            for (var (i, next) = (0, 0); i < batch.Length; i++)
                yield return faults[i] is { } fault ? new(batch[i], null, null, fault) : new(batch[i], scores[next].Probability, scores[next++].Decision, null);
        }
    }

    private static IReadOnlyList<(float Probability, string Decision)> Classified(ImageClassifier classifier, byte[][] pixels, int channels, int side)
    {
        if (pixels.Length == 0) return [];
        using var scope = NewDisposeScope();
        return classifier.Classify(tensor(pixels.SelectMany(bytes => bytes).ToArray()).view(pixels.Length, channels, side, side).to(float32).div_(255));
    }
}
