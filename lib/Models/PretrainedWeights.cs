using MetaAnomalyLib.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>Loads weights that others have trained, by torchvision's names.</summary>
public static class PretrainedWeights
{
    // Counts batches for a momentum that nobody uses; files leave it out.
    private const string Counter = "num_batches_tracked";

    /// <summary>Copies the tensors of a safetensors file into a model of the same names and shapes, whatever their precision. On any error the model is left as it was.</summary>
    /// <param name="model">Any model.</param>
    /// <param name="path">The file.</param>
    /// <returns>The file's notes.</returns>
    /// <exception cref="DataFormatException">The file is damaged, or tensors are missing, unexpected or of another shape: the message names them all.</exception>
    public static IReadOnlyDictionary<string, string> Load(Module model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var file = SafetensorsFile.Read(path);
        Load(model, file, path);
        return file.Metadata;
    }

    internal static void Load(Module model, SafetensorsContent file, string path)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var own = model.state_dict().Where(entry => !entry.Key.EndsWith(Counter, StringComparison.Ordinal)).ToDictionary();
        var given = file.Tensors.Where(entry => !entry.Key.EndsWith(Counter, StringComparison.Ordinal)).ToDictionary();
        string[] wrong =
        [
            .. own.Keys.Except(given.Keys).Order(StringComparer.Ordinal).Select(name => $"no '{name}'"),
            .. given.Keys.Except(own.Keys).Order(StringComparer.Ordinal).Select(name => $"an unexpected '{name}'"),
            .. own.Where(entry => given.TryGetValue(entry.Key, out var value) && !value.shape.SequenceEqual(entry.Value.shape))
                .Select(entry => $"'{entry.Key}' of shape [{string.Join(", ", given[entry.Key].shape)}] instead of [{string.Join(", ", entry.Value.shape)}]"),
        ];
        if (wrong.Length > 0)
            throw new DataFormatException(path, string.Join(", ", wrong), $"the {own.Count} tensors of {model.GetName()}", "Build the model that these weights belong to, with as many classes.");
        foreach (var (name, value) in own) value.copy_(given[name]);
    }

    /// <summary>The network with the weights of a file, in evaluation mode; where they do not fit it is disposed of.</summary>
    internal static T Into<T>(T network, SafetensorsContent file, string path) where T : ImageBackbone
    {
        try
        {
            Load(network, file, path);
            network.eval();
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
