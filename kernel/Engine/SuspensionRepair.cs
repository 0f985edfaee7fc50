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
internal sealed unsafe class SuspensionRepair
{
    private const int SetMask = 2;
    private const int MaskBytes = 128;
    private const int LastSignal = 64;
    private const int LongestWait = 1_000_000_000;
    private static readonly delegate* unmanaged<int, byte*, byte*, int> SetSignals =
        (delegate* unmanaged<int, byte*, byte*, int>)Function("pthread_sigmask");

    private static readonly delegate* unmanaged<nint> Self = (delegate* unmanaged<nint>)Function("pthread_self");
    private static readonly delegate* unmanaged<nint, int, int> Send = (delegate* unmanaged<nint, int, int>)Function("pthread_kill");
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

    /// <summary>The signals that this thread blocks; none where that cannot be asked.</summary>
    private static byte[] Mask()
    {
        var mask = new byte[MaskBytes];
        if (SetSignals != null && Self != null && Send != null)
            fixed (byte* start = mask)
                _ = SetSignals(SetMask, null, start);
        return mask;
    }

    /// <summary>Where the C library has a function: older ones keep these in a library of their own, which the process has loaded too.</summary>
    private static nint Function(string name) =>
        OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), name, out var address) ? address : 0;
}
