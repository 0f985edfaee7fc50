namespace MetaAnomaly.Kernel.Html;

/// <summary>Reads LaTeX bit by bit.</summary>
internal abstract class MathScanner(string source)
{
    protected string Source { get; } = source;

    protected int Position { get; set; }

    protected bool AtDigit() => Position < Source.Length && char.IsAsciiDigit(Source[Position]);

    protected bool AtDecimalPoint() =>
        Position + 1 < Source.Length && Source[Position] == '.' && char.IsAsciiDigit(Source[Position + 1]);

    protected string RawArgument()
    {
        SkipSpace();
        if (AtEnd())
            throw Unknown("the end where an argument must be");
        if (!Take("{"))
            return Source[Position] == '\\' ? "\\" + Name() : Source[Position++].ToString();
        var start = Position;
        for (var depth = 1; !AtEnd(skipSpace: false); Position++)
        {
            depth += Source[Position] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
                return Source[start..Position++];
        }
        throw Unknown("a { without }");
    }

    protected string Name()
    {
        Position++;
        var start = Position;
        while (Position < Source.Length && char.IsAsciiLetter(Source[Position]))
            Position++;
        if (Position == start)
            return Position < Source.Length ? Source[Position++].ToString() : throw Unknown("a \\ at the end");
        var name = Source[start..Position];
        if (name == "operatorname" && Position < Source.Length && Source[Position] == '*')
            return Source[start..++Position];
        return name;
    }

    protected char Peek() => Source[Position];

    protected bool AtEnd(bool skipSpace = true)
    {
        if (skipSpace)
            SkipSpace();
        return Position >= Source.Length;
    }

    protected void SkipSpace()
    {
        while (Position < Source.Length && char.IsWhiteSpace(Source[Position]))
            Position++;
    }

    protected bool At(string text) =>
        string.CompareOrdinal(Source, Position, text, 0, text.Length) == 0
        && (text[^1] is not (>= 'a' and <= 'z') || Position + text.Length >= Source.Length || !char.IsAsciiLetter(Source[Position + text.Length]));

    protected bool Take(string text)
    {
        SkipSpace();
        if (!At(text))
            return false;
        Position += text.Length;
        return true;
    }

    protected void Expect(string text)
    {
        if (!Take(text))
            throw Unknown($"the place where {text} must be");
    }

    protected string Until(string end)
    {
        var stop = Source.IndexOf(end, Position, StringComparison.Ordinal);
        if (stop < 0)
            throw Unknown($"the place where {end} must be");
        var text = Source[Position..stop];
        Position = stop + end.Length;
        return text;
    }

    protected static FormatException Unknown(string what) => new($"This LaTeX is not known: {what}.");
}
