using MetaAnomalyLib.Data;
using MetaAnomalyLib.Preprocessing;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Training;

/// <summary>A trained model on disk: its weights and, in the same safetensors file, the preprocessing it was trained behind.</summary>
public static class ModelFile
{
    private const string PreprocessorKey = "preprocessor";

    /// <summary>Writes the weights, the fitted preprocessing and notes. The file is there whole or not at all.</summary>
    /// <param name="path">Where to, by custom NAME.safetensors.</param>
    /// <param name="model">Any model.</param>
    /// <param name="preprocessor">What turns raw rows into the model's features; null when there is none.</param>
    /// <param name="notes">Such as the data set, the seed, the score; text by name.</param>
    public static void Save(string path, Module model, Preprocessor? preprocessor = null, IReadOnlyDictionary<string, string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var metadata = new Dictionary<string, string>(notes ?? new Dictionary<string, string>());
        if (preprocessor is not null) metadata[PreprocessorKey] = preprocessor.ToJson();
        using var scope = TorchSharp.torch.NewDisposeScope();
        SafetensorsFile.Write(path, model.state_dict(), metadata);
    }

    /// <summary>Loads the weights into a model of the same shape; on any error the model is left as it was.</summary>
    /// <returns>The preprocessing, null when none was saved, and the notes.</returns>
    /// <exception cref="DataFormatException">The file is damaged, or its weights are not this model's.</exception>
    public static (Preprocessor? Preprocessor, IReadOnlyDictionary<string, string> Notes) Load(string path, Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var file = SafetensorsFile.Read(path);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var own = model.state_dict();
        foreach (var (name, value) in own)
        {
            var found = file.Tensors.GetValueOrDefault(name);
            if (found is null || !found.shape.SequenceEqual(value.shape))
                throw new DataFormatException(path, found is null ? $"no tensor '{name}'" : $"'{name}' of shape [{string.Join(", ", found.shape)}]",
                    $"'{name}' of shape [{string.Join(", ", value.shape)}]", "Build the model with the options it was saved with.");
        }
        if (file.Tensors.Count > own.Count)
            throw new DataFormatException(path, $"{file.Tensors.Count} tensors", $"the {own.Count} of this model", "Build the model with the options it was saved with.");
        var preprocessor = file.Metadata.TryGetValue(PreprocessorKey, out var json) ? Preprocessor.FromJson(json) : null;
        model.load_state_dict(file.Tensors.ToDictionary(t => t.Key, t => t.Value));
        return (preprocessor, file.Metadata.Where(note => note.Key != PreprocessorKey).ToDictionary());
    }
}
