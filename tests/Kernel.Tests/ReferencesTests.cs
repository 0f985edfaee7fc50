using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kernel.Tests;

/// <summary><c>#r</c>: libraries, what they depend on, packages.</summary>
public sealed class ReferencesTests : IDisposable
{
    private readonly Notebook notebook = new();

    public void Dispose() => notebook.Dispose();

    [Fact]
    public void A_library_is_found_from_the_notebooks_folder_with_its_dependencies_beside_it()
    {
        Library("Tensors", "namespace T { public class Tensor { public int Rank = 2; } }");
        Library("Learning", "namespace L { public static class Make { public static T.Tensor One() => new(); } }", "Tensors");
        notebook.Value("#r \"bin/Learning.dll\"\nusing L;");
        Assert.Equal("2", notebook.Value("Make.One().Rank"));
    }

    [Fact]
    public void A_type_is_the_same_through_both_references()
    {
        Library("Tensors", "namespace T { public class Tensor { public int Rank = 2; } }");
        Library("Learning", "namespace L { public static class Make { public static T.Tensor One() => new(); public static int RankOf(T.Tensor t) => t.Rank; } }", "Tensors");
        notebook.Value("#r \"bin/Learning.dll\"\n#r \"bin/Tensors.dll\"\nusing L; using T;");
        Assert.Equal("(2, True)", notebook.Value("(Make.RankOf(new Tensor()), Make.One() is Tensor)"));
    }

