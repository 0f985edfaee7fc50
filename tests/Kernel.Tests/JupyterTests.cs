using System.Text.RegularExpressions;

namespace Kernel.Tests;

/// <summary>The kernel under Debian's Jupyter, spoken to by the real jupyter_client.</summary>
public sealed partial class JupyterTests : IDisposable
{
    private readonly JupyterUser user = new();

    public void Dispose() => user.Dispose();

    [Fact]
    public void Jupyters_own_suite_passes_with_nothing_skipped_but_the_pager()
    {
        var text = user.RunPython("test_suite.py", "jupyter_kernel_test");
        Assert.Matches(OkButThePager(), text);
    }

    [Fact]
    public void What_the_suite_leaves_out_works_too() =>
        Assert.DoesNotContain("skipped", user.RunPython("test_protocol.py"));

    [Fact]
    public void Running_tensor_operations_are_interrupted()
    {
        user.Environment["META_TORCH"] = JupyterUser.BuiltLibrary("TorchSharp.dll");
        user.RunPython("test_tensors.py");
    }

    [Fact]
    public void Nbconvert_gives_the_same_outputs_as_the_runner()
    {
        var notebook = Path.Combine(user.Folder, "a.ipynb");
        File.WriteAllText(notebook, NotebookText.Of(
            "var d = display(1); for (var i = 0; i < 3; i++) { Console.Write($\"\\r{i}\"); await Task.Delay(1); } Console.WriteLine(); d.Update(2);",
            "#!markdown\n# text",
            "#!csharp\nrecord Point(int X, int Y);\nnew[] { new Point(1, 2), new Point(3, 4) }",
            "Console.Error.Write(\"e\"); display(HTML(\"<b>b</b>\")); new Dictionary<string, double> { [\"a\"] = 0.5 }",
            "display(\"gone\"); clear_output(); \"stays\""));
        Assert.Equal(JupyterUser.Outputs(user.Headless(notebook)), JupyterUser.Outputs(user.Nbconvert(notebook)));
    }

    [GeneratedRegex(@"test_pager .* skipped[\s\S]*OK \(skipped=1\)")]
    private static partial Regex OkButThePager();
}
