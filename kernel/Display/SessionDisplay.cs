using MetaAnomaly.Kernel.Engine;

namespace MetaAnomaly.Kernel.Display;

/// <summary>Where <c>display()</c> and its kin go: the session of this process, or the console when there is none.</summary>
/// <remarks>Static because the functions a notebook calls are; a process runs one session at a time.</remarks>
internal static class SessionDisplay
{
    private static volatile OutputGate? current;

    public static OutputGate? Current
    {
        get => current;
        set => current = value;
    }

    public static void Show(MimeBundle bundle, string displayId)
    {
        if (current is { } gate)
            gate.Display(bundle, displayId);
        else
            Console.WriteLine(bundle["text/plain"] ?? bundle.Data[0].Value);
    }

    public static void Update(MimeBundle bundle, string displayId)
    {
        if (current is { } gate)
            gate.UpdateDisplay(bundle, displayId);
        else
            Show(bundle, displayId);
    }

    /// <exception cref="InvalidOperationException">Nobody can answer.</exception>
    public static string RequestInput(string prompt, bool password) => current is { } gate
        ? gate.RequestInput(prompt, password)
        : throw new InvalidOperationException("There is no session that could ask for input.");

    public static void ClearOutput(bool wait) => current?.ClearOutput(wait);
}
