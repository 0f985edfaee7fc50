namespace MetaAnomalyLib.Data;

/// <summary>A file that cannot be read as what it claims to be: truncated, oversized, of the wrong kind, or holding values that the reader
/// refuses. Every reader throws this one type, and nothing is half-loaded.</summary>
public sealed class DataFormatException : Exception
{
    /// <param name="file">Path of the file, and the part of it where there is one (an array of an archive).</param>
    /// <param name="found">What was found.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="innerException">The cause, if another component reported it.</param>
    public DataFormatException(string file, string found, string expected, string remedy, Exception? innerException = null)
        : base($"{file}: found {found}; expected {expected}. {remedy}", innerException)
        => (File, Found, Expected, Remedy) = (file, found, expected, remedy);

    /// <summary>Path of the file, and the part of it where there is one.</summary>
    public string File { get; }

    /// <summary>What was found.</summary>
    public string Found { get; }

    /// <summary>What was expected.</summary>
    public string Expected { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }
}
