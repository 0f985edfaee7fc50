using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MetaAnomalyLib.Data;

/// <summary>Reads numpy's npy files (format 1 to 3): booleans, integers and floats of either byte order, row-major or Fortran
/// order.</summary>
/// <remarks>Object arrays are refused: they are Python pickles, which can run code.</remarks>
public static partial class NpyReader
{
    /// <summary>Default limit of one array: 2 GiB.</summary>
    public const long DefaultMaxBytes = 2L << 30;

    private const int MaxHeader = 64 << 10;

    /// <summary>Reads one array.</summary>
    /// <param name="path">Path of the npy file.</param>
    /// <param name="maxBytes">Largest array that is read, in bytes.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is not an npy file, is truncated or too large, or holds objects.</exception>
    public static NdArray Read(string path, long maxBytes = DefaultMaxBytes)
    {
        var length = Limits.CheckFileSize(path, maxBytes + MaxHeader);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        return Read(stream, path, length, maxBytes);
    }

    /// <summary>Reads an array from a stream that claims to hold <paramref name="length"/> bytes.</summary>
    internal static NdArray Read(Stream stream, string file, long length, long maxBytes)
    {
        Span<byte> prefix = stackalloc byte[12];
        Limits.ReadExactly(stream, prefix[..10], file, "npy header");
        if (prefix[0] != 0x93 || !prefix[1..6].SequenceEqual("NUMPY"u8))
            throw new DataFormatException(
                file, $"the first bytes {Convert.ToHexString(prefix[..6])}", "an npy file, which begins with 934E554D5059",
                "Check what the file is.");
        long headerLength = BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..]);
        var prefixLength = 10;
        if (prefix[6] is 2 or 3)
        {
            Limits.ReadExactly(stream, prefix[10..], file, "npy header");
            headerLength = BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
            prefixLength = 12;
        }
        else if (prefix[6] != 1)
        {
            throw new DataFormatException(file, $"npy format {prefix[6]}", "format 1, 2 or 3", "Save the array with a current numpy.");
        }
        if (headerLength > MaxHeader)
            throw new DataFormatException(
                file, FormattableString.Invariant($"a header of {headerLength} bytes"), $"at most {MaxHeader}", "The file is damaged.");
        var header = new byte[headerLength];
        Limits.ReadExactly(stream, header, file, "npy header");
        var (type, bigEndian, fortran, shape) = ParseHeader(Encoding.UTF8.GetString(header), file);

        var bytes = Limits.CheckArraySize(file, shape, NdArray.SizeOf(type), maxBytes);
        if (prefixLength + headerLength + bytes != length)
        {
            throw new DataFormatException(
                file, FormattableString.Invariant($"{length - prefixLength - headerLength} bytes of data"),
                FormattableString.Invariant($"{bytes} bytes for shape ({string.Join(", ", shape)})"),
                "The file is truncated or damaged: fetch it again.");
        }
        var data = GC.AllocateUninitializedArray<byte>((int)bytes);
        Limits.ReadExactly(stream, data, file, "data");
        Limits.CheckEnd(stream, file);
        ByteOrder.ToNative(data, NdArray.SizeOf(type), bigEndian);
        var extents = shape.Select(extent => (int)extent).ToArray();
        return new NdArray(type, extents, fortran ? FortranOrder.ToRowMajor(data, extents, NdArray.SizeOf(type)) : data);
    }

    private static (DType Type, bool BigEndian, bool Fortran, long[] Shape) ParseHeader(string header, string file)
    {
        var match = Header().Match(header);
        if (!match.Success)
        {
            throw new DataFormatException(
                file, $"the npy header {Shorten(header)}", "a plain array of booleans, integers or floats",
                "Structured arrays are not read: save each field as its own array.");
        }
        var code = match.Groups["type"].Value;
        if (code.StartsWith('O'))
        {
            throw new DataFormatException(
                file, "an object array (a Python pickle, which can run code when it is read)", "an array of booleans, integers or floats",
                "Convert it in Python with astype and save it again.");
        }
        DType? type = code switch
        {
            "b1" => DType.Bool,
            "i1" => DType.Int8,
            "u1" => DType.UInt8,
            "i2" => DType.Int16,
            "u2" => DType.UInt16,
            "i4" => DType.Int32,
            "u4" => DType.UInt32,
            "i8" => DType.Int64,
            "u8" => DType.UInt64,
            "f2" => DType.Float16,
            "f4" => DType.Float32,
            "f8" => DType.Float64,
            _ => null,
        };
        if (type is null)
            throw new DataFormatException(
                file, $"elements of type '{code}'", "b1, i1 to i8, u1 to u8, f2, f4 or f8",
                "Convert the array with astype and save it again.");
        var shape = new List<long>();
        const StringSplitOptions Clean = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var extent in match.Groups["shape"].Value.Split(',', Clean))
        {
            shape.Add(long.TryParse(extent, CultureInfo.InvariantCulture, out var value)
                ? value : throw new DataFormatException(file, $"an extent of {extent}", "a 64-bit number", "The file is damaged."));
        }
        return (type.Value, match.Groups["order"].Value == ">", match.Groups["fortran"].Value == "True", [.. shape]);
    }

    private static string Shorten(string text) => text.Length <= 80 ? text.TrimEnd() : text[..80] + "...";

    /// <summary>The dictionary as numpy writes it; the keys are sorted.</summary>
    [GeneratedRegex(
        @"^\{\s*'descr':\s*'(?<order>[<>|=])(?<type>\w{1,8})',\s*'fortran_order':\s*(?<fortran>True|False),"
        + @"\s*'shape':\s*\((?<shape>[\d, ]*)\),?\s*\}\s*$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Header();
}
