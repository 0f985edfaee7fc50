namespace Kernel.Tests;

/// <summary>What C# in a cell can do.</summary>
public sealed class CellsTests : IDisposable
{
    private readonly Notebook notebook = new();

    public void Dispose() => notebook.Dispose();

    [Fact]
    public void The_value_of_the_last_expression_is_shown() => Assert.Equal("3", notebook.Value("1 + 2"));

    [Theory]
    [InlineData("var x = 3;")]
    [InlineData("Console.WriteLine()")]
    [InlineData("await Task.Delay(1)")]
    [InlineData("")]
    public void A_cell_without_a_value_shows_none(string cell) => Assert.Null(notebook.Value(cell));

    [Fact]
    public void Null_is_a_value_that_is_shown() => Assert.Equal("null", notebook.Value("(string)null"));

    [Fact]
    public void Variables_functions_types_and_usings_last()
    {
        notebook.Value("using System.Numerics;\nvar n = 20; int Twice(int x) => 2 * x; record Point(int X, int Y); class Box { public int Size = 7; }");
        Assert.Equal("Point { X = 40, Y = 7 }", notebook.Value("new Point(Twice(n), new Box().Size)"));
        Assert.Equal("5", notebook.Value("Complex.Abs(new Complex(3, 4))"));
    }

    [Fact]
    public void Names_can_be_declared_anew_with_another_type()
    {
        notebook.Value("var x = 1; record R(int A);");
        notebook.Value("var x = \"text\"; record R(string B);");
        Assert.Equal("text R { B = b }", notebook.Value("$\"{x} {new R(\"b\")}\""));
    }

    [Fact]
    public void State_survives_an_exception_up_to_the_statement_that_threw()
    {
        notebook.Value("var before = 1; var after = 1;");
        notebook.Fail("before = 2; throw new Exception(\"oh\"); after = 2;");
        Assert.Equal("(2, 1)", notebook.Value("(before, after)"));
    }

    [Fact]
    public void A_cell_that_does_not_compile_changes_nothing()
    {
        notebook.Value("var x = 1;");
        notebook.Fail("x = 2; y = 3;");
        Assert.Equal("1", notebook.Value("x"));
    }

    [Fact]
    public void Await_works_and_stays_on_the_notebooks_thread()
    {
        notebook.Value("var thread = Environment.CurrentManagedThreadId;");
        Assert.Equal("(True, True)", notebook.Value(
            "await Task.Delay(5); var same = thread == Environment.CurrentManagedThreadId; (same, await Task.FromResult(true))"));
        Assert.Equal("True", notebook.Value("thread == Environment.CurrentManagedThreadId"));
    }

    [Fact]
    public void Blocking_on_the_cells_own_async_code_does_not_deadlock()
    {
        notebook.Value("async Task<int> Slow() { await Task.Delay(5); return 8; }");
        Assert.Equal("8", notebook.Value("Slow().Result"));
    }

    [Fact]
    public void Extension_blocks_of_CSharp_14_work_and_the_cell_can_run_again()
    {
        const string cell = "public static class Numbers { extension(int i) { public int Twice => 2 * i; } }\n21.Twice";
        Assert.Equal("42", notebook.Value(cell));
        Assert.Equal("42", notebook.Value(cell));
        Assert.Equal("8", notebook.Value("4.Twice"));
    }

    [Fact]
    public void Extension_blocks_see_the_usings_of_earlier_cells()
    {
        notebook.Value("using System.Numerics;");
        Assert.Equal("5", notebook.Value("static class Sizes { extension(Complex z) { public double Size => Complex.Abs(z); } }\nnew Complex(3, 4).Size"));
    }

    [Fact]
    public void A_changed_extension_block_asks_for_a_restart()
    {
        notebook.Value("static class Numbers { extension(int i) { public int Twice => 2 * i; } }");
        var error = notebook.Fail("\nstatic class Numbers { extension(int i) { public int Twice => 3 * i; } }");
        Assert.Contains("restart", error.Message);
        Assert.Equal(2, error.Line);
    }

    [Fact]
    public void The_default_usings_are_those_of_NET_Interactive() => Assert.Equal("6", notebook.Value(
        "IEnumerable list = new List<int> { 1, 2, 3 }; var text = new StringBuilder(); Task t = Task.CompletedTask; list.Cast<int>().Sum()"));

    [Fact]
    public void Unsafe_code_and_spans_inside_a_block_work() => Assert.Equal("6", notebook.Value(
        "int sum = 0; { Span<int> s = stackalloc int[] { 1, 2, 3 }; foreach (var x in s) sum += x; } unsafe { int* p = null; } sum"));

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("while (true) await Task.Delay(1);")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("Task.Delay(-1).Wait();")]
    [InlineData("try { while (true) { } } catch (Exception e) { Console.WriteLine(e); }")]
    public async Task An_interrupt_ends_the_cell_and_keeps_the_state(string endless)
    {
        notebook.Value("var x = 1;");
        var wrote = notebook.NextWrite();
        var cell = Task.Run(() => notebook.Fail("x = 2; Console.WriteLine(\"started\");\n" + endless), TestContext.Current.CancellationToken);
        await wrote;
        notebook.Interrupt();
        Assert.Equal("Interrupted", (await cell).Name);
        Assert.Equal("2", notebook.Value("x"));
    }
}
