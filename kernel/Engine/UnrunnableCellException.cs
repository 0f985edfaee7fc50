namespace MetaAnomaly.Kernel.Engine;

/// <summary>A cell that fails before the compiler sees it: a <c>#r</c> line that cannot be followed, a type that cannot be
/// replaced.</summary>
internal sealed class UnrunnableCellException(string message, int line, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>1-based.</summary>
    public int Line => line;
}
