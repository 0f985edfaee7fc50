using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MetaAnomalyLib.Tests.Data;

/// <summary>A web server on the loopback that serves one file, well or badly.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public FileServer(byte[] content)
    {
        Content = content;
        _listener.Start();
        _loop = ServeAsync();
    }

    public byte[] Content { get; set; }

    /// <summary>Whether a Range header is honoured.</summary>
    public bool Resumes { get; set; } = true;

    /// <summary>Bytes of the content after which the connection breaks.</summary>
    public int BreakAfter { get; set; } = int.MaxValue;

    /// <summary>Whether the length is told in advance.</summary>
    public bool TellsLength { get; set; } = true;

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    /// <summary>The first byte asked for, of each request.</summary>
    public List<int> Requests { get; } = [];

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/file";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (IOException)
            {
                // The client went away, as some tests make it do.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        var start = 0;
        for (var line = await reader.ReadLineAsync(); !string.IsNullOrEmpty(line); line = await reader.ReadLineAsync())
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                start = int.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        }
        Requests.Add(start);
        var resumed = Resumes && start > 0;
        var body = resumed ? Content[Math.Min(start, Content.Length)..] : Content;
        var status = Status != HttpStatusCode.OK ? Status
            : !resumed ? HttpStatusCode.OK
            : body.Length == 0 ? HttpStatusCode.RequestedRangeNotSatisfiable : HttpStatusCode.PartialContent;
        var head = $"HTTP/1.1 {(int)status} {status}\r\nConnection: close\r\n"
            + (resumed ? $"Content-Range: bytes {start}-{Content.Length - 1}/{Content.Length}\r\n" : "")
            + (TellsLength ? $"Content-Length: {body.Length}\r\n" : "") + "\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(body.AsMemory(0, Math.Min(body.Length, BreakAfter)));
    }
}
