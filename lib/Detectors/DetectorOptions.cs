using MetaAnomalyLib.Models;

namespace MetaAnomalyLib.Detectors;

/// <summary>What every detector lets one choose.</summary>
public abstract record DetectorOptions
{
    /// <summary>The share of the training rows that the first threshold calls anomalies, above 0 and at most 0.5. Default: 0.1, as PyOD's.</summary>
    public double Contamination { get; init; } = 0.1;

    /// <summary>Where the detector's randomness comes from. Default: 0. The same seed and rows give the same scores.</summary>
    public int Seed { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public virtual void Validate() =>
        Options.Require(Contamination is > 0 and <= 0.5, nameof(Contamination), Contamination, "above 0 and at most 0.5");
}
