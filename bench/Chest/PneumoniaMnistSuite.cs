using MetaAnomalyLib.Data;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Training;

namespace MetaAnomaly.Bench.Chest;

/// <summary>PneumoniaMNIST in its official parts.</summary>
internal static class PneumoniaMnistSuite
{
    // Validation images are almost all told apart, so nothing fine can be chosen on them: the changes are as strong as an X-ray department's settings differ, and not searched for.
    private static readonly ImageAugmentation Changes = new Compose(new RandomAffine(10, 0.1, 0.1), new ColorJitter(0.3, 0.3), new RandomErasing(0.25));
    private static readonly ImageAugmentation View = new RandomAffine(4, 0.04, 0.04);

    public static ChestSuite Create() => new("pneumoniamnist",
        "PneumoniaMNIST, 28 x 28, official parts: 4,708 images to train on, 524 to choose the epoch by (of the same patients, and far easier than the test part), 624 of other patients to report on.",
        [("ResNet-18 (28)", 94.4, 85.4), ("ResNet-50 (224)", 96.2, 88.4), ("Google AutoML Vision", 99.1, 94.6)], "Yang et al., Scientific Data 2023",
        [
            Recipe("plain", "a ResNet-18 of 16 filters at first (a 16th of the weights), as it is: no augmentation",
                new() { Loop = Loop(10) }, views: 0),
            Recipe("augmented", "the same, trained longer on turned, shifted, scaled, darkened and partly covered images, with label smoothing and mixup; the mean of 8 slightly moved views of an image",
                new() { Loop = Loop(25), Augmentation = Changes, LabelSmoothing = 0.1, Mixup = 0.2 }, views: 8),
        ]);

    private static TrainingOptions Loop(int epochs) => new() { Epochs = epochs, BatchSize = 64, LearningRate = 3e-3, WeightDecay = 5e-2, Schedule = LearningRateSchedule.Cosine, Patience = 0, CheckpointEvery = 1 };

    private static ChestRecipe Recipe(string name, string what, ImageTrainingOptions options, int views)
    {
        var network = new ResNetOptions { Classes = 2, Channels = 1, Width = 16, Stem = ResNetStem.Small };
        var node = ChestSuite.Node(new { network, options.Loop.Epochs, options.Loop.BatchSize, options.Loop.LearningRate, options.Loop.WeightDecay, Augmentation = $"{options.Augmentation}", options.LabelSmoothing, options.Mixup, views });
        return new(name, what, node, (seed, path, stop) =>
        {
            var data = PneumoniaMnist.Load();
            new Seed(seed).Torch("weights");
            using var model = new ResNet(network);
            var trainer = new ImageTrainer(model, options with { Loop = options.Loop with { Seed = seed, CheckpointPath = path + ".safetensors" } });
            trainer.EpochEnded += epoch => Console.WriteLine(FormattableString.Invariant($"{name}, seed {seed}, epoch {epoch.Epoch}/{options.Loop.Epochs}: loss {epoch.TrainLoss:F4}, validation {epoch.ValidationLoss:F4}"));
            trainer.Fit(data.Train, data.Validation, stop);
            return new ChestRun(Pneumonia(data.Validation), Pneumonia(data.Test), data.Validation.Labels, data.Test.Labels);

            float[] Pneumonia(IImageSource images)
            {
                new Seed(seed).Torch("views");
                var probabilities = trainer.Probabilities(images, [.. Enumerable.Repeat(View, views)]);
                return [.. Enumerable.Range(0, images.Count).Select(i => probabilities[i, 1])];
            }
        });
    }
}
