using MetaAnomalyLib.Display;

namespace MetaAnomalyLib.Training;

/// <summary>How far training is, in one line that is written over and ends as text.</summary>
/// <example><code>
/// var bar = new ProgressBar(options.Epochs, "MLP");
/// trainer.EpochEnded += bar.Show;
/// var history = trainer.Fit(train, validation);
/// bar.Done();
/// </code></example>
/// <param name="epochs">Epochs at most.</param>
/// <param name="title">What is trained.</param>
public sealed class ProgressBar(int epochs, string title = "training")
{
    private readonly ProgressLine line = new(title);
    private EpochResult? last, best;
    private GanEpoch? lastOfTwo;

    /// <summary>To be called after each epoch.</summary>
    public void Show(EpochResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        last = result;
        if (result.IsBest) best = result;
        line.Show(Fraction, Text);
    }

    /// <summary>To be called after each epoch of an adversarial training.</summary>
    public void ShowGan(GanEpoch epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        lastOfTwo = epoch;
        line.Show(Fraction, Text);
    }

    /// <summary>To be called in the end: writes what was reached, in how many seconds.</summary>
    public void Done()
    {
        if (last is not null || lastOfTwo is not null) line.End(Fraction, Text);
    }

    private double Fraction => (double)(lastOfTwo?.Epoch ?? last!.Epoch) / epochs;

    private string Text => lastOfTwo is { } two
        ? FormattableString.Invariant($"epoch {two.Epoch}/{epochs}, generator {two.GeneratorLoss:F4}, discriminator {two.DiscriminatorLoss:F4}")
        : FormattableString.Invariant($"epoch {last!.Epoch}/{epochs}, loss {last.TrainLoss:F4}, validation {last.ValidationLoss:F4} (best epoch {best?.Epoch})");
}
