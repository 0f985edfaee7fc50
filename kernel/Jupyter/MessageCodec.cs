using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>Messages to and from frames: identities, a delimiter, an HMAC-SHA256 signature, four JSON parts, buffers.</summary>
internal sealed class MessageCodec(byte[] key)
{
    public const string ProtocolVersion = "5.3";
    private const int Parts = 4;
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();
    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string session = Guid.NewGuid().ToString();

    private static ReadOnlySpan<byte> Delimiter => "<IDS|MSG>"u8;

    /// <summary>The message; null, and why, when the frames are none of ours.</summary>
    public JupyterMessage? Read(List<byte[]> frames, out string fault)
    {
        var delimiter = frames.FindIndex(frame => frame.AsSpan().SequenceEqual(Delimiter));
        fault = delimiter < 0 ? "no delimiter" : frames.Count < delimiter + 2 + Parts ? "too few frames" : "";
        if (fault.Length > 0)
            return null;
        var parts = frames.GetRange(delimiter + 2, Parts);
        if (key.Length > 0 && !CryptographicOperations.FixedTimeEquals(frames[delimiter + 1], Sign(parts)))
        {
            fault = "wrong signature";
            return null;
        }
        try
        {
            if (JsonNode.Parse(parts[0]) is JsonObject header && JsonNode.Parse(parts[3]) is JsonObject content)
                return new(frames.GetRange(0, delimiter), parts[0], header, content, frames[(delimiter + 2 + Parts)..]);
            fault = "header or content is not an object";
        }
        catch (JsonException broken)
        {
            fault = broken.Message;
        }
        return null;
    }

    /// <summary>The frames of a new message.</summary>
    /// <param name="identities">Whom it goes to; on the publishing socket its topic.</param>
    /// <param name="type">Its type, as <c>execute_reply</c>.</param>
    /// <param name="content">What it says.</param>
    /// <param name="parent">What it answers or results from.</param>
    /// <param name="buffers">Binary data behind it.</param>
    public IReadOnlyList<ReadOnlyMemory<byte>> Write(
        IReadOnlyList<byte[]> identities, string type, JsonObject content, JupyterMessage? parent, IReadOnlyList<byte[]>? buffers = null)
    {
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(),
            ["session"] = session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        };
        List<byte[]> parts = [Bytes(header), parent?.HeaderBytes ?? EmptyObject, EmptyObject, Bytes(content)];
        var frames = new List<ReadOnlyMemory<byte>>();
        foreach (var identity in identities)
            frames.Add(identity);
        frames.Add(Delimiter.ToArray());
        frames.Add(key.Length > 0 ? Sign(parts) : []);
        foreach (var part in parts.Concat(buffers ?? []))
            frames.Add(part);
        return frames;
    }

    private static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json, Format);

    private byte[] Sign(List<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts)
            hash.AppendData(part);
        return System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
