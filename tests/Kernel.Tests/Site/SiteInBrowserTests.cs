using System.Diagnostics;
using MetaAnomaly.Kernel.Site;

namespace Kernel.Tests.Site;

/// <summary>The project's own site in headless Chromium, opened from the disk; screenshots go to out/pictures.</summary>
public sealed class SiteInBrowserTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));
    private readonly string folder = Directory.CreateTempSubdirectory("site").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("WithScripts")]
    [InlineData("WithoutScripts")]
    public async Task Charts_search_dark_mode_and_a_phone_work(string tests)
    {
        if (!File.Exists("/usr/bin/chromedriver") || !File.Exists("/usr/bin/chromium") || !File.Exists(Python))
            Assert.Skip("Debian's chromium-driver is not installed; ./test installs it with the system stack.");
        var site = Path.Combine(folder, "site");
        SiteWriter.Write([.. Directory.GetFiles(Path.Combine(Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)], site, new(Root, null));
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "python", "test_site.py"), tests, "-v"]) { RedirectStandardError = true };
        start.Environment["META_SITE"] = site;
        start.Environment["META_PAGE"] = "01-baseline-classification.html";
        start.Environment["META_TERM"] = "calibration threshold";
        start.Environment["META_PICTURES"] = Directory.CreateDirectory(Path.Combine(Root, "out", "pictures")).FullName;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var text = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, text);
    }
}
