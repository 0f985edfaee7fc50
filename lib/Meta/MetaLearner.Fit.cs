using System.Text.Json;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Meta;

public abstract partial class MetaLearner
{
    private const string LearnerKey = "learner", OptionsKey = "options", ShapeKey = "itemShape", TrainingKey = "training";
    private string? training;

    /// <summary>After each epoch; <see cref="ProgressBar.Show"/> fits. The validation score is the accuracy (anomaly detection: balanced) over the validation tasks.</summary>
    public event Action<EpochResult>? EpochEnded;

    /// <summary>The outer loop: learns on tasks how to learn a task. In the end the learner holds the state of the best epoch.</summary>
    /// <param name="train">Tasks to learn on; each is seen once.</param>
    /// <param name="validation">Tasks of other classes to choose the epoch by. Never the test classes.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="cancellation">Stops after the running epoch, with the checkpoint written.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArithmeticException">The loss is no longer a number.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint is of another run.</exception>
    public TrainingHistory MetaFit(IEpisodeSource train, IEpisodeSource validation, MetaTrainingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        options ??= new();
        options.Validate();
        var loop = options.Loop($"{GetType().Name}/{OptionsJson}");
        using var scope = NewDisposeScope();
        using var held = validation.Draw(0, options.ValidationTasks);
        if (!LearnsFromTasks)
        {
            itemShape = held.Support.shape[2..];
            var scored = Validate(held);
            return new TrainingHistory([new EpochResult(1, scored.Loss, scored.Loss, scored.Score, 0, IsBest: true)], 1, StoppedEarly: false);
        }
        using var optimizer = optim.AdamW(Model.parameters(), loop.LearningRate, weight_decay: loop.WeightDecay);
        using var progress = TrainingProgress.StartOrResume(Model, optimizer, loop);

        while (progress.Epoch < loop.Epochs && !progress.PatienceIsUsedUp(loop.Patience))
        {
            var rate = loop.LearningRateAt(progress.Epoch);
            foreach (var group in optimizer.ParamGroups) group.LearningRate = rate;
            var trainLoss = TrainEpoch(train, options, optimizer, progress.Epoch);
            var result = progress.Add(Model, trainLoss, Validate(held), rate);
            EpochEnded?.Invoke(result);
            progress.Save(Model, optimizer, loop);
            cancellation.ThrowIfCancellationRequested();
        }
        progress.RestoreBest(Model);
        Model.eval();
        itemShape = held.Support.shape[2..];
        return progress.History(loop.Epochs);
    }

    /// <summary>Writes what was meta-learned. The file is there whole or not at all.</summary>
    /// <param name="path">Where to, by custom NAME.safetensors.</param>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var notes = new Dictionary<string, string> { [LearnerKey] = GetType().Name, [OptionsKey] = OptionsJson, [ShapeKey] = JsonSerializer.Serialize(ItemShape) };
        if (training is not null) notes[TrainingKey] = training;
        ModelFile.Save(path, Model, notes: notes);
    }

    /// <summary>Takes a meta-trained learner from a file, or meta-trains this one and writes the file: long training is done once.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="path">By custom NAME.safetensors; a file of another network, of other options or of another training is written anew.</param>
    /// <param name="learner">Not yet meta-fitted.</param>
    /// <param name="train">Tasks to learn on.</param>
    /// <param name="validation">Tasks to choose the epoch by.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="DataFormatException">The file is damaged: remove it.</exception>
    public static T LoadOrTrain<T>(string path, T learner, IEpisodeSource train, IEpisodeSource validation, MetaTrainingOptions? options = null) where T : MetaLearner
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(learner);
        var wanted = learner.Described(options ?? new());
        if (File.Exists(path))
        {
            using var file = SafetensorsFile.Read(path);
            if (file.Metadata.GetValueOrDefault(TrainingKey) == wanted)
            {
                learner.Load(path);
                return learner;
            }
        }
        learner.MetaFit(train, validation, options);
        learner.training = wanted;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        learner.Save(path);
        return learner;
    }

    /// <summary>Takes over what <see cref="Save"/> has written of a learner with the same options: it gives exactly the same scores. After an error it is as it was.</summary>
    /// <exception cref="DataFormatException">The file is damaged, or is of another learner.</exception>
    public void Load(string path)
    {
        using (var file = SafetensorsFile.Read(path))
        {
            var (learner, written) = (file.Metadata.GetValueOrDefault(LearnerKey), file.Metadata.GetValueOrDefault(OptionsKey));
            if (learner != GetType().Name || written != OptionsJson || !file.Metadata.ContainsKey(ShapeKey))
                throw new DataFormatException(path, $"{learner ?? "no learner"} with the options {written}", $"{GetType().Name} with {OptionsJson}", "Build the learner with the options it was saved with.");
        }
        var (_, notes) = ModelFile.Load(path, Model);
        itemShape = JsonSerializer.Deserialize<long[]>(notes[ShapeKey])!;
    }

    // The learner, its weights' shapes and how it was trained.
    private string Described(MetaTrainingOptions options)
    {
        using var scope = NewDisposeScope();
        var shapes = Model.state_dict().Select(weight => $"{weight.Key} [{string.Join(", ", weight.Value.shape)}]");
        return $"{GetType().Name} {OptionsJson}, {string.Join(", ", shapes)}, {JsonSerializer.Serialize(options with { CheckpointPath = null })}";
    }

    private double TrainEpoch(IEpisodeSource train, MetaTrainingOptions options, optim.Optimizer optimizer, int epoch)
    {
        Model.train();
        var sum = 0.0;
        var first = (long)epoch * options.StepsPerEpoch * options.TasksPerStep;
        for (var step = 0; step < options.StepsPerEpoch; step++)
        {
            using var scope = NewDisposeScope();
            using var batch = train.Draw(first + (long)step * options.TasksPerStep, options.TasksPerStep);
            optimizer.zero_grad();
            sum += Backward(batch);
            if (options.MaxGradientNorm > 0) nn.utils.clip_grad_norm_(Model.parameters(), options.MaxGradientNorm);
            optimizer.step();
        }
        return double.IsFinite(sum) ? sum / options.StepsPerEpoch : throw new ArithmeticException(FormattableString.Invariant(
            $"The meta-training loss of epoch {epoch + 1} is {sum}: lower the learning rates (the outer one is {options.LearningRate}), set MaxGradientNorm, and check the items for NaN and for scale."));
    }

    private Validation Validate(EpisodeBatch held)
    {
        using var scope = NewDisposeScope();
        var (loss, accuracies) = (0.0, new List<double>());
        foreach (var part in EpisodeScores.Parts(held))
        {
            using var one = NewDisposeScope();
            var scores = Scores(part);
            loss += QueryLoss(scores, part.QueryLabels).to(float64).item<double>() * part.Tasks / held.Tasks;
            accuracies.AddRange(EpisodeScores.Accuracies(scores, part.QueryLabels));
        }
        return new Validation(loss, accuracies.Average());
    }
}
