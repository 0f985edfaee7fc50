namespace Kernel.Tests;

/// <summary>What a reader is told when a cell fails.</summary>
public sealed class ErrorsTests : IDisposable
{
    private readonly Notebook notebook = new();

    public void Dispose() => notebook.Dispose();

    [Fact]
    public void A_compile_error_shows_line_column_and_the_source_line()
    {
        var error = notebook.Fail("int x = 3;\nvar y = x + z;");
        Assert.Equal("CompilationError", error.Name);
        Assert.StartsWith("(2,13): error CS0103: The name 'z'", error.Message);
        Assert.Equal(2, error.Line);
        Assert.Equal("var y = x + z;", error.SourceLine);
        Assert.Equal(["    var y = x + z;", "                ^"], error.Traceback.Skip(1).Take(2));
    }

    [Fact]
    public void A_runtime_error_shows_the_lines_of_this_and_of_the_earlier_cell()
    {
        notebook.Value("int Half(int x)\n{\n    if (x % 2 != 0)\n        throw new ArgumentException($\"{x} is odd\");\n    return x / 2;\n}");
        var error = notebook.Fail("var n = 3;\n\nHalf(n)");
        Assert.Equal("ArgumentException", error.Name);
        Assert.Equal("3 is odd", error.Message);
        Assert.Equal("throw new ArgumentException($\"{x} is odd\");", error.SourceLine);
        Assert.Contains(error.Traceback, line => line.Contains("cell [1], line 4: throw new"));
        Assert.Contains(error.Traceback, line => line.Contains("cell [2], line 3: Half(n)"));
    }

    [Theory]
    [InlineData("Console.WriteLine((new int[2])[n]);", "IndexOutOfRangeException")]
    [InlineData("Console.WriteLine(1 / n);", "DivideByZeroException")]
    [InlineData("Console.WriteLine(checked(int.MaxValue + n + 1));", "OverflowException")]
    [InlineData("Console.WriteLine(((string)null).Length);", "NullReferenceException")]
    public void An_error_that_the_runtime_raises_itself_has_its_line_too(string line, string name)
    {
        var error = notebook.Fail($"var n = {(name == "IndexOutOfRangeException" ? 5 : 0)};\nConsole.WriteLine(n);\n{line}");
        Assert.Equal((name, 3, line), (error.Name, error.Line, error.SourceLine));
    }

    [Fact]
    public void A_traceback_holds_neither_paths_nor_the_kernels_own_frames()
    {
        var error = notebook.Fail("int.Parse(\"x\")");
        Assert.DoesNotContain(error.Traceback, line => line.Contains('/') || line.Contains("MetaAnomaly") || line.Contains("Submission"));
        Assert.Contains(error.Traceback, line => line.Contains("at int.Parse"));
    }

    [Fact]
    public void An_inner_exception_is_told()
    {
        var error = notebook.Fail("try { int.Parse(\"x\"); } catch (FormatException e) { throw new InvalidOperationException(\"outer\", e); }");
        Assert.Equal("outer", error.Message);
        Assert.Contains(error.Traceback, line => line.StartsWith("caused by System.FormatException"));
    }

    [Theory]
    [InlineData("Span<int> s = stackalloc int[3];", "put it inside a method or a { } block")]
    [InlineData("var s = \"abc\".AsSpan();", "put it inside a method or a { } block")]
    [InlineData("using var f = new System.IO.MemoryStream();", "using (var x = …) { }")]
    [InlineData("file class X { }", "leave the word `file` away")]
    [InlineData("namespace N { class X { } }", "cannot declare a namespace")]
    public void What_a_cell_cannot_hold_is_explained(string cell, string hint) =>
        Assert.Contains(hint, string.Join('\n', notebook.Fail(cell).Traceback));

    [Fact]
    public void A_warning_is_shown_once_and_is_no_error()
    {
        const string cell = "void F() { int unused; }";
        Assert.Contains("(1,16): warning CS0168", notebook.Run(cell).Text("stderr"));
        Assert.Null(notebook.LastError);
        Assert.Equal("", notebook.Run(cell).Text("stderr"));
    }

    [Fact]
    public void Reading_from_a_missing_keyboard_is_an_error_that_says_so()
    {
        var recorder = new MetaAnomaly.Kernel.Notebooks.OutputRecorder();
        Assert.Contains("keyboard", Assert.Throws<InvalidOperationException>(() => recorder.RequestInput("name?", password: false)).Message);
    }

    [Fact]
    public void A_failing_formatter_is_the_cells_error()
    {
        notebook.Value("using Microsoft.DotNet.Interactive.Formatting;\nclass A { }\nFormatter.Register<A>(a => throw new Exception(\"no picture\"), \"text/html\");");
        Assert.Equal("no picture", notebook.Fail("new A()").Message);
    }
}
