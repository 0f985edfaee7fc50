using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MetaAnomaly.Kernel.Notebooks;

namespace MetaAnomaly.Kernel.Site;

/// <summary>Writes the site's files. It needs no server: every address is relative, and nothing comes from the network.</summary>
internal static class SiteWriter
{
    /// <summary>GitHub Pages serves a folder with this file as it is; it also tells a site of ours from a folder that is not.</summary>
    private const string Marker = ".nojekyll";

    private static readonly JsonSerializerOptions IndexFormat = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The notebooks' pages, in order.</returns>
    /// <exception cref="InvalidDataException">A notebook cannot be read.</exception>
    /// <exception cref="IOException">The folder holds something else than a site.</exception>
    public static IReadOnlyList<SitePage> Write(IReadOnlyList<string> notebooks, string folder, SiteOptions options)
    {
        var names = notebooks.Select(path => Path.GetFileNameWithoutExtension(path)).ToArray();
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidDataException($"Two notebooks are called {twice.Key}; their pages would overwrite each other.");
        if (names.Contains("index", StringComparer.OrdinalIgnoreCase))
            throw new InvalidDataException("A notebook is called index, as the site's first page is; give it another name.");
        var scripts = new SharedScripts();
        var pages = notebooks.Select(path => SitePage.Of(path, Read(path), new SiteLinks(path, names, options), scripts)).ToArray();
        var introduction = Introduction.Of(options, names);

        Clear(folder);
        File.WriteAllText(Path.Combine(folder, Marker), "");
        foreach (var asset in (string[])["site.css", "site.js"])
            File.WriteAllText(Path.Combine(folder, asset), SiteTemplate.Asset(asset));
        foreach (var (name, text) in scripts.Files)
            File.WriteAllText(Path.Combine(folder, name), text);
        foreach (var page in pages.Where(page => page.Picture is not null))
            File.WriteAllBytes(Path.Combine(folder, page.Picture!.FileName), page.Picture.Bytes);
        for (var i = 0; i < pages.Length; i++)
            File.WriteAllText(Path.Combine(folder, pages[i].Address), SiteTemplate.Notebook(pages, i, introduction.Title));
        File.WriteAllText(Path.Combine(folder, "index.html"), SiteTemplate.Index(pages, introduction));
        File.WriteAllText(Path.Combine(folder, "search.js"), SearchIndex(pages));
        return pages;
    }

    /// <summary>A script, not JSON: a page that was opened from the disk may load the one, not the other.</summary>
    private static string SearchIndex(IEnumerable<SitePage> pages)
    {
        var entries = pages.SelectMany(page => page.Sections.Select(section =>
            new { page = page.Address, title = page.Title, section = section.Heading, id = section.Id, text = section.Text }));
        return $"window.siteIndex={JsonSerializer.Serialize(entries, IndexFormat)};\n";
    }

    private static NotebookFile Read(string path) =>
        File.Exists(path) ? NotebookFile.Read(path) : throw new InvalidDataException($"No such notebook: {path}");

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            if (!File.Exists(Path.Combine(folder, Marker)) || !File.Exists(Path.Combine(folder, "site.css")))
                throw new IOException($"{folder} holds something else than a site; name an empty or new folder (--out).");
            Directory.Delete(folder, recursive: true);
        }
        Directory.CreateDirectory(folder);
    }
}
