using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace MetaAnomalyLib.Data;

/// <summary>How far a download is.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Received">Bytes on disk, those of an earlier attempt included.</param>
/// <param name="Total">Bytes of the whole file, if the server says.</param>
public sealed record DownloadProgress(string File, long Received, long? Total);

/// <summary>Verified downloads: into a file beside the target, resumed where an earlier attempt ended, hashed, and only then
/// renamed.</summary>
internal static class Downloader
{
    private const int BufferSize = 128 << 10;
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(10) };

    public static async Task DownloadAsync(
        CatalogFile file, string target, long maxBytes, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        if (File.Exists(target) && Checksum.Matches(file, target))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var partial = target + ".part";
        await FetchAsync(file, partial, maxBytes, progress, cancellationToken).ConfigureAwait(false);
        try
        {
            Checksum.Verify(file, partial);
        }
        catch (DataFormatException)
        {
            File.Delete(partial);
            throw;
        }
        File.Move(partial, target, overwrite: true);
    }

    private static async Task FetchAsync(
        CatalogFile file, string partial, long maxBytes, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var present = File.Exists(partial) ? new FileInfo(partial).Length : 0;
        using var request = new HttpRequestMessage(HttpMethod.Get, file.Url);
        if (present > 0)
            request.Headers.Range = new RangeHeaderValue(present, null);
        using var response = await Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return; // The earlier attempt got everything: the checksum decides.
        response.EnsureSuccessStatusCode();
        var resumes = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == present;
        var received = resumes ? present : 0;
        var total = response.Content.Headers.ContentLength + received;

        await using var source = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var sink = new FileStream(
            partial, resumes ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var buffer = new byte[BufferSize];
        for (var read = -1; read != 0; received += read)
        {
            if (Math.Max(received, total ?? 0) > maxBytes)
            {
                await sink.DisposeAsync().ConfigureAwait(false);
                File.Delete(partial);
                throw new DataFormatException(
                    file.Url!, FormattableString.Invariant($"at least {Math.Max(received, total ?? 0)} bytes"),
                    FormattableString.Invariant($"at most {maxBytes}"),
                    "The server does not send the file that was asked for, or maxBytes is too low.");
            }
            progress?.Report(new DownloadProgress(Path.GetFileName(file.Path), received, total));
            read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            await sink.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
        sink.Flush(flushToDisk: true);
    }
}

/// <summary>Whether a file is the one that the catalog describes.</summary>
internal static class Checksum
{
    public static bool Matches(CatalogFile file, string path) => Mismatch(file, path) is null;

    public static void Verify(CatalogFile file, string path)
    {
        if (Mismatch(file, path) is var (found, expected))
            throw new DataFormatException(
                path, $"SHA-256 {found}", expected, "The file is damaged or another one and is not used: fetch it again.");
    }

    /// <summary>What was found and what was expected, or null for a match. Nothing to compare with is a match.</summary>
    private static (string Found, string Expected)? Mismatch(CatalogFile file, string path)
    {
        using var stream = File.OpenRead(path);
        if (file.Sha256 is { } whole)
            return Compare(Convert.ToHexStringLower(SHA256.HashData(stream)), whole);
        if (file.ContentSha256 is not { } content)
            return null;
        try
        {
            using var gzip = new GZipStream(stream, CompressionMode.Decompress);
            return Compare(Convert.ToHexStringLower(SHA256.HashData(gzip)), content);
        }
        catch (InvalidDataException e)
        {
            return ($"of no gzip file ({e.Message})", content);
        }
    }

    private static (string, string)? Compare(string found, string expected)
        => found == expected.ToLowerInvariant() ? null : (found, expected);
}
