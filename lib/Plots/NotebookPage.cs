namespace MetaAnomalyLib.Plots;

/// <summary>
/// Which figure of a notebook brings plotly.js (1.5 MB): the first one, and again a later one that says the same but for its numbers.
/// That is the same cell run again, whose old output, and plotly.js with it, is about to be replaced.
/// </summary>
internal sealed class NotebookPage
{
    private readonly Lock _gate = new();
    private string? _bearer;

    public static NotebookPage OfThisProcess { get; } = new();

    public bool Bears(string description)
    {
        var words = string.Concat(description.Where(c => !char.IsAsciiDigit(c)));
        lock (_gate)
        {
            _bearer ??= words;
            return _bearer == words;
        }
    }
}
