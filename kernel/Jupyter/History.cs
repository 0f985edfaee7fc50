using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>The cells that this session ran.</summary>
internal sealed class History
{
    private const int Session = 1;
    private const int LongestOutput = 10_000;
    private readonly List<Entry> entries = [];

    private sealed record Entry(int Number, string Code, string? Output);

    public void Add(int number, string code, string? output) =>
        entries.Add(new(number, code, output is { Length: > LongestOutput } ? output[..LongestOutput] : output));

    /// <summary>The answer to a <c>history_request</c>.</summary>
    public JsonArray Find(JupyterMessage request)
    {
        var withOutput = request.Get("output", false);
        var found = request.Get("hist_access_type", "tail") switch
        {
            "range" => Range(request.Get("session", 0), request.Get("start", 0), request.Get("stop", int.MaxValue)),
            "search" => Search(request.Get("pattern", "*"), request.Get("unique", false), request.Get("n", int.MaxValue)),
            "tail" => entries.TakeLast(request.Get("n", 10)),
            var other => throw new MalformedRequestException($"history_request: hist_access_type is '{other}'; it must be range, tail or search."),
        };
        return [.. found.Select(entry => (JsonNode)new JsonArray(
            Session, entry.Number, withOutput ? new JsonArray(entry.Code, entry.Output) : entry.Code))];
    }

    /// <summary>Session 0 is this one, a negative one counts back from it.</summary>
    private IEnumerable<Entry> Range(int session, int start, int stop) =>
        session is 0 or Session ? entries.Where(entry => entry.Number >= start && entry.Number < stop) : [];

    private IEnumerable<Entry> Search(string pattern, bool unique, int count)
    {
        var found = entries.Where(entry => FileSystemName.MatchesSimpleExpression(pattern, entry.Code, ignoreCase: false));
        return (unique ? found.GroupBy(entry => entry.Code).Select(same => same.Last()) : found).TakeLast(count);
    }
}
