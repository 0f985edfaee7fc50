namespace MetaAnomalyLib.Data;

/// <summary>Checks that come before any allocation.</summary>
internal static class Limits
{
    /// <summary>Deflate cannot expand more than this: a higher claim is a lie or a bomb.</summary>
    public const long MaxDeflateRatio = 1032;

    /// <summary>The length of an existing file that is not empty and within the limit.</summary>
    public static long CheckFileSize(string path, long maxBytes)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new FileNotFoundException(
                $"There is no file '{path}'. Check the path, or fetch the data set with DataCatalog.Download.", path);
        if (file.Length == 0)
            throw new DataFormatException(path, "an empty file", "data", "Fetch the file again.");
        return file.Length <= maxBytes ? file.Length : throw new DataFormatException(
            path, Invariant($"{file.Length} bytes"), Invariant($"at most {maxBytes} bytes"),
            "Raise the limit in the options if the file is to be trusted.");
    }

    /// <summary>Bytes of an array, checked for overflow and against a limit.</summary>
    public static long CheckArraySize(string file, IReadOnlyList<long> shape, int itemSize, long maxBytes)
    {
        try
        {
            var bytes = shape.Aggregate((long)itemSize, (product, extent) => checked(product * extent));
            if (shape.All(extent => extent >= 0) && bytes <= Math.Min(maxBytes, Array.MaxLength))
                return bytes;
        }
        catch (OverflowException)
        {
            // Too large by any measure: the message below says so.
        }
        throw new DataFormatException(
            file, $"shape ({string.Join(", ", shape.Select(extent => Invariant($"{extent}")))}) of {Invariant($"{itemSize}")}-byte items",
            Invariant($"an array of at most {Math.Min(maxBytes, Array.MaxLength)} bytes"), "The file is damaged, or needs a higher limit.");
    }

    /// <summary>Reads exactly as many bytes as the destination holds.</summary>
    public static void ReadExactly(Stream stream, Span<byte> destination, string file, string what)
    {
        var read = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (read < destination.Length)
            throw new DataFormatException(
                file, Invariant($"{read} bytes of {what}, then the end"), Invariant($"{destination.Length} bytes"),
                "The file is truncated: fetch it again.");
    }

    /// <summary>Refuses bytes after the data.</summary>
    public static void CheckEnd(Stream stream, string file)
    {
        if (stream.ReadByte() >= 0)
            throw new DataFormatException(file, "more bytes after the data", "the end of the file", "The file is damaged: fetch it again.");
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
