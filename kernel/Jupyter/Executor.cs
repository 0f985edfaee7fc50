using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Engine;

namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>Runs the cells that requests bring, and counts them.</summary>
internal sealed class Executor(Task<NotebookSession> session, JupyterFrontEnd frontEnd, Channels channels)
{
    /// <summary>The number of the last cell.</summary>
    public int Count { get; private set; }

    public History History { get; } = new();

    /// <summary>The content of the reply.</summary>
    public JsonObject Execute(JupyterMessage request)
    {
        var code = request.Required("code");
        var silent = request.Get("silent", false);
        var kept = !silent && request.Get("store_history", true);
        if (kept)
            Count++;
        frontEnd.Request = request;
        frontEnd.Silent = silent;
        frontEnd.ExecutionCount = Count;
        frontEnd.LastResult = null;
        if (!silent)
            channels.Publish("execute_input", new() { ["code"] = code, ["execution_count"] = Count }, request);

        var notebook = session.GetAwaiter().GetResult();
        var error = notebook.Execute(new(Count, code, Name: kept ? null : "cell [ ]"));
        if (kept)
            History.Add(Count, code, frontEnd.LastResult);
        var reply = error is null ? new JsonObject() : JupyterFrontEnd.ContentOf(error);
        reply["status"] = error is null ? "ok" : "error";
        reply["execution_count"] = Count;
        if (error is not null)
            return reply;
        reply["payload"] = new JsonArray();
        reply["user_expressions"] = Evaluate(notebook, request.Get("user_expressions", new JsonObject()));
        return reply;
    }

    private static JsonObject Evaluate(NotebookSession notebook, JsonObject expressions)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in expressions)
        {
            var (value, error) = notebook.Evaluate(expression?.ToString() ?? "");
            values[name] = value is null ? JupyterFrontEnd.ContentOf(error!) : new JsonObject
            {
                ["data"] = JupyterFrontEnd.DataOf(value),
                ["metadata"] = new JsonObject(),
            };
            values[name]!["status"] = value is null ? "error" : "ok";
        }
        return values;
    }
}
