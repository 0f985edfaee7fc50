namespace MetaAnomalyLib.Training;

/// <summary>
/// How large an experiment is: <c>fast</c> for a look and for CI (each notebook about a minute on two cores), <c>full</c> for the published numbers.
/// A profile chooses sizes and epochs only; the code that runs is the same.
/// </summary>
public sealed record Profile
{
    private Profile(bool full) => IsFull = full;

    /// <summary>What META_PROFILE says: <c>full</c>, or <c>fast</c>, which is also the default.</summary>
    /// <exception cref="InvalidOperationException">It says something else.</exception>
    public static Profile Current => Environment.GetEnvironmentVariable("META_PROFILE") switch
    {
        null or "" or "fast" => new Profile(full: false),
        "full" => new Profile(full: true),
        var other => throw new InvalidOperationException($"META_PROFILE is '{other}'; it must be 'fast' or 'full'."),
    };

    /// <summary>Whether this is the full profile.</summary>
    public bool IsFull { get; }

    /// <summary>One of two sizes.</summary>
    public T Choose<T>(T fast, T full) => IsFull ? full : fast;

    /// <inheritdoc/>
    public override string ToString() => IsFull ? "full" : "fast";
}
