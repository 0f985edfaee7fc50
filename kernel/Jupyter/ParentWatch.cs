using System.Globalization;
using System.Runtime.InteropServices;

namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>Ends the kernel when the program that started it is gone without saying so.</summary>
/// <remarks>Jupyter names itself in <c>JPY_PARENT_PID</c>; <c>JPY_PARENT_PID=0</c> lets a kernel live on alone.</remarks>
internal static partial class ParentWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static void Start(Action gone)
    {
        if (OperatingSystem.IsWindows())
            return;
        var parent = GetParentId();
        var named = Environment.GetEnvironmentVariable("JPY_PARENT_PID");
        if (!int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var front))
            front = parent;
        if (front == 0 || (named is null && parent == 1))
            return;
        // A child is given to another process when its parent ends; for a front end further up, its number no longer exists.
        var thread = new Thread(() =>
        {
            while (front == parent ? GetParentId() == parent : Exists(front))
                Thread.Sleep(Interval);
            gone();
        });
        thread.IsBackground = true;
        thread.Name = "parent watch";
        thread.Start();
    }

    private static bool Exists(int process) => Signal(process, 0) == 0 || Marshal.GetLastPInvokeError() is not 3;

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParentId();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
