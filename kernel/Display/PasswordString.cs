namespace Microsoft.DotNet.Interactive;

/// <summary>A password that does not show itself when it becomes a cell's value.</summary>
public sealed class PasswordString(string password)
{
    /// <summary>The password.</summary>
    public string GetClearTextPassword() => password;

    /// <inheritdoc/>
    public override string ToString() => new('*', 8);
}
