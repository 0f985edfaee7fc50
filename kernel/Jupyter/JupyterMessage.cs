using System.Text.Json.Nodes;

namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>A request that carries a field of the wrong kind.</summary>
internal sealed class MalformedRequestException(string message) : Exception(message);

/// <summary>A message as it came, its signature checked.</summary>
/// <param name="Identities">The way back to its sender.</param>
/// <param name="HeaderBytes">The header as it came; what answers it carries it as its parent.</param>
/// <param name="Header">The same, read.</param>
/// <param name="Content">What it says.</param>
/// <param name="Buffers">Binary data behind it.</param>
internal sealed record JupyterMessage(
    IReadOnlyList<byte[]> Identities, byte[] HeaderBytes, JsonObject Header, JsonObject Content, IReadOnlyList<byte[]> Buffers)
{
    public string Type { get; } = Header["msg_type"] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>The client's session, by which several clients are told apart.</summary>
    public string Session { get; } = Header["session"] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>A field of the content; the default when it is missing or null.</summary>
    /// <exception cref="MalformedRequestException">It is of another kind.</exception>
    public T Get<T>(string name, T otherwise)
    {
        if (Content[name] is not { } node)
            return otherwise;
        if (node is T same)
            return same;
        return node is JsonValue value && value.TryGetValue(out T? read) && read is not null
            ? read
            : throw new MalformedRequestException($"{Type}: '{name}' is {node.ToJsonString()}, which is not a {typeof(T).Name}.");
    }

    /// <exception cref="MalformedRequestException">The field is missing.</exception>
    public string Required(string name) =>
        Content.ContainsKey(name) ? Get<string>(name, "") : throw new MalformedRequestException($"{Type}: '{name}' is missing.");
}
