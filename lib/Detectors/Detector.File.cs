using System.Text.Json;
using MetaAnomalyLib.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

public abstract partial class Detector
{
    private const string TrainingScoresKey = "training.scores";

    /// <summary>Writes what it has learnt, its options and its threshold. The file is there whole or not at all.</summary>
    /// <param name="path">Where to, by custom NAME.safetensors.</param>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        SafetensorsFile.Write(path, Fitted is { } ? learnt : [], new Dictionary<string, string>
        {
            ["detector"] = DetectorCatalog.NameOf(this),
            ["options"] = OptionsJson,
            ["decision"] = JsonSerializer.Serialize(Fitted),
        });
    }

    /// <summary>Takes a fitted detector from a file, or fits this one and writes the file: long training is done once.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="path">By custom NAME.safetensors; a file of other options, or fitted on rows of another number or width, is written anew.</param>
    /// <param name="unfitted">With the options that it shall have; disposed of where the file serves.</param>
    /// <param name="x">The rows to fit on.</param>
    /// <exception cref="DataFormatException">The file is damaged: remove it.</exception>
    public static T LoadOrTrain<T>(string path, T unfitted, float[,] x) where T : Detector
    {
        ArgumentNullException.ThrowIfNull(unfitted);
        ArgumentNullException.ThrowIfNull(x);
        if (File.Exists(path))
        {
            var found = Load(path);
            if (found is T fitted && found.OptionsJson == unfitted.OptionsJson && found.Width == x.GetLength(1) && found.TrainingScores.Length == x.GetLength(0))
            {
                unfitted.Dispose();
                return fitted;
            }
            found.Dispose();
        }
        unfitted.Fit(x);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        unfitted.Save(path);
        return unfitted;
    }

    /// <summary>Reads a detector that <see cref="Save"/> has written: it gives exactly the same scores.</summary>
    /// <exception cref="DataFormatException">The file is damaged, or holds something else.</exception>
    public static Detector Load(string path)
    {
        using var file = SafetensorsFile.Read(path);
        Detector? detector = null;
        try
        {
            detector = DetectorCatalog.Find(file.Metadata["detector"]).FromJson(file.Metadata["options"]);
            using var scope = NewDisposeScope();   // of the copies on the device too
            foreach (var (name, value) in file.Tensors) detector.Learn(name, value.to(get_default_device()));
            detector.decision = JsonSerializer.Deserialize<Decision>(file.Metadata["decision"]) ?? throw new JsonException("decision is null");
            _ = detector.Learnt(TrainingScoresKey);
            detector.Restored();
            return detector;
        }
        catch (Exception e) when (e is KeyNotFoundException or JsonException or ArgumentException)
        {
            detector?.Dispose();
            throw new DataFormatException(path, $"a file without a whole detector ({e.Message})", "a detector that Detector.Save has written", "Fit it again and save it.");
        }
    }
}
