using System.CommandLine;

namespace MetaAnomaly.Kernel.Install;

/// <summary><c>install</c>, <c>uninstall</c>, <c>list</c>: the kernel in the user's Jupyter and VS Code.</summary>
internal static class InstallCommands
{
    public static IEnumerable<Command> Create()
    {
        var alias = new Option<bool>("--alias")
        {
            Description = $"Also under the name {KernelSpecs.Alias}, which the notebooks carry, unless .NET Interactive is installed under it.",
        };
        var install = new Command("install", "Make the kernel known to JupyterLab, Notebook and VS Code of this user.") { alias };
        install.SetAction(parsed => Install(parsed.GetValue(alias)));
        var uninstall = new Command("uninstall", "Remove what install has written.");
        uninstall.SetAction(_ => Uninstall());
        var list = new Command("list", "Show the C# kernels that Jupyter finds.");
        list.SetAction(_ => List());
        return [install, uninstall, list];
    }

    private static int Install(bool alias)
    {
        Console.WriteLine($"Installed {KernelSpecs.Install(KernelSpecs.Name).Folder}");
        if (!alias)
            return 0;
        try
        {
            Console.WriteLine($"Installed {KernelSpecs.Install(KernelSpecs.Alias).Folder}");
            return 0;
        }
        catch (InvalidOperationException taken)
        {
            // The kernel itself is installed, and the notebooks find the other one.
            Console.WriteLine(taken.Message);
            return 0;
        }
    }

    private static int Uninstall()
    {
        var removed = KernelSpecs.Uninstall();
        foreach (var spec in removed)
            Console.WriteLine($"Removed {spec.Folder}");
        if (removed.Count == 0)
            Console.WriteLine("Nothing of ours is installed.");
        return 0;
    }

    private static int List()
    {
        var found = false;
        foreach (var spec in KernelSpecs.All())
        {
            found = true;
            var state = spec.IsBroken ? "broken: run install again" : spec.IsOurs ? "ours" : "another program's";
            Console.WriteLine($"{spec.Name}  {spec.DisplayName}  {spec.Folder}  ({state})");
        }
        if (!found)
            Console.WriteLine("Jupyter finds no C# kernel: run install.");
        return 0;
    }
}
