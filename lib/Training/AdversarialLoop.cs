using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Training;

/// <summary>What the discriminator thought of a batch.</summary>
/// <param name="Loss">To minimise: a scalar with a graph.</param>
/// <param name="Real">Its logits for real rows, <c>[batch]</c> or <c>[batch, 1]</c>.</param>
/// <param name="Fake">Its logits for generated rows.</param>
public readonly record struct Judgement(Tensor Loss, Tensor Real, Tensor Fake);

/// <summary>
/// The training loop of every pair of players here: in each step the discriminator learns to tell real rows from generated ones, then the generator
/// learns to fool it (Goodfellow et al., 2014, algorithm 1). What is learned is in two functions: what the discriminator minimises, and what the
/// generator minimises.
/// </summary>
/// <param name="generator">All that the second function trains; trained in place.</param>
/// <param name="discriminator">All that the first function trains; trained in place, and held still while the generator learns.</param>
/// <param name="options">Checked at once.</param>
public sealed class AdversarialLoop(Module generator, Module discriminator, AdversarialOptions options)
{
    /// <summary>After each epoch, with what it gave. The networks are in training mode.</summary>
    public event Action<GanEpoch>? EpochEnded;

    /// <summary>Trains until the epochs are used up.</summary>
    /// <param name="rows">Training rows; those of a batch are passed to both functions as indices (<c>[batch]</c>, int64).</param>
    /// <param name="judge">The discriminator's loss and logits. Generated rows in it must be detached.</param>
    /// <param name="fool">The generator's loss, as a scalar with a graph.</param>
    /// <param name="cancellation">Stops after the running epoch, with the checkpoint written.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArithmeticException">A loss is no longer a number.</exception>
    public GanHistory Run(int rows, Func<Tensor, Judgement> judge, Func<Tensor, Tensor> fool, CancellationToken cancellation = default)
    {
        options.Validate();
        Models.Options.Require(rows >= 1, nameof(rows), rows, "at least 1");
        using var generatorAdam = optim.Adam(generator.parameters(), options.GeneratorRate, options.Beta1);
        using var discriminatorAdam = optim.Adam(discriminator.parameters(), options.DiscriminatorRate, options.Beta1);
        var checkpoint = new AdversarialCheckpoint(generator, generatorAdam, discriminator, discriminatorAdam, options);
        var epochs = checkpoint.StartOrResume();
        generator.train();
        discriminator.train();
        while (epochs.Count < options.Epochs)
        {
            epochs.Add(TrainEpoch(rows, judge, fool, generatorAdam, discriminatorAdam, epochs.Count + 1));
            EpochEnded?.Invoke(epochs[^1]);
            if (epochs.Count == options.Epochs || cancellation.IsCancellationRequested || epochs.Count % options.CheckpointEvery == 0) checkpoint.Save(epochs);
            cancellation.ThrowIfCancellationRequested();
        }
        generator.eval();
        discriminator.eval();
        return new GanHistory(epochs);
    }

    private GanEpoch TrainEpoch(
        int rows, Func<Tensor, Judgement> judge, Func<Tensor, Tensor> fool, optim.Optimizer generatorAdam, optim.Optimizer discriminatorAdam, int epoch)
    {
        using var scope = NewDisposeScope();
        var (order, size) = (randperm(rows, dtype: int64), options.BatchSizeFor(rows));
        // Rows, and sums over them: discriminator loss, real found, fake found, generator loss, rows of the generator's steps.
        var sums = zeros(5, dtype: float64);
        var judgeWeights = discriminator.parameters().ToArray();
        var (seen, steps) = (0L, 0);
        for (long start = 0; start < rows; start += size)
        {
            using var step = NewDisposeScope();
            var batch = order.narrow(0, start, Math.Min(size, rows - start));
            var count = batch.shape[0];
            // Batch normalisation needs two rows; a lone last one waits for the next epoch's shuffle.
            if (count == 1 && rows > 1) continue;
            discriminatorAdam.zero_grad();
            var judgement = judge(batch);
            judgement.Loss.backward();
            discriminatorAdam.step();
            var values = new[] { judgement.Loss.detach(), (judgement.Real > 0).to(float32).mean(), (judgement.Fake <= 0).to(float32).mean() };
            sums.narrow(0, 0, 3).add_(stack(values) * count);   // summed in libtorch: reading each value would wait for it
            seen += count;
            if (++steps % options.DiscriminatorSteps != 0 && start + size < rows) continue;
            generatorAdam.zero_grad();
            foreach (var weight in judgeWeights) weight.requires_grad_(false);
            var loss = fool(batch);
            loss.backward();
            foreach (var weight in judgeWeights) weight.requires_grad_(true);
            generatorAdam.step();
            sums.narrow(0, 3, 2).add_(stack([loss.detach(), ones_like(loss)]) * count);
        }
        var all = sums.data<double>().ToArray();
        var (generatorLoss, discriminatorLoss) = (all[3] / all[4], all[0] / seen);
        if (!double.IsFinite(generatorLoss + discriminatorLoss))
        {
            throw new ArithmeticException(FormattableString.Invariant(
                $"In epoch {epoch} the generator's loss is {generatorLoss} and the discriminator's {discriminatorLoss}: lower the learning rates (now {options.GeneratorRate} and {options.DiscriminatorRate}), and check the features for NaN and for scale."));
        }
        return new GanEpoch(epoch, generatorLoss, discriminatorLoss, all[1] / seen, all[2] / seen);
    }
}
