namespace MetaAnomalyLib.Training;

/// <summary>What one epoch of two players gave: means over its steps.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="GeneratorLoss">What the generator minimises.</param>
/// <param name="DiscriminatorLoss">What the discriminator minimises, penalty included.</param>
/// <param name="RealFound">Share of the real rows that the discriminator calls real (logit above 0), in [0, 1].</param>
/// <param name="FakeFound">Share of the generated rows that it calls generated. Both near 1: it sees through the generator; both near one half: it guesses.</param>
public sealed record GanEpoch(int Epoch, double GeneratorLoss, double DiscriminatorLoss, double RealFound, double FakeFound)
{
    /// <summary>Share of all rows, real and generated, that the discriminator calls what they are.</summary>
    public double Accuracy => (RealFound + FakeFound) / 2;
}

/// <summary>What an adversarial training gave. The networks hold the weights of the last epoch.</summary>
/// <param name="Epochs">In order; after a resumption those before it are there too.</param>
public sealed record GanHistory(IReadOnlyList<GanEpoch> Epochs)
{
    /// <summary>The generator's losses, for a plot.</summary>
    public double[] GeneratorLosses => [.. Epochs.Select(e => e.GeneratorLoss)];

    /// <summary>The discriminator's losses, for a plot.</summary>
    public double[] DiscriminatorLosses => [.. Epochs.Select(e => e.DiscriminatorLoss)];

    /// <summary>The discriminator's accuracies, for a plot.</summary>
    public double[] Accuracies => [.. Epochs.Select(e => e.Accuracy)];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Epochs.Count} epochs: generator {Epochs[^1].GeneratorLoss:F4}, discriminator {Epochs[^1].DiscriminatorLoss:F4}, accuracy {Epochs[^1].Accuracy:F3}");
}
