using Microsoft.DotNet.Interactive.Formatting;
using SessionDisplay = MetaAnomaly.Kernel.Display.SessionDisplay;

namespace Microsoft.DotNet.Interactive;

/// <summary>What every cell can call without a prefix; the names are those of .NET Interactive, so that notebooks run under both.</summary>
public static class Kernel
{
    /// <summary>Shows a value, by default in every representation that it has.</summary>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => value.Display(mimeTypes);

    /// <summary>Marks a string as HTML; <c>display(HTML("…"))</c>, or as the cell's last expression, renders it.</summary>
    public static HtmlString HTML(string content) => new(content);

    /// <summary>Runs a script in the page.</summary>
    public static void Javascript(string scriptContent) =>
        $"<script type=\"text/javascript\">{scriptContent}</script>".DisplayAs("text/html");

    /// <summary>Adds style rules to the page.</summary>
    public static void CSS(string content) => $"<style>{content}</style>".DisplayAs("text/html");

    /// <summary>Asks the user for a line.</summary>
    /// <exception cref="InvalidOperationException">Nobody can answer: the notebook runs without a front end.</exception>
    public static Task<string> GetInputAsync(string prompt = "", bool isPassword = false) =>
        Task.FromResult(SessionDisplay.RequestInput(prompt, isPassword));

    /// <summary>Asks the user for a password, which the front end does not show and the notebook does not keep.</summary>
    /// <inheritdoc cref="GetInputAsync"/>
    public static Task<PasswordString> GetPasswordAsync(string prompt = "") =>
        Task.FromResult(new PasswordString(SessionDisplay.RequestInput(prompt, password: true)));

    /// <summary>Removes what the cell has shown so far; with <paramref name="wait"/> only when something new is shown.</summary>
    public static void clear_output(bool wait = false) => SessionDisplay.ClearOutput(wait);
}
