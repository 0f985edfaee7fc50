using System.Text.Json;
using System.Text.Json.Serialization;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Training;

/// <summary>
/// A trained network with all that is needed to use it elsewhere: the images that it wants, what its classes are called, from which probability on it speaks up. One safetensors file holds it; nothing in such a file
/// is ever executed.
/// </summary>
public sealed class ImageClassifier : IDisposable
{
    private const string Key = "image-classifier";
    private const int MostWidth = 1024, MostSide = 4096;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <param name="model">The network; it is disposed with this.</param>
    /// <param name="classNames">A name for each class of its head; the first is what is normal.</param>
    /// <param name="side">Pixels of a side of the images that it wants.</param>
    /// <param name="threshold">From this probability of "not the first class" on, it says so; from 0 to 1. Choose it on validation images.</param>
    /// <exception cref="ArgumentException">There are fewer than two names, or not as many as classes.</exception>
    public ImageClassifier(ImageBackbone model, IReadOnlyList<string> classNames, int side, double threshold = 0.5)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(classNames);
        Models.Options.Require(side is >= 1 and <= MostSide, nameof(side), side, $"from 1 to {MostSide}");
        Models.Options.Require(threshold is >= 0 and <= 1, nameof(threshold), threshold, "from 0 to 1");
        var classes = Describe(model).Options.GetProperty("classes").GetInt32();
        if (classNames.Count < 2 || classNames.Count != classes)
            throw new ArgumentException($"classNames has {classNames.Count} names; it must have one for each of the {classes} classes of the head, at least two.", nameof(classNames));
        (Model, ClassNames, Side, Threshold) = (model, [.. classNames], side, threshold);
    }

    /// <summary>The network.</summary>
    public ImageBackbone Model { get; }

    /// <summary>The classes; the first is what is normal.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Pixels of a side of the images that it wants.</summary>
    public int Side { get; }

    /// <summary>From this probability on it says that an image is not of the first class.</summary>
    public double Threshold { get; }

    /// <summary>The probability that each image is not of the first class, and what is decided.</summary>
    /// <param name="images"><c>[batch, channels, side, side]</c>, values in [0, 1].</param>
    public IReadOnlyList<(float Probability, string Decision)> Classify(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.ndim != 4 || images.shape[1] is var channels && channels != 1 && channels != Model.Channels || images.shape[2] != Side || images.shape[3] != Side)
            throw new ArgumentException($"images has the shape [{string.Join(", ", images.shape)}]; it must be [batch, 1 or {Model.Channels}, {Side}, {Side}].", nameof(images));
        Model.eval();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var all = Model.call(ImageTrainer.Input(Model, images)).softmax(1);
        var normal = all.select(1, 0).data<float>().ToArray();
        var other = all.narrow(1, 1, ClassNames.Count - 1).argmax(1).data<long>().ToArray();
        return [.. normal.Select((p, i) => (1 - p, 1 - p >= Threshold ? ClassNames[(int)other[i] + 1] : ClassNames[0]))];
    }

    /// <summary>Writes it. The file is there whole or not at all.</summary>
    /// <param name="path">Where to, by custom NAME.safetensors.</param>
    /// <param name="precision">How its weights are kept: <see cref="CompactWeights"/>.</param>
    /// <param name="notes">Such as the data set and the seed; text by name.</param>
    public void Save(string path, WeightPrecision precision = WeightPrecision.Single, IReadOnlyDictionary<string, string>? notes = null)
    {
        var (network, options) = Describe(Model);
        var metadata = new Dictionary<string, string>(notes ?? new Dictionary<string, string>())
        {
            [Key] = JsonSerializer.Serialize(new Description(1, network, options, Side, [.. ClassNames], Threshold), Json),
        };
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(path, CompactWeights.Pack(Model.state_dict(), precision), metadata);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="DataFormatException">The file is damaged, or no image classifier.</exception>
    public static ImageClassifier Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no model '{path}'. Write one with {nameof(ImageClassifier)}.{nameof(Save)}.", path);
        using var file = SafetensorsFile.Read(path);
        var description = Read(path, file.Metadata);
        using var scope = NewDisposeScope();
        var weights = new SafetensorsContent(CompactWeights.Unpack(file.Tensors), file.Metadata);
        var model = Build(path, description, weights);
        try
        {
            PretrainedWeights.Load(model, weights, path);
            return new(model, description.Classes, description.Side, description.Threshold);
        }
        catch (Exception e) when (e is ArgumentException)
        {
            model.Dispose();
            throw Wrong(path, e.Message, e);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Disposes the network.</summary>
    public void Dispose() => Model.Dispose();

    private static Description Read(string path, IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(Key, out var text)) throw Wrong(path, $"no note '{Key}'");
        try
        {
            return JsonSerializer.Deserialize<Description>(text, Json) is { Version: 1, Classes: not null, Network: not null } read ? read : throw Wrong(path, $"a note '{Key}' of another version or without network and classes");
        }
        catch (JsonException e)
        {
            throw Wrong(path, $"a note '{Key}' that is no JSON ({e.Message})", e);
        }
    }

    private static ImageBackbone Build(string path, Description description, SafetensorsContent weights)
    {
        try
        {
            // A network is made before its weights are compared: a false note must not make a huge one.
            switch (description.Network)
            {
                case nameof(ResNet):
                    var options = description.Options.Deserialize<ResNetOptions>(Json)!;
                    if (!weights.Tensors.TryGetValue("conv1.weight", out var first) || first.ndim != 4 || first.shape[0] != options.Width || first.shape[1] != options.Channels || options.Width > MostWidth
                        || !weights.Tensors.TryGetValue("fc.bias", out var head) || head.numel() != options.Classes)
                        throw Wrong(path, $"a {description.Network} whose note and weights differ, or wider than {MostWidth}");
                    return new ResNet(options);
                case nameof(MobileNetV2):
                    var mobile = description.Options.Deserialize<MobileNetV2Options>(Json)!;
                    if (!weights.Tensors.TryGetValue("classifier.1.bias", out var bias) || bias.numel() != mobile.Classes) throw Wrong(path, $"a {description.Network} whose note and weights differ");
                    return new MobileNetV2(mobile);
                default:
                    throw Wrong(path, $"a network '{description.Network}'");
            }
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw Wrong(path, $"options that are none ({e.Message})", e);
        }
    }

    private static (string Network, JsonElement Options) Describe(ImageBackbone model) => model switch
    {
        ResNet network => (nameof(ResNet), JsonSerializer.SerializeToElement(network.Options, Json)),
        MobileNetV2 network => (nameof(MobileNetV2), JsonSerializer.SerializeToElement(network.Options, Json)),
        _ => throw new NotSupportedException($"{model.GetType().Name} cannot be kept as an image classifier; a ResNet or a MobileNetV2 can."),
    };

    private static DataFormatException Wrong(string path, string found, Exception? cause = null) =>
        new(path, found, $"a {nameof(ResNet)} or a {nameof(MobileNetV2)} with a note '{Key}'", $"Write it with {nameof(ImageClassifier)}.{nameof(Save)}.", cause);

    private sealed record Description(int Version, string Network, JsonElement Options, int Side, string[] Classes, double Threshold);
}
