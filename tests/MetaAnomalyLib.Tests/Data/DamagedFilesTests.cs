using System.IO.Compression;
using MetaAnomalyLib.Data;
using static MetaAnomalyLib.Tests.Data.TestFiles;

namespace MetaAnomalyLib.Tests.Data;

/// <summary>Whatever happens to a file, a reader reads it or refuses it with its own exception; nothing else, and without taking much memory.</summary>
public sealed class DamagedFilesTests : IDisposable
{
    private const long MemoryLimit = 256 << 20;
    private readonly TestFiles _files = new();

    public static TheoryData<string> Kinds => ["numbers.csv", "quoted.csv", "fortran.npy", "stored.npz", "deflated.npz", "idx", "idx.gz", "arff"];

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_damaged_file_is_read_or_refused(string kind)
    {
        var (intact, read) = Case(kind);
        read(_files.Write("intact", intact));
        var random = new Random(0);
        var rounds = intact.Length < 10_000 ? 1000 : 60;
        for (var round = 0; round < rounds; round++)
        {
            var bytes = Damage(intact, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(_files.Write("damaged", bytes));
            }
            catch (DataFormatException)
            {
                // Refused, as it should be.
            }
            catch (Exception e)
            {
                Assert.Fail($"round {round}: {e}");
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MemoryLimit);
        }
    }

    private static (byte[] Bytes, Action<string> Read) Case(string kind) => kind switch
    {
        "idx" => ([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6], path => IdxReader.Read(path)),
        "idx.gz" => (Gzip([0, 0, 13, 2, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8]), path => IdxReader.Read(path)),
        "arff" => ("@relation r\n@attribute 'a b' numeric\n@attribute c {x,'y z'}\n@data\n1,x\n?,'y z'\n"u8.ToArray(), path => ArffReader.Read(path)),
        _ when kind.EndsWith("npz", StringComparison.Ordinal) => (File.ReadAllBytes(GoldenFile(kind)), path => NpzReader.Read(path)),
        _ when kind.EndsWith("npy", StringComparison.Ordinal) => (File.ReadAllBytes(GoldenFile(kind)), path => NpyReader.Read(path)),
        _ => (File.ReadAllBytes(GoldenFile(kind)), path => CsvReader.Read(path)),
    };

    /// <summary>Some bytes changed, and sometimes cut, doubled or with a piece removed. The ends, where headers and directories lie, are hit more often.</summary>
    private static byte[] Damage(byte[] intact, Random random)
    {
        var bytes = intact.ToArray();
        for (var hits = random.Next(1, 4); hits > 0; hits--)
        {
            var at = random.Next(3) switch
            {
                0 => random.Next(Math.Min(150, bytes.Length)),
                1 => bytes.Length - 1 - random.Next(Math.Min(150, bytes.Length)),
                _ => random.Next(bytes.Length),
            };
            bytes[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(bytes[at] ^ 1 << random.Next(8));
        }
        var (from, to) = (random.Next(bytes.Length), random.Next(bytes.Length));
        return random.Next(6) switch
        {
            0 => bytes[..from],
            1 => [.. bytes[..Math.Min(from, to)], .. bytes[Math.Max(from, to)..]],
            2 => [.. bytes, .. bytes[from..]],
            _ => bytes,
        };
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return memory.ToArray();
    }
}
