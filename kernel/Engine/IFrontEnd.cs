using MetaAnomaly.Kernel.Display;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>Where a session's outputs go and its input comes from: a notebook file, a pipe, a Jupyter connection.</summary>
/// <remarks>The session calls it from one thread at a time and in the order in which the cell produced the outputs.</remarks>
internal interface IFrontEnd
{
    /// <summary>Text written to a console stream: <c>stdout</c> or <c>stderr</c>.</summary>
    void Stream(string name, string text);

    /// <summary>A value to show; <paramref name="displayId"/> is what a later <see cref="UpdateDisplay"/> refers to.</summary>
    void Display(MimeBundle bundle, string displayId);

    /// <summary>Replaces what was shown under <paramref name="displayId"/>, wherever it stands.</summary>
    void UpdateDisplay(MimeBundle bundle, string displayId);

    /// <summary>Removes the cell's outputs; with <paramref name="wait"/> only when the next output arrives.</summary>
    void ClearOutput(bool wait);

    /// <summary>The value of the cell's last expression.</summary>
    void Result(MimeBundle bundle);

    /// <summary>What ended the cell early.</summary>
    void Error(CellError error);

    /// <summary>Asks the user for a line; throws when nobody can answer.</summary>
    string RequestInput(string prompt, bool password);
}
