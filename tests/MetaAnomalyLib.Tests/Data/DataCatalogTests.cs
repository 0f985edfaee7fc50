using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using MetaAnomalyLib.Data;

namespace MetaAnomalyLib.Tests.Data;

public sealed class DataCatalogTests : IDisposable
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(500_000);
    private readonly TestFiles _files = new();

    private string Target => Path.Combine(_files.Folder, "second", "set", "file.bin");

    private string Partial => Target + ".part";

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_download_arrives_verified_and_tells_how_far_it_is()
    {
        await using var server = new FileServer(Content);
        var progress = new Recorder();

        var found = await Catalog(server).DownloadAsync("set", progress, cancellationToken: Token);

        Assert.Equal([Target], found.Files);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Token));
        Assert.False(File.Exists(Partial));
        Assert.Equal(new DownloadProgress("file.bin", 0, Content.Length), progress.Reports[0]);
        Assert.Equal(new DownloadProgress("file.bin", Content.Length, Content.Length), progress.Reports[^1]);
        found.Verify();
    }

    [Fact]
    public async Task What_is_there_is_not_fetched_again()
    {
        await using var server = new FileServer(Content);
        await Catalog(server).DownloadAsync("set", cancellationToken: Token);
        await Catalog(server).DownloadAsync("set", cancellationToken: Token);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_broken_download_leaves_nothing_under_its_name_and_is_resumed()
    {
        await using var server = new FileServer(Content) { BreakAfter = 200_000 };
        await Assert.ThrowsAnyAsync<IOException>(() => Catalog(server).DownloadAsync("set", cancellationToken: Token));
        Assert.False(File.Exists(Target));
        var kept = new FileInfo(Partial).Length;
        Assert.InRange(kept, 1, 200_000);

        server.BreakAfter = int.MaxValue;
        await Catalog(server).DownloadAsync("set", cancellationToken: Token);

        Assert.Equal([0, (int)kept], server.Requests);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Token));
    }

    [Fact]
    public async Task A_server_that_cannot_resume_sends_everything_again()
    {
        await using var server = new FileServer(Content) { Resumes = false };
        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        await File.WriteAllBytesAsync(Partial, Content[..1000], Token);
        await Catalog(server).DownloadAsync("set", cancellationToken: Token);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Token));
    }

    [Fact]
    public async Task A_complete_part_is_verified_and_renamed()
    {
        await using var server = new FileServer(Content);
        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        await File.WriteAllBytesAsync(Partial, Content, Token);
        await Catalog(server).DownloadAsync("set", cancellationToken: Token);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_with_another_hash_is_refused_and_removed(bool afterResume)
    {
        await using var server = new FileServer(Content);
        if (afterResume)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
            await File.WriteAllBytesAsync(Partial, new byte[1000], Token);
        }
        var catalog = Catalog(server, sha256: afterResume ? null : new string('0', 64));

        var error = await Assert.ThrowsAsync<DataFormatException>(() => catalog.DownloadAsync("set", cancellationToken: Token));

        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_over_the_limit_is_refused_whether_or_not_the_server_tells_its_size(bool tellsLength)
    {
        await using var server = new FileServer(Content) { TellsLength = tellsLength };
        var error = await Assert.ThrowsAsync<DataFormatException>(
            () => Catalog(server).DownloadAsync("set", maxBytes: 300_000, cancellationToken: Token));
        Assert.Contains("at most 300000", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public async Task A_server_error_is_an_error()
    {
        await using var server = new FileServer(Content) { Status = HttpStatusCode.NotFound };
        await Assert.ThrowsAsync<HttpRequestException>(() => Catalog(server).DownloadAsync("set", cancellationToken: Token));
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Without_a_known_hash_or_address_nothing_is_fetched()
    {
        var catalog = Make(new CatalogFile("file.bin", "http://127.0.0.1:1/file"));
        Assert.Contains(
            "checksum",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => catalog.DownloadAsync("set", cancellationToken: Token))).Message);
        catalog = Make(new CatalogFile("file.bin", Sha256: Hash(Content)));
        Assert.Contains(
            "no address",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => catalog.DownloadAsync("set", cancellationToken: Token))).Message);
        Assert.Contains("put file.bin into", Assert.Throws<FileNotFoundException>(() => catalog.Get("set")).Message);
    }

    [Fact]
    public async Task A_gzip_file_is_known_by_its_content_whoever_compressed_it()
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.SmallestSize))
            gzip.Write(Content);
        await using var server = new FileServer(memory.ToArray());
        var catalog = Make(new CatalogFile("file.bin", server.Url, ContentSha256: Hash(Content)));
        (await catalog.DownloadAsync("set", cancellationToken: Token)).Verify();

        await File.WriteAllBytesAsync(Target, Content, Token);
        Assert.Contains("no gzip", Assert.Throws<DataFormatException>(() => catalog.Get("set").Verify()).Message);
    }

    [Fact]
    public void The_first_folder_of_the_search_path_wins_and_a_stand_in_comes_last()
    {
        var set = Entry("set", new CatalogFile("file.bin")) with { StandIn = "sample" };
        var catalog = DataCatalog.Load(
            JsonSerializer.Serialize(new[] { set, Entry("sample", new CatalogFile("sample.bin")) }),
            [Path.Combine(_files.Folder, "first"), Path.Combine(_files.Folder, "second")]);
        Assert.Null(catalog.Find("set"));

        Put("second/set/sample.bin");
        Assert.Equal("sample", catalog.Find("set")!.Entry.Name);
        Put("second/set/file.bin");
        Assert.Equal(("set", Path.Combine(_files.Folder, "second", "set")), (catalog.Find("set")!.Entry.Name, catalog.Find("set")!.Folder));
        Put("first/set/file.bin");
        Assert.Equal(Path.Combine(_files.Folder, "first", "set"), catalog.Get("set").Folder);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
        => Assert.Contains("credit-g, ", Assert.Throws<ArgumentException>(() => DataCatalog.Default.Find("iris")).Message);

    [Fact]
    public void Every_entry_of_the_catalog_is_complete()
    {
        var entries = DataCatalog.Default.Entries;
        Assert.Equal(entries.Count, entries.Select(e => e.Name).Distinct().Count());
        Assert.All(entries, entry =>
        {
            Assert.All([entry.Title, entry.Licence, entry.Citation, entry.Homepage], Assert.NotEmpty);
            Assert.StartsWith("https://", entry.Homepage);
            Assert.NotEmpty(entry.Files);
            Assert.True(entry.StandIn is null || entries.Any(e => e.Name == entry.StandIn));
            Assert.All(entry.Files, file =>
            {
                Assert.DoesNotContain("..", file.Path);
                Assert.Matches("^([0-9a-f]{64})?$", file.Sha256 ?? file.ContentSha256 ?? "");
                Assert.True(
                    file.Sha256 is not null || file.ContentSha256 is not null || file.Path.EndsWith('/') || entry.Note is not null,
                    $"{entry.Name} must say why it has no checksum");
            });
        });
    }

    [Fact]
    public void The_sets_that_are_here_have_the_checksums_of_the_catalog()
    {
        var found = DataCatalog.Default.Entries.Select(e => DataCatalog.Default.Find(e.Name)).OfType<FoundData>().ToList();
        Assert.SkipWhen(found.Count == 0, "no data set is here: set META_DATA");
        Assert.All(found, data => data.Verify());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static CatalogEntry Entry(string name, params CatalogFile[] files)
        => new(name, name, "set", files, "none", "none", "https://example.org");

    private DataCatalog Catalog(FileServer server, string? sha256 = null)
        => Make(new CatalogFile("file.bin", server.Url, sha256 ?? Hash(Content)));

    private DataCatalog Make(CatalogFile file)
        => DataCatalog.Load(
            JsonSerializer.Serialize(new[] { Entry("set", file) }),
            [Path.Combine(_files.Folder, "first"), Path.Combine(_files.Folder, "second")]);

    private void Put(string path)
    {
        var full = Path.Combine(_files.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, "x");
    }

    private sealed class Recorder : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Reports { get; } = [];

        public void Report(DownloadProgress value) => Reports.Add(value);
    }
}
