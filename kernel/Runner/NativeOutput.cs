using System.Diagnostics;
using MetaAnomaly.Kernel.Engine;

namespace MetaAnomaly.Kernel.Runner;

/// <summary>What a session's process itself writes: where <see cref="NativeStreams"/> can be caught, the last words of a crash
/// only.</summary>
internal sealed class NativeOutput
{
    private readonly Lock gate = new();
    private readonly List<(string Stream, string Line)> lines = [];

    public NativeOutput(Process process)
    {
        process.OutputDataReceived += (_, received) => Add("stdout", received.Data);
        process.ErrorDataReceived += (_, received) => Add("stderr", received.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The first line of an unhandled failure, or the last one written to stderr.</summary>
    public string? LastErrorLine { get; private set; }

    /// <summary>At the end of a cell: what has come, unless the session has caught it itself.</summary>
    public void PassOn(IFrontEnd frontEnd) => PassOn(frontEnd, caught: OperatingSystem.IsLinux() ? null : "");

    /// <summary>At the end of the process: what the session could no longer send.</summary>
    public void PassOnRest(IFrontEnd frontEnd, string sent) => PassOn(frontEnd, sent);

    private void PassOn(IFrontEnd frontEnd, string? caught)
    {
        lock (gate)
        {
            foreach (var (stream, line) in lines)
                if (caught is not null && !caught.Contains(line + "\n", StringComparison.Ordinal))
                    frontEnd.Stream(stream, line + "\n");
            lines.Clear();
        }
    }

    private void Add(string stream, string? line)
    {
        if (line is null)
            return;
        lock (gate)
        {
            lines.Add((stream, line));
            if (stream == "stderr" && !string.IsNullOrWhiteSpace(line) && !line.TrimStart().StartsWith("at ", StringComparison.Ordinal))
                LastErrorLine = line.Trim();
        }
    }
}
