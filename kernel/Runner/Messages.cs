using System.Text.Json;
using System.Text.Json.Serialization;
using MetaAnomaly.Kernel.Engine;

namespace MetaAnomaly.Kernel.Runner;

/// <summary>What the runner and the process that holds a notebook's session say to each other: one JSON line a message.</summary>
[JsonDerivedType(typeof(Execute), "execute")]
[JsonDerivedType(typeof(Interrupt), "interrupt")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Stream), "stream")]
[JsonDerivedType(typeof(Display), "display")]
[JsonDerivedType(typeof(Clear), "clear")]
[JsonDerivedType(typeof(Result), "result")]
[JsonDerivedType(typeof(Error), "error")]
[JsonDerivedType(typeof(Finished), "finished")]
internal abstract record Message
{
    // To the session.
    public sealed record Execute(CellRequest Cell) : Message;

    public sealed record Interrupt(string Reason) : Message;

    // From the session.
    public sealed record Ready : Message;

    public sealed record Stream(string Name, string Text) : Message;

    public sealed record Display(IReadOnlyList<KeyValuePair<string, string>> Data, string DisplayId, bool Update) : Message;

    public sealed record Clear(bool Wait) : Message;

    public sealed record Result(IReadOnlyList<KeyValuePair<string, string>> Data) : Message;

    public sealed record Error(CellError Fault) : Message;

    public sealed record Finished : Message;

    public string ToLine() => JsonSerializer.Serialize(this);

    /// <exception cref="InvalidDataException">The line is no message.</exception>
    public static Message FromLine(string line) =>
        JsonSerializer.Deserialize<Message>(line) ?? throw new InvalidDataException($"Not a message: {line}");
}
