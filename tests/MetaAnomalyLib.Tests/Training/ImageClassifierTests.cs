using System.Text.Json.Nodes;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using TorchSharp.Tests;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Tests.Training;

[Collection(nameof(Torch))]
public sealed class ImageClassifierTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(WeightPrecision.Single, 0)]
    [InlineData(WeightPrecision.Half, 0.005)]
    [InlineData(WeightPrecision.Int8, 0.05)]
    public void A_saved_classifier_says_the_same_after_loading(WeightPrecision precision, double error)
    {
        using var scope = NewDisposeScope();
        using var classifier = Small();
        var images = rand(5, 1, 16, 16);
        classifier.Save(folder["m.safetensors"], precision);
        using var loaded = ImageClassifier.Load(folder["m.safetensors"]);
        Assert.Equal((classifier.Side, classifier.Threshold), (loaded.Side, loaded.Threshold));
        Assert.Equal(classifier.ClassNames, loaded.ClassNames);
        Assert.Equal(((ResNet)classifier.Model).Options, ((ResNet)loaded.Model).Options);
        foreach (var (before, after) in classifier.Classify(images).Zip(loaded.Classify(images)))
        {
            Assert.Equal(before.Probability, after.Probability, error + 1e-6);
            if (error == 0) Assert.Equal(before.Decision, after.Decision);
        }
    }

    [Fact]
    public void The_file_shrinks_with_the_bits()
    {
        new Seed(1).Torch("model");
        using var classifier = new ImageClassifier(new ResNet(new() { Classes = 2, Channels = 1, Width = 16, Stem = ResNetStem.Quick }), ["a", "b"], 28);
        var sizes = Enum.GetValues<WeightPrecision>().Select(precision =>
        {
            classifier.Save(folder["m"], precision);
            return (double)new FileInfo(folder["m"]).Length;
        }).ToArray();
        Assert.Equal(0.5, sizes[1] / sizes[0], 0.05);
        Assert.Equal(0.25, sizes[2] / sizes[0], 0.05);
    }

    [Fact]
    public void A_mobile_net_is_kept_too()
    {
        using var scope = NewDisposeScope();
        new Seed(1).Torch("model");
        using var classifier = new ImageClassifier(new MobileNetV2(new() { Classes = 3, SamePadding = true }), ["normal", "bacterial", "viral"], 64);
        classifier.Save(folder["m"]);
        using var loaded = ImageClassifier.Load(folder["m"]);
        Assert.True(((MobileNetV2)loaded.Model).Options.SamePadding);
        var grey = rand(2, 1, 64, 64);
        Assert.Equal(classifier.Classify(grey), loaded.Classify(grey));
        Assert.Equal(classifier.Classify(grey.expand(-1, 3, -1, -1)), loaded.Classify(grey));
    }

    [Fact]
    public void The_threshold_decides_and_of_several_classes_the_likeliest_is_named()
    {
        using var scope = NewDisposeScope();
        new Seed(1).Torch("model");
        using var noGrad = no_grad();
        using var model = new ResNet(new() { Classes = 3, Channels = 1, Width = 2, Stem = ResNetStem.Quick });
        model.state_dict()["fc.weight"].zero_();
        model.state_dict()["fc.bias"].copy_(tensor(new[] { 0f, 0f, (float)Math.Log(2) }));   // probabilities 1/4, 1/4, 1/2
        Assert.Equal((0.75f, "viral"), Said(0.74));
        Assert.Equal((0.75f, "normal"), Said(0.76));

        (float, string) Said(double threshold)
        {
            var (probability, decision) = Assert.Single(new ImageClassifier(model, ["normal", "bacterial", "viral"], 16, threshold).Classify(rand(1, 1, 16, 16)));
            return ((float)Math.Round(probability, 5), decision);
        }
    }

    [Fact]
    public void Names_sides_and_images_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        using var classifier = Small();
        Assert.Contains("2 classes", Assert.Throws<ArgumentException>(() => new ImageClassifier(classifier.Model, ["only"], 16)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageClassifier(classifier.Model, ["a", "b"], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageClassifier(classifier.Model, ["a", "b"], 16, 1.5));
        Assert.Contains("[batch, 1 or 1, 16, 16]", Assert.Throws<ArgumentException>(() => classifier.Classify(rand(1, 1, 8, 16))).Message);
        Assert.Throws<ArgumentException>(() => classifier.Classify(rand(1, 2, 16, 16)));
    }

    [Fact]
    public void A_file_that_is_none_is_refused_by_name_and_a_false_note_makes_no_huge_network()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("nowhere", Assert.Throws<FileNotFoundException>(() => ImageClassifier.Load(folder["nowhere"])).Message);
        File.WriteAllBytes(folder["noise"], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Assert.Throws<DataFormatException>(() => ImageClassifier.Load(folder["noise"]));
        using var classifier = Small();
        ModelFile.Save(folder["weights"], classifier.Model);
        Assert.Contains("image-classifier", Assert.Throws<DataFormatException>(() => ImageClassifier.Load(folder["weights"])).Message);

        classifier.Save(folder["m"]);
        using var file = SafetensorsFile.Read(folder["m"]);
        var note = file.Metadata["image-classifier"];
        foreach (var change in new Action<JsonNode>[]
        {
            json => json["options"]!["width"] = 100_000, json => json["options"]!["classes"] = 7, json => json["options"]!["stem"] = "Tiny", json => json["network"] = "VGG", json => json["side"] = -1,
            json => json["threshold"] = 3, json => json["version"] = 2, json => json["classes"] = null, json => json["classes"] = new JsonArray("a"), json => json["options"] = 5,
        })
        {
            var json = JsonNode.Parse(note)!;
            change(json);
            SafetensorsFile.Write(folder["false"], file.Tensors, new Dictionary<string, string> { ["image-classifier"] = json.ToJsonString() });
            Assert.Contains(folder["false"], Assert.Throws<DataFormatException>(() => ImageClassifier.Load(folder["false"])).Message);
        }
    }

    [Fact]
    public void A_folder_is_scored_file_by_file_as_the_images_alone_are_and_bad_files_are_told()
    {
        using var scope = NewDisposeScope();
        using var classifier = Small();
        var images = (rand(70, 1, 16, 16) * 255).round() / 255;
        var inbox = folder["inbox"];
        for (var i = 0; i < 70; i++) PngFile.Write(Path.Combine(inbox, i % 2 == 0 ? "." : "below", $"{i:D2}.png"), images[i]);
        File.WriteAllText(Path.Combine(inbox, "below", "03b.jpeg"), "no image");
        File.WriteAllBytes(Path.Combine(inbox, "98.png"), []);
        File.WriteAllText(Path.Combine(inbox, "readme.txt"), "passed over");
        var scores = FolderScoring.Score(classifier, inbox).ToArray();
        Assert.Equal(72, scores.Length);
        Assert.Equal(scores.Select(score => score.File).Order(StringComparer.Ordinal), scores.Select(score => score.File));
        Assert.Equal(["98.png", "below/03b.jpeg"], scores.Where(score => score.Fault is not null).Select(score => score.File));
        Assert.All(scores.Where(score => score.Fault is not null), score => Assert.Null(score.Probability));
        var alone = classifier.Classify(images);
        foreach (var score in scores.Where(score => score.Fault is null))
        {
            var (probability, decision) = alone[int.Parse(Path.GetFileNameWithoutExtension(score.File), System.Globalization.CultureInfo.InvariantCulture)];
            Assert.Equal(probability, score.Probability!.Value, 1e-4f);
            Assert.Equal(decision, score.Decision);
        }
    }

    [Fact]
    public void A_folder_without_images_and_no_folder_are_refused_and_no_tensor_is_left()
    {
        using var classifier = Small();
        Directory.CreateDirectory(folder["empty"]);
        Assert.Throws<DirectoryNotFoundException>(() => FolderScoring.Score(classifier, folder["nowhere"]));
        Assert.Contains("no image", Assert.Throws<DataFormatException>(() => FolderScoring.Score(classifier, folder["empty"])).Message);
        using (var image = rand(1, 16, 16)) PngFile.Write(Path.Combine(folder["one"], "a.png"), image);
        FolderScoring.Score(classifier, folder["one"]).ToArray();
        var before = LiveTensors.Settled();
        FolderScoring.Score(classifier, folder["one"]).ToArray();
        classifier.Save(folder["m"], WeightPrecision.Int8);
        ImageClassifier.Load(folder["m"]).Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static ImageClassifier Small()
    {
        new Seed(1).Torch("model");
        return new(new ResNet(new() { Classes = 2, Channels = 1, Width = 4, Stem = ResNetStem.Quick }), ["normal", "pneumonia"], 16, 0.5);
    }
}
