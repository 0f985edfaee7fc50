using System.IO.Compression;
using System.Text;
using MetaAnomalyLib.Data;
using static MetaAnomalyLib.Tests.Data.TestFiles;

namespace MetaAnomalyLib.Tests.Data;

public sealed class NpyReaderTests : IDisposable
{
    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    public void Every_type_byte_order_memory_order_and_rank_reads_as_numpy_reads_it(string file)
    {
        var arrays = NpzReader.Read(GoldenFile(file));

        var golden = Golden.GetProperty("arrays").EnumerateArray().ToList();
        Assert.Equal(golden.Count, arrays.Count);
        foreach (var expected in golden)
        {
            var array = arrays[expected.GetProperty("name").GetString()!];
            Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32()), array.Shape);
            Assert.Equal(expected.GetProperty("values").EnumerateArray().Select(e => e.GetDouble()), array.ToArray<double>());
            Assert.Equal(array.ToArray<float>(), array.ToMatrix().Cast<float>());
        }
    }

    [Fact]
    public void A_span_is_of_the_element_type_and_nothing_else()
    {
        var array = NpzReader.Read(GoldenFile("stored.npz"), "little_f4_2d_C")["little_f4_2d_C"];
        Assert.Equal(array.ToArray<float>(), array.AsSpan<float>().ToArray());
        Assert.Contains("AsSpan<Single>", Assert.Throws<InvalidOperationException>(() => array.AsSpan<double>().Length).Message);
        Assert.Equal("Float32 [37, 3]", array.ToString());
    }

    [Fact]
    public void Higher_ranks_flatten_to_one_row_per_first_index()
    {
        var matrix = NpzReader.Read(GoldenFile("stored.npz"))["one_u1_3d_C"].ToMatrix();
        Assert.Equal((2, 12), (matrix.GetLength(0), matrix.GetLength(1)));
        Assert.Equal((0, 3), (NpzReader.Read(GoldenFile("stored.npz"))["empty"].ToMatrix() is var e ? e.GetLength(0) : -1, e.GetLength(1)));
    }

    [Fact]
    public void Fortran_order_in_an_npy_file_becomes_row_major()
        => Assert.Equal(
            NpzReader.Read(GoldenFile("stored.npz"))["little_f8_2d_F"].ToArray<double>(),
            NpyReader.Read(GoldenFile("fortran.npy")).ToArray<double>());

    [Fact]
    public void Object_arrays_are_refused_because_they_are_pickles()
    {
        Refused(() => NpyReader.Read(GoldenFile("objects.npy")), "pickle");
        Refused(() => NpzReader.Read(GoldenFile("objects.npz"), "bad"), "pickle");
        Refused(() => NpzReader.Read(GoldenFile("objects.npz")), "pickle");
        Assert.Equal([0L, 1, 2], NpzReader.Read(GoldenFile("objects.npz"), "good")["good"].ToArray<long>());
    }

    [Fact]
    public void Structured_arrays_are_refused() => Refused(() => NpyReader.Read(GoldenFile("structured.npy")), "plain array");

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var bytes = File.ReadAllBytes(GoldenFile("fortran.npy"));
        foreach (var length in new[] { 1, 9, 10, 60, 128, 129, bytes.Length - 1 })
            Refused(() => NpyReader.Read(_files.Write("cut.npy", bytes[..length])), "truncated");
        Refused(() => NpyReader.Read(_files.Write("empty.npy", Array.Empty<byte>())), "empty");
        Refused(() => NpyReader.Read(_files.Write("long.npy", [.. bytes, 0])), "damaged");
    }

    [Fact]
    public void Other_files_are_refused_by_their_first_bytes()
        => Refused(() => NpyReader.Read(_files.Write("text.npy", "this is no array, whatever its name")), "934E554D5059");

    [Theory]
    [InlineData("(9223372036854775807, 9223372036854775807)")]
    [InlineData("(99999999999999999999,)")]
    [InlineData("(4294967296, 4294967296)")]
    [InlineData("(1000000000, 1000)")]
    public void Sizes_that_overflow_or_exceed_the_limit_are_refused_before_memory_is_taken(string shape)
    {
        var path = _files.Write("huge.npy", Npy("<f8", shape, 16));
        Assert.Throws<DataFormatException>(() => NpyReader.Read(path));   // the first exception of a process takes memory of its own
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataFormatException>(() => NpyReader.Read(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void The_limit_can_be_set() => Refused(() => NpyReader.Read(GoldenFile("fortran.npy"), maxBytes: 100), "at most 100 bytes");

    [Theory]
    [InlineData("<c16")]
    [InlineData("<U10")]
    [InlineData("<M8")]
    [InlineData("<f3")]
    public void Types_without_a_meaning_here_are_refused(string type)
        => Refused(() => NpyReader.Read(_files.Write("type.npy", Npy(type, "(1,)", 16))), "type");

    [Fact]
    public void An_unknown_format_version_is_refused()
    {
        var bytes = File.ReadAllBytes(GoldenFile("fortran.npy"));
        bytes[6] = 9;
        Refused(() => NpyReader.Read(_files.Write("version.npy", bytes)), "format 9");
    }

    [Fact]
    public void Damaged_bytes_inside_an_archive_are_refused()
    {
        var bytes = File.ReadAllBytes(GoldenFile("stored.npz"));
        var data = bytes.AsSpan().IndexOf("NUMPY"u8) + 127;
        bytes[data] ^= 1;
        Refused(() => NpzReader.Read(_files.Write("damaged.npz", bytes)), "checksum");
    }

    [Fact]
    public void An_archive_cut_anywhere_is_refused()
    {
        var bytes = File.ReadAllBytes(GoldenFile("deflated.npz"));
        foreach (var length in new[] { 1, 100, bytes.Length / 2, bytes.Length - 1 })
            Refused(() => NpzReader.Read(_files.Write("cut.npz", bytes[..length])), "npz archive");
        Refused(() => NpzReader.Read(_files.Write("empty.npz", "")), "empty");
        Refused(() => NpzReader.Read(_files.Write("text.npz", "no archive")), "npz archive");
    }

    [Theory]
    [InlineData("../evil.npy")]
    [InlineData("a/../../evil.npy")]
    [InlineData("/etc/evil.npy")]
    [InlineData("..\\evil.npy")]
    [InlineData("C:evil.npy")]
    public void Entries_that_point_outside_are_refused(string name)
        => Refused(() => NpzReader.Read(Zip((name, Npy("<f8", "(1,)", 8)))), "outside the archive");

    [Fact]
    public void Two_entries_of_one_name_and_other_files_are_refused()
    {
        Refused(() => NpzReader.Read(Zip(("a.npy", Npy("<f8", "(1,)", 8)), ("a.npy", Npy("<f8", "(1,)", 8)))), "two entries");
        Refused(() => NpzReader.Read(Zip(("readme.txt", [1]))), "readme.txt");
    }

    [Fact]
    public void An_array_that_is_not_there_is_named_with_those_that_are()
        => Assert.Contains("bad, good", Refused(() => NpzReader.Read(GoldenFile("objects.npz"), "X"), "an array 'X'").Message);

    [Fact]
    public void A_bomb_is_refused_before_it_unpacks()
    {
        var path = Zip(("bomb.npy", Npy("|u1", $"({64 << 20},)", 64 << 20)));
        Refused(() => NpzReader.Read(path, maxBytes: 1 << 20), "at most 1048576 bytes");
        // An entry that claims more than deflate can give: the size in the central directory is a lie.
        var bytes = File.ReadAllBytes(path);
        var directory = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 24), 2_000_000_000);
        Refused(() => NpzReader.Read(_files.Write("lie.npz", bytes)), "claim to unpack");
    }

    [Fact]
    public void Every_ADBench_set_loads_as_labelled_data()
    {
        var files = Directory.GetFiles(Real("adbench"), "*.npz");
        foreach (var file in files)
            LabeledData.FromNpz(file).Validate(needsBothClasses: true);
        var glass = LabeledData.FromNpz(files.Single(f => f.EndsWith("14_glass.npz", StringComparison.Ordinal)));
        Assert.Equal((214, 7, 9), (glass.Count, glass.Width, glass.Anomalies));
        Assert.Equal(22, files.Length);
    }

    [Fact]
    public void PneumoniaMnist_has_its_published_counts()
    {
        var arrays = NpzReader.Read(Real("medmnist/pneumoniamnist.npz"));
        Assert.Equal([4708, 28, 28], arrays["train_images"].Shape);
        Assert.Equal([524, 1], arrays["val_labels"].Shape);
        Assert.Equal(390, arrays["test_labels"].ToArray<int>().Sum());
    }

    [Fact]
    public void Labels_of_another_length_than_the_rows_are_refused()
        => Refused(() => LabeledData.FromNpz(Zip(("X.npy", Npy("<f8", "(2, 1)", 16)), ("y.npy", Npy("<f8", "(1,)", 8)))), "y [rows]");

    private static byte[] Npy(string type, string shape, int bytes)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[bytes]];
    }

    private string Zip(params (string Name, byte[] Bytes)[] entries)
    {
        var path = Path.Combine(_files.Folder, "made.npz");
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, bytes) in entries)
        {
            using var stream = archive.CreateEntry(name).Open();
            stream.Write(bytes);
        }
        return path;
    }
}
