using System.Text.Json;
using MetaAnomalyLib.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Training;

/// <summary>The file from which an <see cref="AdversarialLoop"/> goes on as if it had never stopped: both networks, both optimizers, the random state.</summary>
internal sealed class AdversarialCheckpoint(
    Module generator, OptimizerHelper generatorAdam, Module discriminator, OptimizerHelper discriminatorAdam, AdversarialOptions options)
{
    private const string RandomKey = "random";

    private (string Name, Module Network, OptimizerHelper Adam)[] Players => [("generator", generator, generatorAdam), ("discriminator", discriminator, discriminatorAdam)];

    /// <summary>The epochs that are done; seeds libtorch where there is none.</summary>
    public List<GanEpoch> StartOrResume()
    {
        if (options.CheckpointPath is { } path && File.Exists(path)) return Load(path);
        manual_seed(options.Seed).Dispose();
        return [];
    }

    public void Save(List<GanEpoch> epochs)
    {
        if (options.CheckpointPath is not { } path) return;
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor> { [RandomKey] = get_rng_state() };
        foreach (var (name, network, adam) in Players)
        {
            using var buffer = new MemoryStream();
            using (var writer = new BinaryWriter(buffer)) adam.save_state_dict(writer);
            tensors[name + ".optimizer"] = tensor(buffer.ToArray());
            foreach (var (key, value) in network.state_dict()) tensors[$"{name}.model.{key}"] = value;
        }
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string>
        {
            ["options"] = options.Fingerprint(),
            ["epochs"] = JsonSerializer.Serialize(epochs),
        });
    }

    private List<GanEpoch> Load(string path)
    {
        using var file = SafetensorsFile.Read(path);
        if (file.Metadata.GetValueOrDefault("options") != options.Fingerprint())
            throw new InvalidOperationException($"The checkpoint '{path}' was written with other training options; train with those, or delete it, or choose another {nameof(options.CheckpointPath)}.");
        if (!file.Metadata.TryGetValue("epochs", out var json) || !file.Tensors.ContainsKey(RandomKey) || !Players.All(player => file.Tensors.ContainsKey(player.Name + ".optimizer")))
            throw new DataFormatException(path, "weights without the state of two players", "a checkpoint of AdversarialLoop", "Delete it to train from the start.");
        foreach (var (name, network, adam) in Players)
        {
            var prefix = name + ".model.";
            network.load_state_dict(file.Tensors.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(t => t.Key[prefix.Length..], t => t.Value));
            using var reader = new BinaryReader(new MemoryStream(file.Tensors[name + ".optimizer"].data<byte>().ToArray()));
            adam.load_state_dict(reader);
        }
        set_rng_state(file.Tensors[RandomKey]);
        return JsonSerializer.Deserialize<List<GanEpoch>>(json)!;
    }
}
