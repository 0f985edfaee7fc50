using System.Text.Json.Nodes;
using MetaAnomaly.Kernel.Comms;
using MetaAnomaly.Kernel.Engine;

namespace MetaAnomaly.Kernel.Jupyter;

/// <summary>A kernel: answers a front end's requests, one after the other on the shell socket, at once on the control socket.</summary>
/// <remarks>What comes on the shell socket while a cell runs is answered after it, as the protocol has it. What needs no session (who the
/// kernel
/// is, interrupt, shutdown) is answered on the control socket at any time.</remarks>
internal sealed class KernelServer
{
    private static readonly string[] NeedsSession =
        ["execute_request", "complete_request", "inspect_request", "comm_open", "comm_msg", "comm_close"];

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private readonly Channels channels;
    private readonly JupyterFrontEnd frontEnd;
    private readonly Task<NotebookSession> session;
    private readonly Executor executor;
    private readonly Queue<(JupyterMessage Message, bool Aborted)> waiting = [];
    private int ending;

    private KernelServer(ConnectionFile connection)
    {
        channels = new Channels(connection);
        frontEnd = new JupyterFrontEnd(channels);
        channels.Publish("status", new() { ["execution_state"] = "starting" }, parent: null);
        session = Task.Run(StartSession);
        executor = new Executor(session, frontEnd, channels);
        Comm.Transport = (type, content) => channels.Publish(type, content, frontEnd.Request);
    }

    /// <summary>Serves the front end that wrote the connection file, until it asks for the end or is gone.</summary>
    public static int Run(string connectionFile)
    {
        KernelServer server;
        try
        {
            server = new KernelServer(ConnectionFile.Read(connectionFile));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or InvalidDataException or DllNotFoundException)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }
        server.Serve();
        return 0;
    }

    private NotebookSession StartSession()
    {
        NativeStreams.Catch();
        var started = new NotebookSession(Directory.GetCurrentDirectory(), frontEnd);
        started.WarmUp();
        return started;
    }

    private void Serve()
    {
        using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGINT, signal =>
            {
                signal.Cancel = true;
                Interrupt();
            });
        ParentWatch.Start(() => End(exitCode: 1));
        new Thread(ServeControl) { IsBackground = true, Name = "control" }.Start();
        while (Next() is var (message, aborted))
            Answer(channels.Shell, message, aborted);
        channels.Shell.Close();
        channels.Stdin.Close();
        // The control thread ends the process.
        Thread.Sleep(Timeout.Infinite);
    }

    private (JupyterMessage Message, bool Aborted)? Next()
    {
        while (waiting.Count == 0)
        {
            if (channels.Shell.Receive() is not { } frames)
                return null;
            if (channels.Read(frames) is { } message)
                return (message, false);
        }
        return waiting.Dequeue();
    }

    private void ServeControl()
    {
        while (channels.Control.Receive() is { } frames)
            if (channels.Read(frames) is { } message)
                Answer(channels.Control, message, aborted: false);
    }

    private void Answer(ZmqSocket socket, JupyterMessage message, bool aborted)
    {
        channels.Publish("status", new() { ["execution_state"] = "busy" }, message);
        JsonObject? reply;
        try
        {
            reply = aborted ? new() { ["status"] = "aborted", ["execution_count"] = executor.Count }
                : socket == channels.Control && NeedsSession.Contains(message.Type) ? throw new MalformedRequestException(
                    $"{message.Type} was sent on the control channel; it is answered on the shell channel, after the cells that wait there.")
                : Reply(message);
        }
        catch (Exception wrong)
        {
            // Whatever a request does, the front end is told and the kernel lives on.
            reply = JupyterFrontEnd.ContentOf(CellError.Plain(wrong.GetType().Name, wrong.Message));
            reply["status"] = "error";
            if (wrong is not MalformedRequestException)
                Channels.Log($"{message.Type}: {wrong}");
        }
        if (!aborted && message.Type == "execute_request" && (string?)reply?["status"] == "error" && message.Get("stop_on_error", true))
            AbortWaiting(message);
        if (reply is not null)
            channels.Send(socket, message.Type.Replace("_request", "_reply", StringComparison.Ordinal), reply, message);
        channels.Publish("status", new() { ["execution_state"] = "idle" }, message);
        if (message.Type == "shutdown_request")
            End(exitCode: 0);
    }

    private JsonObject? Reply(JupyterMessage message)
    {
        switch (message.Type)
        {
            case "kernel_info_request":
                return KernelInfo.Content();
            case "execute_request":
                return executor.Execute(message);
            case "complete_request":
                return AssistReplies.Complete(session.GetAwaiter().GetResult(), message);
            case "inspect_request":
                return AssistReplies.Inspect(session.GetAwaiter().GetResult(), message);
            case "is_complete_request":
                return Completeness.Of(message.Required("code"));
            case "history_request":
                return Ok(("history", executor.History.Find(message)));
            case "comm_info_request":
                return Ok(("comms", Comms(message.Get("target_name", ""))));
            case "comm_open" or "comm_msg" or "comm_close":
                HandleComm(message);
                return null;
            case "interrupt_request":
                Interrupt();
                return Ok();
            case "shutdown_request":
                Interrupt();
                return Ok(("restart", message.Get("restart", false)));
            default:
                return null;
        }
    }

    private static JsonObject Comms(string target)
    {
        var found = new JsonObject();
        foreach (var comm in Comm.All.Where(comm => target.Length == 0 || comm.TargetName == target))
            found[comm.Id] = new JsonObject { ["target_name"] = comm.TargetName };
        return found;
    }

    private void HandleComm(JupyterMessage message)
    {
        frontEnd.Request = message;
        string id = message.Required("comm_id"), target = message.Get("target_name", "");
        session.GetAwaiter().GetResult().Invoke(() => Comm.Handle(message.Type, id, target, message.Content["data"]));
    }

    private static JsonObject Ok(params (string Name, JsonNode Value)[] fields)
    {
        var content = new JsonObject { ["status"] = "ok" };
        foreach (var (name, value) in fields)
            content[name] = value;
        return content;
    }

    /// <summary>After an error, what the same client has sent already is not run: the cells below build on the one that failed. Called
    /// before
    /// the reply, so that nothing is taken for it that was sent in answer to the reply.</summary>
    private void AbortWaiting(JupyterMessage failed)
    {
        while (channels.Shell.TryReceive(Quiet) is { } frames)
            if (channels.Read(frames) is { } message)
                waiting.Enqueue((message, message.Type == "execute_request" && message.Session == failed.Session));
    }

    private void Interrupt()
    {
        if (session.IsCompletedSuccessfully)
            session.Result.Interrupt("the cell was interrupted; what it did before stays done.");
    }

    private void End(int exitCode)
    {
        if (Interlocked.Exchange(ref ending, 1) != 0)
            return;
        // A cell that does not stop, or a library's own threads, must not keep the process: it ends in any case.
        Interrupt();
        channels.Close(Farewell);
        Environment.Exit(exitCode);
    }
}
