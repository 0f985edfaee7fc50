using System.IO.Pipes;
using System.Text;
using MetaAnomaly.Kernel.Display;
using MetaAnomaly.Kernel.Engine;

namespace MetaAnomaly.Kernel.Runner;

/// <summary>The process that holds one notebook's session: takes cells from a pipe, sends their outputs through another. It ends when
/// its runner does.</summary>
internal static class SessionProcess
{
    public static int Run(string commandHandle, string eventHandle)
    {
        NativeStreams.Catch();
        using var commandPipe = new AnonymousPipeClientStream(PipeDirection.In, commandHandle);
        using var eventPipe = new AnonymousPipeClientStream(PipeDirection.Out, eventHandle);
        using var commands = new StreamReader(commandPipe, new UTF8Encoding(false));
        using var events = new StreamWriter(eventPipe, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        var frontEnd = new PipeFrontEnd(events);
        using var session = new NotebookSession(Directory.GetCurrentDirectory(), frontEnd);
        session.WarmUp();
        frontEnd.Send(new Message.Ready());

        var cells = Task.CompletedTask;
        while (commands.ReadLine() is { } line)
            switch (Message.FromLine(line))
            {
                case Message.Execute execute:
                    cells = Task.Run(() =>
                    {
                        session.Execute(execute.Cell);
                        frontEnd.Send(new Message.Finished());
                    });
                    break;
                case Message.Interrupt interrupt:
                    session.Interrupt(interrupt.Reason);
                    break;
            }
        // The runner has closed the pipe. A cell that still runs, or a library's own foreground thread, must not keep the process.
        Environment.Exit(cells.IsCompletedSuccessfully ? 0 : 1);
        return 0;
    }

    private sealed class PipeFrontEnd(StreamWriter events) : IFrontEnd
    {
        private readonly Lock gate = new();

        public void Send(Message message)
        {
            lock (gate)
                events.WriteLine(message.ToLine());
        }

        public void Stream(string name, string text) => Send(new Message.Stream(name, text));

        public void Display(MimeBundle bundle, string displayId) => Send(new Message.Display(bundle.Data, displayId, Update: false));

        public void UpdateDisplay(MimeBundle bundle, string displayId) => Send(new Message.Display(bundle.Data, displayId, Update: true));

        public void ClearOutput(bool wait) => Send(new Message.Clear(wait));

        public void Result(MimeBundle bundle) => Send(new Message.Result(bundle.Data));

        public void Error(CellError error) => Send(new Message.Error(error));

        public string RequestInput(string prompt, bool password) =>
            throw new InvalidOperationException("The cell asks for input, but the runner has no keyboard: give the value in the cell.");
    }
}
