using System.Runtime.InteropServices;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>Makes a thread stoppable again whose busy loop was aborted.</summary>
/// <remarks>On Linux, .NET stops a loop that calls nothing by a signal. An abort leaves the signal's handler without returning from it:
/// the signal
/// stays blocked, and the runtime goes on waiting for it to be handled (.NET 8 to 10). The next such loop could then be neither
/// interrupted nor
/// stopped for a garbage collection, which would hang the whole process. So the signal is allowed again and sent once, to a thread that
/// is in
/// managed code, where handling it does nothing but that.</remarks>
internal sealed unsafe partial class SuspensionRepair
{
    private const int SetMask = 2;
    private const int MaskBytes = 128;
    private const int LastSignal = 64;
    private const int LongestWait = 1_000_000_000;
    private readonly byte[] before = Mask();
    private volatile bool ready;
    private volatile bool sent;

    /// <summary>Call on the thread that made this object, after an abort.</summary>
    public void Repair()
    {
        var after = Mask();
        for (var signal = 1; signal <= LastSignal; signal++)
            if (IsIn(after, signal) && !IsIn(before, signal))
            {
                fixed (byte* mask = before)
                    _ = SetSignals(SetMask, mask, null);
                Handle(signal);
            }
    }

    private void Handle(int signal)
    {
        (ready, sent) = (false, false);
        var self = Self();
        var sender = new Thread(() =>
        {
            while (!ready)
                Thread.Yield();
            _ = Send(self, signal);
            sent = true;
        });
        sender.IsBackground = true;
        sender.Start();
        Spin();
        sender.Join();
    }

    /// <summary>In managed code and nothing else. It ends by itself: until the signal is handled, the process cannot collect
    /// garbage.</summary>
    private void Spin()
    {
        ready = true;
        for (var i = 0; i < LongestWait && !sent; i++)
        {
        }
        for (var i = 0; i < LongestWait / 1000; i++)
        {
        }
    }

    private static bool IsIn(byte[] mask, int signal) => (mask[(signal - 1) / 8] >> ((signal - 1) % 8) & 1) != 0;

    private static byte[] Mask()
    {
        var mask = new byte[MaskBytes];
        if (OperatingSystem.IsLinux())
            fixed (byte* start = mask)
                _ = SetSignals(SetMask, null, start);
        return mask;
    }

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int SetSignals(int how, byte* signals, byte* former);

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    private static partial nint Self();

    [LibraryImport("libc", EntryPoint = "pthread_kill")]
    private static partial int Send(nint thread, int signal);
}
