using System.Text.Json;
using MetaAnomalyLib.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Training;

/// <summary>
/// Where a training run stands: epochs done, the best weights so far. It is written to and read from a checkpoint, together with the model, the
/// optimizer and the random state, so that N epochs, a pause and N epochs give the same numbers as 2N epochs.
/// </summary>
internal sealed class TrainingProgress : IDisposable
{
    private const string ModelPrefix = "model.", BestPrefix = "best.", OptimizerKey = "optimizer", RandomKey = "random";
    private readonly List<EpochResult> epochs = [];
    private readonly Dictionary<string, Tensor> best = [];
    private int bestEpoch;

    /// <summary>Epochs done.</summary>
    public int Epoch => epochs.Count;

    public static TrainingProgress StartOrResume(Module model, OptimizerHelper optimizer, TrainingOptions options)
    {
        var progress = new TrainingProgress();
        if (options.CheckpointPath is { } path && File.Exists(path)) progress.Load(path, model, optimizer, options);
        else manual_seed(options.Seed).Dispose();
        return progress;
    }

    public EpochResult Add(Module model, double trainLoss, Validation validation, double learningRate)
    {
        var isBest = bestEpoch == 0 || validation.Score > epochs[bestEpoch - 1].ValidationScore;
        var result = new EpochResult(Epoch + 1, trainLoss, validation.Loss, validation.Score, learningRate, isBest);
        epochs.Add(result);
        if (!isBest) return result;
        bestEpoch = Epoch;
        KeepBest(model.state_dict());
        return result;
    }

    public bool PatienceIsUsedUp(int patience) => patience > 0 && Epoch - bestEpoch >= patience;

    public void RestoreBest(Module model) => model.load_state_dict(best);

    public TrainingHistory History(int epochsAtMost) => new([.. epochs], bestEpoch, Epoch < epochsAtMost);

    public void Save(Module model, OptimizerHelper optimizer, TrainingOptions options)
    {
        if (options.CheckpointPath is not { } path) return;
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor> { [RandomKey] = get_rng_state(), [OptimizerKey] = tensor(StateOf(optimizer)) };
        foreach (var (name, value) in model.state_dict()) tensors[ModelPrefix + name] = value;
        foreach (var (name, value) in best) tensors[BestPrefix + name] = value;
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string>
        {
            ["options"] = options.Fingerprint(),
            ["epochs"] = JsonSerializer.Serialize(epochs),
        });
    }

    public void Dispose()
    {
        foreach (var value in best.Values) value.Dispose();
        best.Clear();
    }

    private void Load(string path, Module model, OptimizerHelper optimizer, TrainingOptions options)
    {
        using var file = SafetensorsFile.Read(path);
        if (file.Metadata.GetValueOrDefault("options") != options.Fingerprint())
            throw new InvalidOperationException($"The checkpoint '{path}' was written with other training options; train with those, or delete it, or choose another {nameof(options.CheckpointPath)}.");
        if (!file.Metadata.TryGetValue("epochs", out var json) || !file.Tensors.ContainsKey(RandomKey) || !file.Tensors.ContainsKey(OptimizerKey))
            throw new DataFormatException(path, "weights without the state of training", "a checkpoint of TrainingLoop", "Delete it to train from the start.");
        epochs.AddRange(JsonSerializer.Deserialize<List<EpochResult>>(json)!);
        bestEpoch = epochs.FindLastIndex(e => e.IsBest) + 1;
        model.load_state_dict(Part(file.Tensors, ModelPrefix));
        KeepBest(Part(file.Tensors, BestPrefix));
        using var reader = new BinaryReader(new MemoryStream(file.Tensors[OptimizerKey].data<byte>().ToArray()));
        optimizer.load_state_dict(reader);
        set_rng_state(file.Tensors[RandomKey]);
    }

    private void KeepBest(Dictionary<string, Tensor> state)
    {
        using var noGrad = no_grad();
        foreach (var (name, value) in state)
        {
            if (best.TryGetValue(name, out var kept)) kept.copy_(value);
            else best[name] = value.detach().clone().DetachFromDisposeScope();
        }
    }

    private static Dictionary<string, Tensor> Part(IReadOnlyDictionary<string, Tensor> tensors, string prefix) =>
        tensors.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(t => t.Key[prefix.Length..], t => t.Value);

    private static byte[] StateOf(OptimizerHelper optimizer)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer)) optimizer.save_state_dict(writer);
        return buffer.ToArray();
    }
}
