using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Notebooks;

namespace Kernel.Tests;

/// <summary>Reading and writing .ipynb.</summary>
public sealed class NotebookFileTests
{
    private const string AsJupyterWritesIt = """
        {
         "cells": [
          {
           "attachments": {},
           "cell_type": "markdown",
           "id": "intro",
           "metadata": {
            "tags": [
             "keep"
            ],
            "unknown": 1.50
           },
           "source": [
            "# Grüße \"😀\"\n",
            "two\ttabs \\ \u0001"
           ]
          }
         ],
         "metadata": {
          "future": null,
          "language_info": {
           "name": "C#"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    [Fact]
    public void What_Jupyter_wrote_is_written_back_byte_for_byte() =>
        Assert.Equal(AsJupyterWritesIt.ReplaceLineEndings("\n"), NotebookFile.Parse(AsJupyterWritesIt).ToString());

    [Fact]
    public void Keys_are_sorted_whatever_order_they_came_in() => Assert.Equal(
        NotebookText.Of("1"),
        NotebookFile.Parse(new JsonObject(((JsonObject)JsonNode.Parse(NotebookText.Of("1"))!).Reverse()
            .Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone()))).ToJsonString()).ToString());

    [Fact]
    public void A_source_may_be_one_string_or_a_list_of_lines()
    {
        var notebook = NotebookFile.Parse("""{"nbformat":4,"metadata":{},"cells":[{"cell_type":"code","source":"a\nb"},{"cell_type":"code","source":["a\n","b"]}]}""");
        Assert.All(notebook.Cells, cell => Assert.Equal("a\nb", cell.Source));
    }

    [Fact]
    public void Outputs_hold_nothing_that_changes_from_run_to_run()
    {
        var notebook = NotebookFile.Parse(NotebookText.Of("display(1)").Replace("\"metadata\": {},", "\"metadata\": {\"execution\": {\"iopub.status.busy\": \"2026\"}},"));
        var recorder = new OutputRecorder();
        var outputs = recorder.Begin(1);
        recorder.Display(MetaAnomaly.Kernel.Display.MimeBundle.Of("text/plain", "1"), "random");
        notebook.Cells[0].SetOutputs(1, outputs);
        Assert.DoesNotContain("random", notebook.ToString());
        Assert.DoesNotContain("2026", notebook.ToString());
    }

    [Fact]
    public void The_metadata_that_both_kernels_need_are_added_and_those_that_are_there_kept()
    {
        var notebook = NotebookFile.Parse("""{"nbformat":4,"nbformat_minor":4,"metadata":{"kernelspec":{"name":"mine"}},"cells":[{"cell_type":"code","source":"1"},{"cell_type":"markdown","source":"x","id":"kept"}]}""");
        notebook.CompleteMetadata();
        var json = JsonNode.Parse(notebook.ToString())!;
        Assert.Equal("mine", (string)json["metadata"]!["kernelspec"]!["name"]!);
        Assert.Equal("13.0", (string)json["metadata"]!["language_info"]!["version"]!);
        Assert.Equal(5, (int)json["nbformat_minor"]!);
        Assert.Equal(["cell-0", "kept"], json["cells"]!.AsArray().Select(cell => (string)cell!["id"]!));
        Assert.Equal("csharp", (string)json["cells"]![0]!["metadata"]!["dotnet_interactive"]!["language"]!);
        Assert.Equal("csharp", (string)json["cells"]![0]!["metadata"]!["polyglot_notebook"]!["kernelName"]!);
    }

    [Theory]
    [InlineData("{ \"cells\": [", "broken at line 1")]
    [InlineData("[]", "not an object")]
    [InlineData("{}", "no number 'nbformat'")]
    [InlineData("""{"nbformat":"4","cells":[]}""", "no number 'nbformat'")]
    [InlineData("""{"nbformat":3,"worksheets":[]}""", "format is 3")]
    [InlineData("""{"nbformat":4}""", "no list 'cells'")]
    [InlineData("""{"nbformat":4,"cells":[1]}""", "cell 1 is not an object")]
    [InlineData("""{"nbformat":4,"cells":[{"source":"x"}]}""", "no 'cell_type'")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"heading","source":"x"}]}""", "'heading' cell")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":[1]}]}""", "no 'source'")]
    [InlineData("""{"nbformat":4,"cells":[],"metadata":{"language_info":{"name":"python"}}}""", "language is python")]
    public void A_malformed_notebook_is_one_clear_error(string json, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => NotebookFile.Parse(json)).Message);

    [Theory]
    [InlineData("a\rb", "b")]
    [InlineData("abc\rx", "xbc")]
    [InlineData("abc\b\bX", "aXc")]
    [InlineData("one\r\ntwo\r\n", "one\ntwo\n")]
    [InlineData("10 %\r20 %\rdone\nnext", "done\nnext")]
    public void Carriage_returns_and_backspaces_act_as_on_a_terminal(string written, string seen)
    {
        var text = new TerminalText();
        foreach (var c in written)
            text.Write([c]);
        Assert.Equal(seen, text.ToString());
    }
}