    [Theory]
    [InlineData("beside.txt", "../bin/beside.txt")]
    [InlineData("models/inside.txt", "../bin/models/inside.txt")]
    [InlineData("../data/above.txt", "../data/above.txt")]
    [InlineData("../notebook/inside.txt", "inside.txt")]
    public void A_library_finds_what_it_looks_for_from_its_own_place_on(string fromLibrary, string fromNotebook)
    {
        using var nested = new Notebook(Directory.CreateDirectory(Path.Combine(notebook.Folder, "notebook")).FullName);
        var file = Path.Combine(nested.Folder, fromNotebook);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "found");
        Library("Where", "public static class Where { public static string Am => typeof(Where).Assembly.Location; }");
        nested.Value("#r \"../bin/Where.dll\"\nusing System.IO;");
        Assert.Equal("found", nested.Value($"File.ReadAllText(Path.Combine(Path.GetDirectoryName(Where.Am), \"{fromLibrary}\"))"));
    }

    [Fact]
    public void A_native_library_is_found_beside_the_assembly_that_calls_it()
    {
        var native = Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so").First();
        Directory.CreateDirectory(Path.Combine(notebook.Folder, "bin"));
        File.Copy(native, Path.Combine(notebook.Folder, "bin", "libbeside.so"));
        Library("Caller", """
            using System.Runtime.InteropServices;
            public static class Caller { [DllImport("beside", EntryPoint = "SystemNative_GetPid")] public static extern int Pid(); }
            """);
        notebook.Value("#r \"bin/Caller.dll\"");
        Assert.Equal("True", notebook.Value("Caller.Pid() == Environment.ProcessId"));
    }

    [Fact]
    public void A_library_shows_its_type_without_knowing_the_kernel()
    {
        Library("Shown", """
            using System; using System.Collections.Generic; using System.IO;
            internal sealed class TypeFormatterSourceAttribute(Type source) : Attribute { public Type FormatterSourceType => source; }
            internal sealed class FigureFormatters { public IEnumerable<object> CreateTypeFormatters() { yield return new FigureFormatter(); } }
            internal sealed class FigureFormatter
            {
                public string MimeType => "text/html";
                public bool Format(object figure, TextWriter writer) { writer.Write("<b>figure</b>"); return true; }
            }
            [TypeFormatterSource(typeof(FigureFormatters))] public class Figure { public override string ToString() => "a figure"; }
            public sealed class BarFigure : Figure;
            """);
        notebook.Value("#r \"bin/Shown.dll\"");
        foreach (var type in (string[])["Figure", "BarFigure"])
        {
            var outputs = notebook.Run($"new {type}()");
            Assert.Equal("<b>figure</b>", outputs.Result("text/html"));
            Assert.Equal("a figure", outputs.Result("text/plain"));
        }
    }

    [Fact]
    public void Another_build_of_a_loaded_library_is_refused_with_the_way_out()
    {
        Library("Lib", "public class Lib { }");
        notebook.Value("#r \"bin/Lib.dll\"");
        Library("Lib", "public class Lib { public int New; }");
        Assert.Contains("restart", notebook.Fail("#r \"bin/Lib.dll\"").Message);
        Assert.Null(notebook.Value("var still = new Lib();"));
    }

    [Fact]
    public void Libraries_that_are_rebuilt_while_loaded_are_told_once()
    {
        Library("Lib", "public class Lib { }");
        Library("Lib2", "public class Lib2 { }");
        notebook.Value("#r \"bin/Lib.dll\"\n#r \"bin/Lib2.dll\"");
        Assert.Equal("", notebook.Run("1").Text("stderr"));
        Library("Lib", "public class Lib { public int New; }");
        var told = notebook.Run("2").Text("stderr");
        Assert.Contains("Lib.dll has been built again", told);
        Assert.Contains("restart", told);
        Assert.Equal("", notebook.Run("3").Text("stderr"));
        Library("Lib", "public class Lib { public int Newer; }");
        Library("Lib2", "public class Lib2 { public int New; }");
        Assert.Contains("have been built again", notebook.Run("4").Text("stderr"));
    }

    [Fact]
    public void A_loaded_library_may_be_overwritten_and_removed()
    {
        Library("Tensors", "namespace T { public class Tensor { public int Rank = 2; } }");
        Library("Learning", "namespace L { public static class Make { public static int Two() => 2; public static int Rank() => new T.Tensor().Rank; } }", "Tensors");
        notebook.Value("#r \"bin/Learning.dll\"");
        Assert.Equal("2", notebook.Value("L.Make.Two()"));
        foreach (var file in (string[])["Learning.dll", "Tensors.dll"])
            using (var written = new FileStream(Path.Combine(notebook.Folder, "bin", file), FileMode.Open, FileAccess.Write, FileShare.None))
                written.SetLength(10);
        Assert.Equal("2", notebook.Value("L.Make.Rank()"));
        Directory.Delete(Path.Combine(notebook.Folder, "bin"), recursive: true);
        Assert.Equal("", notebook.Run("L.Make.Rank()").Text("stderr"));
    }

    [Fact]
    public void A_library_that_is_built_later_beside_a_loaded_one_can_be_used()
    {
        Library("First", "public class First { }");
        notebook.Value("#r \"bin/First.dll\"");
        Library("Second", "public class Second { public int Two = 2; }");
        Assert.Equal("2", notebook.Value("#r \"bin/Second.dll\"\nnew Second().Two"));
    }

    [Fact]
    public void The_copies_are_removed_in_the_end_and_nothing_that_they_point_to()
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(notebook.Folder, "data")).FullName, "precious.txt");
        File.WriteAllText(file, "precious");
        Directory.CreateDirectory(Path.Combine(notebook.Folder, "bin", "runtimes"));
        string copy;
        using (var other = new Notebook(notebook.Folder))
        {
            Library("Where", "public static class Where { public static string Am => typeof(Where).Assembly.Location; }");
            copy = other.Value("#r \"bin/Where.dll\"\nWhere.Am")!;
            Assert.True(File.Exists(copy));
            Assert.NotEqual(Path.Combine(notebook.Folder, "bin", "Where.dll"), copy);
        }
        Assert.False(File.Exists(copy));
        Assert.Equal("precious", File.ReadAllText(file));
        Assert.True(Directory.Exists(Path.Combine(notebook.Folder, "bin", "runtimes")));
    }

    [Theory]
    [InlineData("bin/missing.dll", "no such file")]
    [InlineData("text.dll", "not a .NET assembly")]
    [InlineData("nuget:Bad Name!", "must be \"nuget:Name\"")]
    public void A_reference_that_cannot_be_followed_names_the_line(string reference, string reason)
    {
        File.WriteAllText(Path.Combine(notebook.Folder, "text.dll"), "text");
        var error = notebook.Fail($"// libraries\n#r \"{reference}\"");
        Assert.Contains(reason, error.Message);
        Assert.Equal(2, error.Line);
    }

    [Fact]
    public void A_package_comes_from_the_feed_or_its_cache()
    {
        notebook.Value("#r \"nuget:Markdig, 1.6.0\"\nusing Markdig;");
        Assert.Equal("<p><em>a</em></p>\n", notebook.Value("Markdown.ToHtml(\"*a*\")"));
    }

    [Fact]
    public void A_package_that_does_not_exist_is_named()
    {
        var error = notebook.Fail("#r \"nuget:MetaAnomaly.There.Is.No.Such.Package, 1.0.0\"");
        Assert.Contains("MetaAnomaly.There.Is.No.Such.Package", error.Message);
        Assert.Contains("could not be restored", error.Message);
    }

    [Fact]
    public void A_package_of_a_local_feed_needs_no_network_and_the_second_time_no_feed()
    {
        var package = $"Kernel.Tests.Local{Guid.NewGuid():N}";
        var feed = Directory.CreateDirectory(Path.Combine(notebook.Folder, "feed"));
        Feed(feed.FullName);
        Library(package, "public static class Local { public static int Answer => 42; }");
        using (var zip = System.IO.Compression.ZipFile.Open(Path.Combine(feed.FullName, $"{package}.1.2.0.nupkg"), System.IO.Compression.ZipArchiveMode.Create))
        {
            System.IO.Compression.ZipFileExtensions.CreateEntryFromFile(zip, Path.Combine(notebook.Folder, "bin", package + ".dll"), $"lib/net10.0/{package}.dll");
            using var nuspec = new StreamWriter(zip.CreateEntry($"{package}.nuspec").Open());
            nuspec.Write($"""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
                <id>{package}</id><version>1.2.0</version><authors>tests</authors><description>tests</description>
                </metadata></package>
                """);
        }
        var first = notebook.Run($"#r \"nuget:{package}\"\nLocal.Answer");
        Assert.True(notebook.LastError is null, notebook.LastError?.Message);
        Assert.Equal("42", first.Result("text/plain"));
        Assert.Equal([$"Restored {package} 1.2.0"], first.Displays("text/plain"));
        feed.Delete(recursive: true);
        using var later = new Notebook(notebook.Folder);
        var second = later.Run($"#r \"nuget:{package}\"\nLocal.Answer");
        Assert.Equal("42", second.Result("text/plain"));
        Assert.Equal(first.Displays("text/plain"), second.Displays("text/plain"));
    }

    [Fact]
    public void Offline_a_package_that_is_not_there_says_that_no_feed_answered()
    {
        Feed("http://127.0.0.1:9/v3/index.json");
        var error = notebook.Fail("// one\n#r \"nuget:Kernel.Tests.Offline, 1.0.0\"");
        Assert.Contains("no package feed answered. This machine is offline", error.Message);
        Assert.Equal(2, error.Line);
    }

    private void Feed(string source) => File.WriteAllText(Path.Combine(notebook.Folder, "nuget.config"), $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{Path.Combine(notebook.Folder, "packages")}" /></config>
          <packageSources><clear /><add key="only" value="{source}" allowInsecureConnections="true" /></packageSources>
        </configuration>
        """);

    private void Library(string name, string code, params string[] dependencies)
    {
        var folder = Directory.CreateDirectory(Path.Combine(notebook.Folder, "bin")).FullName;
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = new[] { "System.Private.CoreLib", "System.Runtime", "System.Runtime.InteropServices" }.Select(file => Path.Combine(framework, file + ".dll"))
            .Concat(dependencies.Select(file => Path.Combine(folder, file + ".dll")));
        var compilation = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(code, cancellationToken: TestContext.Current.CancellationToken)], references.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var path = Path.Combine(folder, name + ".dll");
        File.Delete(path);
        var result = compilation.Emit(path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
    }
}
