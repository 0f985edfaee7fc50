using System.Text;
using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Display;
using MetaAnomaly.Kernel.Engine;

namespace MetaAnomaly.Kernel.Notebooks;

/// <summary>Gathers a run's outputs as a notebook file stores them.</summary>
internal sealed class OutputRecorder : IFrontEnd
{
    private readonly Dictionary<string, List<DataOutput>> shown = new(StringComparer.Ordinal);
    private List<Output> outputs = [];
    private bool clearBeforeNext;
    private int executionCount;

    /// <summary>Starts a cell; what follows belongs to it.</summary>
    /// <returns>Its outputs, as they are whenever they are read: a later cell may update a display of an earlier one.</returns>
    public IEnumerable<JsonObject> Begin(int number)
    {
        executionCount = number;
        outputs = [];
        clearBeforeNext = false;
        return outputs.Select(output => output.ToJson());
    }

    public void Stream(string name, string text)
    {
        ClearIfAsked();
        if (outputs is [.., StreamOutput last] && last.Name == name)
            last.Text.Write(text);
        else
            outputs.Add(new StreamOutput(name, text));
    }

    public void Display(MimeBundle bundle, string displayId)
    {
        ClearIfAsked();
        var output = new DataOutput(bundle, null);
        outputs.Add(output);
        if (!shown.TryGetValue(displayId, out var places))
            shown.Add(displayId, places = []);
        places.Add(output);
    }

    public void UpdateDisplay(MimeBundle bundle, string displayId)
    {
        if (!shown.TryGetValue(displayId, out var places))
            return;
        foreach (var output in places)
            output.Bundle = bundle;
    }

    public void ClearOutput(bool wait)
    {
        clearBeforeNext = true;
        if (!wait)
            ClearIfAsked();
    }

    public void Result(MimeBundle bundle)
    {
        ClearIfAsked();
        outputs.Add(new DataOutput(bundle, executionCount));
    }

    public void Error(CellError error)
    {
        ClearIfAsked();
        outputs.Add(new ErrorOutput(error));
    }

    public string RequestInput(string prompt, bool password) =>
        throw new InvalidOperationException("The notebook asks for input, and runs without a keyboard here: give the value in the cell.");

    private void ClearIfAsked()
    {
        if (clearBeforeNext)
            outputs.Clear();
        clearBeforeNext = false;
    }

    private abstract class Output
    {
        public abstract JsonObject ToJson();
    }

    private sealed class StreamOutput : Output
    {
        public StreamOutput(string name, string text)
        {
            Name = name;
            Text.Write(text);
        }

        public string Name { get; }

        public TerminalText Text { get; } = new();

        public override JsonObject ToJson() =>
            new() { ["name"] = Name, ["output_type"] = "stream", ["text"] = NotebookCell.Lines(Text.ToString()) };
    }

    private sealed class DataOutput(MimeBundle bundle, int? executionCount) : Output
    {
        public MimeBundle Bundle { get; set; } = bundle;

        public override JsonObject ToJson()
        {
            var data = new JsonObject();
            foreach (var (mimeType, text) in Bundle.Data)
                data[mimeType] = MimeBundle.IsJson(mimeType) ? JsonNode.Parse(text) : NotebookCell.Lines(text);
            var json = new JsonObject { ["data"] = data, ["metadata"] = new JsonObject() };
            json["output_type"] = executionCount is null ? "display_data" : "execute_result";
            if (executionCount is not null)
                json["execution_count"] = executionCount;
            return json;
        }
    }

    private sealed class ErrorOutput(CellError error) : Output
    {
        public override JsonObject ToJson() => new()
        {
            ["ename"] = error.Name,
            ["evalue"] = error.Message,
            ["output_type"] = "error",
            ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
        };
    }
}
