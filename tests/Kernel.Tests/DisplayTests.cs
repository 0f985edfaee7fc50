namespace Kernel.Tests;

/// <summary>How values and console text come out.</summary>
public sealed class DisplayTests : IDisposable
{
    private readonly Notebook notebook = new();

    public void Dispose() => notebook.Dispose();

    [Theory]
    [InlineData("1.5", "1.5")]
    [InlineData("\"text\"", "text")]
    [InlineData("new[] { 1, 2, 3 }", "[1, 2, 3]")]
    [InlineData("Enumerable.Range(0, 1000).ToList()", "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … (1000 items)]")]
    [InlineData("new Dictionary<string, double> { [\"lr\"] = 0.5 }", "{ lr: 0.5 }")]
    [InlineData("(1, \"a\")", "(1, a)")]
    [InlineData("new { A = 1, B = new[] { 1.5 } }", "(anonymous) { A = 1, B = [1.5] }")]
    [InlineData("typeof(Dictionary<string, int[]>)", "Dictionary<string, int[]>")]
    [InlineData("DayOfWeek.Monday", "Monday")]
    [InlineData("new DateTime(2026, 1, 2)", "2026-01-02 00:00:00")]
    [InlineData("new FormatException(\"bad\")", "FormatException: bad")]
    [InlineData("(int?)null", "null")]
    public void Plain_text_says_what_a_value_is(string expression, string text) => Assert.Equal(text, notebook.Value(expression));

    [Fact]
    public void Records_become_a_table_with_every_text_escaped()
    {
        notebook.Value("record Row(string Name, double Auroc);");
        var html = notebook.Run("new[] { new Row(\"<script>\", 0.5), new Row(\"b\", 1) }").Result("text/html")!;
        Assert.Contains("<th>Name</th><th>Auroc</th>", html);
        Assert.Contains("<td>&lt;script&gt;</td><td style=\"text-align:right\">0.5</td>", html);
        Assert.DoesNotContain("<script>", html);
    }

    [Fact]
    public void A_property_that_throws_does_not_hide_the_others()
    {
        notebook.Value("class P { public int Good => 1; public int Bad => throw new Exception(\"oh\"); }");
        Assert.Equal("P { Good = 1, Bad = (Exception: oh) }", notebook.Value("new P()"));
    }

    [Fact]
    public void A_query_runs_once_and_an_endless_one_is_cut()
    {
        notebook.Value("int runs = 0; IEnumerable<int> Endless() { runs++; for (var i = 0; ; i++) yield return i; }");
        Assert.EndsWith("19, …]", notebook.Value("Endless()"));
        Assert.Equal("1", notebook.Value("runs"));
    }

    [Fact]
    public void The_functions_of_NET_Interactive_are_there()
    {
        var outputs = notebook.Run("display(1); HTML(\"<i>x</i>\").Display(); \"# t\".DisplayAs(\"text/markdown\"); Javascript(\"1;\"); display(HTML(\"<b>y</b>\"), \"text/html\");");
        Assert.Null(notebook.LastError);
        Assert.Equal(["1", "<i>x</i>", null, null, null], outputs.Displays("text/plain"));
        Assert.Equal([null, "<i>x</i>", null, "<script type=\"text/javascript\">1;</script>", "<b>y</b>"], outputs.Displays("text/html"));
        Assert.Equal("# t", outputs.Displays("text/markdown")[2]);
    }

    [Fact]
    public void A_registered_formatter_is_used_for_derived_types_the_most_specific_one_first()
    {
        notebook.Value("""
            using Microsoft.DotNet.Interactive.Formatting;
            class A { } class B : A { } class C : B { }
            Formatter.Register<A>(a => "<a/>", "text/html");
            Formatter.Register<B>((b, writer) => writer.Write("<b/>"), "text/html");
            """);
        Assert.Equal("<a/>", notebook.Run("new A()").Result("text/html"));
        Assert.Equal("<b/>", notebook.Run("new C()").Result("text/html"));
    }

    [Fact]
    public void An_update_replaces_the_display_in_place_also_from_a_later_cell()
    {
        var first = notebook.Run("var shown = display(\"0 %\"); Console.WriteLine(\"between\"); var other = display(\"other\");");
        notebook.Run("shown.Update(\"100 %\");");
        Assert.Equal(["100 %", "other"], first.Displays("text/plain"));
    }

    [Fact]
    public void A_progress_line_leaves_its_last_state()
    {
        var outputs = notebook.Run("for (int i = 0; i <= 100; i += 10) Console.Write($\"\\r{i,3} %\"); Console.WriteLine(\" done\");");
        Assert.Equal("100 % done\n", outputs.Text("stdout"));
        Assert.Single(outputs.All);
    }

    [Fact]
    public void Text_and_displays_keep_their_order_and_streams_their_names()
    {
        var outputs = notebook.Run("Console.Write(\"a\"); display(1); Console.Error.Write(\"b\"); Console.Write(\"c\");");
        Assert.Equal(["stream", "display_data", "stream", "stream"], outputs.All.Select(output => (string?)output["output_type"]));
        Assert.Equal("ac", outputs.Text("stdout"));
        Assert.Equal("b", outputs.Text("stderr"));
    }

    [Fact]
    public void A_hundred_thousand_lines_arrive_all()
    {
        var text = notebook.Run("for (int i = 0; i < 100000; i++) Console.WriteLine(i);").Text("stdout");
        Assert.Equal(Enumerable.Range(0, 100_000).Select(i => $"{i}"), text.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Clearing_removes_what_was_shown_at_once_or_with_the_next_output()
    {
        Assert.Equal("b", notebook.Run("Console.Write(\"a\"); clear_output(); Console.Write(\"b\");").Text("stdout"));
        Assert.Equal("a", notebook.Run("Console.Write(\"a\"); clear_output(wait: true);").Text("stdout"));
        Assert.Equal("b", notebook.Run("Console.Write(\"a\"); clear_output(wait: true); Console.Write(\"b\");").Text("stdout"));
    }

    [Fact]
    public void Console_ReadLine_asks_the_front_end()
    {
        notebook.Answers.Enqueue("Ada");
        Assert.Equal("Ada", notebook.Value("Console.ReadLine()"));
    }
}
