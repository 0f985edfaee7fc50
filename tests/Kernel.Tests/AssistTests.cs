namespace Kernel.Tests;

/// <summary>Completion and inspection while a cell is typed; | is the cursor.</summary>
public sealed class AssistTests : IDisposable
{
    private readonly Notebook notebook = new();

    public void Dispose() => notebook.Dispose();

    [Theory]
    [InlineData("Math.Sq|", "Sqrt")]
    [InlineData("\"text\".ToUp|", "ToUpper")]
    [InlineData("new List<int>().Sel|", "Select")]
    [InlineData("var s = \"a\"; s.Len|;\nvar t = 2;", "Length")]
    [InlineData("string s = null; s?.Len|", "Length")]
    [InlineData("new[] { \"a\" }.Select(x => x.Subs|)", "Substring")]
    [InlineData("var n = 3; if (n > 2) { n.CompareT| }", "CompareTo")]
    [InlineData("Conso|", "Console")]
    [InlineData("whi|", "while")]
    [InlineData("disp|", "display")]
    [InlineData("using System.Tex|", "Text")]
    [InlineData("string.Join(sep|)", "separator:")]
    [InlineData("new Exception(mess|)", "message:")]
    [InlineData("new System.IO.FileStreamOptions { Buf|}", "BufferSize")]
    [InlineData("#!mark|", "#!markdown")]
    [InlineData("#!time\nMath.Ma|", "Max")]
    public void What_fits_is_offered(string code, string expected) => Assert.Contains(expected, Complete(code));

    [Theory]
    [InlineData("\"Conso|\"")]
    [InlineData("// Conso|")]
    [InlineData("/* Conso|")]
    [InlineData("1.5|")]
    [InlineData("nothing.Of.That.Nam|")]
    [InlineData("#!markdown\nConso|")]
    [InlineData("#r \"nuget:Mark|")]
    public void Nothing_is_offered_where_nothing_fits(string code) => Assert.Empty(Complete(code));

    [Fact]
    public void What_earlier_cells_declared_is_known()
    {
        notebook.Value("using System.Numerics; var myNumber = new Complex(1, 2); int MyFunction(int myArgument) => 2; record MyRecord(int Size);");
        Assert.Equal(["MyFunction", "MyRecord"], Complete("My|").Where(name => name.StartsWith("My", StringComparison.Ordinal)));
        Assert.Contains("Magnitude", Complete("myNumber.M|"));
        Assert.Contains("myArgument:", Complete("MyFunction(|"));
        Assert.Contains("Size", Complete("new MyRecord(1).S|"));
        Assert.Contains("Complex", Complete("Comp|"));
    }

    [Fact]
    public void Static_and_instance_members_are_kept_apart()
    {
        Assert.DoesNotContain("Length", Complete("string.|"));
        Assert.DoesNotContain("IsNullOrEmpty", Complete("\"\".|"));
    }

    [Fact]
    public void Paths_are_completed_in_references_and_imports()
    {
        Directory.CreateDirectory(Path.Combine(notebook.Folder, "bin"));
        foreach (var file in (string[])["bin/Lib.dll", "bin/Lib.txt", "other.ipynb"])
            File.WriteAllText(Path.Combine(notebook.Folder, file), "");
        Assert.Equal(["bin/"], Complete("#r \"b|"));
        Assert.Equal(["Lib.dll"], Complete("#r \"bin/L|"));
        Assert.Equal(["other.ipynb"], Complete("#!import oth|"));
        Assert.Equal(["../"], Complete("#r \"nowhere/../..|"));
    }

    [Theory]
    [InlineData("Console.Wri|teLine", "void System.Console.WriteLine(string")]
    [InlineData("Math.Sqrt(|", "double System.Math.Sqrt(double d)")]
    [InlineData("Math.Sqrt|", "Returns the square root of a specified number.")]
    [InlineData("\"a\".Trim|()", "Removes all leading and trailing white-space characters")]
    [InlineData("new List<int>().Whe|re(x => true)", "Filters a sequence of values based on a predicate.")]
    [InlineData("StringBuil|der b = null;", "class System.Text.StringBuilder")]
    [InlineData("int.Parse(\"1\"|)", "s: A string containing a number to convert.")]
    public void A_name_is_explained(string code, string expected) => Assert.Contains(expected, Inspect(code));

    [Fact]
    public void Names_of_earlier_cells_are_explained()
    {
        notebook.Value("var list = new List<int>(); int Twice(int number) => 2 * number;");
        Assert.Contains("List<int> list", Inspect("lis|t.Count"));
        Assert.Contains("int Twice(int number)", Inspect("Twi|ce(3)"));
    }

    [Fact]
    public void What_a_cell_says_of_its_names_is_shown_later()
    {
        notebook.Value("""
            /// <summary>Doubles.</summary>
            /// <param name="number">What is doubled.</param>
            int Twice(int number) => 2 * number;
            /// How many support rows an episode has.
            var shots = 5;
            /// <summary>One task.</summary>
            record Episode(int Ways)
            {
                /// <summary>Classes times rows.</summary>
                public int Size => Ways * 5;
            }
            /// <summary>Not < well formed.
            int Broken() => 0;
            """);
        Assert.Contains("Doubles.", Inspect("Twi|ce(3)"));
        Assert.Contains("number: What is doubled.", Inspect("Twice(|"));
        Assert.Contains("How many support rows an episode has.", Inspect("sho|ts + 1"));
        Assert.Contains("One task.", Inspect("new Epi|sode(5)"));
        Assert.Contains("Classes times rows.", Inspect("new Episode(5).Si|ze"));
        Assert.Contains("int Broken()", Inspect("Bro|ken()"));
    }

    [Theory]
    [InlineData("|")]
    [InlineData("unknownName|")]
    [InlineData("// Console|")]
    public void What_has_no_meaning_is_not_explained(string code)
    {
        var (text, cursor) = Cursor(code);
        Assert.Null(notebook.Session.Inspect(text, cursor, detailed: false));
    }

    [Fact]
    public void Every_place_in_any_beginning_of_a_cell_can_be_asked_about()
    {
        const string cell = "#!time\nusing System.Text;\nvar x = new List<int> { 1 };\nforeach (var y in x.Where(z => z > 0)) Console.WriteLine($\"{y:0.0} \" + \"b\");";
        for (var length = 0; length <= cell.Length; length += 3)
        {
            notebook.Session.Complete(cell[..length], length);
            notebook.Session.Inspect(cell[..length], length, detailed: true);
        }
        Assert.Null(notebook.LastError);
    }

    private string[] Complete(string code)
    {
        var (text, cursor) = Cursor(code);
        return [.. notebook.Session.Complete(text, cursor).Items.Select(item => item.Text)];
    }

    private string? Inspect(string code)
    {
        var (text, cursor) = Cursor(code);
        return notebook.Session.Inspect(text, cursor, detailed: false)?["text/plain"];
    }

    private static (string Text, int Cursor) Cursor(string code) => (code.Replace("|", "", StringComparison.Ordinal), code.IndexOf('|'));
}
