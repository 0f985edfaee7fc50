using System.Diagnostics;
using MetaAnomaly.Kernel.Engine;

namespace MetaAnomaly.Kernel.Runner;

/// <summary>What native code in a session's process writes past <see cref="Console"/>: a library's warning, the last words of a crash.</summary>
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

    public void PassOn(IFrontEnd frontEnd)
    {
        lock (gate)
        {
            foreach (var (stream, line) in lines)
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
