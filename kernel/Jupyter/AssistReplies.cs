using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Engine;

namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>Completion and inspection as the protocol has them: places counted in characters, not in UTF-16 units.</summary>
internal static class AssistReplies
{
    public static JsonObject Complete(NotebookSession session, JupyterMessage request)
    {
        var code = request.Required("code");
        var found = session.Complete(code, ToUnits(code, request.Get("cursor_pos", int.MaxValue)));
        int start = ToCharacters(code, found.Start), end = ToCharacters(code, found.End);
        return new()
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. found.Items.Select(item => (JsonNode)item.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. found.Items.Select(item => (JsonNode)new JsonObject
                {
                    ["start"] = start, ["end"] = end, ["text"] = item.Text, ["type"] = item.Kind,
                })]),
            },
        };
    }

    public static JsonObject Inspect(NotebookSession session, JupyterMessage request)
    {
        var code = request.Required("code");
        var found = session.Inspect(code, ToUnits(code, request.Get("cursor_pos", int.MaxValue)), request.Get("detail_level", 0) > 0);
        return new()
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = found is null ? new JsonObject() : JupyterFrontEnd.DataOf(found),
            ["metadata"] = new JsonObject(),
        };
    }

    private static bool IsPair(string code, int unit) => unit + 1 < code.Length && char.IsSurrogatePair(code[unit], code[unit + 1]);

    private static int ToUnits(string code, int characters)
    {
        var unit = 0;
        for (; characters > 0 && unit < code.Length; characters--)
            unit += IsPair(code, unit) ? 2 : 1;
        return unit;
    }

    private static int ToCharacters(string code, int units)
    {
        var count = 0;
        for (var unit = 0; unit < units; count++)
            unit += IsPair(code, unit) ? 2 : 1;
        return count;
    }
}
