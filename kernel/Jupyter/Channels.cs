using System.Text;
using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Engine;

namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>The five sockets of a kernel.</summary>
internal sealed class Channels
{
    private readonly MessageCodec codec;
    private readonly ZmqSocket iopub;
    private readonly ZmqSocket heartbeat;
    private readonly nint context = ZmqNative.NewContext();

    /// <exception cref="IOException">A port is taken.</exception>
    public Channels(ConnectionFile connection)
    {
        codec = new MessageCodec(connection.Key);
        Shell = new(context, ZmqSocketType.Router, connection.Endpoint(connection.ShellPort));
        Control = new(context, ZmqSocketType.Router, connection.Endpoint(connection.ControlPort));
        Stdin = new(context, ZmqSocketType.Router, connection.Endpoint(connection.StdinPort));
        iopub = new(context, ZmqSocketType.Publish, connection.Endpoint(connection.IopubPort));
        heartbeat = new(context, ZmqSocketType.Reply, connection.Endpoint(connection.HbPort));
        new Thread(Beat) { IsBackground = true, Name = "heartbeat" }.Start();
    }

    public ZmqSocket Shell { get; }

    public ZmqSocket Control { get; }

    public ZmqSocket Stdin { get; }

    /// <summary>Tells every client.</summary>
    public void Publish(string type, JsonObject content, JupyterMessage? parent, IReadOnlyList<byte[]>? buffers = null) =>
        iopub.Send(codec.Write([Encoding.UTF8.GetBytes(type)], type, content, parent, buffers));

    /// <summary>Answers, or asks, one client.</summary>
    public void Send(ZmqSocket socket, string type, JsonObject content, JupyterMessage parent) =>
        socket.Send(codec.Write(parent.Identities, type, content, parent));

    /// <summary>The message in the frames; null when it is malformed or not signed with our key, which is said on the real
    /// stderr.</summary>
    public JupyterMessage? Read(List<byte[]> frames)
    {
        var message = codec.Read(frames, out var fault);
        if (message is null)
            Log($"dropped a message: {fault}");
        return message;
    }

    /// <summary>Ends the connections once what has been sent is delivered; threads that wait on a socket wake up.</summary>
    public void Close(TimeSpan patience)
    {
        _ = ZmqNative.ShutDown(context);
        foreach (var socket in (ZmqSocket[])[Control, iopub])
            socket.Close();
        var terminated = new Thread(() => _ = ZmqNative.Terminate(context)) { IsBackground = true };
        terminated.Start();
        terminated.Join(patience);
    }

    /// <summary>Says something where the front end keeps its log, not in a cell.</summary>
    public static void Log(string text)
    {
        var line = Encoding.UTF8.GetBytes($"C# kernel: {text}\n");
        if (NativeStreams.Current is { } caught)
            caught.Log(line);
        else
            Console.OpenStandardError().Write(line);
    }

    private void Beat()
    {
        while (heartbeat.Receive() is { } frames)
            heartbeat.Send([.. frames.Select(frame => (ReadOnlyMemory<byte>)frame)]);
        heartbeat.Close();
    }
}
