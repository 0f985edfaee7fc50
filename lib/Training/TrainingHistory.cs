namespace MetaAnomalyLib.Training;

/// <summary>What one epoch gave.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainLoss">Mean over the epoch's rows, dropout on.</param>
/// <param name="ValidationLoss">After the epoch, dropout off.</param>
/// <param name="ValidationScore">What <see cref="TrainingOptions.ChooseEpochBy"/> says, as "higher is better" (the loss negated).</param>
/// <param name="LearningRate">Of the epoch.</param>
/// <param name="IsBest">Whether no earlier epoch scored as high.</param>
public sealed record EpochResult(int Epoch, double TrainLoss, double ValidationLoss, double ValidationScore, double LearningRate, bool IsBest);

/// <summary>What a training run gave. The model holds the weights of <see cref="BestEpoch"/>.</summary>
/// <param name="Epochs">In order; after a resumption those before it are there too.</param>
/// <param name="BestEpoch">The epoch, counted from 1, with the highest validation score.</param>
/// <param name="StoppedEarly">Whether patience ran out before the last epoch.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochResult> Epochs, int BestEpoch, bool StoppedEarly)
{
    /// <summary>The training losses, for a plot.</summary>
    public double[] TrainLosses => [.. Epochs.Select(e => e.TrainLoss)];

    /// <summary>The validation losses, for a plot.</summary>
    public double[] ValidationLosses => [.. Epochs.Select(e => e.ValidationLoss)];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Epochs.Count} epochs{(StoppedEarly ? " (stopped early)" : "")}, best {BestEpoch}: validation loss {Epochs[BestEpoch - 1].ValidationLoss:F4}");
}
