using System.Text;

namespace MetaAnomaly.Kernel.Notebooks;

/// <summary>Text as a terminal would show it in the end: a carriage return goes back to the start of the line and what follows
/// overwrites it, a backspace goes back one character. A progress bar so leaves its last state only.</summary>
internal sealed class TerminalText
{
    private readonly StringBuilder finished = new();
    private readonly StringBuilder line = new();
    private int column;

    public void Write(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            switch (c)
            {
                case '\n':
                    finished.Append(line).Append('\n');
                    line.Clear();
                    column = 0;
                    break;
                case '\r':
                    column = 0;
                    break;
                case '\b':
                    column = Math.Max(0, column - 1);
                    break;
                default:
                    if (column < line.Length)
                        line[column] = c;
                    else
                        line.Append(c);
                    column++;
                    break;
            }
    }

    public override string ToString() => finished.ToString() + line;
}
