using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using MetaAnomaly.Kernel.Engine;

namespace MetaAnomaly.Kernel.Runner;

/// <summary>The runner's end of a <see cref="SessionProcess"/>.</summary>
internal sealed class SessionClient : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly IFrontEnd frontEnd;
    private readonly Process process;
    private readonly StreamWriter commands;
    private readonly StreamReader events;
    private readonly NativeOutput native;
    private readonly StringBuilder errorText = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private bool ready;

    private SessionClient(IFrontEnd frontEnd, Process process, StreamWriter commands, StreamReader events)
    {
        (this.frontEnd, this.process, this.commands, this.events) = (frontEnd, process, commands, events);
        native = new NativeOutput(process);
    }

    /// <summary>Starts a fresh process in the notebook's folder.</summary>
    public static SessionClient Start(string folder, IFrontEnd frontEnd, IReadOnlyDictionary<string, string> environment)
    {
        var commandPipe = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
        var eventPipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        var self = typeof(SessionClient).Assembly.Location;
        var start = new ProcessStartInfo(DotnetHost.Path,
            ["exec", self, "session", commandPipe.GetClientHandleAsString(), eventPipe.GetClientHandleAsString()])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("The notebook's process could not be started.");
        process.StandardInput.Close();
        commandPipe.DisposeLocalCopyOfClientHandle();
        eventPipe.DisposeLocalCopyOfClientHandle();
        return new(frontEnd, process,
            new StreamWriter(commandPipe, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" },
            new StreamReader(eventPipe, new UTF8Encoding(false)));
    }

    /// <summary>Runs a cell and passes its outputs on.</summary>
    /// <returns>Null, or what ended it early: its own error, the time limit, or the end of the process.</returns>
    public async Task<CellError?> Execute(CellRequest cell, TimeSpan timeout)
    {
        // The time limit is the cell's: it starts when the session is there.
        if (!ready && await events.ReadLineAsync(CancellationToken.None) is null)
            return await ProcessEnded(null);
        ready = true;
        using var clock = new CancellationTokenSource(timeout);
        using var interrupt = clock.Token.Register(() => Interrupt(timeout));
        using var kill = new CancellationTokenSource(timeout + Grace);
        using var killed = kill.Token.Register(Kill);

        CellError? error = null;
        var sent = false;
        errorText.Clear();
        while (true)
        {
            if (!sent)
                sent = await TrySend(new Message.Execute(cell));
            var line = await events.ReadLineAsync(CancellationToken.None);
            if (line is null)
                return await ProcessEnded(kill.IsCancellationRequested ? timeout : null);
            switch (Message.FromLine(line))
            {
                case Message.Finished:
                    native.PassOn(frontEnd);
                    return clock.IsCancellationRequested && error is { Name: "Interrupted" } ? TimedOut(timeout) : error;
                case Message.Error failed:
                    frontEnd.Error(error = failed.Fault);
                    break;
                case var output:
                    Pass(output);
                    break;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await commands.DisposeAsync();
        using var patience = new CancellationTokenSource(Grace);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
        events.Dispose();
        process.Dispose();
        sending.Dispose();
    }

    private void Pass(Message output)
    {
        switch (output)
        {
            case Message.Stream stream:
                if (stream.Name == "stderr")
                    errorText.Append(stream.Text);
                frontEnd.Stream(stream.Name, stream.Text);
                break;
            case Message.Display { Update: true } display:
                frontEnd.UpdateDisplay(new(display.Data), display.DisplayId);
                break;
            case Message.Display display:
                frontEnd.Display(new(display.Data), display.DisplayId);
                break;
            case Message.Clear clear:
                frontEnd.ClearOutput(clear.Wait);
                break;
            case Message.Result result:
                frontEnd.Result(new(result.Data));
                break;
        }
    }

    private void Interrupt(TimeSpan timeout) => TrySend(new Message.Interrupt(TimedOut(timeout).Message)).GetAwaiter().GetResult();

    /// <summary>False when the process is gone; reading its events tells the rest.</summary>
    private async Task<bool> TrySend(Message message)
    {
        await sending.WaitAsync(CancellationToken.None);
        try
        {
            await commands.WriteLineAsync(message.ToLine());
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            sending.Release();
        }
        return true;
    }

    private void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception ended) when (ended is InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception)
        {
            // By itself, in this moment.
        }
    }

    private async Task<CellError> ProcessEnded(TimeSpan? timeout)
    {
        await process.WaitForExitAsync(CancellationToken.None);
        native.PassOnRest(frontEnd, errorText.ToString());
        var error = timeout is { } limit ? TimedOut(limit) : Crash();
        frontEnd.Error(error);
        return error;
    }

    private CellError Crash()
    {
        var signal = process.ExitCode switch
        {
            134 => " (abort)",
            137 => " (killed; out of memory?)",
            139 => " (segmentation fault)",
            _ => "",
        };
        var last = native.LastErrorLine is { } line ? $" Its last words: {line}" : "";
        return CellError.Plain("ProcessEnded", $"the notebook's process ended with code {process.ExitCode}{signal} while the cell ran.{last}");
    }

    private static CellError TimedOut(TimeSpan timeout) => CellError.Plain(
        "Timeout", FormattableString.Invariant($"the cell ran longer than {timeout.TotalSeconds:0.###} s (--timeout) and was stopped."));
}
