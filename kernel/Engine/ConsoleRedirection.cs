using System.Globalization;
using System.Text;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>While it exists, what cells write to and read from <see cref="Console"/> goes through the session's front end.</summary>
internal sealed class ConsoleRedirection : IDisposable
{
    private readonly TextWriter output = Console.Out;
    private readonly TextWriter error = Console.Error;
    private readonly TextReader input = Console.In;

    public ConsoleRedirection(OutputGate gate)
    {
        Console.SetOut(new StreamWriter("stdout", gate));
        Console.SetError(new StreamWriter("stderr", gate));
        Console.SetIn(new InputReader(gate));
    }

    public void Dispose()
    {
        Console.SetOut(output);
        Console.SetError(error);
        Console.SetIn(input);
    }

    private sealed class StreamWriter(string stream, OutputGate gate) : TextWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override string NewLine => "\n";

        public override void Write(char value) => gate.Write(stream, [value]);

        public override void Write(char[] buffer, int index, int count) => gate.Write(stream, buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => gate.Write(stream, buffer);

        public override void Write(string? value) => gate.Write(stream, value);

        public override void WriteLine() => gate.Write(stream, "\n");

        public override void WriteLine(string? value) => gate.Write(stream, value + "\n");

        public override void Flush() => gate.Flush();
    }

    private sealed class InputReader(OutputGate gate) : TextReader
    {
        private string line = "";
        private int next;

        public override string ReadLine()
        {
            var rest = next < line.Length ? line[next..].TrimEnd('\n') : gate.RequestInput("", password: false);
            (line, next) = ("", 0);
            return rest;
        }

        public override int Peek()
        {
            if (next >= line.Length)
                (line, next) = (gate.RequestInput("", password: false) + "\n", 0);
            return line[next];
        }

        public override int Read()
        {
            var value = Peek();
            next++;
            return value;
        }
    }
}
