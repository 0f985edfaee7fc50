namespace Documents.Tests;

/// <summary>Notebooks open at once and are shown by GitHub: plotly.js aside, which comes once a notebook, they are small.</summary>
public sealed class NotebookSizeTests
{
    private const int MostBytes = 300 * 1024;
    private const string LibraryStart = "<script>if(!window.Plotly)", LibraryEnd = "}).call(window);</script>";

    public static IEnumerable<TheoryDataRow<string>> Paths =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => !Path.GetFileName(path).StartsWith('.'))
            .Select(path => new TheoryDataRow<string>(path));

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_notebook_is_at_most_300_KB_without_the_library_of_its_charts(string path)
    {
        var text = Repository.Text(path);
        for (var start = text.IndexOf(LibraryStart, StringComparison.Ordinal); start >= 0; start = text.IndexOf(LibraryStart, StringComparison.Ordinal))
        {
            var end = text.IndexOf(LibraryEnd, start, StringComparison.Ordinal);
            Assert.True(end > start, $"{path}: plotly.js begins and does not end.");
            text = text.Remove(start, end + LibraryEnd.Length - start);
        }
        var bytes = System.Text.Encoding.UTF8.GetByteCount(text);
        Assert.True(bytes <= MostBytes, $"{path} has {bytes / 1024} KB without plotly.js; it must have at most 300. Show fewer pictures, or fewer points a figure.");
    }
}
