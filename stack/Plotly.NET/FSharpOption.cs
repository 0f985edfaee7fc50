namespace Microsoft.FSharp.Core;

/// <summary>
/// F#'s option, as C# sees it in Plotly.NET's signatures: an argument is passed as it is, left out, or null.
/// Stands here because this stack has no FSharp.Core.
/// </summary>
public sealed class FSharpOption<T>(T value)
{
    public T Value { get; } = value;

    public static FSharpOption<T>? None => null;

    public static FSharpOption<T> Some(T value) => new(value);

    public static implicit operator FSharpOption<T>(T value) => new(value);
}
