using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Training;

/// <summary>What a validation pass gives: the loss, and the score to choose the epoch by (higher is better).</summary>
public readonly record struct Validation(double Loss, double Score);

/// <summary>
/// The training loop of every model here: shuffled mini-batches, AdamW, a learning-rate schedule, validation after each epoch, early stopping,
/// and a checkpoint to resume from. What is learned is in two functions: the loss of some rows, and the validation.
/// </summary>
/// <param name="model">Trained in place; in the end it holds the weights of the best epoch.</param>
/// <param name="options">Checked at once.</param>
public sealed class TrainingLoop(Module model, TrainingOptions options)
{
    /// <summary>After each epoch, with what it gave; for a progress bar, a log, a live plot.</summary>
    public event Action<EpochResult>? EpochEnded;

    /// <summary>Parameters that share a learning rate, as a factor of that of the options, such as those of <see cref="Models.ImageBackbone.LearningRates"/>. Null trains all parameters alike.</summary>
    public IReadOnlyList<(double Factor, IReadOnlyList<Parameter> Parameters)>? Groups { get; init; }

    /// <summary>Trains until the epochs or the patience are used up.</summary>
    /// <param name="rows">Training rows; those of a batch are passed to <paramref name="loss"/> as indices.</param>
    /// <param name="loss">The mean loss of the rows whose indices (<c>[batch]</c>, int64) it is given, as a scalar with a graph.</param>
    /// <param name="validate">The validation pass; called in evaluation mode without gradients.</param>
    /// <param name="cancellation">Stops after the running epoch, with the checkpoint written.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArithmeticException">The loss is no longer a number.</exception>
    public TrainingHistory Run(int rows, Func<Tensor, Tensor> loss, Func<Validation> validate, CancellationToken cancellation = default)
    {
        options.Validate();
        Models.Options.Require(rows >= 1, nameof(rows), rows, "at least 1");
        var groups = Groups ?? [(1, [.. model.parameters()])];
        using var optimizer = optim.AdamW(groups.Select(group => new AdamW.ParamGroup { Parameters = group.Parameters }), options.LearningRate, weight_decay: options.WeightDecay);
        using var progress = TrainingProgress.StartOrResume(model, optimizer, options);

        while (progress.Epoch < options.Epochs && !progress.PatienceIsUsedUp(options.Patience))
        {
            var rate = options.LearningRateAt(progress.Epoch);
            foreach (var (group, (factor, _)) in optimizer.ParamGroups.Zip(groups)) group.LearningRate = factor * rate;

            var trainLoss = TrainEpoch(rows, loss, optimizer, progress.Epoch + 1);
            var validation = Validate(validate);
            var result = progress.Add(model, trainLoss, validation, rate);
            EpochEnded?.Invoke(result);

            var last = progress.Epoch == options.Epochs || progress.PatienceIsUsedUp(options.Patience) || cancellation.IsCancellationRequested;
            if (last || progress.Epoch % options.CheckpointEvery == 0) progress.Save(model, optimizer, options);
            cancellation.ThrowIfCancellationRequested();
        }
        progress.RestoreBest(model);
        model.eval();
        return progress.History(options.Epochs);
    }

    private double TrainEpoch(int rows, Func<Tensor, Tensor> loss, optim.Optimizer optimizer, int epoch)
    {
        model.train();
        using var scope = NewDisposeScope();
        var order = randperm(rows, dtype: int64);
        var sum = zeros(1, dtype: float64);
        long seen = 0;
        for (long start = 0; start < rows; start += options.BatchSize)
        {
            using var step = NewDisposeScope();
            var batch = order.narrow(0, start, Math.Min(options.BatchSize, rows - start));
            // Batch normalisation needs two rows; a lone last one waits for the next epoch's shuffle.
            if (batch.shape[0] == 1 && rows > 1) continue;
            seen += batch.shape[0];
            optimizer.zero_grad();
            var batchLoss = loss(batch);
            batchLoss.backward();
            optimizer.step();
            sum.add_(batchLoss.detach() * batch.shape[0]);   // summed in libtorch: reading each value would wait for it
        }
        var mean = sum.item<double>() / seen;
        return double.IsFinite(mean) ? mean : throw new ArithmeticException(FormattableString.Invariant(
            $"The training loss of epoch {epoch} is {mean}: lower the learning rate (now {options.LearningRate}), and check the features for NaN and for scale."));
    }

    private Validation Validate(Func<Validation> validate)
    {
        model.eval();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return validate();
    }
}
