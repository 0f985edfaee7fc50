using System.IO.Compression;
using MetaAnomalyLib.Data;
using static MetaAnomalyLib.Tests.Data.TestFiles;

namespace MetaAnomalyLib.Tests.Data;

public sealed class IdxReaderTests : IDisposable
{
    private static readonly byte[] Bytes = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255];
    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Plain_and_gzipped_files_read_the_same_whatever_their_name()
    {
        foreach (var path in new[] { _files.Write("a.idx.gz", Bytes), _files.Write("b.idx", Gzip(Bytes)) })
        {
            var array = IdxReader.Read(path);
            Assert.Equal((DType.UInt8, "UInt8 [2, 3]"), (array.Type, array.ToString()));
            Assert.Equal<byte>([1, 2, 3, 4, 5, 255], array.AsSpan<byte>().ToArray());
        }
    }

    [Theory]
    [InlineData(0x09, new byte[] { 0xFF }, -1.0)]
    [InlineData(0x0B, new byte[] { 0x01, 0x02 }, 258.0)]
    [InlineData(0x0C, new byte[] { 0xFF, 0xFF, 0xFF, 0xFE }, -2.0)]
    [InlineData(0x0D, new byte[] { 0x3F, 0xC0, 0, 0 }, 1.5)]
    [InlineData(0x0E, new byte[] { 0x40, 0x04, 0, 0, 0, 0, 0, 0 }, 2.5)]
    public void Every_type_is_big_endian(byte type, byte[] value, double expected)
        => Assert.Equal([expected], IdxReader.Read(_files.Write("one.idx", [0, 0, type, 1, 0, 0, 0, 1, .. value])).ToArray<double>());

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        for (var length = 2; length < Bytes.Length; length++)
        {
            Assert.Throws<DataFormatException>(() => IdxReader.Read(_files.Write("cut.idx", Bytes[..length])));
            Assert.Throws<DataFormatException>(() => IdxReader.Read(_files.Write("cut.gz", Gzip(Bytes[..length]))));
        }
        var zipped = Gzip(Bytes);
        for (var length = 2; length < zipped.Length; length++)
            Assert.Throws<DataFormatException>(() => IdxReader.Read(_files.Write("cut.gz", zipped[..length])));
        Refused(() => IdxReader.Read(_files.Write("empty.idx", "")), "empty");
        Refused(() => IdxReader.Read(_files.Write("one.idx", "a")), "truncated");
    }

    [Fact]
    public void Bytes_after_the_data_are_refused()
    {
        Refused(() => IdxReader.Read(_files.Write("long.idx", [.. Bytes, 0])), "more bytes");
        Refused(() => IdxReader.Read(_files.Write("long.gz", Gzip([.. Bytes, 0]))), "more bytes");
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 8, 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 7, 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 8, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 80, 75, 3, 4, 0, 0, 0, 0 })]
    public void Other_files_are_refused_by_their_first_bytes(byte[] bytes)
        => Refused(() => IdxReader.Read(_files.Write("other.idx", bytes)), "first bytes");

    [Fact]
    public void Sizes_that_overflow_or_lie_are_refused_before_memory_is_taken()
    {
        byte[] huge = [0, 0, 14, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1];
        byte[] lie = [0, 0, 8, 1, 0x70, 0, 0, 0, 1];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataFormatException>(() => IdxReader.Read(_files.Write("huge.idx", huge)));
        Refused(() => IdxReader.Read(_files.Write("lie.idx", lie)), "the file can hold");
        Refused(() => IdxReader.Read(_files.Write("lie.gz", Gzip(lie))), "the file can hold");
        Refused(() => IdxReader.Read(_files.Write("limit.idx", Bytes), maxBytes: 5), "at most 5 bytes");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }

    [Fact]
    public void A_damaged_gzip_is_refused()
    {
        var zipped = Gzip(Bytes);
        zipped[^6] ^= 1;
        Refused(() => IdxReader.Read(_files.Write("crc.gz", zipped)), "damaged");
    }

    [Fact]
    public void Fashion_Mnist_has_its_published_counts()
    {
        var folder = DataCatalog.Default.Find("fashion-mnist")?.Folder;
        Assert.SkipUnless(folder is not null, "Fashion-MNIST is not installed (Debian package dataset-fashion-mnist)");
        Assert.Equal([60000, 28, 28], IdxReader.Read(Path.Combine(folder, "train-images-idx3-ubyte.gz")).Shape);
        var labels = IdxReader.Read(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz")).ToArray<int>();
        Assert.All(Enumerable.Range(0, 10), label => Assert.Equal(1000, labels.Count(l => l == label)));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return memory.ToArray();
    }
}
