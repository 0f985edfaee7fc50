using System.CommandLine;
using MetaAnomaly.Kernel.Notebooks;

namespace MetaAnomaly.Kernel.Site;

/// <summary><c>site [notebooks…]</c>: executed notebooks as pages that link to each other.</summary>
internal static class SiteCommand
{
    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "Executed notebooks, in the order of the site; all of notebooks/*.ipynb when none is given.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var output = new Option<string>("--out")
        {
            Description = "The folder of the site; an earlier site in it is replaced.",
            DefaultValueFactory = _ => Path.Combine("out", "site"),
        };
        var repository = new Option<string?>("--repository")
        {
            Description = "Where links to other files of the repository lead, as https://github.com/owner/name; without it they are plain text.",
        };
        repository.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } address
                && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
                result.AddError($"--repository is '{address}'; it must be an address that starts with https://.");
        });
        var command = new Command("site", "Build a static site from executed notebooks.") { notebooks, output, repository };
        command.SetAction(parsed =>
            Build(parsed.GetValue(notebooks)!, Path.GetFullPath(parsed.GetValue(output)!), parsed.GetValue(repository)));
        return command;
    }

    private static int Build(string[] given, string folder, string? repository)
    {
        string[] paths = given.Length > 0 || !Directory.Exists("notebooks")
            ? given
            : [.. Directory.GetFiles("notebooks", "*.ipynb").Order(StringComparer.Ordinal)];
        if (paths.Length == 0)
        {
            Console.Error.WriteLine("There is no notebooks/*.ipynb here: start in the repository's root, or name the notebooks.");
            return 2;
        }
        try
        {
            var pages = SiteWriter.Write([.. paths.Select(Path.GetFullPath)], folder, new(Directory.GetCurrentDirectory(), repository));
            foreach (var page in pages.Where(page => !page.IsExecuted))
                Console.Error.WriteLine(
                    $"{page.Name} has cells that were not executed; its page says so. Run it (./run notebooks/{page.Name}.ipynb) and name the outcome (./run --site out/*.ipynb), or keep its outputs (./run --save).");
            Console.WriteLine($"{pages.Count + 1} pages: {Path.Combine(folder, "index.html")}");
            return 0;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
    }
}
