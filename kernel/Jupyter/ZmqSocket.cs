namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>libzmq's socket types, by its own numbers.</summary>
internal enum ZmqSocketType
{
    Publish = 1,
    Reply = 4,
    Router = 6,
}

/// <summary>A socket. It belongs to one thread at a time: receiving to the one that waits on it, sending to whoever holds its
/// lock.</summary>
/// <remarks>Messages are sent and received in finally blocks, so that the interrupt of a cell (a thread abort) never cuts one in
/// two.</remarks>
internal sealed unsafe class ZmqSocket
{
    private const int Linger = 17, SendLimit = 23, ReceiveLimit = 24, RouterHandover = 56;
    private const int SendMore = 2, DontWait = 1;
    private const short PollIn = 1;
    private readonly Lock gate = new();
    private readonly nint handle;
    private bool closed;

    public ZmqSocket(nint context, ZmqSocketType type, string endpoint)
    {
        handle = ZmqNative.NewSocket(context, (int)type);
        if (handle == 0)
            throw Failure("a socket");
        SetOption(Linger, 1000);
        // No limit: a message over it would be dropped, and a notebook must not lose a line of output.
        SetOption(SendLimit, 0);
        SetOption(ReceiveLimit, 0);
        if (type == ZmqSocketType.Router)
            SetOption(RouterHandover, 1);
        if (ZmqNative.Bind(handle, endpoint) != 0)
            throw Failure(endpoint);
    }

    /// <summary>Sends one message of several frames; nothing once the socket is closed.</summary>
    public void Send(IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        try
        {
        }
        finally
        {
            lock (gate)
                for (var i = 0; i < frames.Count && !closed; i++)
                    SendFrame(frames[i].Span, i < frames.Count - 1 ? SendMore : 0);
        }
    }

    /// <summary>Waits for a message; null when the context has been shut down.</summary>
    public List<byte[]>? Receive() => Receive(0);

    /// <summary>A message that is there already or comes in time; null when there is none.</summary>
    public List<byte[]>? TryReceive(TimeSpan patience)
    {
        var item = new ZmqNative.PollItem(handle, PollIn);
        var ready = ZmqNative.Poll(&item, 1, (nint)patience.TotalMilliseconds);
        return ready > 0 ? Receive(DontWait) : null;
    }

    public void Close()
    {
        lock (gate)
        {
            closed = true;
            _ = ZmqNative.Close(handle);
        }
    }

    private List<byte[]>? Receive(int flags)
    {
        List<byte[]>? frames = null;
        try
        {
            // Only the first frame is waited for: libzmq delivers the frames of a message together.
            if (flags == 0 && ReceiveFrame(0, out var more) is { } first)
                frames = ReceiveRest([first], more);
        }
        finally
        {
            if (flags != 0 && ReceiveFrame(flags, out var more) is { } first)
                frames = ReceiveRest([first], more);
        }
        return frames;
    }

    private List<byte[]> ReceiveRest(List<byte[]> frames, bool more)
    {
        while (more && ReceiveFrame(0, out more) is { } next)
            frames.Add(next);
        return frames;
    }

    private byte[]? ReceiveFrame(int flags, out bool more)
    {
        ZmqNative.Message message;
        _ = ZmqNative.InitMessage(&message);
        more = false;
        while (ZmqNative.Receive(&message, handle, flags) < 0)
            switch (ZmqNative.LastError)
            {
                case ZmqNative.Interrupted:
                    continue;
                case var error when error == ZmqNative.Again || error == ZmqNative.Terminated:
                    return null;
                default:
                    throw Failure("receiving");
            }
        var frame = new ReadOnlySpan<byte>(ZmqNative.DataOf(&message), checked((int)ZmqNative.SizeOf(&message))).ToArray();
        more = ZmqNative.HasMore(&message) != 0;
        _ = ZmqNative.CloseMessage(&message);
        return frame;
    }

    private void SendFrame(ReadOnlySpan<byte> frame, int flags)
    {
        fixed (byte* data = frame)
            while (ZmqNative.Send(handle, data, (nuint)frame.Length, flags) < 0)
                switch (ZmqNative.LastError)
                {
                    case ZmqNative.Interrupted:
                        continue;
                    case ZmqNative.Terminated:
                        return;
                    default:
                        throw Failure("sending");
                }
    }

    private void SetOption(int option, int value)
    {
        if (ZmqNative.SetOption(handle, option, &value, sizeof(int)) != 0)
            throw Failure($"option {option}");
    }

    private static IOException Failure(string what) => new($"ZeroMQ: {what}: {ZmqNative.Describe(ZmqNative.LastError)}.");
}
