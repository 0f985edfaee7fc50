using System.Text.Json;
using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Display;
using MetaAnomaly.Kernel.Engine;

namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>A session's outputs as messages on the publishing socket, its questions as messages to whoever runs the cell.</summary>
internal sealed class JupyterFrontEnd(Channels channels) : IFrontEnd
{
    private const int LongestText = 1024 * 1024;
    private const int LongestValue = 150_000_000;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly Lock asking = new();
    private volatile JupyterMessage? request;

    /// <summary>What the outputs result from: the request being executed, or the last one.</summary>
    public JupyterMessage? Request
    {
        get => request;
        set => request = value;
    }

    /// <summary>The number that results are shown with.</summary>
    public int ExecutionCount { get; set; }

    /// <summary>Whether the value of the last expression is kept to itself.</summary>
    public bool Silent { get; set; }

    /// <summary>The plain text of the last result, for the history.</summary>
    public string? LastResult { get; set; }

    public void Stream(string name, string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(start + LongestText, text.Length);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
                end--;
            channels.Publish("stream", new() { ["name"] = name, ["text"] = text[start..end] }, request);
            start = end;
        }
    }

    public void Display(MimeBundle bundle, string displayId) => channels.Publish("display_data", Shown(bundle, displayId), request);

    public void UpdateDisplay(MimeBundle bundle, string displayId) => channels.Publish("update_display_data", Shown(bundle, displayId), request);

    public void ClearOutput(bool wait) => channels.Publish("clear_output", new() { ["wait"] = wait }, request);

    public void Result(MimeBundle bundle)
    {
        LastResult = bundle[Formatting.Plain];
        if (!Silent)
            channels.Publish(
                "execute_result",
                new() { ["execution_count"] = ExecutionCount, ["data"] = DataOf(bundle), ["metadata"] = new JsonObject() }, request);
    }

    public void Error(CellError error) => channels.Publish("error", ContentOf(error), request);

    public string RequestInput(string prompt, bool password)
    {
        if (request is not { } asked || !asked.Get("allow_stdin", true))
            throw new InvalidOperationException(
                "The cell asks for input, but this front end takes none (allow_stdin is false): give the value in the cell.");
        lock (asking)
        {
            // What was typed for a prompt that was interrupted is not the answer to this one.
            while (channels.Stdin.TryReceive(TimeSpan.Zero) is not null)
            {
            }
            channels.Send(channels.Stdin, "input_request", new() { ["prompt"] = prompt, ["password"] = password }, asked);
            while (true)
                if (channels.Stdin.TryReceive(Look) is { } frames && channels.Read(frames) is { Type: "input_reply" } reply)
                    return reply.Get("value", "");
        }
    }

    public static JsonObject ContentOf(CellError error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
    };

    public static JsonObject DataOf(MimeBundle bundle)
    {
        var data = new JsonObject();
        foreach (var (mimeType, text) in bundle.Data)
            data[mimeType] = text.Length > LongestValue
                ? $"({text.Length / 1_000_000} MB of {mimeType} are not shown: a front end takes {LongestValue / 1_000_000} MB at most.)"
                : MimeBundle.IsJson(mimeType) ? AsJson(text) : text;
        return data;
    }

    private static JsonObject Shown(MimeBundle bundle, string displayId) => new()
    {
        ["data"] = DataOf(bundle),
        ["metadata"] = new JsonObject(),
        ["transient"] = new JsonObject { ["display_id"] = displayId },
    };

    private static JsonNode? AsJson(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // What a cell calls JSON and is none: shown as the text that it is.
            return text;
        }
    }
}
