using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace MetaAnomaly.Kernel.Comms;

/// <summary>A line between a cell and a script in the front end, over which both send JSON (widgets speak over it).</summary>
public sealed class Comm
{
    private static readonly ConcurrentDictionary<string, Action<Comm, JsonNode?>> Targets = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Comm> Lines = new(StringComparer.Ordinal);

    private Comm(string id, string targetName) => (Id, TargetName) = (id, targetName);

    /// <summary>Raised, on the notebook's thread, with what the front end sends.</summary>
    public event Action<JsonNode?>? Received;

    /// <summary>Raised when the front end closes the line.</summary>
    public event Action<JsonNode?>? Closed;

    /// <summary>What both sides know the line by.</summary>
    public string Id { get; }

    /// <summary>What the side that did not open it listens by.</summary>
    public string TargetName { get; }

    internal static Action<string, JsonObject>? Transport { get; set; }

    /// <summary>Says what happens when the front end opens a line to a target of this name; a former answer is replaced.</summary>
    public static void RegisterTarget(string name, Action<Comm, JsonNode?> opened)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(opened);
        Targets[name] = opened;
    }

    /// <summary>Opens a line to a target that the front end has registered.</summary>
    /// <exception cref="InvalidOperationException">The notebook runs without a front end.</exception>
    public static Comm Open(string targetName, JsonNode? data = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(targetName);
        var comm = new Comm(Guid.NewGuid().ToString("N"), targetName);
        Publish("comm_open", new() { ["comm_id"] = comm.Id, ["target_name"] = targetName, ["data"] = data?.DeepClone() ?? new JsonObject() });
        Lines[comm.Id] = comm;
        return comm;
    }

    /// <summary>Sends to the front end.</summary>
    public void Send(JsonNode? data) => Publish("comm_msg", Content(data));

    /// <summary>Closes the line; the front end is told.</summary>
    public void Close(JsonNode? data = null)
    {
        if (Lines.TryRemove(Id, out _))
            Publish("comm_close", Content(data));
    }

    internal static IEnumerable<Comm> All => Lines.Values;

    /// <summary>A message of the front end's: opens a line, carries data, or closes it.</summary>
    internal static void Handle(string type, string id, string targetName, JsonNode? data)
    {
        if (type == "comm_open")
        {
            var comm = new Comm(id, targetName);
            Lines[id] = comm;
            if (Targets.TryGetValue(targetName, out var opened))
                opened(comm, data);
            else
                comm.Close();
        }
        else if (type == "comm_close")
        {
            if (Lines.TryRemove(id, out var closed))
                closed.Closed?.Invoke(data);
        }
        else if (Lines.TryGetValue(id, out var comm))
            comm.Received?.Invoke(data);
    }

    private JsonObject Content(JsonNode? data) => new() { ["comm_id"] = Id, ["data"] = data?.DeepClone() ?? new JsonObject() };

    private static void Publish(string type, JsonObject content)
    {
        if (Transport is not { } transport)
            throw new InvalidOperationException("A comm needs a front end, and this notebook runs without one.");
        transport(type, content);
    }
}
