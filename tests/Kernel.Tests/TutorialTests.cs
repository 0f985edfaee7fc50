using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kernel.Tests;

/// <summary>The tutorial's notebooks give the same under each front end: the runner, nbconvert, the classic Notebook in Chromium.</summary>
public sealed partial class TutorialTests(TutorialTests.Runs runs) : IClassFixture<TutorialTests.Runs>
{
    [Theory]
    [InlineData("00-environment")]
    [InlineData("01-baseline-classification")]
    public void Nbconvert_prints_what_the_runner_prints(string notebook) => AssertSame(notebook, runs.Nbconvert);

    [Theory]
    [InlineData("00-environment")]
    [InlineData("01-baseline-classification")]
    public void A_browser_shows_what_the_runner_shows_and_each_chart_answers_the_mouse(string notebook) =>
        AssertSame(notebook, runs.Browser);

    [Fact]
    public void Charts_show_their_picture_untrusted_offline_and_with_scripts_off() => runs.Pictures("00-environment");

    private void AssertSame(string notebook, Func<string, string> run)
    {
        var (expected, actual) = (JupyterUser.Outputs(runs.Headless(notebook)), JupyterUser.Outputs(run(notebook)));
        // Notebook 00 measures speeds, which differ from run to run; 01 only says how long it took.
        Func<string, string> still = notebook == "00-environment" ? WithoutNumbers : WithoutTimes;
        Assert.Equal(expected.Select(still), actual.Select(still));
    }

    /// <summary>What is drawn of numbers differs with them: of a figure, its text and its forms are compared.</summary>
    private static string WithoutNumbers(string output) => JsonNode.Parse(output)!["data"] is JsonObject data
        ? $"{string.Join(' ', data.Select(form => form.Key))}: {Numbers().Replace(data["text/plain"]!.ToJsonString(), "0")}"
        : Numbers().Replace(output, "0");

    /// <summary>Figures carry a name that is made anew each time.</summary>
    private static string WithoutTimes(string output) => Names().Replace(Times().Replace(output, "0 s"), "figure");

    [GeneratedRegex(@"[\d.]+")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"(\d+ min )?\d+(\.\d+)? s\b *")]
    private static partial Regex Times();

    [GeneratedRegex("figure-[0-9a-f]+")]
    private static partial Regex Names();

    /// <summary>Runs each notebook once in each way, whichever tests ask for it.</summary>
    public sealed class Runs : IDisposable
    {
        private readonly JupyterUser user = new();
        private readonly Dictionary<string, string> headless = [];

        public void Dispose() => user.Dispose();

        internal string Headless(string name)
        {
            if (!headless.TryGetValue(name, out var path))
                headless.Add(name, path = user.Headless(JupyterUser.BuiltNotebook(name)));
            return path;
        }

        internal string Nbconvert(string name) => user.Nbconvert(JupyterUser.BuiltNotebook(name));

        internal string Browser(string name)
        {
            var executed = Path.Combine(user.Folder, "browser.ipynb");
            user.Environment["META_NOTEBOOK"] = JupyterUser.BuiltNotebook(name);
            user.Environment["META_EXECUTED"] = executed;
            user.RunBrowser("test_browser.py");
            return executed;
        }

        internal void Pictures(string name)
        {
            user.Environment["META_EXECUTED"] = Headless(name);
            user.RunBrowser("test_pictures.py");
        }
    }
}
