using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>Catches what is written to the process's own stdout and stderr past <see cref="Console"/>: a native library's warning, a
/// <c>puts</c>, the output of a program that a cell starts.</summary>
/// <remarks>Both are pipes to ourselves. Whoever writes for the cell takes first what has arrived in them, so the order is the one of
/// writing;
/// a thread takes what comes while nobody writes, so no writer ever waits for good. What goes to stderr is moved on to the real one by the
/// system itself, and we read a copy: at every moment of a crash the words are in one of the two. What the crash leaves in the pipe is
/// passed on by a small process that waits for our end.</remarks>
internal sealed unsafe partial class NativeStreams
{
    private const int CloseOnExec = 0x80000, SetFlags = 2, DuplicateCloseOnExec = 1030, PipeSize = 1031;
    private const short PollIn = 1, PollOut = 4;
    private const int LineBuffered = 1;
    private const uint NoWaiting = 2;
    // So much can be written to a pipe that is ready without waiting.
    private const int Atomic = 4096;

    private readonly Source[] sources;
    private readonly byte[] bytes = new byte[64 * 1024];
    private readonly char[] characters = new char[64 * 1024 + 1];
    private readonly int realError;
    private readonly (int Out, int In) copy = NewPipe("stderr");
    private readonly nint standardOutput;
    private Process? heir;

    private sealed record Source(string Name, int Handle, Decoder Decoder);

    private NativeStreams()
    {
        realError = Control(2, DuplicateCloseOnExec, 3);
        sources = [Redirect("stdout", 1, _ => { }), Redirect("stderr", 2, error => heir = StartHeir(error))];
        if (NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "stdout", out var symbol))
        {
            standardOutput = *(nint*)symbol;
            // To a pipe, libc would keep everything until 4096 bytes have come together.
            _ = SetBuffer(standardOutput, null, LineBuffered, 0);
        }
    }

    /// <summary>The process's streams once they are caught.</summary>
    public static NativeStreams? Current { get; private set; }

    /// <summary>Writes to the stderr that the process was started with.</summary>
    public void Log(ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
            _ = Write(realError, start, (nuint)text.Length);
    }

    /// <summary>Catches them from now on, to the end of the process; elsewhere than on Linux they stay as they are.</summary>
    public static void Catch()
    {
        if (OperatingSystem.IsLinux())
            Current ??= new NativeStreams();
    }

    /// <summary>Calls back, on a thread of its own, whenever there is something to take.</summary>
    public void Watch(Action arrived)
    {
        var thread = new Thread(() =>
        {
            while (true)
            {
                Wait(-1);
                arrived();
            }
        });
        thread.IsBackground = true;
        thread.Name = "native output";
        thread.Start();
    }

    /// <summary>Hands over what has arrived, without waiting. One caller at a time.</summary>
    public void Take(Action<string, ReadOnlySpan<char>> write)
    {
        while (Wait(0))
            foreach (var source in sources)
                if (IsReady(source.Handle, PollIn) && (source.Name == "stderr" ? ReadError(source.Handle) : Read(source.Handle, bytes.Length)) is > 0 and var count)
                    write(source.Name, characters.AsSpan(0, source.Decoder.GetChars(bytes, 0, count, characters, 0)));
    }

    /// <summary>Makes libc write what it holds back of an unfinished line.</summary>
    public void Flush()
    {
        if (standardOutput != 0)
            _ = FlushFile(standardOutput);
    }

    private static Source Redirect(string name, int number, Action<int> prepare)
    {
        var (reading, writing) = NewPipe(name);
        prepare(reading);
        if (Duplicate(writing, number) < 0)
            throw new IOException($"{name} cannot be caught: {Marshal.GetLastPInvokeErrorMessage()}.");
        _ = Close(writing);
        return new(name, reading, new UTF8Encoding(false).GetDecoder());
    }

    private static (int Out, int In) NewPipe(string name)
    {
        var ends = stackalloc int[2];
        if (Pipe(ends, CloseOnExec) != 0)
            throw new IOException($"{name} cannot be caught: {Marshal.GetLastPInvokeErrorMessage()}.");
        _ = Control(ends[0], PipeSize, 1 << 20);
        return (ends[0], ends[1]);
    }

    /// <summary>A process that holds the reading end too, and reads from it once its own input ends because we are no more.</summary>
    private static Process? StartHeir(int readingEnd)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"trap '' INT; read never; exec timeout 2 cat /proc/self/fd/{readingEnd} >&2"])
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        _ = Control(readingEnd, SetFlags, 0);
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Without a shell, last words may be lost.
            return null;
        }
        finally
        {
            _ = Control(readingEnd, SetFlags, 1);
        }
    }

    private int ReadError(int handle)
    {
        var copied = (int)Tee(handle, copy.In, (nuint)bytes.Length, NoWaiting);
        // Never without the copy, and not where the real stderr is full or takes nothing this way (a file that is appended to).
        var moved = 0;
        while (moved < copied && Splice(handle, 0, realError, 0, (nuint)(copied - moved), NoWaiting) is > 0 and var part)
            moved += (int)part;
        if (copied <= 0 || moved < copied)
        {
            var rest = Read(handle, copied > 0 ? copied - moved : bytes.Length);
            Repeat(rest);
            if (copied <= 0)
                return rest;
        }
        return Read(copy.Out, copied);
    }

    private int Read(int handle, int most)
    {
        fixed (byte* start = bytes)
            return (int)Read(handle, start, (nuint)most);
    }

    private void Repeat(int count)
    {
        fixed (byte* start = bytes)
            for (var at = 0; at < count && IsReady(realError, PollOut);)
                if (Write(realError, start + at, (nuint)Math.Min(Atomic, count - at)) is > 0 and var written)
                    at += (int)written;
                else
                    return;
    }

    private bool Wait(int milliseconds)
    {
        var items = stackalloc PollItem[2];
        for (var i = 0; i < sources.Length; i++)
            items[i] = new() { Handle = sources[i].Handle, Events = PollIn };
        return Poll(items, 2, milliseconds) > 0;
    }

    private static bool IsReady(int handle, short events)
    {
        var item = new PollItem { Handle = handle, Events = events };
        return Poll(&item, 1, 0) > 0 && (item.Happened & events) != 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollItem
    {
        public int Handle;
        public short Events;
        public short Happened;
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Duplicate(int handle, int number);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int handle, int command, int argument);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(PollItem* items, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int handle, byte* start, nuint count);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int handle, byte* start, nuint count);

    [LibraryImport("libc", EntryPoint = "tee")]
    private static partial nint Tee(int from, int to, nuint count, uint flags);

    [LibraryImport("libc", EntryPoint = "splice")]
    private static partial nint Splice(int from, nint fromOffset, int to, nint toOffset, nuint count, uint flags);

    [LibraryImport("libc", EntryPoint = "fflush")]
    private static partial int FlushFile(nint file);

    [LibraryImport("libc", EntryPoint = "setvbuf")]
    private static partial int SetBuffer(nint file, byte* buffer, int mode, nuint size);
}
