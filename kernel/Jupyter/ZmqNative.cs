using System.Reflection;
using System.Runtime.InteropServices;

namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>The functions of libzmq that a kernel needs.</summary>
internal static unsafe partial class ZmqNative
{
    public const int Interrupted = 4;
    public const int Terminated = 156384765;

    /// <summary>EAGAIN, which BSD numbers otherwise.</summary>
    public static readonly int Again = OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD() ? 35 : 11;

    private const string Library = "libzmq";

    static ZmqNative() => NativeLibrary.SetDllImportResolver(typeof(ZmqNative).Assembly, Resolve);

    /// <summary>A received message; the library's own layout is inside.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    public struct Message
    {
        private readonly long alignment;
    }

    [LibraryImport(Library, EntryPoint = "zmq_ctx_new")]
    public static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "zmq_ctx_shutdown")]
    public static partial int ShutDown(nint context);

    [LibraryImport(Library, EntryPoint = "zmq_ctx_term", SetLastError = true)]
    public static partial int Terminate(nint context);

    [LibraryImport(Library, EntryPoint = "zmq_socket", SetLastError = true)]
    public static partial nint NewSocket(nint context, int type);

    [LibraryImport(Library, EntryPoint = "zmq_close")]
    public static partial int Close(nint socket);

    [LibraryImport(Library, EntryPoint = "zmq_bind", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Bind(nint socket, string endpoint);

    [LibraryImport(Library, EntryPoint = "zmq_setsockopt", SetLastError = true)]
    public static partial int SetOption(nint socket, int option, int* value, nuint length);

    [LibraryImport(Library, EntryPoint = "zmq_getsockopt", SetLastError = true)]
    public static partial int GetOption(nint socket, int option, int* value, nuint* length);

    [LibraryImport(Library, EntryPoint = "zmq_send", SetLastError = true)]
    public static partial int Send(nint socket, byte* data, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_msg_init")]
    public static partial int InitMessage(Message* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_recv", SetLastError = true)]
    public static partial int Receive(Message* message, nint socket, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_msg_data")]
    public static partial byte* DataOf(Message* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_size")]
    public static partial nuint SizeOf(Message* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_more")]
    public static partial int HasMore(Message* message);

    [LibraryImport(Library, EntryPoint = "zmq_msg_close")]
    public static partial int CloseMessage(Message* message);

    [LibraryImport(Library, EntryPoint = "zmq_poll", SetLastError = true)]
    public static partial int Poll(PollItem* items, int count, nint milliseconds);

    [LibraryImport(Library, EntryPoint = "zmq_errno")]
    private static partial int ErrorNumber();

    [LibraryImport(Library, EntryPoint = "zmq_strerror")]
    private static partial nint ErrorText(int error);

    /// <summary>One socket to wait for. Between socket and events the library has a file descriptor, of 4 bytes, on Windows of 8 (and not read where there is a socket): so the
    /// events stand at both places.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 24)]
    public readonly struct PollItem(nint socket, short events)
    {
        [FieldOffset(0)]
        private readonly nint socket = socket;

        [FieldOffset(12)]
        private readonly short events = events;

        [FieldOffset(16)]
        private readonly short eventsOnWindows = events;
    }

    /// <summary>The error of this thread's last call. Windows keeps the library's errno apart from its own.</summary>
    public static int LastError => OperatingSystem.IsWindows() ? ErrorNumber() : Marshal.GetLastPInvokeError();

    public static string Describe(int error) => Marshal.PtrToStringUTF8(ErrorText(error)) ?? "unknown error";

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
            return 0;
        foreach (var file in (string[])["libzmq.so.5", "libzmq.5.dylib", "libzmq", "libzmq-v143-mt-4_3_5"])
            if (NativeLibrary.TryLoad(file, assembly, path, out var handle))
                return handle;
        throw new DllNotFoundException(
            "libzmq, over which Jupyter speaks, is not installed: install the package libzmq5 (Debian, Ubuntu) or zeromq (macOS, Windows).");
    }
}
