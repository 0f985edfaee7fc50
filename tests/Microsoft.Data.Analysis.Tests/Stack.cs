namespace Microsoft.Data.Analysis.Tests;

/// <summary>Where the package has a fault that the system stack does not repeat, the right answer is tested on the system stack only.</summary>
internal static class Stack
{
    public static bool IsSystem { get; } =
        typeof(DataFrame).GetCustomAttributes(inherit: true).Any(a => a.GetType().Name == "TypeFormatterSourceAttribute");
}
